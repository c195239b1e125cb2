"""A rate that may be looked at after every visit of the day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scrutator.counting.counts import read_cell
from scrutator.counting.estimation.intervals import Limits
from scrutator.counting.visits.confidence_sequence import confidence_sequence
from scrutator.counting.visits.observation import Selection
from scrutator.errors import ScrutatorError

ANSWERS = {"yes": True, "no": False, "": None}


@dataclass(frozen=True)
class Monitored:
    """What was seen so far at the stations of one kind of selection; `because` says why no interval."""

    selection: Selection
    stations: int
    cases: int
    interval: Limits | None
    because: str


def read_seen(
    rows: Iterable[Mapping[str, str]],
    answer: str = "answer",
    selection: str = "selection",
    station: str = "station",
) -> dict[Selection, dict[str, bool]]:
    """Per selection, each answered station: was it seen at any of its visits? Raises C11."""
    seen: dict[Selection, dict[str, bool]] = {}
    for row in rows:
        code, text, chosen = (read_cell(row, column) for column in (station, answer, selection))
        if text not in ANSWERS or chosen not in list(Selection) or not code:
            remedy = f"Answers: yes, no or nothing. Selections: {', '.join(Selection)}."
            what = f"{text!r} with {chosen!r} is not an answer at a visit"
            raise ScrutatorError("C11", what, where=f"station {code!r}", remedy=remedy)
        group = seen.setdefault(Selection(chosen), {})
        value = ANSWERS[text]
        if value is not None:
            group[code] = group.get(code, False) or value
    if not seen:
        raise ScrutatorError("C11", "the table has no rows")
    return seen


def monitor(seen: Mapping[Selection, Mapping[str, bool]], level: float = 0.95) -> tuple[Monitored, ...]:
    """Answer: how often was it seen, with an interval that stays valid however often it is looked at?

    `level` lies between 0 and 1. Only a probability sample with equal chances earns an interval.
    Several visits of a station count once.
    """
    found = []
    for kind in (kind for kind in Selection if kind in seen):
        cases, stations = sum(seen[kind].values()), len(seen[kind])
        if kind is Selection.PROBABILITY:
            low, high = confidence_sequence(cases, stations, level)
            interval = Limits(low, high, f"{100 * level:g} %, at any moment (beta-binomial mixture)")
            found.append(Monitored(kind, stations, cases, interval, ""))
        else:
            why = f"{kind.value}: nothing certain about other stations"
            found.append(Monitored(kind, stations, cases, None, why))
    return tuple(found)
