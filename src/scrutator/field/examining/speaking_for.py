"""What speaks for an observer: facts of their reports that who stayed at home could hardly bring about."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from scrutator.field.checks.visits import Filed
from scrutator.field.questions import AnswerKind

SOON = timedelta(hours=3)


@dataclass(frozen=True)
class SpeaksFor:
    """Of one observer: at stations where another observer reported on the same form, how many of the answers
    that both gave agree; photographs sent; reports that came in within three hours of the end of a visit, of
    those whose end is known; problems reported."""

    observer: str
    agreeing: int
    compared: int
    photos: int
    soon: int
    timed: int
    problems: int


def speaks_for(reports: Sequence[Filed]) -> dict[str, SpeaksFor]:
    """Answer: what speaks for each of these observers? It proves nothing, and stands beside the rest."""
    at_station: dict[tuple[str, str], list[Filed]] = defaultdict(list)
    by_observer: dict[str, list[Filed]] = defaultdict(list)
    for one in reports:
        by_observer[one.observer].append(one)
        if one.station:
            at_station[one.station, one.form.form_id].append(one)
    found = {}
    for observer, own in sorted(by_observer.items()):
        both = [
            _agreement(one, other)
            for one in own
            for other in at_station[one.station, one.form.form_id]
            if other.observer != observer
        ]
        timed = [one for one in own if one.answers.get("left") and one.ends and one.received]
        found[observer] = SpeaksFor(
            observer,
            sum(agree for agree, _ in both),
            sum(compared for _, compared in both),
            sum(one.photos - one.missing_photos for one in own),
            sum(_is_soon(one) for one in timed),
            len(timed),
            sum(_problems(one) for one in own),
        )
    return found


def _agreement(one: Filed, other: Filed) -> tuple[int, int]:
    kinds = (AnswerKind.CHOICE, AnswerKind.COUNT)
    names = [q.name for q in one.form.questions if q.kind in kinds and not q.repeats]
    both = [name for name in names if one.answers.get(name) and other.answers.get(name)]
    return sum(one.answers[name] == other.answers[name] for name in both), len(both)


def _is_soon(one: Filed) -> bool:
    return one.ends is not None and one.received is not None and abs(one.received - one.ends) <= SOON


def _problems(one: Filed) -> int:
    return sum(
        not set(one.answers.get(q.name, "").split()).isdisjoint(q.problem)
        for q in one.form.questions
        if q.problem
    )
