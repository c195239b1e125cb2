"""What becomes of a message, in one transaction: a report by the write path of all reports, or a reply that
says why not, and in either case a row of the message log."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scrutator.field.questions import AnswerKind
from scrutator.field.report_xml import report_xml
from scrutator.field.sms import replies
from scrutator.field.sms.card import Card
from scrutator.field.sms.message import masked, masked_reply, parse
from scrutator.field.sms.reading import Fault, Read, Why, read
from scrutator.field.submission import parse as parse_report
from scrutator.web import at_rest
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.identities.store import read_person
from scrutator.web.intake.accept import Incoming, accept
from scrutator.web.intake.log import GrowingLog
from scrutator.web.intake.models import Received, Submission
from scrutator.web.intake.running import writer
from scrutator.web.missions.forms import form_of, is_unsafe, place_number, questions_of, unasked
from scrutator.web.missions.models import Deployment, Mission
from scrutator.web.outbox.replies import is_reply
from scrutator.web.sms.forms import cards_of
from scrutator.web.sms.models import SmsMessage, SmsNumber
from scrutator.web.sms.numbers import CHANNEL, code_hash, sender_hash

MESSAGES = "messages"  # the secret that texts are sealed under
HOUR = timedelta(hours=1)
MOST_WRONG, MOST_WRONG_BOUND = 5, 50
Outcome = SmsMessage.Outcome


@dataclass(frozen=True)
class Inbound:
    """A message as a gateway hands it over: the gateway's id, the sender's telephone number, the text, and
    the channel that it came by, sms or messenger."""

    id: str
    sender: str
    text: str
    channel: str = CHANNEL


@dataclass(frozen=True)
class Answer:
    """What the gateway is told: the reply, "" for none, and what became of the message."""

    outcome: str
    reply: str
    receipt: str = ""


def take(mission: Mission, message: Inbound, at: datetime) -> Answer:
    """Take a message; the same one under the same id again gets the same answer. Raises what the writer
    raises."""
    message = replace(message, id=_kept_id(message))
    cards = cards_of(mission)
    return writer().run(lambda log: _taken(mission, message, cards, at, log))


def _kept_id(message: Inbound) -> str:
    """What a message is known by: the gateway's id with a keyed hash of all of it. A gateway that counts anew
    gives an id twice; what it hands over then is another message, and no one is told that it was stored."""
    by_channel = () if message.channel == CHANNEL else (message.channel,)
    parts = (*by_channel, message.id, message.sender, message.text)
    said = "\n".join(parts).encode("utf-8", "replace")
    return f"{message.id[:67]}~{hmac.new(secret(folder(), MESSAGES), said, hashlib.sha256).hexdigest()[:32]}"


def _taken(
    mission: Mission, message: Inbound, cards: Sequence[Card], at: datetime, log: GrowingLog
) -> Answer:
    before = SmsMessage.objects.filter(mission=mission, gateway=message.id).first()
    if before is not None:
        return Answer(before.outcome, before.reply, before.receipt)
    sender = sender_hash(message.sender, message.channel)
    number = parse(message.text[:100]).number
    known = (
        SmsNumber.objects.filter(mission=mission, number=number).select_related("device__observer").first()
    )
    answer = _answer(mission, message, cards, at, log, _Asker(sender, known, message.channel))
    if not replies.may_be_answered(message.sender):
        answer = Answer(answer.outcome, "", answer.receipt)
    SmsMessage.objects.create(
        mission=mission,
        channel=message.channel,
        gateway=message.id,
        at=at,
        sender=sender,
        number=number if known else "",
        outcome=answer.outcome,
        text=seal_text(mission, message.id, message.text, is_reply=answer.outcome == Outcome.REPLY),
        reply=answer.reply,
        receipt=answer.receipt,
    )
    return answer


@dataclass(frozen=True)
class _Asker:
    """Who sends: the keyed hash of the telephone number on its channel, and the observer whose number is
    written."""

    sender: str
    known: SmsNumber | None
    channel: str

    @property
    def is_bound(self) -> bool:
        """Is it the telephone that this number belongs to: the first that used the code, and until one did,
        the one that the observer's own row names?"""
        if self.known is None:
            return False
        device = self.known.device
        return self.sender == (device.fingerprint or _listed(device.observer.opaque, self.channel))


def _listed(opaque: str, channel: str) -> str:
    """The hash of the telephone number that was imported for an observer; "" where none was."""
    phone = read_person(opaque).phone
    return sender_hash(phone, channel) if phone else ""


def _answer(
    mission: Mission, message: Inbound, cards: Sequence[Card], at: datetime, log: GrowingLog, asker: _Asker
) -> Answer:
    if not replies.may_be_answered(message.sender):
        return Answer(Outcome.MACHINE, "")
    known = asker.known
    language = known.language if known and asker.is_bound else replies.language_of(message.text)
    found = read(message.text, cards, _own_answers(known, cards))
    early = [fault for fault in found.faults if fault.why in (Why.FORM, Why.NUMBER, Why.CODE, Why.LONG)]
    if any(fault.why is Why.FORM for fault in early) and is_reply(mission, asker.sender, at):
        return Answer(Outcome.REPLY, "")
    if early or found.card is None:
        return Answer(Outcome.NOT_READ, replies.refused(language, found.faults))
    if _too_many(mission, asker, at):
        return Answer(Outcome.TOO_MANY, replies.later(language))
    hashed = code_hash(mission.pk, found.written.number, found.written.code)
    if not hmac.compare_digest(bytes(known.code) if known else bytes(32), hashed) or known is None:
        return Answer(Outcome.WRONG_CODE, replies.not_right(language))
    if found.faults:
        return Answer(Outcome.NOT_READ, replies.refused(known.language, found.faults))
    return _stored(mission, found, found.card, known, asker, at, log)


def _too_many(mission: Mission, asker: _Asker, at: datetime) -> bool:
    """Whether wrong codes of the last hour keep this one from being looked at.

    Those of other telephones never count against the one that the number belongs to.
    """
    wrong = SmsMessage.objects.filter(mission=mission, outcome=Outcome.WRONG_CODE, at__gt=at - HOUR)
    own = wrong.filter(sender=asker.sender).count()
    if asker.is_bound:
        return own >= MOST_WRONG_BOUND
    if own >= MOST_WRONG:
        return True
    if asker.known is None:
        return False
    others = wrong.filter(number=asker.known.number).exclude(sender=asker.known.device.fingerprint)
    return others.count() >= MOST_WRONG


def _own_answers(known: SmsNumber | None, cards: Sequence[Card]) -> Mapping[str, str]:
    """The station of an observer who is deployed at one and no other."""
    if known is None:
        return {}
    listed = Deployment.objects.filter(observer=known.device.observer).values_list("place__code", flat=True)
    places = set(listed)
    if len(places) != 1:
        return {}
    names = {q.name for card in cards for q in card.tags.values() if q.kind is AnswerKind.PLACE}
    return dict.fromkeys(names, places.pop())


def _stored(
    mission: Mission, found: Read, card: Card, known: SmsNumber, asker: _Asker, at: datetime, log: GrowingLog
) -> Answer:
    """By the write path of all reports. The same answers again are the same report, however late."""
    answers = found.answers
    xml = report_xml(card.form, answers, _instance(known, card, found))
    parsed = parse_report(xml)
    published = form_of(mission.pk, parsed)
    questions = questions_of(published) if published else ()
    places = [answers.get(q.name, "") for q in card.tags.values() if q.kind is AnswerKind.PLACE]
    code = next(filter(None, places), None)
    place = place_number(mission, code)
    if code is not None and place is None:
        tag = next(tag for tag, question in card.tags.items() if question.kind is AnswerKind.PLACE)
        return Answer(Outcome.NOT_READ, replies.refused(known.language, [Fault(Why.VALUE, tag)]))
    kept = accept(
        Incoming(
            mission=mission.pk,
            device=known.device,
            fingerprint=asker.sender,
            revoked=known.device.revoked is not None or known.device.expires <= at,
            xml=xml,
            sha256=hashlib.sha256(xml).hexdigest(),
            parsed=parsed,
            form=published,
            files=(),
            unasked=unasked(parsed, questions),
            place=place,
            unknown_place=False,
            unsafe=is_unsafe(parsed, questions),
            at=at,
            channel=asker.channel,
        ),
        log,
    )
    aside = _is_aside(mission, parsed.instance_id, log)
    reply = replies.stored(known.language, kept.receipt, repeated=kept.repeated, aside=aside)
    outcome = Outcome.REPEATED if kept.repeated else Outcome.ASIDE if aside else Outcome.STORED
    return Answer(outcome, reply, kept.receipt)


def _is_aside(mission: Mission, instance: str, log: GrowingLog) -> bool:
    """Whether the report was set aside: it came from another telephone, or its number has ended."""
    log.flush()
    found = Received.objects.filter(mission=mission, instance_id=instance, submission__isnull=False)
    return found.filter(submission__state=Submission.State.QUARANTINED).exists()


def _instance(known: SmsNumber, card: Card, found: Read) -> str:
    """The id of a report: of one observer, form, serial and answers there is one."""
    said = [known.number, card.form.form_id, card.form.version, found.written.serial]
    said += [f"{name}={found.answers[name]}" for name in sorted(found.answers)]
    key = secret(folder(), MESSAGES)
    return f"sms:{hmac.new(key, chr(0).join(said).encode(), hashlib.sha256).hexdigest()[:40]}"


def seal_text(mission: Mission, gateway: str, text: str, *, is_reply: bool = False) -> bytes:
    """A message's text as it is kept: without its code, under the secret `messages`."""
    kept = masked_reply(text[:2_000]) if is_reply else masked(text[:2_000])
    plain = kept.encode("utf-8", "replace")
    return at_rest.seal(secret(folder(), MESSAGES), plain, f"sms {mission.pk} {gateway}")


def opened_text(message: SmsMessage) -> str:
    """The text of a message of the log."""
    about = f"sms {message.mission_id} {message.gateway}"
    return at_rest.opened(secret(folder(), MESSAGES), bytes(message.text), about).decode()
