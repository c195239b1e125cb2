"""The list of mutants: an anchor that is lost or ambiguous is an error, and a draw can be repeated."""

import sys
from pathlib import Path

import pytest

TOOL = Path(__file__).parents[1] / "tools" / "mutants"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(TOOL))


@pytest.mark.usefixtures("tool")
@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("A = 1\n", ""),
        ("A = 2\n", "0 times"),
        ("A = 1\nA = 1\n", "2 times"),
        ("A = 1\nB = (\n", "never closed"),
    ],
)
def test_an_anchor_must_be_there_exactly_once(tmp_path: Path, source: str, fault: str) -> None:
    from listed import Mutant, faults

    (tmp_path / "a.py").write_text(source, encoding="utf-8")
    (tmp_path / "test_a.py").write_text("", encoding="utf-8")
    found = faults([Mutant("a.py", "A = 1", "A = 3", ("test_a.py",), "why")], tmp_path)
    assert (fault in found[0]) if fault else found == []


@pytest.mark.usefixtures("tool")
def test_a_mutant_of_nothing_without_tests_or_reason_is_named(tmp_path: Path) -> None:
    from listed import Mutant, faults

    (tmp_path / "a.py").write_text("A = 1\n", encoding="utf-8")
    found = faults([Mutant("a.py", "A = 1", "A = 1", (), "")], tmp_path)
    assert len(found) == 2
    assert "there is no test_b.py" in faults([Mutant("a.py", "A", "B", ("test_b.py",), "why")], tmp_path)[0]


@pytest.mark.usefixtures("tool")
def test_every_kind_of_site_is_found_and_a_draw_repeats(tmp_path: Path) -> None:
    from sites import draw

    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text(
        'X = [1.5] if 2 < Y else "a" + f"{3 + 4}"\nZ = Y - Y\n', encoding="utf-8"
    )
    found = draw(tmp_path, 1, 4)
    assert sorted(site.replacement for site in found) == ["+", "1.7999999999999998", "3", "<="]
    assert draw(tmp_path, 1, 4) == found
    sys.modules.pop("sites", None)


@pytest.mark.usefixtures("tool")
def test_a_page_shows_a_result_only_for_the_mutant_as_it_is_listed() -> None:
    from dataclasses import replace

    from listed import Mutant
    from page import page, shown_result
    from running import End, Result

    one, other = (Mutant("a.py", f"A = {n}", f"A = {n + 1}", ("test_a.py",), "why") for n in (1, 5))
    killed, survived = Result(one, End.KILLED), Result(other, End.SURVIVED)
    text = page([killed, survived], (1, 2, 3), kept=1)
    assert "seeds 1, 2 and 3" in text
    assert "1 of the results are from an earlier run" in text
    assert "earlier run" not in page([killed, survived], (1,))
    assert shown_result(one, text) == killed
    assert shown_result(other, text) == survived
    assert shown_result(replace(one, replacement="A = 3"), text) is None


def test_a_hundred_and_fifty_of_the_list_are_drawn(tool: None) -> None:
    """Those that a room adds for what it decides are chosen, so that the share of drawn ones falls."""
    from listed import read_list

    mutants, seeds = read_list()
    assert sum(one.drawn for one in mutants) >= 150
    assert len(seeds) == len(set(seeds))
