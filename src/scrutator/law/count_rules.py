"""The rules of a count that a statute holds on a day: each key with the article it stands in.

A provision with `count = { … }` gives keys of the rules; together they must be one whole set. `round = 2`
in a provision means the second round only, `round = 1` the first only.
"""

from collections.abc import Mapping
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

from scrutator.errors import ScrutatorError
from scrutator.law.ballots.rules import CountRules, rules_of_keys
from scrutator.law.candidates.rules import CandidateRules, candidate_rules
from scrutator.law.majority.rules import MajorityRules, majority_rules
from scrutator.law.statutes.files import load, parse
from scrutator.law.statutes.statute import Provision, Statute
from scrutator.typed_toml import read_toml

AnyRules = CountRules | MajorityRules | CandidateRules
"""Rules of ranked ballots, of a majority, or of the candidates of a list."""

CITES = ("first", "exclusion", "last_vacancies", "empty")
"""Parts of a count that have no key of their own, which a provision may stand for."""


def count_rules_at(statute: Statute, day: date, which_round: int = 1) -> AnyRules:
    """The rules in force that day. Raises L33 when the statute counts no ballots, L72 for a faulty set."""
    provisions = [one for one in statute.at(day) if one.count]
    name = f"{statute.name}@{day}"
    if not provisions:
        raise ScrutatorError("L33", f"{statute.name} says nothing about a count on {day}")
    if which_round != 1 and not any(
        one.count and one.count.get("round") == which_round for one in provisions
    ):
        raise ScrutatorError("L72", f"{statute.name} has no rules of a second round on {day}")
    keys: dict[str, Any] = {}
    articles: dict[str, str] = {}
    for one in provisions:
        _take(one, keys, articles, which_round, name)
    unsure = [f"{one.article} ({one.certainty})" for one in provisions if one.certainty != "high"]
    remarks = [f"{text.rstrip('.')}." for text in statute.remarks_at(day)]
    remarks += [f"Less than certain: {', '.join(dict.fromkeys(unsure))}."] if unsure else []
    return made_of(keys, name, articles, tuple(remarks))


def rules_named(name: str, which_round: int = 1) -> AnyRules:
    """The rules of a short name, of STATUTE@DATE, or of a file ending in .toml.

    A statute is a bundled one or a file ending in .toml. Raises X01, X03, L30 to L33, L72.
    """
    known = short_names()
    statute, at, day = known.get(name, name).rpartition("@")
    if at:
        found = parse(_text(statute), Path(statute).stem) if statute.endswith(".toml") else load(statute)
        return count_rules_at(found, _day(day), which_round)
    if not name.endswith(".toml"):
        remedy = f"Known: {', '.join(known)}; or STATUTE@DATE, or a .toml file."
        raise ScrutatorError("L30", f"no rules {name!r}", remedy=remedy)
    if which_round != 1:
        raise ScrutatorError("L72", "a file of rules is of one round", where=name)
    return rules_of_file(_text(name), Path(name).stem)


def _text(name: str) -> str:
    try:
        return Path(name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("X01", f"cannot read {name}", where=str(error)) from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ScrutatorError("X03", f"{text!r} is not a date", remedy="Write it as 2012-01-15.") from error


def made_of(
    keys: Mapping[str, Any], name: str, articles: Mapping[str, str], notes: tuple[str, ...] = ()
) -> AnyRules:
    """The rules of a table of keys: a majority, candidates of lists, or a count of ranked ballots."""
    if keys.get("system") == "majority":
        return majority_rules(keys, name, articles, notes)
    if keys.get("system") == "candidates":
        return candidate_rules(keys, name, articles, notes)
    return rules_of_keys(keys, name, articles, notes)


def _take(one: Provision, keys: dict[str, Any], articles: dict[str, str], which: int, name: str) -> None:
    """Add the keys of a provision that holds for this round."""
    given = dict(one.count or {})
    stage = given.pop("round", which)
    cites = given.pop("cites", [])
    if stage not in (1, 2) or not isinstance(cites, list) or not set(cites) <= set(CITES):
        what = f"{one.id}: round is 1 or 2, cites a list of {', '.join(CITES)}"
        raise ScrutatorError("L72", what, where=name)
    if stage != which:
        return
    for key, value in given.items():
        if key in keys:
            raise ScrutatorError("L72", f"two provisions say {key!r}", where=f"{name}, {one.id}")
        keys[key] = value
    for word in (*given, *cites):
        articles[word] = one.article


def short_names() -> dict[str, str]:
    """Short names of bundled laws on a day, such as scotland-2007 for scotland/councils@2007-05-03."""
    text = (resources.files("scrutator.law") / "short_names.toml").read_bytes()
    return read_toml(text, dict[str, str], "L31", "short_names.toml")


def rules_of_file(text: str, name: str) -> AnyRules:
    """The rules of an undated file: the keys of one count, and a `name`. Raises L72."""
    keys = read_toml(text.encode(), dict[str, Any], "L72", name)
    called = keys.pop("name", name)
    if not isinstance(called, str):
        raise ScrutatorError("L72", "name is a text", where=name)
    return made_of(keys, called, {})
