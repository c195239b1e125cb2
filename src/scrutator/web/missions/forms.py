"""Forms of a mission: published once and kept for good; what a report of them names."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.field.entries import entries_of
from scrutator.field.questions import AnswerKind, Question, once_for_each_form
from scrutator.field.reading.sheets import SMS, read_sheets
from scrutator.field.submission import Submission as Parsed
from scrutator.field.submission import plain_path
from scrutator.field.xlsform import PublishedForm, publish
from scrutator.tables.writing import csv_text
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written_among
from scrutator.web.missions.codes import STATION
from scrutator.web.missions.models import FormVersion, Mission, Place

Questions = tuple[Question, ...]
PLACE, ALERT = "station", "desk alert"
YES = frozenset({"yes"})


def publish_form(mission: Mission, xlsx: bytes, version: str, by: str = COMPUTER) -> FormVersion:
    """Publish a form, and make it the current version. Raises what `publish` raises, D63 for a version that
    is there already, a question that repeats otherwise than before, a prefix for SMS that another form has,
    or photos without an evidence key."""
    made = publish(xlsx, version=version)
    if mission.forms.filter(form_id=made.form_id, version=version).exists():
        raise ScrutatorError("D63", f"version {version} of {made.form_id} is published already")
    if any(one.kind is AnswerKind.PHOTO for one in made.questions) and not mission.evidence_key:
        raise ScrutatorError(
            "D63",
            f"{made.form_id} asks for photos, and the mission has no evidence key to seal originals to",
            remedy="Make one with `scrutator mission evidence-key -o FILE`, and give its public half.",
        )
    _check_repeats(mission, made)
    _check_prefix(mission, made.form_id, read_sheets(xlsx).settings.get(SMS, ""))

    def publish_it(log: Log) -> FormVersion:
        earlier = mission.forms.filter(form_id=made.form_id, current=True)
        numbers = list(earlier.values_list("pk", flat=True))
        earlier.update(current=False)
        created: FormVersion = mission.forms.create(
            form_id=made.form_id,
            version=version,
            title=made.title,
            languages=list(made.languages),
            xform=made.xform,
            md5=made.md5,
            questions=msgspec.to_builtins(made.questions),
            workbook=xlsx,
        )
        rows = written_among("missions.formversion", [*numbers, created.pk])
        note(log, mission.pk, What.FORM, by, {"form": made.form_id, "version": version}, rows)
        return created

    return write(publish_it)


def _check_repeats(mission: Mission, made: PublishedForm) -> None:
    """What one version asks once and another many times would be counted in neither of two tables."""
    asked = {one.name: one.repeats for one in made.questions}
    for earlier in mission.forms.filter(form_id=made.form_id).values_list("pk", flat=True):
        for one in questions_of(earlier):
            if asked.get(one.name, one.repeats) != one.repeats:
                what = f"the question {one.name} repeats otherwise than in an earlier version"
                raise ScrutatorError("D63", what, remedy="Give the question another name.")


def _check_prefix(mission: Mission, form_id: str, prefix: str) -> None:
    """Two forms of a mission are told from each other by what an SMS begins with."""
    for other in mission.forms.filter(current=True).exclude(form_id=form_id):
        if prefix and sms_prefix(other.pk) == prefix:
            what = f"messages of {other.form_id} begin with {prefix} already"
            raise ScrutatorError("D63", what, remedy="Give the form another prefix for SMS.")


@lru_cache(maxsize=256)
def sms_prefix(form: int) -> str:
    """What stands before a number in a message of this form, "" where it has none; it never changes."""
    workbook = bytes(FormVersion.objects.values_list("workbook", flat=True).get(pk=form))
    return read_sheets(workbook).settings.get(SMS, "") if workbook else ""


@lru_cache(maxsize=256)
def questions_of(form: int) -> Questions:
    """The questions of a published form; they never change."""
    found = FormVersion.objects.values_list("questions", flat=True).get(pk=form)
    return msgspec.convert(found, Questions)


@lru_cache(maxsize=256)
def published_form(number: int) -> PublishedForm:
    """A published version as the field knows it; it never changes."""
    form = FormVersion.objects.get(pk=number)
    return PublishedForm(
        form.form_id,
        form.version,
        form.title,
        tuple(form.languages),
        bytes(form.xform),
        form.md5,
        questions_of(form.pk),
    )


def media_files(form: FormVersion) -> tuple[str, ...]:
    """The lists that phones need beside the form."""
    return tuple(sorted({one.file for one in questions_of(form.pk) if one.file}))


def media_file(form: FormVersion, name: str) -> bytes:
    """One of them: the mission's stations, by code and name."""
    return _stations(form.mission_id, form.mission.places_version)


@lru_cache(maxsize=16)
def _stations(mission: int, version: int) -> bytes:
    rows = Place.objects.filter(mission_id=mission, kind=STATION).order_by("code")
    named = ((code, f"{code} {name}".strip()) for code, name in rows.values_list("code", "name"))
    return csv_text(("name", "label"), named).encode()


_PUBLISHED: dict[tuple[int, str, str], int] = {}


def form_of(mission: int, parsed: Parsed) -> int | None:
    """The published version that a report is of; None when it was never published here.

    What was found once is remembered: a published version never changes and never goes.
    """
    key = (mission, parsed.form_id, parsed.version)
    if key not in _PUBLISHED:
        found = FormVersion.objects.filter(mission_id=mission, form_id=parsed.form_id, version=parsed.version)
        number = found.values_list("pk", flat=True).first()
        if number is None:
            return None
        _PUBLISHED[key] = number
    return _PUBLISHED[key]


def place_number(mission: Mission, code: str | None) -> int | None:
    """The row of the station with this code, which reports are about; None without a code or such one."""
    return _places(mission.pk, mission.places_version).get(code) if code else None


@lru_cache(maxsize=16)
def _places(mission: int, version: int) -> dict[str, int]:
    return dict(Place.objects.filter(mission_id=mission, kind=STATION).values_list("code", "pk"))


def place_of(parsed: Parsed, questions: Questions) -> str | None:
    """The code of the place that a report names; of an unknown form, what its `station` says."""
    paths = _places_asked(questions)
    named = (
        value
        for path, value in parsed.answers
        if (plain_path(path) in paths if questions else _last(path) == PLACE)
    )
    return next((value for value in named if value), None)


def is_unsafe(parsed: Parsed, questions: Questions) -> bool:
    """Whether a report may say that its observer is not safe: any answer but a choice that is no problem, to
    a question that feeds a desk alert, wherever in the report it stands. What is not understood hides the
    report from the desk, and not the other way round.

    In an unknown form, any answer but `yes` to a question whose name ends in `_safe`.
    """
    fine = _fine(questions)
    for path, value in parsed.answers:
        for name in plain_path(path).split("/"):
            asked = name in fine if questions else name.endswith("_safe")
            if asked and value and value not in fine.get(name, YES):
                return True
    return False


def unasked(parsed: Parsed, questions: Questions) -> bool:
    """Whether a report answers what its form does not ask, one question twice where nothing repeats, or with
    a choice it does not offer: such a report would make a case that no method reads."""
    if not questions:
        return False
    try:
        entries = entries_of(parsed.answers, questions)
    except ScrutatorError:
        return True
    offered = _offered(questions)
    return any(
        not offered[name].issuperset(value.split())
        for said in entries.values()
        for name, value in said.items()
        if name in offered
    )


@once_for_each_form
def _offered(questions: Sequence[Question]) -> Mapping[str, frozenset[str]]:
    return {one.name: frozenset(choice.value for choice in one.choices) for one in questions if one.choices}


@once_for_each_form
def _places_asked(questions: Sequence[Question]) -> frozenset[str]:
    return frozenset(one.path for one in questions if one.kind is AnswerKind.PLACE)


@once_for_each_form
def _fine(questions: Sequence[Question]) -> Mapping[str, frozenset[str]]:
    """The answers that are no problem, to the questions that alert the desk."""
    return {
        one.name: frozenset(choice.value for choice in one.choices).difference(one.problem)
        for one in questions
        if one.feeds.startswith(ALERT)
    }


def _last(path: str) -> str:
    return plain_path(path).rpartition("/")[2]
