"""Which law a call means: a statute on a day, bundled rules, a file, a table, or a method by name."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.votes import whole
from scrutator.errors import ScrutatorError
from scrutator.law.chain.allocate import chains
from scrutator.law.chain.rules import Rules, rules_from
from scrutator.law.statutes.files import load, parse
from scrutator.law.statutes.statute import Provision, Statute
from scrutator.law.systems.build import system_from
from scrutator.law.systems.system import System

LawLike = Any  # Law | Rules | str | os.PathLike | Mapping; checked in `rules_of`


@dataclass(frozen=True, repr=False)
class Law(Shown):
    """A statute as it stood on a day: its provisions with article, act and source.

    Hand it to `seats`, `margins`, `counterfactual` or `seat_chances` as `law=`.
    """

    name: str
    title: str
    on: date
    provisions: tuple[Provision, ...]
    scope: str = ""
    source: Statute | None = None

    @property
    def rules(self) -> Rules:
        """The seat rules in force. Raises L33 when the statute distributes no seats, L40 for a system."""
        if self.source is None:
            raise ScrutatorError("L33", f"{self.name} distributes no seats on {self.on}")
        return self.source.rules_at(self.on)

    @property
    def distribution(self) -> Rules | System:
        """What distributes the seats: the rules of one contest, or a system of districts and tiers."""
        if self.source is None:
            raise ScrutatorError("L33", f"{self.name} distributes no seats on {self.on}")
        return self.source.law_at(self.on)

    def view(self) -> View:
        rows = tuple((p.article, p.paraphrase, p.start.isoformat(), p.act) for p in self.provisions)
        grid = Grid("", ("article", "what it says", "in force since", "act"), rows)
        return View(f"{self.title}, as of {self.on}", (grid,), (self.scope,) if self.scope else ())

    def to_dict(self) -> dict[str, Any]:
        """Plain values: the statute, the day, every provision in force."""
        provisions = [
            {
                "id": one.id,
                "article": one.article,
                "says": one.paraphrase,
                "since": one.start.isoformat(),
                "until": one.end.isoformat() if one.end else None,
                "act": one.act,
                "source": one.source,
                "certainty": one.certainty,
            }
            for one in self.provisions
        ]
        return {"name": self.name, "title": self.title, "on": self.on.isoformat(), "provisions": provisions}


@checked
def statute(name: str | os.PathLike[str], *, on: str | date) -> Law:
    """What did a law say on a day?

    `name` is a bundled statute (`scrutator law list` names them) or the path of a statute file;
    `on` is a date, or a text such as "2012-01-15". Raises L30 for a name that is not known, L31 and L32
    for a faulty file, L33 when nothing was in force that day.

    Examples:
        >>> import scrutator
        >>> law = scrutator.statute("kazakhstan/elections", on="2012-01-15")
        >>> law
        <Law: Constitutional Law on Elections in the Republic of Kazakhstan, ..., as of 2012-01-15>
        >>> law.to_dict()["provisions"][0]["article"]
        '...'
    """
    day = _day(on)
    found = _statute(os.fspath(name))
    return Law(found.name, found.title, day, found.at(day), found.scope, found)


def _statute(name: str) -> Statute:
    return parse(_text(Path(name)), Path(name).stem) if name.endswith(".toml") else load(name)


def _day(on: str | date) -> date:
    if isinstance(on, date):
        return date(on.year, on.month, on.day)  # a time of the day, as of a datetime, says nothing here
    try:
        return date.fromisoformat(on)
    except (TypeError, ValueError) as error:
        raise ScrutatorError("A01", f"{on!r} is not a date", remedy='Write it as "2012-01-15".') from error


def distributing_laws() -> dict[str, tuple[str, tuple[date, ...]]]:
    """The bundled laws that distribute seats: name to title and the days on which they changed.

    Rule files have no days; of a statute the days after the first on which it distributes seats.
    """
    from scrutator.law.chain.chain_files import bundled_chains
    from scrutator.law.statutes.files import bundled

    found: dict[str, tuple[str, tuple[date, ...]]] = {}
    for name in bundled():
        text = load(name)
        days = sorted(
            {part.start for part in text.provisions} | {part.end for part in text.provisions if part.end}
        )
        with_seats = tuple(day for day in days if _distributes(text, day))
        if with_seats:
            found[name] = (text.title, with_seats)
    return found | {name: (name, ()) for name in bundled_chains()}


def contest_laws() -> dict[str, str]:
    """The bundled statutes that give the seats of one contest on some day: name to title."""
    found = {}
    for name, (title, days) in distributing_laws().items():
        if any(isinstance(load(name).law_at(day), Rules) for day in days):
            found[name] = title
    return found


def _distributes(text: Statute, day: date) -> bool:
    try:
        text.law_at(day)
    except ScrutatorError:
        return False
    return True


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("X01", f"cannot read {path}", where=str(error)) from error


def rules_of(law: LawLike, method: str, seats: Any, threshold: str) -> Rules:
    """The rules a call asks for: either `law`, or `method` with `seats` and perhaps `threshold`.

    With `law`, `seats` is another number of seats than the law's. Raises A01 when both or neither is given.
    """
    house = None if seats is None else whole(seats, "seats")
    if (law is None) == (not method):
        remedy = 'Give seats=10, method="dhondt", or law=scrutator.statute(…).'
        raise ScrutatorError("A01", "give either a law or a method", remedy=remedy)
    if law is not None:
        if threshold:
            what = "a threshold beside a law"
            raise ScrutatorError("A01", what, remedy="The law has its own; give one of the two.")
        rules = named_rules(law)
        return rules if house is None else rules.with_house(house)
    if house is None:
        raise ScrutatorError("A01", f"{method}: no number of seats", remedy="Give seats=10.")
    table = {"seats": house, "method": method, **({"threshold": threshold} if threshold else {})}
    return rules_from(table, f"{method}, {house} seats" + (f", threshold {threshold}" if threshold else ""))


def named_rules(law: LawLike) -> Rules:
    """The rules of a `Law`, a name (statute@date, or bundled), the path of a file, or a table."""
    found = named_law(law)
    if not isinstance(found, Rules):
        raise ScrutatorError("L40", _whole(found.name), remedy="Use scrutator.system_seats.")
    return found


def _whole(name: str) -> str:
    return f"{name} describes a whole system of districts, and these are the votes of one contest"


def named_law(law: LawLike) -> Rules | System:
    """The rules or the system of a `Law`, a name, the path of a file, or a table."""
    if isinstance(law, Rules | System):
        return law
    if isinstance(law, Law):
        return law.distribution
    if isinstance(law, Mapping):
        if not all(isinstance(key, str) for key in law):
            raise ScrutatorError(
                "A01", f"law={dict(law)!r:.60}", remedy="Give rules by their names, as texts."
            )
        return _from_table(law, str(law.get("name", "rules")))
    if not isinstance(law, str | os.PathLike):
        remedy = "Give scrutator.statute(…), a name, the path of a .toml file, or a table of rules."
        raise ScrutatorError("A01", f"a law of type {type(law).__name__}", remedy=remedy)
    return _by_name(os.fspath(law))


def _by_name(name: str) -> Rules | System:
    from scrutator.law.chain.chain_files import bundled_chains, chain_table
    from scrutator.typed_toml import read_toml

    named, at, day = name.rpartition("@")
    if at:
        return statute(named, on=day).distribution
    if name in bundled_chains():
        return _from_table(chain_table(name), name)
    if not name.endswith(".toml"):
        remedy = "Name a statute and a day (kazakhstan/elections@2012-01-15), or one of: "
        remedy += ", ".join(bundled_chains()) + "."
        raise ScrutatorError("L30", f"there are no rules {name!r}", remedy=remedy)
    table = read_toml(_text(Path(name)).encode(), dict[str, Any], "L10", name)
    return _from_table(table, Path(name).stem)


def _from_table(table: Mapping[str, Any], name: str) -> Rules | System:
    return system_from(table, name) if "system" in table or "stage" in table else rules_from(table, name)


def renamed(rules: Rules, name: str) -> Rules:
    """The same rules under another name, for the heading of a column."""
    return replace(rules, name=name)


def readings_of(rules: Rules) -> list[tuple[str, tuple[Any, ...]]]:
    """Every reading of the rules with its chain of steps, whatever the votes are."""
    return [
        (", ".join(f"{point}: {option.id}" for point, option in choice.items()), steps)
        for choice, steps in chains(rules)
    ]
