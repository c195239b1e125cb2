"""Every public name has a page, and the examples of the pages give what they show."""

import doctest
from pathlib import Path

import pytest

import scrutator

ROOT = Path(__file__).parent.parent.parent
API = ROOT / "docs" / "reference" / "api"
PAGES = sorted(API.rglob("*.md"))
WITH_EXAMPLES = [page for page in PAGES if "```pycon" in page.read_text(encoding="utf-8")]


def test_every_public_name_has_a_page_and_every_page_a_name() -> None:
    names = {name for name in scrutator.__all__ if not name.startswith("__")}
    assert {page.stem for page in PAGES} - {"index"} == names
    index = (API / "index.md").read_text(encoding="utf-8")
    assert all(f"[`{name}`](" in index for name in names)


def test_no_two_pages_differ_by_capitals_alone() -> None:
    paths = [str(page.relative_to(ROOT)).casefold() for page in (ROOT / "docs").rglob("*")]
    assert len(paths) == len(set(paths))


def test_the_docstring_of_every_function_has_an_example_or_belongs_to_one_that_has() -> None:
    shown = "".join(page.read_text(encoding="utf-8") for page in WITH_EXAMPLES)
    functions = [name for name in scrutator.__all__ if name.islower() and not name.startswith("__")]
    assert [name for name in functions if f"scrutator.{name}(" not in shown] == []


@pytest.mark.parametrize("page", WITH_EXAMPLES, ids=lambda page: page.stem)
def test_the_examples_of_a_page_give_what_they_show(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = page.read_text(encoding="utf-8").replace("```", "")
    example = doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    failed, attempted = runner.run(example)
    assert attempted > 0
    assert failed == 0
