"""Which rules of a count a call means, and the lots on record that it gives."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

from scrutator.api.laws import Law
from scrutator.errors import ScrutatorError
from scrutator.law.count_rules import AnyRules, count_rules_at, made_of, rules_named
from scrutator.law.lots import Lot, read_lots

LawOfCount = Any  # Law | str | os.PathLike | Mapping; checked in `rules_asked`
USE_MAJORITY = "Use scrutator.majority(…) for votes, scrutator.count_ballots(…) for ranked ballots."


def rules_asked(law: LawOfCount, which_round: int) -> AnyRules:
    """The rules of a `Law`, a short name, STATUTE@DATE, a file, or a table. Raises A01, L30 to L33, L72."""
    if isinstance(law, Law) and law.source is not None:
        return count_rules_at(law.source, law.on, which_round)
    if isinstance(law, Mapping):
        table = dict(law)
        return made_of(table, str(table.pop("name", "rules")), {})
    if isinstance(law, str | os.PathLike):
        return rules_named(os.fspath(law), which_round)
    remedy = 'Give a short name such as "scotland-2007", a statute and a day, a file, or a table of rules.'
    raise ScrutatorError("A01", f"a law of type {type(law).__name__}", remedy=remedy)


def lots_asked(given: Sequence[Mapping[str, str]]) -> tuple[Lot, ...]:
    """The lots of a call; none when it gives none."""
    return read_lots(given) if given else ()
