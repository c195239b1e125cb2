"""The proof that an entry is in a mission's log: its path to the root of a signed checkpoint, to take away.

A tree is kept for a minute, so that many who ask at the same time cost one: an entry that it holds is proven
against its checkpoint, a newer one against the newest.
"""

import threading
import time
from base64 import b64encode
from dataclasses import dataclass

from scrutator.seal.log.checkpoint import PROOF_TITLE, proof_bytes
from scrutator.seal.log.merkle import Levels, build_levels, inclusion_path
from scrutator.web.intake.models import Leaf
from scrutator.web.missions.models import Mission

SECONDS = 60


@dataclass(frozen=True)
class Tree:
    """All nodes of a log at one of its checkpoints, and when they were read."""

    levels: Levels
    note: bytes
    at: float

    def holds(self, index: int) -> bool:
        """Whether the tree has an entry at this place."""
        return index < len(self.levels[0])


_TREES: dict[int, Tree] = {}
_LOCK = threading.Lock()


def proof_of(mission: Mission, index: int) -> bytes:
    """The proof (c2sp.org/tlog-proof@v1) of the entry at `index`, which is in the log; its leaf's hash stands
    in the line `extra`, which nothing authenticates but the path itself."""
    with _LOCK:
        tree = _TREES.get(mission.pk)
        if tree is None or not tree.holds(index) or time.monotonic() - tree.at > SECONDS:
            tree = _TREES[mission.pk] = _read(mission)
    leaf = b64encode(tree.levels[0][index]).decode()
    proof = proof_bytes(index, inclusion_path(tree.levels, index), tree.note)
    title = f"{PROOF_TITLE}\n"
    return f"{title}extra {leaf}\n".encode() + proof.removeprefix(title.encode())


def _read(mission: Mission) -> Tree:
    last = mission.checkpoints.latest("size")
    leaves = Leaf.objects.filter(mission=mission, index__lt=last.size).order_by("index")
    levels = build_levels([bytes(hash_) for hash_ in leaves.values_list("hash", flat=True).iterator(10_000)])
    return Tree(levels, bytes(last.note), time.monotonic())
