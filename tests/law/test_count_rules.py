"""Rules of counts from statutes: each key once, each with its article, by date and by round."""

from datetime import date

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.rules import CountRules
from scrutator.law.count_rules import count_rules_at, rules_of_file, short_names
from scrutator.law.majority.rules import MajorityRules
from scrutator.law.statutes.files import bundled, load, parse

HEAD = '[statute]\ntitle = "T"\nscope = "S."\n'


def provision(name: str, count: str, start: str = "2000-01-01") -> str:
    return (
        f'[[provision]]\nid = "{name}"\narticle = "art. {name}"\nparaphrase = "p"\nfrom = {start}\n'
        f'act = "a"\nsource = "s"\ncertainty = "high"\ncount = {count}\n'
    )


def rules(*provisions: str, which: int = 1) -> CountRules | MajorityRules:
    return count_rules_at(parse(HEAD + "".join(provisions), "law"), date(2010, 1, 1), which)


def test_every_short_name_is_a_law_whose_rules_load_with_an_article_for_every_key() -> None:
    for name, law in short_names().items():
        statute, _, day = law.rpartition("@")
        found = count_rules_at(load(statute), date.fromisoformat(day))
        assert found.articles, name
        assert all(found.articles.values()), name
        assert found.name == law


def test_every_bundled_statute_with_a_count_has_a_short_name() -> None:
    counting = {name for name in bundled() if any(one.count for one in load(name).provisions)}
    assert counting == {law.rpartition("@")[0] for law in short_names().values()}


def test_the_scottish_rules_of_2011_are_one_number_higher() -> None:
    old, new = (count_rules_at(load("scotland/councils"), date(year, 6, 1)) for year in (2010, 2022))
    assert (old.article("transfer"), new.article("transfer")) == ("rule 48", "rule 49")
    assert old.keys == new.keys


def test_a_key_said_twice_is_refused_and_a_round_has_its_own_keys() -> None:
    first, second = '{ round = 1, system = "majority" }', '{ round = 2, system = "majority", ties = ["age"] }'
    assert rules(provision("a", first), provision("b", second)).article("system") == "art. a"
    assert rules(provision("a", first), provision("b", second), which=2).article("system") == "art. b"
    with pytest.raises(ScrutatorError, match="two provisions say 'system'"):
        rules(provision("a", first), provision("b", '{ system = "majority" }'))


def test_a_second_round_that_the_law_does_not_know_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="no rules of a second round"):
        rules(provision("a", '{ system = "majority" }'), which=2)
    with pytest.raises(ScrutatorError, match="second round"):
        count_rules_at(load("scotland/councils"), date(2022, 5, 5), 2)


@pytest.mark.parametrize(
    "count", ['{ round = 3, system = "majority" }', '{ cites = ["luck"] }', "{ cites = 1 }"]
)
def test_an_unknown_round_or_part_is_refused(count: str) -> None:
    with pytest.raises(ScrutatorError, match="L72"):
        rules(provision("a", count))


def test_a_statute_without_a_count_says_so() -> None:
    with pytest.raises(ScrutatorError, match="L33"):
        count_rules_at(load("kazakhstan/elections"), date(2012, 1, 15))


def test_what_is_less_than_certain_or_assumed_is_said() -> None:
    unsure = provision("a", '{ system = "majority" }').replace('"high"', '"low"')
    unchecked, told, less = rules(unsure).notes
    assert unchecked == "No official result or worked example checks this file."
    assert told.startswith("The file of law is known to hold the law up to 2000-01-01")
    assert less == "Less than certain: art. a (low)."


def test_a_file_of_rules_has_a_name_and_the_keys() -> None:
    found = rules_of_file('name = "Our club"\nsystem = "av"\n', "club")
    assert (found.name, isinstance(found, CountRules)) == ("Our club", True)
    assert isinstance(rules_of_file('system = "majority"\n', "club"), MajorityRules)
    for text in ('name = 3\nsystem = "av"\n', "system = 3\n", "colour = 1\n", "not toml"):
        with pytest.raises(ScrutatorError, match="L72"):
            rules_of_file(text, "club")
