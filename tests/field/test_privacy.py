"""What a publication shows of a place, a time and a team."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.field.privacy import cell_text, coarse_cells, pseudonym, pseudonyms, rounded

KEY = b"0123456789abcdef"
PART = st.sampled_from(["a", "b", "c"])
CELLS = st.dictionaries(st.integers(0, 60).map(str), st.lists(PART, max_size=3).map(tuple), max_size=60)


def test_a_pseudonym_is_twelve_small_signs_and_depends_on_key_kind_and_name() -> None:
    # RFC 4648 base32 of HMAC-SHA-256 computed with openssl dgst -sha256 -hmac over "station\0S1".
    assert pseudonym(KEY, "station", "S1") == "ztzzamovha42"
    others = {
        pseudonym(KEY, "team", "S1"),
        pseudonym(KEY, "station", "S2"),
        pseudonym(KEY[::-1], "station", "S1"),
    }
    assert len(others | {"ztzzamovha42"}) == 4


def test_a_key_of_fewer_than_sixteen_bytes_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="fewer than 16 bytes"):
        pseudonym(KEY[:15], "station", "S1")
    assert pseudonyms(KEY, "station", ["b", "a", "b"]).keys() == {"a", "b"}


@given(CELLS, st.integers(2, 6))
def test_no_cell_that_is_shown_has_fewer_stations_than_stated(
    cells: dict[str, tuple[str, ...]], least: int
) -> None:
    shown = coarse_cells(cells, least)
    assert shown.keys() == cells.keys()
    sizes = [list(shown.values()).count(cell) for cell in set(shown.values())]
    if len(cells) >= least:
        assert min(sizes) >= least
    else:
        assert set(shown.values()) <= {()}


@given(CELLS, st.integers(2, 6), st.randoms())
def test_a_cell_is_coarsened_never_moved_and_order_decides_nothing(
    cells: dict[str, tuple[str, ...]], least: int, random: object
) -> None:
    shown = coarse_cells(cells, least)
    assert all(cells[station][: len(cell)] == cell for station, cell in shown.items())
    items = list(cells.items())
    random.shuffle(items)  # type: ignore[attr-defined]
    assert coarse_cells(dict(items), least) == shown


def test_cells_that_are_large_enough_stay_as_they_are() -> None:
    cells = {str(n): ("North", "a" if n < 3 else "b") for n in range(6)}
    assert coarse_cells(cells, 3) == cells
    assert set(coarse_cells(cells, 4).values()) == {("North",)}


def test_one_small_place_takes_the_smallest_other_with_it_however_deep() -> None:
    cells = {"0": ("North", "x")} | {str(n): ("South", "a" if n < 5 else "b") for n in range(1, 12)}
    shown = coarse_cells(cells, 3)
    assert sorted(set(shown.values())) == [(), ("South", "b")]
    assert cell_text(()) == "all places"
    assert cell_text(("South", "b")) == "South / b"


@pytest.mark.parametrize(
    ("moment", "minutes", "shown"),
    [
        ("2026-06-14T09:59:59.999+05:00", 60, "2026-06-14T09:00"),
        ("2026-06-14T10:00:00.000+05:00", 60, "2026-06-14T10:00"),
        ("2026-06-14T23:59", 1440, "2026-06-14T00:00"),
        ("2026-06-14T07:29Z", 30, "2026-06-14T07:00"),
        ("2026-06-14T07:30Z", 30, "2026-06-14T07:30"),
        ("2026-06-14", 60, ""),
        ("", 60, ""),
        ("07:30", 60, ""),
    ],
)
def test_a_time_is_rounded_down_and_loses_its_zone(moment: str, minutes: int, shown: str) -> None:
    assert rounded(moment, minutes) == shown
