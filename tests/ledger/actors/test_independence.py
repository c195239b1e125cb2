"""Ties of speakers: every path on record by date and direction, alleged links apart, codes of conduct."""

import dataclasses
import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.ledger.actors.graph import Graph, build_graph, every_path
from scrutator.ledger.actors.independence import (
    Direction,
    TieStatus,
    caps,
    check_conduct,
    independence,
    may_be_tie,
    principals,
    ties_of,
    towards,
)
from scrutator.record.cells import read_citations
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.actors import Link
from scrutator.record.nouns.replies import ConductRule
from support.ledger_rows import actor, link, proposition, source

DAY = PartialDate.parse("2012-01-15")
PERSONS = [actor("expert", "person"), actor("colleague", "person"), actor("member", "person")]


def graph(*links: Link) -> Graph:
    return build_graph(links, PERSONS)


def status(
    *links: Link, speaker: str = "expert", subject: str = "state", date: PartialDate | None = DAY
) -> str:
    return independence(graph(*links), speaker, subject, date).status.value


def test_without_links_none_is_on_record() -> None:
    assert status() == "none on record"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"disclosed": "unknown"}, "on record, disclosure unknown"),
        ({"disclosed": "yes"}, "declared"),
        ({"disclosed": "no"}, "on record, not disclosed"),
        ({"disclosed": "no", "duty": read_citations("A")}, "undeclared against a duty to declare"),
        ({"disclosed": "unknown", "duty": read_citations("A")}, "on record, disclosure unknown"),
    ],
)
def test_unknown_disclosure_is_unknown_and_undeclared_needs_a_duty(
    changes: dict[str, Any], expected: str
) -> None:
    assert status(link("1", "state", "payment", "expert", **changes)) == expected


def test_a_payment_shows_which_end_depends_on_the_other() -> None:
    paid = independence(graph(link("1", "state", "payment", "expert")), "expert", "state", DAY)
    paying = independence(graph(link("1", "expert", "payment", "state")), "expert", "state", DAY)
    assert paid.ties[0].direction is Direction.DEPENDS
    assert paying.ties[0].direction is Direction.DEPENDED_ON


def test_a_path_is_declared_only_when_every_link_is() -> None:
    first = link("1", "expert", "membership", "institute", disclosed="yes")
    assert status(first, link("2", "state", "payment", "institute", disclosed="yes")) == "declared"
    assert (
        status(first, link("2", "state", "payment", "institute", disclosed="no"))
        == "on record, not disclosed"
    )


def test_acting_for_the_subject_is_control_as_long_as_it_lasts() -> None:
    office = link("1", "expert", "employment", "ministry")
    acting = link("2", "ministry", "representation", "state")
    assert status(office, acting) == "speaks for it"
    ended = link("1", "expert", "employment", "ministry", end=PartialDate(2009))
    assert status(ended, acting) == "ended before"
    assert status(speaker="state") == "speaks for it"


def test_a_representation_that_ended_in_1996_does_not_count_in_2012() -> None:
    acted = link("1", "expert", "representation", "state", end=PartialDate(1996))
    assert status(acted) == "ended before"


def test_a_disclosed_visit_does_not_hide_an_undisclosed_job_whatever_the_ids() -> None:
    for visit, job in (("1", "2"), ("2", "1")):
        found = independence(
            graph(
                link(visit, "state", "hosting", "expert", disclosed="yes"),
                link(job, "expert", "employment", "state", disclosed="no", duty=read_citations("A")),
            ),
            "expert", "state", DAY,
        )  # fmt: skip
        assert found.status is TieStatus.CONTROLLED
        assert {tie.path[0].link.relation for tie in found.ties} == {"hosting", "employment"}


def test_two_colleagues_of_one_university_do_not_control_each_other() -> None:
    links = [
        link("1", "expert", "employment", "university"),
        link("2", "colleague", "employment", "university"),
    ]
    found = independence(graph(*links), "expert", "colleague", DAY)
    assert found.status is TieStatus.DISCLOSURE_UNKNOWN
    assert found.ties[0].direction is Direction.LINKED


def test_what_a_member_once_studied_is_no_tie_of_the_body() -> None:
    member = link("1", "member", "membership", "mission")
    studied = link("2", "member", "publication", "institute")
    paid = link("3", "state", "payment", "institute")
    assert status(member, studied, paid, speaker="mission") == "none on record"
    leads = dataclasses.replace(member, relation="leadership")
    assert status(leads, studied, paid, speaker="mission") == "on record, disclosure unknown"
    former = dataclasses.replace(studied, end=PartialDate(2009))
    assert status(leads, former, paid, speaker="mission") == "none on record"
    assert status(studied, paid, speaker="member") == "on record, disclosure unknown"


def test_membership_ties_an_organisation_to_its_members_and_back() -> None:
    joined = link("1", "state", "membership", "organisation", disclosed="yes")
    sent = link("2", "mission", "representation", "organisation", disclosed="yes")
    assert status(joined, speaker="organisation") == "declared"
    assert status(joined, sent, speaker="mission") == "declared"
    assert status(joined, speaker="state", subject="organisation") == "declared"


def test_a_tie_to_a_body_that_acts_for_the_subject_is_a_tie_to_it() -> None:
    links = [
        link("1", "expert", "publication", "institute"), link("2", "institute", "leadership", "project"),
        link("3", "ministry", "payment", "project"), link("4", "ministry", "representation", "state"),
    ]  # fmt: skip
    found = independence(graph(*links), "expert", "state", DAY)
    assert [step.link.id for step in found.ties[0].path] == ["1", "2", "3"]


def test_an_alleged_link_decides_nothing_and_is_shown_apart() -> None:
    found = independence(graph(link("1", "state", "payment", "expert", status="alleged")), "expert", "state")
    assert found.status is TieStatus.NONE_ON_RECORD
    assert found.alleged_status is TieStatus.DISCLOSURE_UNKNOWN
    assert [step.link.id for step in found.alleged[0].path] == ["1"]


def test_observing_suing_and_refusing_make_no_one_dependent() -> None:
    for relation in ("observation", "dispute", "refusal"):
        assert status(link("1", "expert", relation, "state")) == "none on record"


def test_a_link_that_began_later_is_not_seen_and_a_year_may_hold_the_day() -> None:
    later = link("1", "state", "payment", "expert", start=PartialDate.parse("2012-03"))
    same_year = link("1", "state", "payment", "expert", start=PartialDate(2012))
    assert status(later) == "none on record"
    assert status(same_year) == "on record, disclosure unknown"
    assert status(later, date=None) == "on record, disclosure unknown"


def test_a_path_longer_than_three_links_is_no_tie() -> None:
    chain = [link(str(i), name, "membership", other) for i, (name, other) in
             enumerate(itertools.pairwise(["expert", "a", "b", "c", "state"]))]  # fmt: skip
    assert status(*chain) == "none on record"
    assert status(*chain[1:], speaker="a") == "on record, disclosure unknown"


def test_circles_and_links_to_oneself_end() -> None:
    links = [
        link("1", "a", "membership", "b"),
        link("2", "b", "membership", "a"),
        link("3", "a", "payment", "a"),
    ]
    assert status(*links, speaker="a") == "none on record"


def test_the_closest_tie_among_several_subjects_is_taken() -> None:
    known = graph(link("1", "state", "payment", "expert"), link("2", "expert", "employment", "firm"))
    found = towards(known, "expert", ["state", "firm"], DAY)
    assert found is not None
    assert (found.subject, found.status) == ("firm", TieStatus.CONTROLLED)
    assert towards(known, "expert", [], DAY) is None


def test_every_government_party_donor_and_organisation_is_a_principal() -> None:
    actors = [actor("state", "state"), actor("party", "party"), actor("paper", "media"), *PERSONS]
    links = [link("1", "donor", "payment", "paper"), link("2", "expert", "employment", "paper")]
    assert principals(build_graph(links, actors)) == ("donor", "paper", "party", "state")


def test_caps_speak_of_tied_sources_only_and_never_of_words() -> None:
    known = graph(link("1", "expert", "employment", "state"))
    sources = [source("own", actor="expert"), source("free", actor="other"), source("no-one")]
    fact = proposition(about=("state",))
    assert caps(known, fact, DAY, sources) == {"own": "low"}
    assert caps(known, proposition(about=("state",), kind="attribution"), DAY, sources) == {}
    assert caps(known, proposition(), DAY, sources) == {}


def test_an_undeclared_link_caps_at_moderate_and_a_declared_one_not_at_all() -> None:
    fact, sources = proposition(about=("state",)), [source("own", actor="expert")]
    assert caps(graph(link("1", "state", "payment", "expert")), fact, DAY, sources) == {"own": "moderate"}
    assert caps(graph(link("1", "state", "payment", "expert", disclosed="yes")), fact, DAY, sources) == {}
    ended = link("1", "state", "payment", "expert", end=PartialDate(2009))
    assert caps(graph(ended), fact, DAY, sources) == {}


def test_ties_are_listed_for_either_side() -> None:
    known = graph(link("2", "eu", "payment", "critic"), link("1", "critic", "membership", "network"))
    assert [x.id for x in ties_of(known, "critic")] == ["1", "2"]


@pytest.mark.parametrize(
    ("requires", "changes", "answer"),
    [
        ("absence", {}, "not met"),
        ("absence", {"status": "alleged"}, "cannot be answered"),
        ("disclosure", {"disclosed": "yes"}, "met"),
        ("disclosure", {"disclosed": "no"}, "not met"),
        ("disclosure", {"disclosed": "unknown"}, "cannot be answered"),
        ("absence", {"relation": "membership"}, "cannot be answered"),
    ],
)
def test_a_code_of_conduct_is_answered_from_the_record_alone(
    requires: str, changes: dict[str, str], answer: str
) -> None:
    rule = ConductRule(id="r", code="c", relation="payment; hosting", requires=requires, text="t",
                       source=read_citations("A"))  # fmt: skip
    one = link("1", "state", changes.pop("relation", "payment"), "expert", **changes)
    assert check_conduct(graph(one), "expert", ["state"], [rule], DAY)[0].answer == answer


def test_leading_ones_own_mission_breaks_no_rule_and_a_tie_to_a_body_of_the_state_does() -> None:
    rule = ConductRule(id="r", code="c", relation="leadership; payment", requires="absence", text="t",
                       source=read_citations("A"))  # fmt: skip
    own = graph(link("1", "expert", "leadership", "mission"))
    assert check_conduct(own, "expert", ["state"], [rule], DAY)[0].answer == "cannot be answered"
    paid = graph(link("1", "ministry", "payment", "expert"), link("2", "ministry", "representation", "state"))
    assert check_conduct(paid, "expert", ["state"], [rule], DAY)[0].answer == "not met"


NAMES = ["expert", "member", "colleague", "a", "b", "state"]
RELATIONS = ["employment", "payment", "membership", "leadership", "hosting", "representation"]
links_drawn = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.sampled_from(RELATIONS), st.sampled_from(NAMES),
        st.sampled_from(["yes", "no", "unknown"]), st.sampled_from(["stated", "alleged"]),
        st.sampled_from([None, 2009]),
    ),
    max_size=10, unique=True,
)  # fmt: skip


def made(rows: list[tuple[str, str, str, str, str, int | None]], ids: list[int]) -> list[Link]:
    return [
        link(f"L{number:02}", a, relation, b, text=f"{row}", disclosed=disclosed, status=said,
             end=PartialDate(end) if end else None)
        for number, row in zip(ids, rows, strict=True)
        for a, relation, b, disclosed, said, end in [row]
    ]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(links_drawn, st.randoms(use_true_random=False))
def test_ids_and_the_order_of_rows_change_no_tie(
    rows: list[tuple[str, str, str, str, str, int | None]], random: Any
) -> None:
    ids = list(range(len(rows)))
    one = independence(graph(*made(rows, ids)), "expert", "state", DAY)
    renamed = made(rows, random.sample(ids, len(ids)))
    other = independence(graph(*random.sample(renamed, len(renamed))), "expert", "state", DAY)

    def told(found: Any) -> Any:
        return [(t.status, t.direction, [s.link.text for s in t.path]) for t in (*found.ties, *found.alleged)]

    assert (one.status, told(one)) == (other.status, told(other))


@settings(max_examples=200, deadline=None)
@given(links_drawn, st.integers(1, 3))
def test_every_path_is_found_once_and_no_other(
    rows: list[tuple[str, str, str, str, str, int | None]], longest: int
) -> None:
    links = made(rows, list(range(len(rows))))
    found = every_path(build_graph(links), "expert", {"state"}, None, may_be_tie, longest)
    expected = set()
    for count in range(1, longest + 1):
        for chosen in itertools.permutations(links, count):
            here, seen = "expert", ["expert"]
            for one in chosen:
                if here not in (one.origin, one.target):
                    break
                here = one.target if one.origin == here else one.origin
                seen.append(here)
            else:
                if here == "state" and len(set(seen)) == len(seen):
                    expected.add(tuple(one.id for one in chosen))
    assert {tuple(step.link.id for step in path) for path in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("relation", "origin", "expected"),
    [
        ("membership", "expert", "linked with it"),
        ("membership", "state", "linked with it"),
        ("publication", "expert", "linked with it"),
        ("participation", "state", "linked with it"),
        ("payment", "state", "depends on it"),
        ("payment", "expert", "has it depending on the speaker"),
        ("employment", "expert", "depends on it"),
        ("employment", "state", "has it depending on the speaker"),
    ],
)
def test_membership_ties_both_ends_and_makes_neither_depend_on_the_other(
    relation: str, origin: str, expected: str
) -> None:
    other = "state" if origin == "expert" else "expert"
    found = independence(graph(link("1", origin, relation, other)), "expert", "state", DAY)
    assert [tie.direction for tie in found.ties] == [expected]


def test_that_a_state_belongs_to_an_organisation_breaks_no_rule_for_the_organisation() -> None:
    rule = ConductRule(id="r", code="c", relation="membership", requires="absence", text="t",
                       source=read_citations("A"))  # fmt: skip
    belongs = graph(link("1", "state", "membership", "sco"))
    assert check_conduct(belongs, "sco", ["state"], [rule], DAY)[0].answer == "cannot be answered"
    joined = graph(link("1", "expert", "membership", "state"))
    assert check_conduct(joined, "expert", ["state"], [rule], DAY)[0].answer == "not met"
