"""What a tired reader would take for the same code, for a place that is none, or for a tree that is one."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from scrutator.tables.totals.worded import is_totals_text
from scrutator.words.look_alikes import look_alikes

STATION = "station"
MOST_NAMED = 5


def shape(code: str) -> str:
    """A code as a reader sees it: letters of another alphabet that look the same, small and capital letters
    and full-width ones are one. Digits stay as they are: `O1` and `01` are two codes."""
    prototypes = look_alikes()
    plain = unicodedata.normalize("NFKC", code).upper()
    return "".join(prototypes.get(one, one) if one.isalpha() else one for one in plain).casefold()


def alike(new: Iterable[tuple[int, str]], there: Iterable[str]) -> Iterator[str]:
    """A fault for each new code, by its row, that looks like another one of the mission or the table."""
    seen = {shape(code): code for code in there}
    for line, code in new:
        other = seen.setdefault(shape(code), code)
        if other != code:
            yield f"row {line} has a code that looks like another one: “{code}”, “{other}”"


def not_a_place(code: str, kind: str) -> str:
    """Why a row is no place: it is a sum, or its kind is a station written otherwise; "" when it is one."""
    if is_totals_text(code):
        return f"is a sum, and no place: “{code}”"
    if kind != STATION and shape(kind) == shape(STATION):
        return f"has a kind that is to be written “{STATION}”: “{kind}”"
    return ""


def wrong_parents(
    lines: Mapping[str, int], parents: Mapping[str, str], kinds: Mapping[str, str]
) -> Iterator[str]:
    """A fault for each row, by its code, below a station or in a circle of parents; `parents` and `kinds` are
    of the mission with the table written."""
    settled: set[str] = set()
    for code, line in lines.items():
        if kinds.get(parents.get(code, "")) == STATION:
            yield f"row {line} names a parent that is a station: “{parents[code]}”"
        chain: dict[str, None] = {}
        while code and code not in settled and code not in chain:
            chain[code] = None
            code = parents.get(code, "")
        if code in chain:
            yield f"row {line} lies in a circle of parents: “{code}”"
        settled.update(chain)


def said_of_kinds(kinds: Mapping[str, str], before: Mapping[str, str]) -> Iterator[str]:
    """What the table makes of places that are no stations, and of those that were: said with the result."""
    others = Counter(kind for kind in kinds.values() if kind != STATION)
    if others:
        listed = ", ".join(f"{count} of the kind “{kind}”" for kind, count in sorted(others.items()))
        yield f"places that no report can be about: {listed}"
    turned = sorted(
        code for code, kind in kinds.items() if (kind == STATION) != (before.get(code, kind) == STATION)
    )
    if turned:
        more = f" and {len(turned) - MOST_NAMED} more" if len(turned) > MOST_NAMED else ""
        yield f"places that become a station, or are none any more: {', '.join(turned[:MOST_NAMED])}{more}"
