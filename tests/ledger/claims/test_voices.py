"""Who speaks through a line: one author is one voice, a led body speaks for its head, and nothing is shown by
what is older than it."""

import datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import TieStatus, independence
from scrutator.ledger.actors.mouths import mouths_of
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import Verdict, derive
from scrutator.record.dates import PartialDate
from support.ledger_rows import actor, line, link, proposition, source


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


SOURCES = (
    source("first", actor="mission"),
    source("second", actor="mission"),
    source("repeats", root="second"),
    source("other", actor="rival"),
    source("nobody"),
    source("nobody-else"),
    source("office", actor="office"),
    source("press-on-office", root="office"),
    source("of-2010", date=day("2010")),
    source("of-2011", date=day("2011-12-31")),
    source("of-the-day", date=day("2012-01-15")),
    source("of-the-year", date=day("2012")),
    source("undated"),
)


def verdict(
    *lines: object, speakers: tuple[str, ...] = (), mouths: object = None, **changes: object
) -> Verdict:
    evidence = Evidence(cards_of(SOURCES), mouths=mouths or {})  # type: ignore[arg-type]
    return derive(proposition(**changes), list(lines), speakers, evidence)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("first", "second"), "cannot_be_determined"),
        (("first", "repeats"), "cannot_be_determined"),
        (("first", "other"), "supported"),
        (("nobody", "nobody-else"), "supported"),
        (("first", "nobody"), "supported"),
    ],
)
def test_two_papers_of_one_author_are_one_voice(pair: tuple[str, str], expected: str) -> None:
    lines = [line(str(n), cited, strength="weak") for n, cited in enumerate(pair)]
    assert verdict(*lines).verdict == expected


def test_of_what_was_said_each_text_of_an_author_is_a_witness() -> None:
    lines = [line("1", "first", strength="weak"), line("2", "second", strength="weak")]
    assert verdict(*lines, kind="attribution").verdict == "supported"


def test_papers_of_one_author_do_not_lift_certainty_over_one_root() -> None:
    found = verdict(line("1", "first"), line("2", "second"), line("3", "repeats"))
    assert found.certainty is not None
    assert found.certainty.level == "moderate"


@given(st.permutations(SOURCES))
def test_the_order_of_the_sources_decides_nothing(shuffled: list[object]) -> None:
    lines = [line("1", "second", strength="weak"), line("2", "first", strength="weak")]
    evidence = Evidence(cards_of(shuffled))  # type: ignore[arg-type]
    assert derive(proposition(), lines, (), evidence).verdict == "cannot_be_determined"


def test_the_press_that_repeats_a_speaker_gives_their_own_words() -> None:
    assert verdict(line("1", "press-on-office"), speakers=("office",)).rulings[0].rule == "own-words"
    named = line("1", "nobody", root="office")
    assert verdict(named, speakers=("office",)).rulings[0].rule == "own-words"
    assert verdict(named, speakers=("mission",)).verdict == "supported"
    assert verdict(named, speakers=("office",), kind="attribution").verdict == "supported"


def test_a_body_that_the_speaker_leads_does_not_vouch_for_the_speaker() -> None:
    led = mouths_of(
        [link("1", "head", "leadership", "office")],
        [actor("head", "person"), actor("office")],
        ["head"],
        ["office", "mission"],
    )
    assert led == {"head": frozenset({"office"})}
    assert verdict(line("1", "office"), speakers=("head",), mouths=led).rulings[0].rule == "own-words"
    assert verdict(line("1", "mission"), speakers=("head",), mouths=led).rulings[0].rule == "not-obtained"
    assert verdict(line("1", "first"), speakers=("head",), mouths=led).verdict == "supported"
    against = line("1", "office", direction="contradicts")
    assert verdict(against, speakers=("head",), mouths=led).verdict == "contradicted"


@pytest.mark.parametrize(
    ("changes", "speaks"),
    [
        ({}, True),
        ({"end": day("2011")}, False),
        ({"status": "alleged"}, False),
        ({"relation": "membership"}, False),
        ({"relation": "payment"}, False),
        ({"relation": "employment"}, True),
        ({"relation": "representation"}, True),
    ],
)
def test_only_a_lasting_established_link_of_control_makes_one_voice(changes: object, speaks: bool) -> None:
    given_link = link("1", "office", **{"relation": "leadership", "target": "ministry", **changes})  # type: ignore[dict-item]
    ends = [actor("office"), actor("ministry")]
    for one, other in (("office", "ministry"), ("ministry", "office")):
        assert bool(mouths_of([given_link], ends, [one], [other])) is speaks


def mouths(*links: object, of: str, among: str) -> str:
    named = [actor(name, "person" if name in "pq" else "organisation") for name in "abcdpq"]
    found = mouths_of(links, named, [of], list(among))  # type: ignore[arg-type]
    return "".join(sorted(found.get(of, ())))


def test_speaking_goes_on_over_three_links_and_through_a_person_only_who_leads() -> None:
    chain = [link(str(n), one, "representation", other) for n, (one, other) in enumerate(["ab", "bc", "cd"])]
    assert mouths(*chain, of="a", among="bcd") == "bcd"
    assert mouths(*chain, of="d", among="abc") == "abc"
    longer = [*chain, link("4", "d", "representation", "p")]
    assert mouths(*longer, of="a", among="p") == ""
    assert mouths(*longer, of="p", among="a") == ""
    leads_both = [link("1", "p", "leadership", "a"), link("2", "p", "leadership", "b")]
    assert mouths(*leads_both, of="a", among="b") == "b"
    works_for_both = [link("1", "p", "employment", "a"), link("2", "p", "employment", "b")]
    assert mouths(*works_for_both, of="a", among="b") == ""
    leads_one = [link("1", "p", "leadership", "a"), link("2", "p", "employment", "b")]
    assert mouths(*leads_one, of="a", among="b") == "b"
    assert mouths(*leads_one, of="b", among="a") == "a"
    colleagues = [link("1", "a", "employment", "p"), link("2", "b", "employment", "p")]
    assert mouths(*colleagues, of="a", among="b") == ""


@pytest.mark.parametrize(
    ("cited", "period", "rule"),
    [
        ("of-2010", "2012-01-15", "too-early"),
        ("of-2011", "2012", "too-early"),
        ("of-2011", "2011/2012", "counted"),
        ("of-the-day", "2012-01-15", "counted"),
        ("of-the-day", "2012-01-16", "too-early"),
        ("of-the-year", "2012-06", "counted"),
        ("undated", "2012", "counted"),
        ("of-2010", None, "counted"),
        ("of-2010", "some day", "counted"),
        ("of-2010; of-the-day", "2012", "counted"),
        ("of-2010; of-2011", "2012", "too-early"),
        ("of-2010; undated", "2012", "counted"),
    ],
)
def test_what_is_older_than_an_event_does_not_show_it(cited: str, period: str | None, rule: str) -> None:
    assert verdict(line("1", cited), period=period).rulings[0].rule == rule


@pytest.mark.parametrize(
    ("method", "kind", "rule"),
    [
        ("law text", "fact", "counted"),
        ("computation", "figure", "counted"),
        ("official figure", "figure", "too-early"),
        ("observation", "comparison", "too-early"),
        ("document", "attribution", "counted"),
    ],
)
def test_a_law_or_a_calculation_may_be_older_than_what_follows(method: str, kind: str, rule: str) -> None:
    assert verdict(line("1", "of-2010", method=method), kind=kind, period="2012").rulings[0].rule == rule


def test_the_last_possible_day_of_a_source_is_what_counts() -> None:
    assert cards_of(SOURCES)["of-2010"].latest == datetime.date(2010, 12, 31)


CONTROLLING = st.sampled_from(["employment", "ownership", "leadership", "membership"])
DRAWN = st.lists(st.tuples(st.sampled_from("abpq"), CONTROLLING, st.sampled_from("abpq")), max_size=6)


@given(DRAWN)
def test_one_voice_is_what_the_ties_call_speaking_for_it(drawn: list[tuple[str, str, str]]) -> None:
    links = [
        link(str(n), one, relation, other) for n, (one, relation, other) in enumerate(drawn) if one != other
    ]
    graph = build_graph(links, [actor(name, "person" if name in "pq" else "organisation") for name in "abpq"])
    for speaker, body in product("abpq", repeat=2):
        ways = {independence(graph, *pair).status for pair in ((speaker, body), (body, speaker))}
        expected = speaker != body and TieStatus.CONTROLLED in ways
        assert (body in mouths(*links, of=speaker, among=body)) is expected
