"""Official results, list by list, and the proof that the comparison can fail."""

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import computable
from scrutator.law.chain.chain_files import chain_table
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.chain.table import District
from scrutator.law.chain.votes import Votes
from scrutator.law.questions.margins import changed_votes, least_seat_change
from scrutator.law.statutes.files import load

ROOT = Path(__file__).parent.parent.parent


def reference_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("law_reference", ROOT / "tools" / "reference" / "law.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def cases(reference_data: Path) -> Sequence:  # type: ignore[type-arg]
    return reference_module().load_cases().cases(reference_data)


def test_every_case_equals_the_official_result_in_every_list(cases: Sequence) -> None:  # type: ignore[type-arg]
    wrong = {case.name: case.differences() for case in cases}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_table_covers_what_the_reference_data_hold(cases: Sequence) -> None:  # type: ignore[type-arg]
    names = " ".join(case.name for case in cases)
    needed = (
        "Mazhilis 1999", "Mazhilis 2023", "Austria Nationalrat 1994", "Israel Knesset 22", "Georgia 2024",
        "Armenia 2021", "Kyrgyzstan 2020", "Second Chamber 2023", "Zug 2018", "Netherlands GR2022",
        "us_congress", "nz_general_2014", "am_glasgow", "stortingsvalg_2021", "diputados_1977",
    )  # fmt: skip
    assert [name for name in needed if name not in names] == []
    assert len(cases) > 90


def test_a_changed_official_seat_is_noticed_in_every_contest_of_every_case(cases: Sequence) -> None:  # type: ignore[type-arg]
    for case in cases:
        got = case.compute(case.contests)
        for contest, seats in case.official.items():
            first = max(seats, key=lambda name: seats[name])
            changed = {**case.official, contest: {**seats, first: seats[first] - 1}}
            assert replace(case, official=changed).compare(got), (case.name, contest)


def test_changed_votes_are_noticed_in_every_contest_of_every_case(cases: Sequence) -> None:  # type: ignore[type-arg]
    """In a chamber with levelling seats one district cannot change the whole, so all are changed at once."""
    for case in cases:
        if case.name.endswith("whole chamber") or "totals" in case.name:
            assert noticed(case, [with_the_weakest_first(contest) for contest in case.contests]), case.name
            continue
        for at, contest in enumerate(case.contests):
            if contest.name in case.fixed or at not in sampled(case):
                continue
            changed = with_the_weakest_first(contest)
            contests = [changed] if case.alone else [*case.contests[:at], changed, *case.contests[at + 1 :]]
            assert noticed(case, contests), (case.name, contest.name)


def sampled(case) -> range:  # type: ignore[no-untyped-def]
    """Every contest, or of a system with hundreds of districts, each of which needs the whole, every tenth."""
    return range(0, len(case.contests), 10 if case.system and len(case.contests) > 100 else 1)


# Their margins need a search over all pairs of 26 and 50 lists.
SEARCHED_LONG = ("netherlands-tweede-kamer", "us-house")


def rules_behind(case) -> Rules:  # type: ignore[no-untyped-def]
    """The rules of a case that is one national contest."""
    statute, at, day = case.rules.partition("@")
    rules = load(statute).rules_at(date.fromisoformat(day)) if at else rules_from(chain_table(case.rules))
    seats = case.contests[0].seats
    return rules.with_house(seats) if seats else rules


def test_the_fewest_votes_that_change_a_seat_are_noticed_and_one_less_is_not(cases: Sequence) -> None:  # type: ignore[type-arg]
    national = [
        c for c in cases if len(c.contests) == 1 and not c.system and "system" not in dict(chain_of(c))
    ]
    national = [c for c in national if c.rules not in SEARCHED_LONG]
    assert len(national) > 30
    for case in national:
        contest = case.contests[0]
        found = [
            least_seat_change(s, contest.votes) for _, s in computable(rules_behind(case), contest.votes)
        ]
        margin = min((m for m in found if m is not None), key=lambda m: m.votes)
        short = changed_votes(contest.votes, margin.source, margin.target, margin.votes - 1)
        at, before = (
            replace(contest, votes=contest.votes.with_votes(votes)) for votes in (margin.certificate, short)
        )
        assert noticed(case, [at]), case.name
        assert not noticed(case, [before]), case.name


def chain_of(case) -> dict[str, object]:  # type: ignore[no-untyped-def]
    return {} if "@" in case.rules else chain_table(case.rules)


def with_the_weakest_first(contest: District) -> District:
    """The same contest with ten times all votes for the list that had fewest."""
    votes: Votes = contest.votes
    weakest = min(votes.lists, key=lambda entry: entry.votes)
    return replace(contest, votes=votes.with_votes({weakest.name: 10 * sum(votes.by_name.values())}))


def noticed(case, contests: Sequence[District]) -> bool:  # type: ignore[no-untyped-def]
    try:
        return bool(case.differences(contests))
    except ScrutatorError:
        return True


def test_the_published_table_is_current(reference_data: Path) -> None:
    page = ROOT / "docs" / "reference" / "validation-law.md"
    assert page.read_text(encoding="utf-8") == reference_module().validation_page(reference_data)


def test_the_page_of_the_statute_file_is_current() -> None:
    page = ROOT / "docs" / "reference" / "statute.md"
    assert page.read_text(encoding="utf-8") == reference_module().statute_page()
