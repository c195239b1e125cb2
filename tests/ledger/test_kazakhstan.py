"""The bundled case: every claim is in, and the derived marks are the careful ones of its authors."""

import dataclasses
from functools import cache

import pytest

from scrutator.findings.methods.ledger.verdicts import conditions_of, verdicts_of
from scrutator.findings.running import context_of
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import TieStatus, independence
from scrutator.ledger.actors.names import name_faults
from scrutator.ledger.claims.certainty import LEVELS
from scrutator.ledger.claims.contradictions import against_themselves, pairs, stand_together
from scrutator.ledger.claims.explain import why
from scrutator.ledger.claims.scopes import territory
from scrutator.ledger.claims.verdicts import Verdict, mark_of, replay
from scrutator.ledger.promises.commitments import faults_of_statuses
from scrutator.ledger.texts.quotations import variants
from scrutator.record.case import Case
from scrutator.record.dates import PartialDate
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.record.unknown import Unknown
from support.methods import run_method

# The marks of the reference as corrected on 26 November 2026, and after a second marking, by proposition: s supported,
# p partly supported, c contradicted, k contradicted in part, u cannot be determined, o opinion.
CAREFUL = """
C01 s;C01b s;C02a s;C02b u;C03a s;C03c k;C03b u;C04 o;C05a s;C05b u;C06 c;C07 u;C08 p;C09 s;C10 p;C11 u;C12 u
C13 s;C14 u;C15 u;C16a s;C16b o;C17a k;C17b s;C18 c;C19 p;C20 o;C21 p;C22a s;C22b c;C23 o;C24 s;C25 p;C26 s
C27a u;C27b s;C28 o;C29 u;C30 s;C31 s;C32a s;C32b o;C33 u;C34 c;C35a s;C35b s;C36a c;C36b u;C37 u;C38a c;C38b u
C39a s;C39b u;C39c c;C41 c;C42 s;C43 s;C44 u;C45 u;C46 s;C47a p;C47b u;C48 u;C49a s;C49b o;C50 u;C51 u;C52 p
C53 o;C54 u;C55 s;C56 u;C57 s
D01 p;D02 o;D03 s;D04a s;D04b c;D05a s;D05b o;D06 s;D07 s;D08 s;D09 o;D10 u;D11 s;D12a u;D12b s;D12c s;D13 s;D14a s
D14b s;D14c s;D14d c;D15 s;D16 s;D17a o;D17b o;D18a s;D18b o;D19a u;D19b o;D20a p;D20b o;D21 u;D22 u;D23 p;D24 s
"""
WORDS = {
    "s": "supported",
    "p": "partly supported",
    "c": "contradicted",
    "k": "contradicted in part",
    "u": "cannot be determined",
    "o": "opinion",
}


@cache
def kazakhstan() -> Case:
    return sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")


@cache
def verdicts() -> tuple[Verdict, ...]:
    return verdicts_of(context_of(kazakhstan()))


def careful_marks() -> dict[str, str]:
    rows = CAREFUL.replace("\n", ";").split(";")
    return {row.split()[0]: WORDS[row.split()[1]] for row in rows if row.strip()}


def marks() -> dict[str, str]:
    return {v.proposition: mark_of(v.verdict, v.extent) for v in verdicts()}


def test_the_derived_marks_are_the_careful_ones() -> None:
    assert marks() == careful_marks()


def test_every_checkable_claim_of_the_two_texts_is_in_and_only_competing_counts_carry_no_proposition() -> (
    None
):
    case = kazakhstan()
    held = {p.claim for p in case.propositions}
    assert [claim.id for claim in case.claims if claim.id not in held] == ["C40"]
    assert len(case.claims) == 81


def test_mirror_sentences_of_a_critic_a_mission_and_a_president_are_judged_on_one_list() -> None:
    found = {p.id: p for p in kazakhstan().propositions}
    assert {found[name].kind for name in ("C01b", "C05a", "C22b", "C36a", "C43")} == {"overall assessment"}
    profiles = {v.proposition: v.profile for v in verdicts()}
    assert profiles["C05a"] == profiles["C22b"] == profiles["C36a"]
    assert (marks()["C05a"], marks()["C22b"], marks()["C36a"]) == (
        "supported",
        "contradicted",
        "contradicted",
    )


def test_a_claim_is_charged_to_the_one_who_makes_it_and_not_to_the_one_who_reports_it() -> None:
    claims = {claim.id: claim for claim in kazakhstan().claims}
    found = {p.id: p for p in kazakhstan().propositions}
    assert claims["C38"].speaker == ("cec",)
    assert claims["C38"].reported_by == ("caci",)
    assert found["C38a"].speaker == ("caci",)
    assert found["C16b"].speaker == ("foust",)
    assert "foust" not in (found["C16a"].speaker or ())


def test_no_opinion_is_a_side_of_a_contradiction() -> None:
    case = kazakhstan()
    opinions = {p.id for p in case.propositions if p.kind == "opinion"}
    for pair in pairs(case.propositions, case.claims, territory(case.places)):
        assert not {pair.first, pair.second} & opinions


def test_the_author_of_two_articles_does_not_contradict_himself_about_two_bodies() -> None:
    case = kazakhstan()
    found = against_themselves(case.propositions, case.claims, case.evidence, case.sources)
    assert "foust" not in {one.speaker for one in found}


def test_organisations_are_tied_to_their_member_states_on_either_side() -> None:
    case = kazakhstan()
    graph = build_graph(case.links, case.actors)
    for speaker in ("sco", "cis", "osce", "osce-mission-2012"):
        found = independence(graph, speaker, "kazakhstan", PartialDate.parse("2012-01-15"))
        assert found.status is not TieStatus.NONE_ON_RECORD
    assert independence(graph, "rnim", "eu", PartialDate.parse("2012-01-17")).status is TieStatus.DECLARED


def test_no_tie_is_called_undeclared_without_a_duty_to_declare_on_record() -> None:
    case = kazakhstan()
    graph = build_graph(case.links, case.actors)
    for actor in case.actors:
        found = independence(graph, actor.id, "kazakhstan", PartialDate.parse("2012-01-15"))
        assert TieStatus.UNDECLARED not in {tie.status for tie in (*found.ties, *found.alleged)}


def test_missing_evidence_says_whether_it_was_looked_for() -> None:
    for p in kazakhstan().propositions:
        assert (p.missing is None) == (p.gap is None)


def test_a_single_line_of_evidence_is_never_of_high_certainty_when_it_has_one_root() -> None:
    for verdict in verdicts():
        roots = {root for r in verdict.rulings if r.rule == "counted" for root in r.roots}
        if verdict.certainty and len(roots) == 1:
            assert verdict.certainty.level != "high"


def test_the_marks_come_from_the_evidence_and_not_from_the_typed_verdicts() -> None:
    case = kazakhstan()
    blank = [dataclasses.replace(p, verdict=None, extent=None) for p in case.propositions]
    again = verdicts_of(context_of(dataclasses.replace(case, propositions=tuple(blank))))
    assert [v.derived for v in again] == [v.derived for v in verdicts()]
    bare = verdicts_of(context_of(dataclasses.replace(case, evidence=())))
    assert {v.verdict for v in bare} == {"cannot_be_determined", "opinion"}
    decided = sum(v.verdict in ("supported", "contradicted") for v in verdicts())
    assert sum(v.unsupported for v in bare) == decided > 0


def test_a_standard_that_cannot_be_determined_is_said_in_a_whole_sentence() -> None:
    by_id = {v.proposition: why(v) for v in verdicts()}
    assert by_id["C05b"].endswith("whether the standard was met cannot be determined")
    assert by_id["C05a"].endswith("the standard was not met")


def test_no_verdict_of_the_authors_is_left_uncarried_and_every_derivation_replays() -> None:
    assert [v.proposition for v in verdicts() if v.unsupported or v.override_reason] == []
    assert all(replay(v) == v.derived for v in verdicts())


@pytest.mark.parametrize(
    ("proposition", "figure"),
    [("C26", "turnout"), ("C41", "results-2012"), ("C38a", "consistency"), ("C18", "consistency")],
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
    judged = (*verdicts(), *conditions_of(context_of(kazakhstan())).values())
    ruled = {r.line: r.rule for v in judged for r in v.rulings}
    silent = [line.id for line in kazakhstan().evidence if line.method == "absence"]
    assert silent
    assert {ruled[line] for line in silent} == {"no-denominator"}


def test_what_no_source_but_a_hostile_one_states_stays_alleged() -> None:
    alleged = {link.id: str(link.source[0]) for link in kazakhstan().links if link.status == "alleged"}
    assert set(alleged.values()) <= {"S1#20", "S1#22", "I4"}
    graph = build_graph(kazakhstan().links, kazakhstan().actors)
    assert independence(graph, "itic", "kazakhstan", PartialDate(2012)).status is TieStatus.NONE_ON_RECORD


def test_the_critics_side_is_on_record_too() -> None:
    paid = {(link.origin, link.target) for link in kazakhstan().links if link.relation == "payment"}
    assert {("eu", "rnim"), ("soros-kz", "adil-soz"), ("freedom-house", "adil-soz")} <= paid


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
