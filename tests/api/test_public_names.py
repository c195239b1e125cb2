"""The public names: pinned, lazy, fast to import, hidden by no room."""

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

import scrutator

FUNCTIONS = {
    "check_case", "count_ballots", "counterfactual", "draw_sample", "estimate", "examine", "majority",
    "margins", "measure_audit", "new_key", "plan_audit", "publish", "read_ballots", "read_case",
    "read_results", "run_findings", "seat_chances", "seats", "statute", "system_seats", "verify",
    "weigh_claims", "what_if",
}  # fmt: skip
TYPES = {
    "AuditPlan", "AuditRisk", "Ballots", "Bundle", "Case", "CaseCheck", "Claims", "Comparison", "Count",
    "Estimate", "Findings", "Law", "Majority", "Margins", "Report", "Results", "Sample", "ScrutatorError",
    "SeatChances", "Seats", "SystemSeats", "Verification", "WhatIf",
}  # fmt: skip


def test_the_public_names_are_these_and_no_others() -> None:
    assert set(scrutator.__all__) == FUNCTIONS | TYPES | {"__version__"}
    assert scrutator.__all__ == sorted(scrutator.__all__)
    assert set(scrutator.__all__) <= set(dir(scrutator))


def test_every_function_is_a_function_and_every_result_a_frozen_dataclass_that_shows_itself() -> None:
    assert all(inspect.isfunction(getattr(scrutator, name)) for name in FUNCTIONS)
    for name in TYPES - {"ScrutatorError"}:
        kind = getattr(scrutator, name)
        assert kind.__dataclass_params__.frozen, name
        assert all(hasattr(kind, method) for method in ("to_dict", "view", "_repr_html_")), name


def test_no_public_name_is_hidden_by_a_room_of_the_same_name() -> None:
    """Importing `scrutator.findings` would replace a function `findings` of the package by the room."""
    root = Path(scrutator.__file__).parent
    rooms = {path.stem for path in root.iterdir() if path.is_dir() or path.suffix == ".py"}
    assert not rooms & set(scrutator.__all__)


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'sets'"):
        scrutator.sets  # noqa: B018  # type: ignore[attr-defined]


def _fresh(code: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(Path(scrutator.__file__).parent.parent)}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout


def test_the_import_loads_no_heavy_library_and_no_room() -> None:
    loaded = set(_fresh("import scrutator, sys; print(*sys.modules)").split())
    assert not loaded & {"numpy", "scipy", "typer", "rich", "cryptography", "pandas"}
    assert {name for name in loaded if name.startswith("scrutator")} == {"scrutator", "scrutator.version"}


def test_seats_of_one_contest_need_no_numpy() -> None:
    code = "import scrutator as s, sys; print(s.seats({'A': 2, 'B': 1}, 3, method='hare'), 'numpy' in sys.modules)"
    assert _fresh(code).split()[-1] == "False"


def test_the_import_costs_less_than_the_budget() -> None:
    """0.15 CPU seconds over bare Python; the least of five, for the machine is shared."""
    measure = "import time; a = time.process_time(); import scrutator; print(time.process_time() - a)"
    assert min(float(_fresh(measure)) for _ in range(5)) < 0.15
