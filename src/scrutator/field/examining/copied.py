"""Reports with the numbers of another: votes and voters that agree to the last one at two stations."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import prod

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.evidence import Evidence, Kind
from scrutator.field.questions import AnswerKind

LEAST_NUMBERS = 3
SMALLEST = 10  # smaller ones agree too often
MOST_RARE = 1 / 50  # a number that nobody else has is not taken to be rarer than this
Numbers = tuple[tuple[str, int], ...]


def copied(reports: Sequence[Filed]) -> tuple[Evidence, ...]:
    """Answer: whose reports have the very numbers of an earlier report of another station?

    The report that came in later is named, and not the earlier one, even where another observer sent that; of
    two that came in at one moment, or at one that is not known, neither: which was first is not known.
    The chance of an agreement is the product of how often each number occurs in reports of other observers,
    times the number of pairs of reports that might have agreed. Two observers at one station agree because
    they saw the same.
    """
    numbers = {one.report: _numbers(one) for one in reports}
    told = [one for one in reports if len(numbers[one.report]) >= LEAST_NUMBERS]
    rare = _Rarity(told, numbers)
    pairs = max(1, len(told) * (len(told) - 1) // 2)
    found: dict[str, list[tuple[Filed, float]]] = defaultdict(list)
    for one in _later(told, numbers):
        chance = min(1.0, pairs * prod(rare(one, name, value) for name, value in numbers[one.report]))
        found[one.observer].append((one, chance))
    counted = Counter(one.observer for one in told)
    return tuple(
        Evidence(
            observer,
            Kind.COPIED,
            len(found[observer]),
            counted[observer],
            tuple(sorted(one.report for one, _ in found[observer])),
            min((chance for _, chance in found[observer]), default=1.0) if counted[observer] else None,
        )
        for observer in sorted({one.observer for one in reports})
    )


def _numbers(one: Filed) -> Numbers:
    """The counts of a report that are large enough to be rare, with its form's name."""
    asked = [q.name for q in one.form.questions if q.kind is AnswerKind.COUNT and not q.repeats]
    said = ((name, one.answers.get(name, "")) for name in asked)
    whole = ((name, int(text)) for name, text in said if text.isascii() and text.isdigit() and len(text) < 10)
    return tuple((f"{one.form.form_id}.{name}", value) for name, value in whole if value >= SMALLEST)


def _later(told: Sequence[Filed], numbers: Mapping[str, Numbers]) -> list[Filed]:
    """The reports whose numbers stood in an earlier report of another station."""
    same: dict[Numbers, list[Filed]] = defaultdict(list)
    for one in told:
        same[numbers[one.report]].append(one)
    return [one for group in same.values() for one in group if any(_is_before(other, one) for other in group)]


def _is_before(other: Filed, one: Filed) -> bool:
    """Did the other come in earlier, from another station?"""
    apart = bool(one.station) and other.station not in ("", one.station)
    known = other.received is not None and one.received is not None
    return apart and known and other.received < one.received  # type: ignore[operator]


class _Rarity:
    """How often a number stands in the reports of other observers."""

    def __init__(self, told: Sequence[Filed], numbers: Mapping[str, Numbers]) -> None:
        self._all: Counter[tuple[str, int]] = Counter()
        self._own: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
        self._asked: Counter[str] = Counter()
        self._own_asked: dict[str, Counter[str]] = defaultdict(Counter)
        for one in told:
            for name, value in numbers[one.report]:
                self._all[name, value] += 1
                self._own[one.observer][name, value] += 1
                self._asked[name] += 1
                self._own_asked[one.observer][name] += 1

    def __call__(self, one: Filed, name: str, value: int) -> float:
        others = self._all[name, value] - self._own[one.observer][name, value]
        asked = self._asked[name] - self._own_asked[one.observer][name]
        return max(MOST_RARE, others / asked if asked else 1.0)
