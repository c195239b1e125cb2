"""Protocols keyed twice from their photographs: what each sheet still needs, and what was accepted.

A keyer sees the photograph and nothing that another read; where two differ a third reads it as blindly, and
where no two agree a coordinator who read none of it settles it with a reason.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import combinations
from typing import Any

from django.db.models import Max

from scrutator.counting.protocols.keying import Entry, resolve
from scrutator.errors import ScrutatorError
from scrutator.field.checks.declared import CheckSet
from scrutator.field.checks.mission import check_parts, values_with
from scrutator.field.checks.parts import Part
from scrutator.field.checks.visits import Filed, facts_of
from scrutator.field.outcomes import PROTOCOL_FORM
from scrutator.field.questions import AnswerKind, Question
from scrutator.web.audit.events import What
from scrutator.web.clock import now
from scrutator.web.desk.checking.filed import COUNTED, filed, known_of, together
from scrutator.web.desk.checking.tables import checks_of, compiled_for
from scrutator.web.desk.models import Standing
from scrutator.web.intake.models import Attachment, Submission
from scrutator.web.intake.rows import of_numbers
from scrutator.web.missions.forms import questions_of
from scrutator.web.missions.models import Mission
from scrutator.web.night.arrivals import is_count
from scrutator.web.night.keeping import keep
from scrutator.web.night.models import Keying
from scrutator.web.night.registered import rules_of
from scrutator.web.night.source import Stands, stands_of

Counts = Mapping[str, int]
MOST_KEPT, CHUNK = 50_000, 500


class Needs(StrEnum):
    """What a sheet still needs."""

    FIRST = "a first reading"
    SECOND = "a second reading"
    THIRD = "a third reading: two differ"
    SETTLING = "a coordinator who did not read it"
    NOTHING = "read alike by two"
    SETTLED = "settled by a coordinator"


ASKS = (Needs.THIRD, Needs.SECOND, Needs.FIRST)
"""What a keyer can give, in the order in which sheets are handed out."""


@dataclass(frozen=True)
class Sheet:
    """A photographed protocol, its readings, what it needs, and the counts that were accepted."""

    report: Submission
    readings: tuple[Keying, ...]
    needs: Needs
    accepted: Counts | None

    @cached_property
    def not_read(self) -> int:
        """How many lines of a closed sheet no one could read: of them nothing was found."""
        return (
            0 if self.accepted is None else len({q.name for q in lines_of(self.report)} - set(self.accepted))
        )

    def was_read_by(self, user: Any) -> bool:
        """Whether this person has read it."""
        return any(one.user_id == user.pk for one in self.readings)

    def may_be_read_by(self, user: Any) -> bool:
        """Whether this person's reading is still needed."""
        return self.needs in ASKS and not self.was_read_by(user)

    def may_be_settled_by(self, user: Any) -> bool:
        """Whether this person, if a coordinator, may settle it: one who read it may not."""
        return self.needs is Needs.SETTLING and not self.was_read_by(user)


def sheets_of(mission: Mission, number: int | None = None) -> list[Sheet]:
    """The sheets of a mission, or the one of a report: of reports that count and have a photograph. Only
    those are looked at again of which something changed."""
    rules = rules_of(mission)
    rows = _photographed(mission, rules.form_id if rules else PROTOCOL_FORM)
    read, version = _last_readings(mission), (checks_of(mission.pk).version, mission.places_version)
    tokens: dict[int, Token] = {
        one.pk: (one, read.get(one.pk, 0), version) for one in rows if number in (None, one.pk)
    }
    if len(_SHEETS) > MOST_KEPT:
        _SHEETS.clear()
    kept = {pk: _SHEETS[pk] for pk in tokens if pk in _SHEETS}
    found = {pk: sheet for pk, (token, sheet) in kept.items() if token == tokens[pk]}
    new = [pk for pk in tokens if pk not in found]
    for begin in range(0, len(new), CHUNK):
        for sheet in _looked_at(mission, new[begin : begin + CHUNK]):
            found[sheet.report.pk] = sheet
            _SHEETS[sheet.report.pk] = (tokens[sheet.report.pk], sheet)
    return [found[pk] for pk in tokens if pk in found]


Token = tuple[Stands, int, tuple[str, int]]
"""What a sheet rests on: what became of its report, its last reading, the checks and the places."""
_SHEETS: dict[int, tuple[Token, Sheet]] = {}


def _photographed(mission: Mission, form: str) -> list[Stands]:
    """What became of the reports that count and have a photograph."""
    copies = Attachment.objects.filter(submission__mission=mission, submission__form_id=form, copy=True)
    photographed = set(copies.values_list("submission", flat=True))
    kept_apart = Standing.objects.filter(submission__mission=mission, results_apart=True)
    apart = set(kept_apart.values_list("submission", flat=True))
    return [
        one
        for one in stands_of(mission, form)
        if one.pk in photographed
        and one.pk not in apart
        and one.state in COUNTED
        and one.published_id is not None
        and not (one.superseded or one.unsafe or one.gone)
    ]


def _last_readings(mission: Mission) -> dict[int, int]:
    """The newest reading of each report; none is ever changed or taken back."""
    read = Keying.objects.filter(submission__mission=mission).order_by().values_list("submission")
    return dict(read.annotate(last=Max("pk")))


def _looked_at(mission: Mission, numbers: Sequence[int]) -> Iterator[Sheet]:
    listed = Submission.objects.filter(mission=mission, pk__in=numbers).order_by("pk")
    joined = listed.select_related("received__leaf", "place")
    reports = list(joined.defer("received__content", "received__facts", "received__leaf__entry"))
    readings: dict[int, list[Keying]] = {one.pk: [] for one in reports}
    for row in Keying.objects.filter(submission__in=numbers).order_by("pk"):
        readings[row.submission_id].append(row)
    adds_up = _adding_up(mission, reports, readings)
    for one in reports:
        yield _sheet(one, readings[one.pk], adds_up=adds_up.get(one.pk, False))


def _sheet(one: Submission, readings: Sequence[Keying], *, adds_up: bool) -> Sheet:
    settled = [row.counts for row in readings if row.settles]
    if settled:
        return Sheet(one, tuple(readings), Needs.SETTLED, settled[0])
    if not readings:
        return Sheet(one, (), Needs.FIRST, None)
    entries = [Entry(str(one.pk), str(row.user_id), row.counts) for row in readings]
    found = resolve(entries, lambda _: adds_up)
    if found.accepted is not None:
        return Sheet(one, tuple(readings), Needs.NOTHING, found.accepted)
    asked = {1: Needs.SECOND, 2: Needs.THIRD}.get(len(readings), Needs.SETTLING)
    needs = Needs.SETTLING if found.needed.startswith("supervisor") else asked
    return Sheet(one, tuple(readings), needs, None)


def _adding_up(
    mission: Mission, reports: Sequence[Submission], readings: Mapping[int, Sequence[Keying]]
) -> dict[int, bool]:
    """Whether the counts that two read alike break no check of one report that cannot be wrong, by report;
    only of counts not looked at before are checks asked."""
    alike = {one.pk: counts for one in reports if (counts := _alike(readings[one.pk]))}
    if not alike:
        return {}
    checks, version = checks_of(mission.pk), mission.places_version
    keys = {
        number: (number, checks.version, version, tuple(sorted(counts.items())))
        for number, counts in alike.items()
    }
    found = {number: _ADDED_UP[key] for number, key in keys.items() if key in _ADDED_UP}
    if len(_ADDED_UP) > MOST_KEPT:
        _ADDED_UP.clear()
    new = [number for number in keys if number not in found]
    for begin in range(0, len(new), CHUNK):
        asked = {number: alike[number] for number in new[begin : begin + CHUNK]}
        found |= _asked_of_checks(asked, checks)
    _ADDED_UP.update({keys[number]: found[number] for number in new if number in found})
    return found


_ADDED_UP: dict[tuple[Any, ...], bool] = {}
"""What was found of counts that two read alike: checks are not asked again for each look at a page."""


def _alike(readings: Sequence[Keying]) -> Counts:
    """The first counts that two read; none where no two agree."""
    pairs = (one.counts for one, other in combinations(readings, 2) if one.counts == other.counts)
    counts: Counts = next(pairs, {})
    return counts


def _asked_of_checks(counts: Mapping[int, Counts], checks: CheckSet) -> dict[int, bool]:
    """Whether these counts, by the report, break none of the checks; each is asked of as if it were alone."""
    reports = together(Submission.objects.filter(pk__in=list(counts)))
    known, of_form = known_of(reports), defaultdict[int, list[Filed]](list)
    whole = filed(reports)
    for one in reports:
        said = {name: str(value) for name, value in counts[one.pk].items()}
        form = whole[one.pk].form
        of_form[one.published_id or 0].append(
            replace(whole[one.pk], answers=said, parts=(Part("", form, said),))
        )
    broken = set[str]()
    for number, read in of_form.items():
        facts = {one.report: facts_of([one], known)[one.report] for one in read}
        values = {one.report: values_with(one, facts[one.report]) for one in read}
        flags = check_parts(compiled_for(checks, number), read, facts, values)
        broken |= {report for report, found in flags.items() if any(flag.kind.is_serious for flag in found)}
    return {one.pk: str(one.pk) not in broken for one in reports}


def lines_of(one: Submission) -> tuple[Question, ...]:
    """The lines of the form that are read from a photograph: whole numbers that are asked once."""
    asked = questions_of(one.published_id) if one.published_id else ()
    return tuple(q for q in asked if q.kind is AnswerKind.COUNT and not q.repeats)


def read_lines(one: Submission, given: Mapping[str, str]) -> dict[str, int]:
    """The counts that were typed; an empty line was not legible and is no count. Raises D65 for others."""
    typed = {q.name: given.get(q.name, "").strip() for q in lines_of(one)}
    wrong = [name for name, text in typed.items() if text and not is_count(text)]
    if wrong:
        raise ScrutatorError("D65", f"“{typed[wrong[0]][:20]}” is no number of {wrong[0]}")
    return {name: int(text) for name, text in typed.items() if text}


def key_sheet(sheet: Sheet, user: Any, counts: Counts) -> Keying:
    """Keep a person's reading. Raises D65 when it is not needed, or not of them."""
    if not sheet.may_be_read_by(user):
        raise ScrutatorError("D65", "this sheet needs no reading of yours")
    row = Keying(submission=sheet.report, user=user, counts=dict(counts), at=now())
    return keep(sheet.report.mission, row, What.KEYED, report=sheet.report.received.record)


def settle_sheet(sheet: Sheet, user: Any, counts: Counts, reason: str) -> Keying:
    """Settle what no two agree on. Raises D65 for one who read the sheet, and for one that needs it not."""
    if not sheet.may_be_settled_by(user):
        raise ScrutatorError("D65", "this sheet is not for you to settle")
    row = Keying(
        submission=sheet.report, user=user, counts=dict(counts), settles=True, reason=reason, at=now()
    )
    return keep(sheet.report.mission, row, What.SETTLED, report=sheet.report.received.record, reason=reason)


@dataclass(frozen=True)
class Differs:
    """A line in which what was accepted from the photograph is not what the observer sent."""

    report: Submission
    line: str
    sent: str
    read: int


def differences(sheets: Sequence[Sheet]) -> Iterator[Differs]:
    """Answer: where does the photograph say something else than the report, as the desk has it?"""
    done = [one for one in sheets if one.accepted is not None]
    said = _sent([one.report.pk for one in done])
    for one in done:
        for line, value in sorted((one.accepted or {}).items()):
            sent = said[one.report.pk].get(line, "")
            if sent != str(value):
                yield Differs(one.report, line, sent, value)


_SENT: dict[tuple[int, str], Mapping[str, str]] = {}
"""What a report says with these corrections: what was received never changes."""


def _sent(numbers: Sequence[int]) -> dict[int, Mapping[str, str]]:
    """What these reports say, as the desk has them; only those not kept are read."""
    stands = Standing.objects.exclude(corrections={}).values_list("submission", "corrections")
    corrected = dict(of_numbers(stands, "submission", numbers))
    changed = {one: repr(sorted(said.items())) for one, said in corrected.items()}
    keys = {one: (one, changed.get(one, "")) for one in numbers}
    found = {one: _SENT[key] for one, key in keys.items() if key in _SENT}
    if len(_SENT) > MOST_KEPT:
        _SENT.clear()
    new = [one for one in numbers if one not in found]
    for begin in range(0, len(new), CHUNK):
        part = together(Submission.objects.filter(pk__in=new[begin : begin + CHUNK]))
        for number, one in filed(part).items():
            found[number] = _SENT[keys[number]] = one.answers
    return found


def photographs(one: Submission) -> list[Attachment]:
    """The photographs of a report that can be shown."""
    return list(Attachment.objects.filter(submission=one, copy=True).order_by("name", "pk"))
