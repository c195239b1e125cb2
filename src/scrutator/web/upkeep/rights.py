"""What is kept of an observer, for them to see; and its erasure, after which their reports are no one's."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written_among
from scrutator.web.identities.store import consents_of, erase_people, read_person, record_consent
from scrutator.web.intake.models import Received
from scrutator.web.missions.models import Device, Mission, Observer
from scrutator.web.receipts import receipt
from scrutator.web.sms.models import SmsMessage
from scrutator.web.sms.taking import opened_text


def kept_of(mission: Mission, observer: Observer) -> dict[str, Any]:
    """Everything that the server keeps of an observer, as plain values: who they are and what they agreed to,
    where they were to be, their telephones' tokens, what they sent, in order."""
    person = read_person(observer.opaque)
    received = Received.objects.filter(device__observer=observer).select_related("leaf").order_by("pk")
    return {
        "mission": mission.slug,
        "observer": observer.code,
        "team": observer.team,
        "partner": observer.partner,
        "name": person.name,
        "phone": person.phone,
        "consents": [{"version": version, "day": str(day)} for version, day in consents_of(observer.opaque)],
        "deployed": [
            {"round": one.round.code, "place": one.place.code, "selection": one.selection}
            for one in observer.deployments.select_related("round", "place").order_by("pk")
        ],
        "duties": [
            {"place": one.place.code, "form": one.form_id, "due": one.due}
            for one in observer.duties.select_related("place").order_by("pk")
        ],
        "devices": [
            {"token": one.username, "ends": one.expires.isoformat(), "revoked": one.revoked is not None}
            for one in observer.devices.order_by("pk")
        ],
        "received": [
            {
                "at": one.at.isoformat(),
                "channel": one.channel,
                "receipt": receipt(one.leaf.index, bytes(one.leaf.hash)),
                "content": bytes(one.content).decode("utf-8", "replace"),
            }
            for one in received
        ],
        "messages": [
            {"at": one.at.isoformat(), "channel": one.bulk.channel, "words": one.words, "state": one.state}
            for one in observer.outgoing.select_related("bulk").order_by("pk")
        ],
        "sms": [
            {"at": one.at.isoformat(), "text": opened_text(one), "reply": one.reply}
            for one in messages_of(mission, observer)
        ],
    }


def messages_of(mission: Mission, observer: Observer) -> Any:
    """The messages that named a number of this observer, and their replies to messages of the desk."""
    numbers = list(mission.sms_numbers.filter(device__observer=observer).values_list("number", flat=True))
    senders = list(observer.outgoing.exclude(sender="").values_list("sender", flat=True))
    theirs = Q(number__in=numbers) | Q(sender__in=senders, outcome=SmsMessage.Outcome.REPLY)
    return SmsMessage.objects.filter(theirs, mission=mission).order_by("pk")


def overwrite_deleted() -> None:
    """Let SQLite overwrite what this connection deletes from the missions' database."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def agreed_to(mission: Mission, observer: Observer, version: str, day: date) -> None:
    """Write down which version of the mission's information an observer agreed to, and when."""

    def agree(log: Log) -> None:
        record_consent(observer.opaque, version, day)
        about = {"observer": observer.code, "version": version, "day": day.isoformat()}
        note(log, mission.pk, What.CONSENT, COMPUTER, about)

    write(agree)


def erase_observer(mission: Mission, observer: Observer, at: datetime, by: str = COMPUTER) -> None:
    """Erase who an observer is: name, telephone, consents, the marks of their telephones, their messages
    and the words that went to them.

    Reports stay under the observer's code, which then leads to no one; tokens end. What was theirs is
    overwritten in the file, sealed as it was.
    """

    def erase(log: Log) -> None:
        overwrite_deleted()
        messages_of(mission, observer).delete()
        observer.outgoing.update(words="", sender="")
        devices = Device.objects.filter(observer=observer)
        devices.filter(revoked=None).update(revoked=at)
        devices.update(fingerprint="")
        rows = written_among("missions.device", devices.values_list("pk", flat=True))
        note(log, mission.pk, What.ERASED, by, {"observer": observer.code}, rows)

    write(erase)
    erase_people([observer.opaque])
