"""Generated reference pages of the law room: the statute file's form, and the validation table."""

import importlib.util
import os
import sys
from dataclasses import MISSING, fields
from pathlib import Path
from types import ModuleType

from scrutator.law.arithmetic.divisors import DIVISORS
from scrutator.law.arithmetic.quotas import QUOTAS
from scrutator.law.chain.chain_files import bundled_chains, chain_table
from scrutator.law.chain.rules import STEPS
from scrutator.law.statutes.files import bundled, load
from scrutator.law.systems.system import STAGES

HERE = Path(__file__).parent


def load_cases(name: str = "law_cases") -> ModuleType:
    """A module of validation cases beside this file."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def pages() -> dict[str, str]:
    """Path under docs/reference → text. The validation page needs the reference data (SCRUTATOR_DATA)."""
    written = {"statute.md": statute_page(), "rule-families.md": families_page()}
    folder = os.environ.get("SCRUTATOR_DATA", "")
    if folder and (Path(folder) / "law").is_dir():
        written["validation-law.md"] = validation_page(Path(folder))
    return written


# --- the statute file


def statute_page() -> str:
    """The form of a statute file and of a rules file, with every step and its parameters."""
    steps = "\n".join(_step_section(name, kind) for name, kind in STEPS.items())
    stages = "\n".join(_step_section(name, kind) for name, kind in STAGES.items())
    return (
        (HERE / "statute_head.md")
        .read_text(encoding="utf-8")
        .format(
            steps=steps,
            stages=stages,
            quotas=", ".join(f"`{name}`" for name in QUOTAS),
            divisors=", ".join(f"`{name}`" for name in DIVISORS),
            statutes="\n".join(f"| `{name}` | {load(name).title} |" for name in bundled()),
            chains="\n".join(f"| `{name}` | {chain_table(name)['name']} |" for name in bundled_chains()),
        )
    )


def _step_section(name: str, kind: type) -> str:
    text = " ".join((kind.__doc__ or "").split()).removeprefix("Chain step: ").removeprefix("Stage: ")
    rows = [f"### `{name}`", "", text[0].upper() + text[1:], "", "| key | default |", "|---|---|"]
    for item in fields(kind):
        if item.default is not MISSING:
            default = f"`{item.default!r}`"
        else:
            default = "required" if item.default_factory is MISSING else "empty"
        rows.append(f"| `{item.name}` | {default} |")
    return "\n".join(rows) + "\n"


def families_page() -> str:
    """The families of rules in use in the world, each with an example that loads or the reason for none."""
    spec = importlib.util.spec_from_file_location("law_families", HERE / "law_families.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.page())


# --- validation


def validation_page(folder: Path) -> str:
    """Every case with its differences from the official result."""
    module = load_cases()
    cases = module.cases(folder)
    rows, wrong, contests, seats = [], [], 0, 0
    for case in cases:
        differences = case.differences()
        contests, seats = contests + len(case.contests), seats + case.seats
        verdict = "all equal" if not differences else f"**{len(differences)} differ**"
        rows.append(
            f"| {case.name} | `{case.rules}` | {len(case.contests)} | {case.seats} | {verdict} "
            f"| {case.source} |"
        )
        wrong += [f"- {case.name}: {text}" for text in differences]
    head = (HERE / "validation_law_head.md").read_text(encoding="utf-8")
    page = head.format(
        cases=len(cases),
        contests=contests,
        seats=f"{seats:,}",
        equal=sum(row.count("all equal") for row in rows),
        rows="\n".join(rows),
        wrong="\n".join(wrong) or "None.",
        unusable="\n".join(f"| `{path}` | {why} |" for path, why in module.UNUSABLE.items()),
    )
    return page + str(load_cases("count_cases").section(folder))
