"""Apollo's quality checks as a table of checks here, each one named that its order of signs changes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.expressions.apollo import from_apollo
from scrutator.expressions.expression import read_condition
from scrutator.field.checks.declared import About, Check, CheckSet, Each, Scope, check_set
from scrutator.field.checks.facts import FACT_TYPES
from scrutator.field.checks.flags import FlagKind
from scrutator.field.reading.conditions import types_of
from scrutator.field.xlsform import PublishedForm


@dataclass(frozen=True)
class FromApollo:
    """The checks that were taken over; `changed` names those that Apollo reads in another order than they
    seem to say, with what they would say in the usual one ("refused": nothing); `refused` those that have no
    meaning here, and why."""

    checks: CheckSet
    changed: Mapping[str, str]
    refused: Mapping[str, str]


def import_checks(
    rows: Iterable[tuple[str, str]], tags: Mapping[str, str], forms: tuple[str, ...] = ()
) -> FromApollo:
    """Answer: what do these checks of Apollo's (description, expression) say here?

    `tags` gives the question for each tag. Every check is in one of the three lists, with the meaning that it
    has in Apollo. Two of one description differ by a number.
    """
    checks: dict[str, Check] = {}
    changed: dict[str, str] = {}
    refused: dict[str, str] = {}
    for description, expression in rows:
        name = _id(description, checks.keys() | refused.keys())
        try:
            found = from_apollo(expression, tags)
        except ScrutatorError as error:
            refused[name] = error.what
            continue
        words = (description.strip() or expression, "", "")
        empty = (Scope.REPORT, About.WITHIN, forms, Each.ONCE, FlagKind.SOFT, "")
        checks[name] = Check(name, *empty, found.text, "", words)
        if found.is_changed:
            changed[name] = found.usual
    return FromApollo(check_set(list(checks.values())), changed, refused)


def fitting(found: FromApollo, form: PublishedForm) -> FromApollo:
    """The same without the checks that do not fit the form, such as one that takes a choice for a number:
    they are refused, and why."""
    types = {**types_of(form.questions), **FACT_TYPES}
    refused = dict(found.refused)
    for one in found.checks.checks:
        try:
            read_condition(one.holds, types)
        except ScrutatorError as error:
            refused[one.id] = error.what
    kept = check_set([one for one in found.checks.checks if one.id not in refused])
    changed = {name: usual for name, usual in found.changed.items() if name not in refused}
    return FromApollo(kept, changed, refused)


def _id(description: str, taken: Iterable[str]) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", description.lower()).strip("-")[:50]
    name = words if words[:1].isalpha() else f"check-{words}".rstrip("-")
    numbers = (f"{name}-{n}" for n in range(2, 10_000))
    used = set(taken)
    return name if name not in used else next(one for one in numbers if one not in used)
