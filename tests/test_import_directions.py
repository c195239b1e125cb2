"""The arrows of the design: which room may import which. See docs/explanation/rooms.md."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "scrutator"

TOPIC_ROOMS = {"law", "counting", "forensics", "ledger"}
PURE_BELOW_FINDINGS = TOPIC_ROOMS | {"simulation"}
# Modules at the top of the package that any room but the seal may use.
COMMON = {"errors", "replicates", "words"}

MAY_IMPORT: dict[str, set[str]] = {
    "words": set(),
    "record": set(),
    **{room: {"record"} for room in TOPIC_ROOMS | {"simulation"}},
    "findings": {"record"} | PURE_BELOW_FINDINGS,
    "statement": {"findings", "record"},
    "seal": set(),
    "publishing": {"record", "findings", "statement", "seal"} | PURE_BELOW_FINDINGS,
    "cli": {"record", "findings", "statement", "seal", "publishing"} | PURE_BELOW_FINDINGS,
}
# Only modules that measure calibration may import the simulation.
CALIBRATION = {"forensics/calibration.py", "counting/calibration.py"}


def imported_rooms(path: Path) -> set[str]:
    rooms = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            whole = node.module != "scrutator"
            names = [node.module or "" if whole else f"scrutator.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            raise AssertionError(f"{path}: write imports in full, from scrutator.…")
        rooms |= {name.split(".")[1] for name in names if name.startswith("scrutator.")}
    return rooms


@pytest.mark.parametrize("room", sorted(MAY_IMPORT))
def test_a_room_imports_only_what_the_design_allows(room: str) -> None:
    wrong = []
    for path in sorted((SOURCE / room).rglob("*.py")):
        allowed = MAY_IMPORT[room] | {room} | (set() if room == "seal" else COMMON)
        if str(path.relative_to(SOURCE)) in CALIBRATION:
            allowed = allowed | {"simulation"}
        here = path.relative_to(SOURCE)
        wrong += [f"{here} imports {name}" for name in sorted(imported_rooms(path) - allowed)]
    assert not wrong


def test_the_seal_runs_on_the_standard_library_alone() -> None:
    import sys

    standard = sys.stdlib_module_names | {"scrutator"}
    allowed_elsewhere = {"sign.py": {"cryptography"}}
    wrong = []
    for path in sorted((SOURCE / "seal").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                top = name.split(".")[0]
                if top not in standard | allowed_elsewhere.get(path.name, set()):
                    wrong.append(f"{path.name} imports {name}")
    assert not wrong
