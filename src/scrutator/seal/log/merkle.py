"""The Merkle tree of RFC 6962 with SHA-256: roots, inclusion proofs, consistency proofs.

All hashes are exactly 32 bytes. The edges that RFC 6962 leaves open are decided strictly: an index
at or beyond the size is refused; a consistency proof from size 0 is refused; equal sizes need
equal roots and an empty proof; a first size beyond the second is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
Levels = list[list[bytes]]


def leaf_hash(data: bytes) -> bytes:
    """The hash of a leaf: SHA-256(0x00 ‖ data)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node: SHA-256(0x01 ‖ left ‖ right)."""
    return sha256(b"\x01" + left + right).digest()


def build_levels(leaf_hashes: Sequence[bytes]) -> Levels:
    """All nodes of the tree, level by level from the leaves to the root, in O(n).

    A node without a right neighbour moves up unchanged, which gives RFC 6962's tree (split at the
    largest power of two below n). Entry i of level j covers leaves [i·2^j, (i+1)·2^j), cut at n.
    """
    levels = [list(leaf_hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        above = [node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)]
        if len(below) % 2:
            above.append(below[-1])
        levels.append(above)
    return levels


def root_of(leaf_hashes: Sequence[bytes]) -> bytes:
    """The root over the leaves in this order; of no leaves SHA-256 of nothing."""
    return build_levels(leaf_hashes)[-1][0] if leaf_hashes else EMPTY_ROOT


@dataclass(frozen=True)
class Frontier:
    """A tree that only grows, without its leaves: the roots of its whole subtrees, the largest first.

    As many as the size has ones in binary. Appending costs O(log n), and in all O(1) a leaf.
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """The frontier after these leaves."""
        size, peaks = self.size, list(self.peaks)
        for leaf in leaf_hashes:
            peaks.append(leaf)
            size += 1
            for _ in range((size & -size).bit_length() - 1):
                right = peaks.pop()
                peaks[-1] = node_hash(peaks[-1], right)
        return Frontier(size, tuple(peaks))

    @property
    def root(self) -> bytes:
        """The root over all leaves so far (RFC 6962); of none SHA-256 of nothing."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def roots_at(leaf_hashes: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """The roots over the first so many leaves, for each of the sizes, in one pass over the leaves."""
    frontier, roots = Frontier(), {}
    for size in sorted(set(sizes)):
        frontier = frontier.grown(leaf_hashes[frontier.size : size])
        roots[size] = frontier.root
    return roots


def inclusion_path(levels: Levels, index: int) -> list[bytes]:
    """The sibling hashes from the leaf at `index` up to the child of the root."""
    path = []
    for level in levels[:-1]:
        sibling = index ^ 1
        if sibling < len(level):
            path.append(level[sibling])
        index >>= 1
    return path


def consistency_path(levels: Levels, old_size: int) -> list[bytes]:
    """The proof that the tree's first `old_size` leaves were a tree of their own (RFC 6962 2.1.2)."""
    return _subproof(levels, old_size, 0, len(levels[0]), True)


def _subproof(levels: Levels, old: int, start: int, end: int, whole: bool) -> list[bytes]:
    size = end - start
    if old == size:
        return [] if whole else [_range_root(levels, start, end)]
    split = 1 << (size - 1).bit_length() - 1
    if old <= split:
        inner = _subproof(levels, old, start, start + split, whole)
        return [*inner, _range_root(levels, start + split, end)]
    inner = _subproof(levels, old - split, start + split, end, False)
    return [*inner, _range_root(levels, start, start + split)]


def _range_root(levels: Levels, start: int, end: int) -> bytes:
    level = (end - start - 1).bit_length()
    return levels[level][start >> level]


def includes(root: bytes, size: int, index: int, leaf: bytes, path: Sequence[bytes]) -> bool:
    """Whether the path proves that the leaf hash stands at `index` of the tree with this root.

    RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _all_hashes([root, leaf, *path]):
        return False
    position, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root


def is_consistent(
    old_size: int, new_size: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether the path proves that the new tree only appends to the old one (RFC 9162 2.1.4.2)."""
    if not 0 < old_size <= new_size or not _all_hashes([old_root, new_root, *path]):
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    proof = list(path)
    if old_size & (old_size - 1) == 0:
        proof.insert(0, old_root)
    if not proof:
        return False
    position, last = old_size - 1, new_size - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_node = new_node = proof[0]
    for hash_ in proof[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            old_node, new_node = node_hash(hash_, old_node), node_hash(hash_, new_node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            new_node = node_hash(new_node, hash_)
        position, last = position >> 1, last >> 1
    return last == 0 and old_node == old_root and new_node == new_root


def _all_hashes(hashes: Sequence[bytes]) -> bool:
    return all(len(hash_) == 32 for hash_ in hashes)
