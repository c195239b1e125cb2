"""Pictures of pages: the slices of a long page are the page, once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tools"))
from screenshots import LOOKS, slices


@pytest.mark.parametrize("height", [1, 99, 100, 101, 250])
def test_slices_cover_a_page_once(height: int) -> None:
    found = list(slices(height, 100))
    assert [top for top, _ in found] == [100 * n for n in range(len(found))]
    assert sum(tall for _, tall in found) == height
    assert all(0 < tall <= 100 for _, tall in found)


def test_the_looks_are_light_dark_phone_desk_and_print() -> None:
    assert {look for look, _ in LOOKS} == {"light", "dark", "print"}
    assert {width for look, width in LOOKS if look != "print"} == {390, 1280}
