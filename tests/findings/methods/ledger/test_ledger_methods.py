"""The ledger's methods on the bundled case: figures that a statement can print."""

import pytest

from scrutator.findings.model import Figure, Finding, Table

Figures = dict[str, Figure]


def table(findings: tuple[Finding, ...], name: str) -> Table:
    finding, _, wanted = name.partition("/")
    (found,) = [t for f in findings if f.id == finding for t in f.outcome.tables if t.name == wanted]
    return found


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("verdicts/claims", 81),
        ("verdicts/rows(mark=supported)", 37),
        ("verdicts/rows(mark=cannot be determined)", 28),
        ("verdicts/not_carried", 0),
        ("verdicts/verdict(proposition=C26)", "supported"),
        ("verdicts/verdict(proposition=C27a)", "cannot be determined"),
        ("verdicts/rows_by_speaker(mark=cannot be determined,speaker=Richard Weitz)", 1),
        ("independence/status(speaker=Richard Weitz,towards=Republic of Kazakhstan)", "none on record"),
        ("independence/alleged_links", 8),
        (
            "independence/status(speaker=Shanghai Cooperation Organisation,towards=Republic of Kazakhstan)",
            "declared",
        ),
        (
            "independence/status(speaker=Republican Network of Independent Monitors,towards=European Union)",
            "declared",
        ),
        ("conditions/standard(contest=mazhilis-2012)", "not met"),
        ("conditions/conditions(contest=mazhilis-2012,state=not met)", 5),
        ("conditions/conditions(contest=mazhilis-2012,state=not met in part)", 2),
        ("conditions/failing(contest=mazhilis-2012)", 7),
        ("conditions/state(condition=K06)", "met in part"),
        ("conditions/state(condition=K10)", "cannot be determined"),
        ("conditions/state(condition=K04)", "not met in part"),
        ("hypotheses/verdict(hypothesis=legitimate)", "contradicted"),
        ("hypotheses/verdict(hypothesis=fell-short)", "supported"),
        ("hypotheses/verdict(hypothesis=nothing-found)", "cannot be determined"),
        ("quotations/cuts_that_change_scope", 1),
        ("contradictions/both_supported", 0),
        ("commitments/commitments", 46),
        ("commitments/status(commitment=M8,field=schedule)", "missed"),
        (
            "media/sum(counted=broadcast time,monitor=Central Election Commission and ministry,period=12 January 2012)",
            100,
        ),
        ("missions/missions", 18),
        ("complaints/complaints", 10),
        ("complaints/without_decision", 6),
        ("complaints/deadline_known", 1),
        ("complaints/outcome(outcome=upheld in part)", 1),
        ("recommendations/recommendations", 30),
        ("recommendations/cycles", 4),
        ("recommendations/repeated", 7),
        ("recommendations/label(label=not implemented)", 10),
    ],
)
def test_a_figure_of_the_ledger(kazakhstan_figures: Figures, figure: str, value: object) -> None:
    assert kazakhstan_figures[figure].value == value


def test_every_verdict_word_carries_the_sources_that_count(kazakhstan_figures: Figures) -> None:
    assert "T1#Almaty city" in kazakhstan_figures["verdicts/verdict(proposition=C26)"].sources
    assert kazakhstan_figures["verdicts/verdict(proposition=C15)"].sources == ()


def test_marks_by_topic_and_by_speaker_add_up_to_the_marks(kazakhstan_figures: Figures) -> None:
    total = sum(
        int(str(f.value)) for name, f in kazakhstan_figures.items() if name.startswith("verdicts/rows(")
    )
    by_topic = sum(
        int(str(f.value))
        for name, f in kazakhstan_figures.items()
        if name.startswith("verdicts/rows_by_topic")
    )
    assert total == by_topic == 102


def test_what_could_not_be_determined_says_what_would_suffice(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    rows = table(kazakhstan_findings, "verdicts/undetermined").rows
    assert len(rows) == 28
    assert all(row[3] for row in rows)


def test_an_alleged_payer_is_marked_beside_the_mission_it_is_said_to_pay(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    rows = {row[0]: row for row in table(kazakhstan_findings, "missions/missions").rows}
    assert str(rows["IIOM (ITIC)"][8]).endswith("(alleged)")
    assert rows["RNIM (citizen observers)"][8] == "European Union"


def test_evidence_is_listed_line_by_line_with_its_ruling(kazakhstan_findings: tuple[Finding, ...]) -> None:
    rows = table(kazakhstan_findings, "evidence/lines").rows
    rulings = {row[1]: row[7] for row in rows}
    assert rulings["C07-1"] == "'nothing was found' without the number of stations visited stays a claim"
    assert len(rows) == 166


def test_the_form_of_another_assembly_cannot_be_signed_for_anybody_from_this_record(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    rows = table(kazakhstan_findings, "independence/conduct").rows
    answers = {(row[0], row[3]) for row in rows}
    assert ("Richard Weitz", "cannot be answered") in answers
    assert {answer for _, answer in answers} == {"cannot be answered"}


def test_the_chain_of_a_norm_leads_from_the_stage_to_findings_and_recommendations(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    rows = {str(row[1]).partition(":")[0]: row for row in table(kazakhstan_findings, "norms/chain").rows}
    parties, untouched = rows["Copenhagen Document 1990, 7.6"], rows["Copenhagen Document 1990, 5.1"]
    assert parties[0] == "registration of parties; party system"
    assert "C02a supported" in str(parties[2])
    assert parties[3:] == ("party-law", "X1, X2, R07-6, R12-1, R21-2", "M5")
    assert untouched[2:] == ("nothing on record names it", "none", "none", "none")
