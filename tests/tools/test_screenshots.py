"""Pictures of pages: the slices of a long page are the page, once."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent.parent / "tools"))
from page_screenshots import kinds_of
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


def test_of_each_kind_of_page_one_is_taken_whatever_the_order_of_the_files() -> None:
    names = [
        "a/en/index.html",
        "a/en/claims/C2.html",
        "a/en/claims/C1.html",
        "a/en/claims/index.html",
        "a/ru/index.html",
        "b/en/index.html",
        "a/charts/x.svg",
        "a/statement.en.html",
    ]
    found = {
        "front": "a/en/index.html",
        "claims-one": "a/en/claims/C1.html",
        "claims": "a/en/claims/index.html",
    }
    assert dict(kinds_of(names, "a", "en")) == found
    assert dict(kinds_of(reversed(names), "a", "en")) == found
