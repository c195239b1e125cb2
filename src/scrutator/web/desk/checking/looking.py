"""What checks find of some reports of one mission: flags, what is at stake, who comes first."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scrutator.expressions.evaluation import Value
from scrutator.field.checks.compiling import FormChecks
from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.flags import Flag, in_order
from scrutator.field.checks.mission import answers_not_allowed, check_parts, values_with
from scrutator.field.checks.neighbours import far_from_others, flag_beside, share_of
from scrutator.field.checks.visits import Filed, facts_of
from scrutator.web.desk.checking.filed import known_of, region_of
from scrutator.web.desk.checking.tables import compiled_for
from scrutator.web.desk.models import Measured
from scrutator.web.intake.models import Flag as Mark
from scrutator.web.intake.models import Submission
from scrutator.web.intake.rows import of_numbers

UNSAFE, SERIOUS, DOUBTFUL, NOTHING = range(4)
"""Who comes first in the queue."""
NOT_KNOWN = -(2**40)
LARGEST = 2**62
COPY = "the same answers"
"""The flag of a report that repeats an earlier one; it is found as the report comes in."""


@dataclass(frozen=True)
class Share:
    """A share that is compared with those of the same region."""

    check_id: str
    region: int | None
    share: Fraction


@dataclass(frozen=True)
class Looked:
    """What was found of one report."""

    report: Submission
    flags: tuple[Flag, ...]
    shares: tuple[Share, ...]
    marks: tuple[str, ...]
    at_stake: int | None
    version: str

    @property
    def rank(self) -> int:
        """Who comes first."""
        if self.report.unsafe:
            return UNSAFE
        return rank_of(self.flags) if self.flags else DOUBTFUL if self.marks else NOTHING

    @property
    def findings(self) -> str:
        """A hash of all that was found; "" of nothing."""
        return findings_of(self.flags, self.marks, unsafe=self.report.unsafe)


def rank_of(flags: Sequence[Flag]) -> int:
    """Who comes first, by the hardest of these flags."""
    return SERIOUS if any(one.kind.is_serious for one in flags) else DOUBTFUL if flags else NOTHING


def findings_of(flags: Sequence[Flag], marks: Sequence[str] = (), *, unsafe: bool = False) -> str:
    """A hash of what was found; "" of nothing."""
    if not flags and not marks and not unsafe:
        return ""
    said = [[one.kind.value, one.name, one.words, *one.reports] for one in in_order(flags)]
    return hashlib.sha256(repr((said, sorted(marks), unsafe)).encode()).hexdigest()


def order_of(at_stake: int | None) -> int:
    """More at stake before less, and what is not known before both."""
    return NOT_KNOWN if at_stake is None else -at_stake


def look_at(
    reports: Sequence[Submission],
    checks: CheckSet,
    visits: Mapping[int, Filed],
    others: Sequence[Submission] = (),
    *,
    again: bool = False,
) -> list[Looked]:
    """Answer: what is there to look at in these reports, all of one mission?

    `visits` are these reports as `filed` gives them, and `others`, further visits of their observers, which
    are looked at for where they were. Shares are compared with those of the same region that were measured
    before. Looked at `again` because of another table, shares are only measured, and answers are not held
    against the form once more: no table changes that.
    """
    known = known_of([*reports, *others])
    facts = facts_of(visits.values(), known)
    marks = marks_of(reports)
    flags: dict[int, list[Flag]] = defaultdict(list)
    shares: dict[int, list[Share]] = defaultdict(list)
    values = {one.pk: values_with(visits[one.pk], facts[str(one.pk)]) for one in reports}
    for compiled, found in _by_form(reports, checks):
        theirs = {str(one.pk): values[one.pk] for one in found}
        at_once = check_parts(compiled, [visits[one.pk] for one in found], facts, theirs)
        for one in found:
            flags[one.pk] += at_once.get(str(one.pk), ())
            if not again:
                flags[one.pk] += answers_not_allowed(visits[one.pk])
            shares[one.pk] += _shares(one, compiled, values[one.pk])
        if not again:
            for number, flag in _beside(found, compiled, shares):
                flags[number].append(flag)
    return [
        Looked(
            one,
            in_order(set(flags[one.pk])),
            tuple(shares[one.pk]),
            marks[one.pk],
            _stake(flags[one.pk], values[one.pk]),
            checks.version,
        )
        for one in reports
    ]


def unread(one: Submission, checks: CheckSet) -> Looked:
    """What there is to look at in a report of a form that was never published: what was marked as it came."""
    return Looked(one, (), (), marks_of([one])[one.pk], None, checks.version)


def marks_of(reports: Sequence[Submission]) -> Mapping[int, tuple[str, ...]]:
    """What was marked as reports came in, by their number."""
    found: dict[int, tuple[str, ...]] = {one.pk: () for one in reports}
    rows = Mark.objects.order_by("kind").values_list("submission", "kind")
    for number, kind in of_numbers(rows, "submission", list(found)):
        found[number] += (kind,)
    return found


def _by_form(
    reports: Sequence[Submission], checks: CheckSet
) -> Iterable[tuple[FormChecks, list[Submission]]]:
    same: dict[int, list[Submission]] = defaultdict(list)
    for one in reports:
        same[one.published_id or 0].append(one)
    return [(compiled_for(checks, number), found) for number, found in same.items()]


def _shares(one: Submission, compiled: FormChecks, values: Mapping[str, Value]) -> Iterable[Share]:
    """What is compared with neighbours; of reports that count, and of stations of the list."""
    if (
        one.place is None
        or one.superseded
        or one.state not in (Submission.State.NEW, Submission.State.VERIFIED)
    ):
        return
    for applied in compiled.beside:
        share = share_of(applied, values)
        if share is not None and max(abs(share.numerator), share.denominator) < LARGEST:
            yield Share(applied.check.id, region_of(one.place), share)


def _beside(
    found: Sequence[Submission], compiled: FormChecks, shares: Mapping[int, Sequence[Share]]
) -> Iterable[tuple[int, Flag]]:
    """The flags of shares far from those of the region."""
    numbers = [one.pk for one in found]
    by_check = {one.check.id: one for one in compiled.beside}
    for check, region in {(share.check_id, share.region) for number in numbers for share in shares[number]}:
        own = {n: s.share for n in numbers for s in shares[n] if (s.check_id, s.region) == (check, region)}
        measured = measured_in(check, region, found[0].mission_id)
        far = far_from_others({str(n): share for n, share in {**measured, **own}.items()})
        for number in own.keys() & {int(name) for name in far}:
            yield number, flag_beside(by_check[check], own[number])


def measured_in(check: str, region: int | None, mission: int) -> dict[int, Fraction]:
    """The shares of a region, by the number of the report."""
    rows = Measured.objects.filter(check_id=check, region=region, submission__mission=mission)
    return {
        number: Fraction(top, bottom)
        for number, top, bottom in rows.values_list("submission", "top", "bottom")
    }


def _stake(flags: Sequence[Flag], values: Mapping[str, Value]) -> int | None:
    """By how much the sides of what failed differ; else the voters of the station, as the mission or else the
    report knows them."""
    differing = [flag.at_stake for flag in flags if flag.at_stake is not None]
    if differing:
        return max(differing)
    for name in ("station.registered", "registered", "o_registered"):
        value = values.get(name)
        if isinstance(value, int):
            return value
    return None
