"""What the desk is told of a report once it is stored: the field's checks against form and station."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from scrutator.errors import ScrutatorError
from scrutator.field.checks import Flag, FlagKind, check_answers, check_register, check_relations
from scrutator.field.entries import entries_of, seen_from
from scrutator.field.submission import parse_stored, plain_path
from scrutator.field.xlsform import PublishedForm
from scrutator.web.desk.records import station_of
from scrutator.web.intake.models import Submission
from scrutator.web.missions.forms import published_form

Answers = tuple[tuple[str, str], ...]


def flags_of(one: Submission) -> tuple[Flag, ...]:
    """The flags of one report; none for a form that was never published, whose questions are not known."""
    if one.published_id is None:
        return ()
    form = published_form(one.published_id)
    flags = [_copy(one, earlier) for earlier in copies_before(one)]
    station = station_of(one.place, one.mission.time_zone) if one.place is not None else None
    for part, answers in _parts(form, parse_stored(bytes(one.received.content)).answers):
        flags += [*check_answers(part, answers), *check_relations(part, answers)]
        flags += check_register(station, part, answers) if station is not None else ()
    return tuple(sorted(set(flags)))


def _parts(form: PublishedForm, given: Answers) -> Iterator[tuple[PublishedForm, Mapping[str, str]]]:
    """What is looked at together: what was asked once, then each entry of a group that repeats with what
    stands around it. A report that answers what its form does not ask is looked at as far as it does."""
    try:
        entries = entries_of(given, form.questions)
    except ScrutatorError:
        names = {question.path: question.name for question in form.questions}
        yield form, {names[plain_path(path)]: value for path, value in given if plain_path(path) in names}
        return
    for entry in entries:
        yield _asked_in(form, entry[0]), seen_from(entry, entries)


def _asked_in(form: PublishedForm, group: str) -> PublishedForm:
    """The form as far as an entry of this group sees it; "": what is asked once."""
    if not any(question.repeats for question in form.questions):
        return form
    return replace(
        form,
        questions=tuple(
            one for one in form.questions if not one.repeats or f"{group}/".startswith(f"{one.repeats[-1]}/")
        ),
    )


COPY = "the same answers"
MOST_COMPARED = 50


def copies_before(one: Submission) -> list[Submission]:
    """Reports of the same observer, form and place before this one that give the same answers under another
    id, among the last fifty: a phone that sends without end does not make each of its reports dearer."""
    earlier = Submission.objects.filter(
        mission=one.mission_id,
        form_id=one.form_id,
        place=one.place_id,
        received__device__observer__devices=one.received.device_id,
        pk__lt=one.pk,
    )
    others = earlier.exclude(instance_id=one.instance_id).select_related("received__leaf").order_by("-pk")
    answers = parse_stored(bytes(one.received.content)).answers
    return [
        other
        for other in others[:MOST_COMPARED]
        if parse_stored(bytes(other.received.content)).answers == answers
    ]


def _copy(one: Submission, earlier: Submission) -> Flag:
    words = f"the same answers by the same observer as report {earlier.received.leaf.index}"
    return Flag(FlagKind.SOFT, COPY, (), words)
