"""The page of families: every example loads, every case it names is in the validation, every law is listed."""

import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scrutator.law.chain.chain_files import bundled_chains, chain_table
from scrutator.law.chain.rules import rules_from
from scrutator.law.count_rules import count_rules_at
from scrutator.law.statutes.files import bundled, load
from scrutator.law.systems.build import system_from

ROOT = Path(__file__).parent.parent.parent


def module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / "reference" / f"{name}.py")
    assert spec
    assert spec.loader
    found = importlib.util.module_from_spec(spec)
    sys.modules[name] = found
    spec.loader.exec_module(found)
    return found


FAMILIES = [family for part in module("law_families").FAMILIES.values() for family in part]


def loaded(example: Any) -> Any:
    """What the example stands for, whichever kind of law it is."""
    if not isinstance(example, str):
        return system_from(example) if "stage" in example else rules_from(example)
    name, at, day = example.partition("@")
    if at:
        statute, moment = load(name), date.fromisoformat(day)
        if any(provision.count for provision in statute.at(moment)):
            return count_rules_at(statute, moment)
        return statute.law_at(moment)
    table = chain_table(name)
    return system_from(table, name) if "system" in table else rules_from(table, name)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_family_has_an_example_that_loads_or_says_why_it_cannot(family: Any) -> None:
    if family.example is None:
        assert family.why
    else:
        assert family.how
        assert loaded(family.example)
        assert family.checked or family.why


def test_what_checks_a_family_or_a_statute_is_a_case_of_the_validation(reference_data: Path) -> None:
    names = {case.name for case in module("law_cases").cases(reference_data)}
    names |= set(module("count_cases").NAMES)
    claimed = {name for family in FAMILIES for name in family.checked}
    assert claimed <= names
    for law in bundled():
        if any(provision.count for provision in load(law).provisions):
            continue  # counts of ballots have a table of their own
        tests = {text for text in load(law).tests if not text.startswith("not checked")}
        assert tests <= names, law


def test_at_least_fourteen_countries_have_a_statute_that_official_seats_check() -> None:
    countries = {
        load(name).country for name in bundled() if any("not checked" not in t for t in load(name).tests)
    }
    assert len(countries) >= 14
    needed = {"Kazakhstan", "Kyrgyzstan", "Georgia", "Armenia", "Moldova", "Ukraine"}
    assert needed <= countries


def test_the_page_is_current() -> None:
    page = ROOT / "docs" / "reference" / "rule-families.md"
    assert page.read_text(encoding="utf-8") == module("law_families").page()


def test_every_bundled_chain_is_at_least_readable() -> None:
    assert all(loaded(name) for name in bundled_chains())
