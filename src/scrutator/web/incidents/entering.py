"""A report of an incident that someone tells the desk: written by the one write path of all reports."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scrutator.errors import ScrutatorError
from scrutator.field.outcomes import INCIDENT_FORM
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.reading.conditions import value_of
from scrutator.field.report_xml import report_xml
from scrutator.field.submission import parse
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import name_of, note, written
from scrutator.web.clock import now
from scrutator.web.incidents.models import DeskEntry
from scrutator.web.intake.accept import Incoming, Kept, accept
from scrutator.web.intake.models import Received
from scrutator.web.intake.running import writer
from scrutator.web.missions.forms import is_unsafe, place_number, published_form, unasked
from scrutator.web.missions.models import Device, Mission, Observer, Place
from scrutator.web.missions.tokens import AT_DESK

CHANNEL, OUTSIDE = "desk", "outside"
LONGEST = 2_000
AGAIN = timedelta(days=365)
_TOKEN = re.compile(r"[0-9a-f]{32}")


def asked_at_desk(mission: Mission) -> tuple[int, tuple[Question, ...]]:
    """The current version of the incident form, and its questions that the desk can ask. Raises D65 where the
    mission has no such form."""
    form = mission.forms.filter(form_id=INCIDENT_FORM, current=True).order_by("-pk").first()
    if form is None:
        raise ScrutatorError(
            "D65", "the mission has no form of incidents", remedy="Publish one on the page Forms."
        )
    asked = published_form(form.pk).questions
    return form.pk, tuple(q for q in asked if q.kind.is_asked and q.kind is not AnswerKind.PHOTO)


def enter(mission: Mission, user: Any, observer: str, given: Mapping[str, str], token: str) -> Kept:
    """Write down what an observer, or "" someone from outside, told the desk.

    `given` are answers by question; `token` is that of the page, so that one page sent twice is one report.
    Raises D62 for an unknown observer, D65 for answers that the form does not allow.
    """
    if not _TOKEN.fullmatch(token):
        raise ScrutatorError("D65", "the page was sent without what it is known by")
    number, questions = asked_at_desk(mission)
    said = {q.name: given[q.name].strip() for q in questions if given.get(q.name, "").strip()}
    code = next((said[q.name] for q in questions if q.kind is AnswerKind.PLACE and q.name in said), None)
    place = place_number(mission, code)
    if code is not None and place is None:
        raise ScrutatorError("D65", f"the mission has no station “{code[:40]}”")
    said |= {q.name: _on_the_clock(mission, place, said[q.name]) for q in questions if _is_moment(q, said)}
    for question in questions:
        _check(question, said)
    form = published_form(number)
    xml = report_xml(form, said, f"desk:{token}")
    parsed, at = parse(xml), now()
    teller = _teller(mission, observer)

    def write(log: Any) -> Kept:
        device = _device(mission, teller or _outsider(mission))
        kept = accept(
            Incoming(
                mission=mission.pk,
                device=device,
                fingerprint=CHANNEL,
                revoked=False,
                xml=xml,
                sha256=hashlib.sha256(xml).hexdigest(),
                parsed=parsed,
                form=number,
                files=(),
                unasked=unasked(parsed, form.questions),
                place=place,
                unknown_place=False,
                unsafe=is_unsafe(parsed, form.questions),
                at=at,
                channel=CHANNEL,
            ),
            log,
        )
        if not kept.repeated:
            log.flush()
            row = Received.objects.filter(mission=mission, instance_id=parsed.instance_id).latest("pk")
            entry = DeskEntry.objects.create(received=row, user=user, outside=teller is None)
            about = {"report": row.record}
            note(log, mission.pk, What.TOLD, name_of(user), about, written(entry, device, device.observer))
        return kept

    return writer().run(write)


def _is_moment(question: Question, said: Mapping[str, str]) -> bool:
    return question.kind is AnswerKind.MOMENT and question.name in said


def _on_the_clock(mission: Mission, place: int | None, text: str) -> str:
    """A moment without a zone is one of the clock of its station, else of the mission."""
    zone = Place.objects.filter(pk=place).values_list("time_zone", flat=True).first() or mission.time_zone
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return text if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone)).isoformat(timespec="minutes")


def _check(question: Question, said: Mapping[str, str]) -> None:
    value = said.get(question.name, "")
    offered = {choice.value for choice in question.choices}
    chosen = value.split() if question.kind is AnswerKind.CHOICES else [value]
    fits = not offered or offered.issuperset(chosen)
    if not value and question.required and not question.relevance:
        raise ScrutatorError("D65", f"the form asks for an answer to {question.name}")
    if value and (not fits or value_of(question, value) is None or len(value) > LONGEST):
        raise ScrutatorError("D65", f"“{value[:40]}” is no answer to {question.name}")


def _teller(mission: Mission, code: str) -> Observer | None:
    if not code:
        return None
    found: Observer | None = mission.observers.filter(code=code).first()
    if found is None:
        raise ScrutatorError("D62", f"there is no observer “{code[:20]}”")
    return found


def _outsider(mission: Mission) -> Observer:
    """The row that stands for everyone who is no observer of the mission."""
    made, _ = Observer.objects.get_or_create(
        mission=mission, code=OUTSIDE, defaults={"opaque": secrets.token_hex(16)}
    )
    return made


def _device(mission: Mission, observer: Observer) -> Device:
    """What stands where a phone would: it signs in nowhere, for no password has its hash."""
    made, _ = Device.objects.get_or_create(
        mission=mission,
        observer=observer,
        username=f"{AT_DESK}{observer.pk}",
        defaults={
            "ha1": secrets.token_hex(16),
            "expires": now() + AGAIN,
            "fingerprint": CHANNEL,
        },
    )
    return made
