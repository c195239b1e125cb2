"""The check that nothing public is out of reach: what it follows, and what it reports."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from reachable import (  # noqa: E402
    MOST_EXCEPTIONS,
    doors_of,
    exceptions,
    faults,
    read_modules,
    unreached,
    without_page,
)

PACKAGE = {
    "__init__.py": "if True:\n    from pkg.api import offered\n",
    "__main__.py": "from pkg.cli import main\nmain()\n",
    "cli.py": """
from pkg import room
from pkg.registry import METHODS
app = object()
def main():
    from pkg.late import inside
    app()
    inside()
    room.by_attribute()
@app.command()
def command():
    Kept().used()
class Kept:
    def used(self): return METHODS
    def unused(self): ...
    def _private(self): ...
""",
    "registry.py": "from pkg.methods import method\nMETHODS = [method]\n",
    "methods.py": "def method(): ...\ndef forgotten(): ...\ndef _hidden(): ...\n",
    "late.py": "def inside(): ...\n",
    "room.py": "def by_attribute(): return helper()\ndef helper(): ...\ndef lonely(): return helper()\n",
    "api.py": "class offered:\n    def anything(self): ...\n",
    "island.py": "def calls(): return called()\ndef called(): ...\n",
}


@pytest.fixture
def found(tmp_path: Path) -> list[str]:
    for name, text in PACKAGE.items():
        (tmp_path / "pkg").mkdir(exist_ok=True)
        (tmp_path / "pkg" / name).write_text(text)
    modules = read_modules(tmp_path / "pkg")
    return unreached(modules, [("pkg.__main__", "<module>"), ("pkg.api", "offered")])


def test_what_only_an_island_uses_is_out_of_reach_and_so_is_a_method_nobody_calls(found: list[str]) -> None:
    assert found == [
        "pkg.cli:Kept.unused",
        "pkg.island:called",
        "pkg.island:calls",
        "pkg.methods:forgotten",
        "pkg.room:lonely",
    ]


def test_excuses_cover_names_or_whole_modules_and_must_be_needed_and_reasoned(found: list[str]) -> None:
    excused = dict.fromkeys(("pkg.cli:Kept.unused", "pkg.methods:forgotten", "pkg.room:lonely"), "why")
    assert len(faults(found, excused)) == 2
    assert faults(found, excused | {"pkg.island:*": "why"}) == []
    assert "without a reason" in faults(found, excused | {"pkg.island:*": ""})[0]
    assert "needs no excuse" in faults(found, excused | {"pkg.island:*": "why", "pkg.room:helper": "why"})[0]


def test_ten_exceptions_are_allowed_and_eleven_are_not() -> None:
    names = [f"m:f{n}" for n in range(11)]
    assert faults(names[:10], dict.fromkeys(names[:10], "why")) == []
    assert faults(names, dict.fromkeys(names, "why")) == [f"11 exceptions, at most {MOST_EXCEPTIONS}"]


def test_nothing_public_of_scrutator_is_out_of_reach() -> None:
    modules = read_modules(ROOT / "src" / "scrutator")
    doors = doors_of(modules)
    assert ("scrutator.api.seats", "seats") in doors
    assert faults(unreached(modules, doors), exceptions(ROOT / "tools" / "unreached.txt")) == []


def test_a_public_name_without_a_page_is_reported(tmp_path: Path) -> None:
    doors = [
        ("scrutator.cli.main", "main"),
        ("scrutator.api.seats", "seats"),
        ("scrutator.api.seats", "Seats"),
    ]
    (tmp_path / "types").mkdir()
    (tmp_path / "types" / "Seats.md").write_text("# Seats")
    assert without_page(doors, tmp_path) == ["scrutator.seats has no page: run `make docs`"]
