"""`scrutator docs`: a page by its name, the list, and that every page a message names is there."""

import ast
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from scrutator.cli.docs import pages, pages_root
from scrutator.cli.main import app
from scrutator.errors import ScrutatorError

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted((ROOT / "src" / "scrutator").rglob("*.py"))


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, ["docs", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.mark.parametrize("name", ["case-folder", "reference/case-folder", "docs/reference/case-folder.md"])
def test_a_page_is_found_by_its_name_or_by_its_path(name: str) -> None:
    assert run(name) == (ROOT / "docs/reference/case-folder.md").read_text(encoding="utf-8") + "\n"
    assert json.loads(run(name, "--json"))["text"].startswith("# ")


def test_the_list_names_every_page_once() -> None:
    listed = [row["name"] for row in json.loads(run("--json"))]
    assert len(listed) == len(set(listed)) == len(set(pages().values()))
    assert all(row in run() for row in ("case-folder", "first-statement"))


def test_a_page_that_is_not_there_is_an_error_that_names_those_near_it() -> None:
    with pytest.raises(ScrutatorError, match="case-folder") as caught:
        run("case-foldr")
    assert caught.value.code == "X05"
    with pytest.raises(ScrutatorError, match="lists the pages"):
        run("zzzz")


def messages() -> list[tuple[str, str]]:
    """Every text of the source that a person may read, but for docstrings, with its file."""
    found = []
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        silent = {
            ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, holders)
        }
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        found += [(path.name, text) for text in texts if isinstance(text, str) and text not in silent]
    return found


def test_no_message_points_to_a_file_that_an_installed_package_does_not_have() -> None:
    assert not [(file, text) for file, text in messages() if re.search(r"\bdocs/[a-z-]+/[a-z-]+", text)]


def test_every_page_that_a_message_names_is_there() -> None:
    named = {name for _, text in messages() for name in re.findall(r"`scrutator docs ([a-z/-]+)`", text)}
    assert len(named) >= 8
    assert not named - set(pages())


def test_all_pages_travel_with_the_package() -> None:
    import tomllib

    build = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    taken = {ROOT / source for source in build["force-include"]}
    assert {path for path in pages().values() if not any(folder in path.parents for folder in taken)} == set()
    assert pages_root() == ROOT / "docs"
