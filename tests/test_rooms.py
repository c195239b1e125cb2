"""What import-linter cannot say about the rooms: see `[tool.importlinter]` in pyproject.toml for the arrows."""

import ast
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "scrutator"
MOST_MODULES = 20
# Only modules that measure calibration may use countries with known truth.
CALIBRATION = ("forensics/*calibration.py", "counting/*calibration.py")
# Outside the standard library, and only for signing.
SEAL_MAY_USE = {"sign.py": {"cryptography"}, "encrypted.py": {"cryptography"}}


def imported_names(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, at the top or inside a function."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full, from scrutator.…"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def folders() -> dict[str, int]:
    """The number of modules of every folder of the package, by its path."""
    found: dict[str, int] = {}
    for path in SOURCE.rglob("*.py"):
        if path.name != "__init__.py":
            folder = str(path.parent.relative_to(SOURCE))
            found[folder] = found.get(folder, 0) + 1
    return found


def test_no_folder_holds_more_than_twenty_modules() -> None:
    assert {folder: modules for folder, modules in folders().items() if modules > MOST_MODULES} == {}


def test_every_folder_of_modules_is_a_package() -> None:
    assert [folder for folder in folders() if not (SOURCE / folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize("room", ["law", "counting", "forensics", "ledger", "field"])
def test_only_modules_that_measure_calibration_use_the_simulation(room: str) -> None:
    wrong = [
        f"{path.relative_to(SOURCE)} imports {name}"
        for path in sorted((SOURCE / room).rglob("*.py"))
        if not any(fnmatch(str(path.relative_to(SOURCE)), pattern) for pattern in CALIBRATION)
        for name in imported_names(path)
        if name.startswith("scrutator.simulation")
    ]
    assert not wrong


def test_the_seal_runs_on_the_standard_library_alone() -> None:
    standard = sys.stdlib_module_names | {"scrutator"}
    wrong = [
        f"{path.name} imports {name}"
        for path in sorted((SOURCE / "seal").rglob("*.py"))
        for name in imported_names(path)
        if name.split(".")[0] not in standard | SEAL_MAY_USE.get(path.name, set())
    ]
    assert not wrong
