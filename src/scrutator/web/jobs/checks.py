"""What the desk is told of a report once it is stored: the field's checks against form and station."""

from scrutator.field.checks import Flag, check_answers, check_register, check_relations
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
    if one.place is not None:
        flags += check_register(station_of(one.place, one.mission.time_zone), form, answers)
    return tuple(sorted(set(flags)))
