"""What the desk is told of a report once it is stored: the field's checks against form and station."""

from scrutator.field.checks import Flag, FlagKind, check_answers, check_register, check_relations
from scrutator.field.submission import parse, plain_path
from scrutator.web.desk.records import station_of
from scrutator.web.intake.models import Submission
from scrutator.web.missions.forms import published_form


def flags_of(one: Submission) -> tuple[Flag, ...]:
    """The flags of one report; none for a form that was never published, whose questions are not known."""
    if one.published_id is None:
        return ()
    form = published_form(one.published_id)
    names = {question.path: question.name for question in form.questions}
    given = parse(bytes(one.received.content)).answers
    answers = {names[plain_path(path)]: value for path, value in given if plain_path(path) in names}
    flags = [*check_answers(form, answers), *check_relations(form, answers)]
    flags += [_copy(one, earlier) for earlier in copies_before(one)]
    if one.place is not None:
        flags += check_register(station_of(one.place, one.mission.time_zone), form, answers)
    return tuple(sorted(set(flags)))


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
    answers = parse(bytes(one.received.content)).answers
    return [
        other for other in others[:MOST_COMPARED] if parse(bytes(other.received.content)).answers == answers
    ]


def _copy(one: Submission, earlier: Submission) -> Flag:
    words = f"the same answers by the same observer as report {earlier.received.leaf.index}"
    return Flag(FlagKind.SOFT, COPY, (), words)
