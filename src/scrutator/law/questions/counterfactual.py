"""The same votes under several laws: who gains, how proportional, who has a majority.

Every result has the caveat: under another law voters, parties and candidates might have acted
otherwise. It is arithmetic on the votes cast, not a forecast of that election.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError
from scrutator.law.arithmetic.indices import AgainstAll, Indices, indices
from scrutator.law.arithmetic.shares import number
from scrutator.law.chain.allocate import AMBIGUOUS, Result, allocate, covering
from scrutator.law.chain.rules import Rules
from scrutator.law.chain.steps.admission import Threshold
from scrutator.law.chain.votes import Votes
from scrutator.law.questions.presentation import remarks_on

if TYPE_CHECKING:
    from scrutator.law.systems.distribute import SystemResults

CAVEAT = (
    "Under another law voters and parties might have acted otherwise; this is arithmetic on the votes cast."
)


@dataclass(frozen=True)
class Column:
    """One law and one reading of it: seats, differences to the first column, indices, flags."""

    law: str
    reading: str
    outcome: str
    seats: Mapping[str, int]
    gains: Mapping[str, int]
    indices: Indices
    majority: str | None
    two_thirds: str | None


@dataclass(frozen=True)
class Comparison:
    """The columns in the order of the laws given, one for each reading that parts; and the caveat.

    `remarks` say of each law what its column leaves out: readings, parts that are not encoded, facts.
    """

    columns: tuple[Column, ...]
    caveat: str = CAVEAT
    remarks: tuple[str, ...] = ()


def compare(laws: Sequence[Rules], votes: Votes, treat: AgainstAll = "in_base") -> Comparison:
    """Seats of every list under every law and reading; the first column is what the others differ from."""
    results = [(rules, allocate(rules, votes)) for rules in laws]
    first = results[0][1].seats
    columns = [column for rules, result in results for column in _columns(rules, result, votes, first, treat)]
    remarks = [f"{rules.name}: {text}" for rules, result in results for text in remarks_on(result)]
    return Comparison(tuple(columns), remarks=tuple(dict.fromkeys(remarks)))


def _columns(
    rules: Rules, result: Result, votes: Votes, first: Mapping[str, int], treat: AgainstAll
) -> Iterable[Column]:
    for reading in result.readings:
        seats = reading.allocation.seats
        house = reading.allocation.house
        yield Column(
            law=rules.name,
            reading=", ".join(f"{point} {choice}" for point, choice in reading.choice.items()),
            outcome=covering(reading.allocation.outcome, result),
            seats=seats,
            gains={name: seats[name] - first[name] for name in seats},
            indices=indices(votes.by_name, seats, votes.against_all or 0, treat),
            majority=holder(seats, house, Fraction(1, 2), strictly=True),
            two_thirds=holder(seats, house, Fraction(2, 3), strictly=False),
        )


def holder(seats: Mapping[str, int], house: int, share: Fraction, *, strictly: bool) -> str | None:
    """The list with more than (or at least) this share of the house, if there is one."""
    for name, count in seats.items():
        if count > share * house or (not strictly and house and count == share * house):
            return name
    return None


@dataclass(frozen=True)
class SweepPoint:
    """The seats at one value of what is swept; `why` there are none when the law gives none there."""

    value: Fraction
    seats: Mapping[str, int]
    outcome: str
    remarks: tuple[str, ...] = ()
    why: str = ""


def sweep_threshold(rules: Rules, votes: Votes, values: Iterable[Fraction]) -> tuple[SweepPoint, ...]:
    """Seats for a range of thresholds, everything else as in the law (first reading).

    Raises what stops the law when it gives seats at no value at all.
    """
    return swept(values, lambda value: allocate(rules.with_threshold(as_share(value)), votes))


def as_share(value: Fraction) -> str:
    """A share as a law writes it, exactly."""
    return f"{value.numerator}/{value.denominator}"


def other_shares(steps: Iterable[Any]) -> tuple[str, ...]:
    """What thresholds ask besides one share, and what becomes of it when that share is replaced."""
    said: list[str] = []
    for step in (step for step in steps if isinstance(step, Threshold)):
        if step.coalition:
            bands = ", ".join(f"{parties} parties {need}" for parties, need in sorted(step.coalition.items()))
            said.append(f"Other shares for coalitions ({bands}) are set aside: all lists need one share.")
        if step.quotas:
            said.append("The law's threshold is a number of quotas; here it is a share.")
        if step.by_contender:
            kinds = ", ".join(f"{kind} {need}" for kind, need in sorted(step.by_contender.items()))
            said.append(f"Other shares for kinds of contenders ({kinds}) stay as in the law.")
    return tuple(dict.fromkeys(said))


def sweep_house(rules: Rules, votes: Votes, sizes: Iterable[int]) -> tuple[SweepPoint, ...]:
    """Seats for a range of house sizes. Raises what stops the law when it gives seats at no size at all."""
    return swept(map(Fraction, sizes), lambda size: allocate(rules.with_house(int(size)), votes))


NO_SEATS = "no_seats"
"""The outcome of a point at which the law gives no seats; the point says why."""


def swept(
    values: Iterable[Fraction], found: "Callable[[Fraction], Result | SystemResults]"
) -> tuple[SweepPoint, ...]:
    """The result at every value. One value that the law cannot meet is a point that says why."""
    points: list[SweepPoint] = []
    errors: list[ScrutatorError] = []
    for value in values:
        try:
            result = found(value)
        except ScrutatorError as error:
            errors.append(error)
            points.append(SweepPoint(value, {}, NO_SEATS, why=error.what))
        else:
            points.append(SweepPoint(value, result.first.seats, result.outcome, remarks_on(result)))
    if errors and len(errors) == len(points):
        raise errors[0]
    return tuple(points)


def sweep_remarks(points: Sequence[SweepPoint]) -> tuple[str, ...]:
    """What holds at every point that has seats, and how many have none or several readings."""
    computed = [point for point in points if not point.why]
    said = [tuple(map(_lasting, point.remarks)) for point in computed]
    same = [text for text in said[0] if all(text in remarks for remarks in said)]
    several = sum(point.outcome == AMBIGUOUS for point in points)
    if several:
        what = f"At {several} of {len(points)} values the readings of the law give different seats"
        same.insert(0, f"{what}; those of the first reading are shown.")
    if len(computed) < len(points):
        same.insert(0, f"At {len(points) - len(computed)} of {len(points)} values the law gives no seats.")
    return tuple(same)


def _lasting(text: str) -> str:
    """A remark without what holds of one threshold alone: for which numbers the same lists clear it."""
    return f"{text.partition('; ')[0]}." if text.startswith("Not computable") and "; " in text else text


def turning_points(points: Sequence[SweepPoint]) -> tuple[SweepPoint, ...]:
    """The first point and those at which the seats change from the one before, or stop to be given."""

    def shown(point: SweepPoint) -> tuple[object, ...]:
        return (point.seats, point.why)

    return tuple(p for at, p in enumerate(points) if at == 0 or shown(p) != shown(points[at - 1]))


MOST_POINTS = 10_000


def threshold_range(text: str) -> list[Fraction]:
    """Read "0..10%", "0%..10%" or "0..10%:0.5%" (with a step; default a tenth of a point). Raises L10."""
    span, _, step_text = text.partition(":")
    low_text, dots, high_text = span.partition("..")
    if not dots:
        raise ScrutatorError("L10", f"range {text!r}", remedy='Write it as "0..10%".')
    high = number(high_text, "end of the range")
    low = number(low_text if low_text.endswith("%") or high_text[-1:] != "%" else low_text + "%", "start")
    step = number(step_text, "step") if step_text else Fraction(1, 1000)
    if not low <= high <= 1 or step <= 0:
        remedy = 'Write the lower end first and at most 100 %, as in "0..10%".'
        raise ScrutatorError("L10", f"range {text!r} does not lie between 0 and 1", remedy=remedy)
    return [low + step * at for at in bounded(text, range(int((high - low) / step) + 1))]


def bounded(text: str, points: range) -> range:
    """The points of a sweep, when a person could wait for them. Raises L10 above MOST_POINTS."""
    if points.stop - points.start > MOST_POINTS * points.step:
        remedy = f"At most {MOST_POINTS} points are computed: take a shorter range or a longer step."
        raise ScrutatorError("L10", f"range {text!r} has too many points", remedy=remedy)
    return points


def house_range(text: str) -> range:
    """Read "90..110" or "90..110:5". Raises L10."""
    span, _, step = text.partition(":")
    low, dots, high = span.partition("..")
    parts = (low, high, step or "1")
    readable = dots and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)
    if not readable or not 1 <= int(low) <= int(high) or int(parts[2]) == 0:
        raise ScrutatorError("L10", f"range {text!r}", remedy='Write it as "90..110".')
    return bounded(text, range(int(low), int(high) + 1, int(parts[2])))
