"""A claim's page: everything on record about it, for it and against it, and nothing counted twice."""

import pytest
from tests.site.conftest import subject
from tests.site.pages import Seen

from scrutator.site.cells import Drawer
from scrutator.site.claims.pages import claim_row, proposition_view
from scrutator.site.subject import Subject
from scrutator.words.saying import Speech
from support.site_case import SITE_CASE


def drawer(one: Subject) -> Drawer:
    return Drawer(Speech("en"), {})


def test_evidence_stands_for_against_or_aside_by_what_it_counts_for(small_subject: Subject) -> None:
    case = small_subject.case
    first = proposition_view(small_subject, drawer(small_subject), case.propositions[0])
    assert [one.id for one in first.lines.supports] == ["E1"]
    assert [one.id for one in first.lines.contradicts] == ["E2"]
    assert first.lines.aside == ()
    second = proposition_view(small_subject, drawer(small_subject), case.propositions[1])
    assert [one.id for one in second.lines.aside] == ["E3"]
    assert (second.lines.supports, second.lines.contradicts) == ((), ())
    assert second.verdict is not None
    assert second.verdict.mark == "undetermined"
    assert "the register" in second.missing


def test_a_line_that_does_not_count_stands_aside_whatever_way_it_points() -> None:
    silence = "E1,C1a,contradicts,whole,absence,strong,Nobody saw it,A#3\n"
    evidence = "id,proposition,direction,covers,method,strength,text,source\n" + silence
    one = subject(**{"evidence.csv": evidence})
    view = proposition_view(one, drawer(one), one.case.propositions[0])
    assert [line.id for line in view.lines.aside] == ["E1"]
    assert view.lines.contradicts == ()
    assert "number of stations visited" in view.lines.aside[0].ruling


def test_without_a_finding_about_evidence_lines_stand_where_they_point() -> None:
    findings = '[[finding]]\nid = "turnout"\nmethod = "official.turnout"\n'
    one = subject(**{"findings.toml": findings})
    view = proposition_view(one, drawer(one), one.case.propositions[0])
    assert ([line.id for line in view.lines.supports], [line.id for line in view.lines.contradicts]) == (
        ["E1"],
        ["E2"],
    )
    assert view.verdict is None


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_published_replies_stand_beside_what_they_answer_and_others_nowhere(
    small_site: dict[str, bytes], language: str
) -> None:
    page = small_site[f"small/{language}/claims/C2.html"].decode()
    assert "I said most of them" in page
    assert "You are all liars" not in small_site[f"small/{language}/claims/C1.html"].decode()
    actor = small_site[f"small/{language}/actors/minister.html"].decode()
    assert "I said most of them" in actor
    assert "You are all liars" not in actor


def test_marks_of_a_claim_say_of_which_kind_of_part_they_are(small_subject: Subject) -> None:
    row = claim_row(small_subject, drawer(small_subject), small_subject.case.claims[0])
    assert [(cell.text, kind, count) for cell, kind, count in row.marks] == [("supported", "fact", 1)]


def test_what_would_change_a_verdict_is_said(small_site: dict[str, bytes]) -> None:
    text = " ".join(Seen("x", small_site["small/en/claims/C2.html"]).text.split())
    assert "What would change this: the register (looked for and not obtained)" in text
    assert "What would change this: the protocols" in " ".join(
        Seen("x", small_site["small/en/claims/C1.html"]).text.split()
    )


def test_a_verdict_of_the_page_is_that_of_the_finding_not_the_authors(small_site: dict[str, bytes]) -> None:
    claims = SITE_CASE["propositions.csv"].replace("results,supported", "results,contradicted")
    changed = subject(**{"propositions.csv": claims})
    view = proposition_view(changed, drawer(changed), changed.case.propositions[0])
    assert view.verdict is not None
    assert view.verdict.text == "supported"


def test_a_proposition_and_a_commitment_of_one_id_each_lead_to_their_own_page(
    small_site: dict[str, bytes],
) -> None:
    assert b'<a href="../claims/C1.html#C1a">C1a</a>' in small_site["small/en/claims/index.html"]
    assert b'<a href="../promises/C1a.html">C1a</a>' in small_site["small/en/promises/index.html"]
