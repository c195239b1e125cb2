"""What a reader has seen of a mission: its root document, its logs, its notices. One file a mission.

It stands in a folder of the reader's own (`--memory`, else $SCRUTATOR_MEMORY, else the system's place for
such things) and is replaced in one step. It never moves to a root document that does not follow from the one
it holds: the verifier refuses such a bundle, and only what was verified is remembered.
"""

import json
import os
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_bytes
from scrutator.publishing.whole_files import replace_whole
from scrutator.seal.log import records
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.seal.verifier.opened import Opened


@dataclass(frozen=True)
class Seen:
    """A log as it was seen last: its signed checkpoint, and the texts of all its checkpoints so far."""

    checkpoint: str
    history: tuple[str, ...]


@dataclass(frozen=True)
class Memory:
    """What is remembered of a mission. `root` is the fingerprint the reader gave, empty when none was."""

    root: str = ""
    chain: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    logs: dict[str, Seen] = field(default_factory=dict)


def memory_folder() -> Path:
    """Where memories stand unless another folder is named."""
    if named := os.environ.get("SCRUTATOR_MEMORY"):
        return Path(named)
    base = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(base) / "scrutator"


def memory_path(folder: Path, mission: str) -> Path:
    """The file of a mission; its name is a hash, for a mission's name may hold any letters."""
    return folder / f"{sha256(mission.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}.json"


def recall(folder: Path, mission: str) -> Memory:
    """What is remembered of a mission; an empty memory when nothing is."""
    path = memory_path(folder, mission)
    if not path.exists():
        return Memory()
    try:
        plain: dict[str, Any] = json.loads(read_bytes(path).decode())
        logs = {
            origin: Seen(str(seen["checkpoint"]), tuple(seen["history"]))
            for origin, seen in plain["logs"].items()
        }
        return Memory(str(plain["root"]), tuple(plain["chain"]), tuple(plain["notices"]), logs)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        remedy = "Put the file back from a backup, or delete it and give --root again."
        raise ScrutatorError("Z03", "the memory cannot be read", where=str(path), remedy=remedy) from None


def with_bundle(memory: Memory, bundle: Opened, root: str, notices: tuple[bytes, ...]) -> Memory:
    """The memory after a bundle that was verified under this root document; "": under a key alone, whose
    bundle's root documents no one has vouched for."""
    trusted = bundle.chain if root else ()
    chain = tuple(bundle.member(records.root_name(one.version)).decode() for one in trusted)
    texts = {parse_checkpoint(bytes(data)).note.text for name, data in bundle.members.items()
             if name.startswith(records.HISTORY)}  # fmt: skip
    texts.add(bundle.checkpoint.note.text)
    origin, size = bundle.checkpoint.origin, bundle.checkpoint.size
    before = memory.logs.get(origin)
    logs = dict(memory.logs)
    if before is None or parse_checkpoint(before.checkpoint.encode()).size <= size:
        history = tuple(sorted(texts | set(before.history if before else ())))
        logs[origin] = Seen(bundle.member(records.CHECKPOINT).decode(), history)
    return replace(
        with_notices(memory, notices),
        root=memory.root or root,
        chain=max(memory.chain, chain, key=len),
        logs=logs,
    )


def with_notices(memory: Memory, notices: tuple[bytes, ...]) -> Memory:
    """The memory with these notices, each once."""
    known = list(memory.notices)
    known += [text for data in notices if (text := data.decode()) not in known]
    return replace(memory, notices=tuple(known))


def remember(folder: Path, mission: str, memory: Memory) -> None:
    """Write what is remembered of a mission, in one step."""
    plain = {
        "mission": mission,
        "root": memory.root,
        "chain": list(memory.chain),
        "notices": list(memory.notices),
        "logs": {o: {"checkpoint": s.checkpoint, "history": list(s.history)} for o, s in memory.logs.items()},
    }
    text = json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    replace_whole(memory_path(folder, mission), text.encode())
