"""The Merkle tree: the classic eight leaves, 196 vectors by others, and proofs of random trees."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.seal.log.merkle import (
    EMPTY_ROOT,
    Frontier,
    build_levels,
    consistency_path,
    includes,
    inclusion_path,
    is_consistent,
    leaf_hash,
    root_of,
    roots_at,
)

LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
# A deliberately arbitrary root of 12 bytes that its authors accept: here all hashes have 32 bytes.
ROOT_NOT_32_BYTES = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json"


def cases_of(path: Path) -> list[dict[str, object]]:
    cases: list[dict[str, object]] = json.loads(path.read_text(encoding="utf-8"))
    assert len(cases) == 98
    return cases


def hashes(encoded: object) -> list[bytes]:
    return [b64decode(each) for each in encoded or []]  # type: ignore[attr-defined]


def trees(size: int) -> list[bytes]:
    return [leaf_hash(bytes([index])) for index in range(size)]


@pytest.mark.parametrize("size", range(9))
def test_the_classic_eight_leaves_have_the_published_roots(size: int) -> None:
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES[:size]]
    assert root_of(leaves).hex() == ROOTS[size]


def test_the_98_inclusion_vectors_give_the_required_answers(vectors: Path) -> None:
    accepted = 0
    for case in cases_of(vectors / "merkle_inclusion.json"):
        root, leaf = b64decode(str(case["root"] or "")), b64decode(str(case["leafHash"] or ""))
        size, index = int(str(case["treeSize"])), int(str(case["leafIdx"]))
        answer = includes(root, size, index, leaf, hashes(case["proof"]))
        assert answer is not case["wantErr"], case["case"]
        accepted += answer
    assert accepted == 6


def test_the_98_consistency_vectors_give_the_required_answers(vectors: Path) -> None:
    accepted = 0
    for case in cases_of(vectors / "merkle_consistency.json"):
        old_root, new_root = b64decode(str(case["root1"] or "")), b64decode(str(case["root2"] or ""))
        sizes = int(str(case["size1"])), int(str(case["size2"]))
        answer = is_consistent(*sizes, old_root, new_root, hashes(case["proof"]))
        expected = not case["wantErr"] and case["case"] != ROOT_NOT_32_BYTES
        assert answer is expected, case["case"]
        accepted += answer
    assert accepted == 5


def test_every_leaf_of_every_small_tree_has_a_proof_and_only_at_its_own_place() -> None:
    for size in range(1, 34):
        leaves = trees(size)
        levels = build_levels(leaves)
        root = levels[-1][0]
        for index in range(size):
            path = inclusion_path(levels, index)
            assert includes(root, size, index, leaves[index], path)
            others = [other for other in range(size + 2) if other != index]
            assert not any(includes(root, size, other, leaves[index], path) for other in others)
            assert not includes(root, size, index, leaves[index], [*path, root])


def test_every_small_tree_is_consistent_with_each_of_its_beginnings() -> None:
    for size in range(1, 34):
        leaves = trees(size)
        levels = build_levels(leaves)
        for old in range(1, size + 1):
            path = consistency_path(levels, old)
            old_root = root_of(leaves[:old])
            assert is_consistent(old, size, old_root, levels[-1][0], path)
            assert not is_consistent(old, size, leaf_hash(b"other"), levels[-1][0], path)
            assert not is_consistent(old, size, old_root, leaf_hash(b"other"), path)


@given(st.integers(1, 200), st.data())
def test_a_changed_hash_in_a_path_is_refused(size: int, data: st.DataObject) -> None:
    leaves = trees(size)
    levels = build_levels(leaves)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_path(levels, index)
    if not path:
        return
    place = data.draw(st.integers(0, len(path) - 1))
    path[place] = bytes([path[place][0] ^ 1]) + path[place][1:]
    assert not includes(levels[-1][0], size, index, leaves[index], path)


def test_the_edges_are_decided_strictly() -> None:
    one = root_of(trees(1))
    assert root_of([]) == EMPTY_ROOT
    assert not is_consistent(0, 1, EMPTY_ROOT, one, [])
    assert not is_consistent(2, 1, one, one, [])
    assert is_consistent(1, 1, one, one, [])
    assert not is_consistent(1, 1, one, one, [one])
    assert not includes(one, 1, 1, one, [])
    assert not includes(one, 0, 0, one, [])
    assert not includes(b"short", 1, 0, b"short", [])


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=40), st.data())
def test_a_frontier_has_the_root_of_the_whole_tree_however_it_grew(
    leaves: list[bytes], data: st.DataObject
) -> None:
    frontier, rest = Frontier(), leaves
    while rest:
        step = data.draw(st.integers(1, len(rest)))
        frontier, rest = frontier.grown(rest[:step]), rest[step:]
        assert frontier.root == root_of(leaves[: frontier.size])
        assert len(frontier.peaks) == frontier.size.bit_count()
    assert Frontier().root == root_of([])
    assert roots_at(leaves, range(len(leaves) + 1)) == {
        n: root_of(leaves[:n]) for n in range(len(leaves) + 1)
    }
