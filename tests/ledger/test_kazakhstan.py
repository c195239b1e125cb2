"""The bundled case: every claim is in, and the derived marks are the careful ones of its authors."""

import dataclasses
from collections import Counter
from functools import cache

import pytest

from scrutator.findings.methods.ledger.verdicts import verdicts_of
from scrutator.findings.running import context_of, run_method
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import independence
from scrutator.ledger.actors.names import name_faults
from scrutator.ledger.claims.certainty import LEVELS
from scrutator.ledger.claims.contradictions import against_themselves, pairs, stand_together
from scrutator.ledger.claims.scopes import territory
from scrutator.ledger.claims.verdicts import Verdict, mark_of, marks_by_claim, replay
from scrutator.ledger.promises.commitments import faults_of_statuses
from scrutator.ledger.texts.quotations import variants
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.record.unknown import Unknown

# The marks of the reference: s supported, p partly supported, c contradicted, u cannot be determined, o opinion.
CAREFUL = """
C01 s;C02 su;C03 pu;C04 o;C05 o;C06 c;C07 u;C08 s;C09 s;C10 p;C11 u;C12 u;C13 s;C14 u;C15 u;C16 so;C17 cs;C18 c
C19 s;C20 o;C21 s;C22 uc;C23 o;C24 s;C25 p;C26 s;C27 p;C28 o;C29 u;C30 p;C31 s;C32 so;C33 u;C34 c;C35 s;C36 c
C37 u;C38 c;C39 sc;C40 ;C41 c;C42 s;D01 s;D02 o;D03 s;D04 p;D05 so;D06 s;D07 s;D08 s;D09 o;D10 u;D11 s;D12 u
D13 s;D14 sp;D15 s;D16 s;D17 o
"""
WORDS = {
    "s": "supported",
    "p": "partly supported",
    "c": "contradicted",
    "u": "cannot be determined",
    "o": "opinion",
}


@cache
def kazakhstan() -> Case:
    return sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")


@cache
def verdicts() -> tuple[Verdict, ...]:
    return verdicts_of(context_of(kazakhstan()))


def careful_marks() -> dict[str, set[str]]:
    rows = CAREFUL.replace("\n", ";").split(";")
    return {row.split()[0]: {WORDS[letter] for letter in row[4:].strip()} for row in rows if row.strip()}


def test_all_fifty_nine_claims_are_in_and_nine_are_split() -> None:
    assert [claim.id for claim in kazakhstan().claims] == list(careful_marks())
    marks = marks_by_claim(kazakhstan().propositions, verdicts())
    split = [claim for claim, found in marks.items() if len(found) > 1]
    assert split == ["C02", "C03", "C16", "C17", "C22", "C32", "C39", "D05", "D14"]


def test_the_derived_marks_are_the_careful_ones() -> None:
    derived = marks_by_claim(kazakhstan().propositions, verdicts())
    assert {claim: set(derived.get(claim, ())) for claim in careful_marks()} == careful_marks()


def test_the_totals_of_the_marks_are_those_of_the_reference() -> None:
    marks = marks_by_claim(kazakhstan().propositions, verdicts())
    assert Counter(mark for found in marks.values() for mark in found) == {
        "supported": 27, "cannot be determined": 13, "opinion": 11, "contradicted": 9, "partly supported": 7,
    }  # fmt: skip


def test_the_marks_come_from_the_evidence_and_not_from_the_typed_verdicts() -> None:
    case = kazakhstan()
    blank = [dataclasses.replace(p, verdict=None, extent=None) for p in case.propositions]
    again = verdicts_of(context_of(dataclasses.replace(case, propositions=tuple(blank))))
    assert [v.derived for v in again] == [v.derived for v in verdicts()]
    bare = verdicts_of(context_of(dataclasses.replace(case, evidence=())))
    assert {v.verdict for v in bare} == {"cannot_be_determined", "opinion"}
    assert sum(v.unsupported for v in bare) == sum(
        v.verdict in ("supported", "contradicted") for v in verdicts()
    )


def test_no_verdict_of_the_authors_is_left_uncarried_and_every_derivation_replays() -> None:
    assert [v.proposition for v in verdicts() if v.unsupported or v.override_reason] == []
    assert all(replay(v) == v.derived for v in verdicts())


@pytest.mark.parametrize(
    ("proposition", "figure"),
    [("C26", "turnout"), ("C41", "results-2012"), ("C38", "consistency"), ("C18", "consistency")],
)
def test_a_verdict_bound_to_a_figure_falls_when_the_finding_is_not_run(proposition: str, figure: str) -> None:
    case = kazakhstan()
    runs = tuple(run for run in case.runs if run.id != figure)
    again = {v.proposition: v for v in verdicts_of(context_of(dataclasses.replace(case, runs=runs)))}
    before = {v.proposition: v for v in verdicts()}
    assert "no-figure" in {r.rule for r in again[proposition].rulings}
    assert "no-figure" not in {r.rule for r in before[proposition].rulings}


def test_a_verdict_turns_when_the_turnout_of_almaty_does() -> None:
    case = kazakhstan()
    from decimal import Decimal

    high = tuple(
        dataclasses.replace(row, percent=Decimal(99)) if row.place == "almaty-city" else row
        for row in case.turnout
    )
    again = {v.proposition: v for v in verdicts_of(context_of(dataclasses.replace(case, turnout=high)))}
    assert again["C26"].verdict == "cannot_be_determined"
    assert again["C26"].contested


def test_silence_without_a_denominator_carries_nothing_here() -> None:
    ruled = {r.line: r.rule for v in verdicts() for r in v.rulings}
    silent = [line.id for line in kazakhstan().evidence if line.method == "absence"]
    assert silent
    assert {ruled[line] for line in silent} == {"no-denominator"}


def test_what_no_source_but_a_hostile_one_states_stays_alleged() -> None:
    alleged = {link.id: str(link.source[0]) for link in kazakhstan().links if link.status == "alleged"}
    assert set(alleged.values()) <= {"S1#20", "S1#22", "I4"}
    graph = build_graph(kazakhstan().links)
    assert independence(graph, "itic", "kazakhstan", PartialDate(2012)).status == "none_known"


def test_the_critics_side_is_on_record_too() -> None:
    paid = {(link.origin, link.target) for link in kazakhstan().links if link.relation == "payment"}
    assert {("eu", "rnim"), ("soros-kz", "adil-soz"), ("freedom-house", "adil-soz")} <= paid


def test_the_speaker_who_says_two_things_about_one_payment_is_found() -> None:
    case = kazakhstan()
    found = against_themselves(case.propositions, case.claims, case.evidence, case.sources)
    assert ("foust", "C11") in {(f.speaker, f.proposition) for f in found}


def test_voting_and_counting_stand_together_and_no_supported_pair_contradicts() -> None:
    case = kazakhstan()
    together = {(a, b) for a, b, _ in stand_together(case.propositions, territory(case.places))}
    assert ("C35a", "C35b") in together
    by_id = {v.proposition: v for v in verdicts()}
    found = pairs(case.propositions, case.claims, territory(case.places), by_id)
    assert found
    assert not any(pair.both_supported for pair in found)


def test_the_truncated_quotation_is_the_one_cut_that_changes_scope() -> None:
    found = [v for v in variants(kazakhstan().quotations) if v.difference.kind.startswith("cut")]
    assert [(v.claim, v.difference.only_second) for v in found] == [("C08", ("in many cases",))]
    assert found[0].difference.changes_scope


def test_the_effects_of_promises_are_computed_by_the_law() -> None:
    case = kazakhstan()
    run = next(run for run in case.runs if run.id == "commitments")
    effects = {
        (figure.at["commitment"], figure.at["question"]): figure.value
        for figure in run_method(case, run).outcome.figures
        if figure.name == "effect"
    }
    assert effects["M3", "seats of OSDP in 2007 under the rule of 2009, reading A"] == 4
    assert effects["M3", "the same, reading B"] == 3
    assert effects["M3", "the rule in 2012"] == "not triggered"
    assert effects["M4", "seats of OSDP in 2012 at 3 %"] == 0
    assert effects["R07-2", "seats of Ak Zhol in 2007 at 3 %"] == 3
    assert effects["M5", "and they would have met the old one too"] == "holds"
    assert not any(isinstance(value, Unknown) for value in effects.values())


def test_statuses_before_2014_are_the_analysts_own_and_names_deceive_nobody() -> None:
    case = kazakhstan()
    assert faults_of_statuses(case.commitments, case.statuses) == ()
    assert {c.id for c in case.commitments} == {s.commitment for s in case.statuses}
    assert name_faults({a.id: [a.name, *(a.aliases or "").split("; ")] if a.aliases else [a.name]
                        for a in case.actors}) == ()  # fmt: skip


def test_nothing_is_certain_that_rests_on_one_quoted_source() -> None:
    for verdict in verdicts():
        if verdict.certainty and {"one root", "quoted only"} <= {
            reason for reason, _ in verdict.certainty.steps
        }:
            assert LEVELS.index(verdict.certainty.level) <= LEVELS.index("low")
        assert mark_of(*verdict.derived)
