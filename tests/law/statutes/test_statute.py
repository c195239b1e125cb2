"""Statutes: what was in force when, what changed, and files that contradict themselves."""

from datetime import date
from fractions import Fraction

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import allocate
from scrutator.law.chain.votes import ListVotes, Votes
from scrutator.law.statutes.files import bundled, load, parse
from scrutator.law.statutes.statute import diff

HEAD = '[statute]\ntitle = "An act"\n'
VOTES_2007 = {
    "Nur Otan": 5247720,
    "OSDP": 269310,
    "Ak Zhol": 183346,
    "Auyl": 89855,
    "KNPK": 76799,
    "Patriots": 46436,
    "Rukhaniyat": 22159,
}


def provision(start: str, end: str = "", **more: str) -> str:
    fields = {"id": "seats", "article": "art. 1", "paraphrase": "Ten.", "act": "A", "source": "S"} | more
    lines = [f'{key} = "{value}"' for key, value in fields.items()]
    lines += ['certainty = "high"', f"from = {start}", 'rule = { do = "house", seats = 10 }']
    return "\n".join(["[[provision]]", *lines, f"until = {end}" if end else "", ""])


@pytest.mark.parametrize("name", bundled())
def test_every_bundled_statute_holds_together_and_cites_its_sources(name: str) -> None:
    statute = load(name)
    assert statute.title
    assert statute.scope
    assert all(p.source and p.act and p.article for p in statute.provisions)


@pytest.mark.parametrize(
    ("day", "seats", "threshold", "second_party"),
    [
        ("1999-10-10", 10, "7%", False),
        ("2007-08-18", 98, "7%", False),
        ("2009-02-08", 98, "7%", False),
        ("2009-02-09", 98, "7%", True),
        ("2012-01-15", 98, "7%", True),
        ("2021-05-24", 98, "7%", True),
        ("2021-05-25", 98, "5%", True),
        ("2023-03-19", 69, "5%", True),
    ],
)
def test_the_kazakh_rules_of_each_time(day: str, seats: int, threshold: str, second_party: bool) -> None:
    rules = load("kazakhstan/elections").rules_at(date.fromisoformat(day))
    points = {link.id: link for link in rules.links}
    assert rules.house == seats
    assert points["threshold"].readings[0].steps[0].share == threshold  # type: ignore[attr-defined]
    assert ("second party" in points) == ("floor" in points) == ("correction index" in points) == second_party


def test_the_law_of_2012_leaves_two_readings_of_the_leftovers() -> None:
    rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
    given = Votes(tuple(ListVotes(name, votes) for name, votes in VOTES_2007.items()), cast=6082430)
    result = allocate(rules, given)
    assert result.outcome == "statute_ambiguous"
    assert result.pivotal == ("leftovers",)
    assert result.agreed == ("threshold",)
    outcomes = {r.choice["leftovers"]: list(r.allocation.seats.values())[:2] for r in result.readings}
    assert outcomes == {"A": [94, 4], "B": [95, 3]}
    index = next(step for step in result.first.steps if step.rule == "coefficient")
    assert index.result == {"OSDP": Fraction(269310 * 98 * 7, (5247720 + 269310) * 10)}


def test_the_second_list_has_two_seats_however_few_its_votes() -> None:
    rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
    lists = (ListVotes("A", 990_000), ListVotes("B", 5_100), ListVotes("C", 4_900))
    result = allocate(rules, Votes(lists))
    assert (result.outcome, result.seats) == ("settled_where_computed", {"A": 96, "B": 2, "C": 0})
    known = allocate(rules, Votes(lists, void=0))
    assert (known.outcome, known.seats) == ("settled", {"A": 96, "B": 2, "C": 0})


def test_a_tie_under_the_kazakh_law_goes_to_the_list_registered_earlier_or_stays_open() -> None:
    rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
    result = allocate(rules.with_house(3), Votes((ListVotes("A", 500), ListVotes("B", 500))))
    assert (result.outcome, result.first.ties[0].article) == ("tie_to_resolve", "art. 97-1")
    earlier = Votes((ListVotes("A", 500, registered_order=2), ListVotes("B", 500, registered_order=1)))
    assert allocate(rules.with_house(3), earlier).seats == {"A": 1, "B": 2}


def test_the_kazakh_tie_rule_speaks_of_remainders_and_not_of_the_second_place() -> None:
    rules = load("kazakhstan/elections").rules_at(date(2012, 1, 15))
    lists = (
        ListVotes("A", 900),
        ListVotes("B", 50, registered_order=1),
        ListVotes("C", 50, registered_order=2),
    )
    result = allocate(rules, Votes(lists))
    assert (result.outcome, result.first.ties[0].rule) == ("tie_to_resolve", "admit next")
    assert result.first.ties[0].facts == ()


def test_what_changed_in_february_2009() -> None:
    changes = diff(load("kazakhstan/elections"), date(2009, 2, 8), date(2009, 2, 9))
    assert [change.id for change in changes] == ["second party", "correction index", "leftovers", "floor"]
    assert changes[0].before is None
    assert all(change.after and "124-IV" in change.after.act for change in changes)
    assert diff(load("kazakhstan/elections"), date(2012, 1, 15), date(2016, 3, 20)) == ()


def test_before_the_first_version_nothing_is_in_force() -> None:
    with pytest.raises(ScrutatorError, match="1999-05-06") as caught:
        load("kazakhstan/elections").at(date(1995, 1, 1))
    assert caught.value.code == "L33"


def test_a_party_law_distributes_no_seats() -> None:
    with pytest.raises(ScrutatorError, match="L33"):
        load("kazakhstan/parties").rules_at(date(2012, 1, 15))


def test_a_gap_and_an_overlap_are_errors() -> None:
    good = HEAD + provision("2000-01-01", "2005-01-01") + provision("2005-01-01")
    assert len(parse(good, "x").provisions) == 2
    for faulty in (
        provision("2000-01-01", "2004-12-31") + provision("2005-01-01"),
        provision("2000-01-01", "2005-01-02") + provision("2005-01-01"),
        provision("2000-01-01") + provision("2005-01-01"),
        provision("2005-01-01", "2005-01-01"),
    ):
        with pytest.raises(ScrutatorError) as caught:
            parse(HEAD + faulty, "x")
        assert caught.value.code == "L32"


@pytest.mark.parametrize(
    "text",
    [
        "not toml",
        HEAD,
        provision("2000-01-01"),
        HEAD + provision("2000-01-01").replace('source = "S"', ""),
        HEAD + provision("2000-01-01").replace('"high"', '"sure"'),
        HEAD + provision("2000-01-01").replace("from = 2000-01-01", 'from = "2000-01-01"'),
        HEAD + provision("2000-01-01").replace("rule =", "rules ="),
        HEAD + provision("2000-01-01") + "repealed = true\n".replace("repealed", "requires"),
    ],
)
def test_a_faulty_file_is_refused_by_name(text: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        parse(text, "x")
    assert caught.value.code == "L31"


def test_an_unknown_statute_names_the_bundled_ones() -> None:
    with pytest.raises(ScrutatorError, match="kazakhstan/elections"):
        load("kazakhstan/election")
    with pytest.raises(ScrutatorError, match="L30"):
        load("../elections")


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2006-12-31", False), ("2007-01-01", True), ("2011-12-31", True), ("2012-01-01", False)],
)
def test_a_version_is_the_law_from_its_first_day_until_the_day_before_its_end(
    day: str, in_force: bool
) -> None:
    (version,) = parse(HEAD + provision("2007-01-01", "2012-01-01"), "act").provisions
    assert version.in_force(date.fromisoformat(day)) is in_force


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[statute]\n", ""),  # the title is no table any more
        ('title = "An act"', "title = 3"),
        ('article = "art. 1"', "article = 1"),
        ('rule = { do = "house", seats = 10 }', 'rule = "house"'),
        ('rule = { do = "house", seats = 10 }', 'count = "stv"'),
        ('rule = { do = "house", seats = 10 }', 'repealed = "no"'),
        ("[[provision]]", "[provision]"),
        ('title = "An act"', 'title = "An act"\ntests = "the election of 2012"'),
        ('title = "An act"', 'title = "An act"\nchecked = "2012-01-15"'),
    ],
)
def test_a_key_of_the_wrong_kind_is_a_fault_with_its_place_and_no_traceback(old: str, new: str) -> None:
    text = HEAD + provision("2000-01-01")
    assert old in text
    with pytest.raises(ScrutatorError):
        parse(text.replace(old, new), "mine")


@pytest.mark.parametrize(
    "asked",
    [
        '{ fact = "members", at_least = "many" }',
        '{ fact = "members", at_least = 0 }',
        "{ at_least = 3 }",
        '{ fact = "members" }',
        '{ fact = "members", in_each_region = 3 }',
        '{ fact = "members", in_each_region = 3, regions = ["North"] }',
        '{ fact = "members", in_each_region = 3, regions = 2, at_least = 9 }',  # the nine were not asked for
        '{ fact = "members", within_months = 3 }',
        '{ fact = "religious basis", must_be = 3 }',
        "{}",
    ],
)
def test_what_is_asked_of_a_party_has_one_of_four_forms(asked: str) -> None:
    text = HEAD + provision("2000-01-01").replace(
        'rule = { do = "house", seats = 10 }', f"requires = {asked}"
    )
    with pytest.raises(ScrutatorError) as caught:
        parse(text, "mine")
    assert (caught.value.code, caught.value.where) == ("L31", "mine, provision seats")


def test_a_repealed_provision_has_no_rule() -> None:
    with pytest.raises(ScrutatorError, match="L31"):
        parse(HEAD + provision("2000-01-01") + "repealed = true\n", "mine")
