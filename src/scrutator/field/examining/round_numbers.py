"""Votes that end in 0 or 5 more often than counted ones do."""

from collections import defaultdict
from collections.abc import Sequence

from scrutator.field.checks.visits import Filed
from scrutator.field.examining.evidence import Evidence, Kind, as_many
from scrutator.field.outcomes import vote_lines

SMALLEST = 20  # the last digit of smaller numbers is not even
LEAST_NUMBERS = 6
BY_CHANCE = 0.2


def round_numbers(reports: Sequence[Filed]) -> tuple[Evidence, ...]:
    """Answer: whose protocols have votes that end in 0 or 5 more often than one in five?

    Only the votes of lists are looked at, of at least twenty: ballots are delivered in round numbers, and
    turnout is often told in them. A number that a protocol has more than once counts once.
    """
    votes: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for one in reports:
        said = {one.answers.get(question.name, "") for question in vote_lines(one.form)}
        whole = (int(text) for text in said if text.isascii() and text.isdigit() and len(text) < 10)
        votes[one.observer] += [(one.report, value) for value in whole if value >= SMALLEST]
    found = []
    for observer in sorted({one.observer for one in reports}):
        told = votes[observer]
        even = [report for report, value in told if value % 5 == 0]
        chance = as_many(len(even), len(told), BY_CHANCE) if len(told) >= LEAST_NUMBERS else None
        found.append(Evidence(observer, Kind.ROUND, len(even), len(told), tuple(sorted(set(even))), chance))
    return tuple(found)
