"""All tests of all observers together: the words that may be said of each, and how they came about."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.copied import copied
from scrutator.field.examining.evidence import Evidence, Kind
from scrutator.field.examining.fast import fast
from scrutator.field.examining.round_numbers import round_numbers
from scrutator.field.examining.straight import straight

LEVEL = 0.05
Test = Callable[[Sequence[Filed]], tuple[Evidence, ...]]
TESTS: tuple[Test, ...] = (copied, straight, fast, round_numbers)


class Verdict(StrEnum):
    """What may be said of an observer's reports; never that something was done."""

    RESEMBLES = "resembles"  # more of it than chance makes, in some test, after correction for all of them
    NOTHING = "nothing stands out"  # no test that could be made says so; what they cannot see may be there
    TOO_LITTLE = "too little to say"  # no test could be made


@dataclass(frozen=True)
class Examined:
    """Of one observer: the verdict, the kinds that their reports resemble, and what every test says."""

    observer: str
    verdict: Verdict
    kinds: tuple[Kind, ...]
    evidence: tuple[Evidence, ...]
    reports: int


def examine(reports: Sequence[Filed], tests: Sequence[Test] = TESTS) -> tuple[Examined, ...]:
    """Answer: whose reports resemble copied, straight-lined, impossibly fast or invented ones?

    `reports` are those that count, each once, of one mission. The chance that any honest observer at all is
    named is held at 5 % in a mission whose reports are as the tests assume (Holm's correction over all tests
    of all observers); what it is in others is measured: see `rates`. The order of reports decides nothing.
    """
    found = [one for test in tests for one in test(reports)]
    named = beyond_chance({(one.observer, one.kind): one.chance for one in found})
    by_observer: dict[str, list[Evidence]] = defaultdict(list)
    for one in found:
        by_observer[one.observer].append(one)
    counted = Counter(one.observer for one in reports)
    return tuple(
        _examined(who, evidence, named, counted[who]) for who, evidence in sorted(by_observer.items())
    )


def _examined(
    who: str, evidence: Sequence[Evidence], named: frozenset[tuple[str, Kind]], reports: int
) -> Examined:
    kinds = tuple(one.kind for one in evidence if (who, one.kind) in named)
    if kinds:
        verdict = Verdict.RESEMBLES
    elif all(one.chance is None for one in evidence):
        verdict = Verdict.TOO_LITTLE
    else:
        verdict = Verdict.NOTHING
    return Examined(who, verdict, kinds, tuple(evidence), reports)


Key = TypeVar("Key", bound=tuple[str, ...])


def beyond_chance(chances: Mapping[Key, float | None]) -> frozenset[Key]:
    """Holm: the smallest chance against the level over all tests, the next over one fewer, and so on."""
    tested = sorted((chance, key) for key, chance in chances.items() if chance is not None)
    named = []
    for place, (chance, key) in enumerate(tested):
        if chance > LEVEL / (len(tested) - place):
            break
        named.append(key)
    return frozenset(named)
