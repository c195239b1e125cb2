"""Giving observers a number and a code, and knowing a right code from a wrong one."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from scrutator.errors import ScrutatorError
from scrutator.field.sms.numbers import CODE_LENGTH, LENGTH, number_of
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import COMPUTER, Log, note, write, written
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.missions.models import Device, Mission, Observer
from scrutator.web.missions.tokens import DAYS, revoke
from scrutator.web.sms.models import SmsNumber

SECRET, CHANNEL = "sms-codes", "sms"


@dataclass(frozen=True)
class NewNumber:
    """What is printed on the card of an observer: it is shown once."""

    observer: str
    number: str
    code: str


def code_hash(mission: int, number: str, code: str) -> bytes:
    """The keyed hash of a code, bound to its number."""
    said = f"{mission} {number} {code}".encode("utf-8", "replace")
    return hmac.new(secret(folder(), SECRET), said, hashlib.sha256).digest()


def give_number(
    mission: Mission, observer: Observer, language: str, at: datetime, by: str = COMPUTER
) -> NewNumber:
    """A number and a code for an observer; one that they had ends. Raises D62 when no number is free."""
    return write(lambda log: _given(log, mission, observer, language, at, by))


def _given(log: Log, mission: Mission, observer: Observer, language: str, at: datetime, by: str) -> NewNumber:
    revoke(log, Device.objects.filter(observer=observer, sms__isnull=False), at, by)
    taken = set(SmsNumber.objects.filter(mission=mission).values_list("number", flat=True))
    number = _free_number(taken)
    code = f"{secrets.randbelow(10**CODE_LENGTH):0{CODE_LENGTH}d}"
    device = Device.objects.create(
        mission=mission,
        observer=observer,
        username=f"{CHANNEL}-{secrets.token_hex(8)}",
        ha1=secrets.token_hex(16),  # no password has this hash: such a device never signs in by Digest
        expires=at + timedelta(days=DAYS),
    )
    hashed = code_hash(mission.pk, number, code)
    row = SmsNumber.objects.create(
        mission=mission, device=device, number=number, code=hashed, language=language
    )
    rows = written(device, row)
    note(log, mission.pk, What.SMS_NUMBER, by, {"observer": observer.code, "act": "given"}, rows)
    return NewNumber(observer.code, number, code)


def _free_number(taken: set[str]) -> str:
    most = 10 ** (LENGTH - 1)
    if len(taken) > most // 2:
        raise ScrutatorError("D62", "the mission has used half of all numbers for SMS")
    while (number := number_of(secrets.randbelow(most))) in taken:
        pass
    return number


def sender_hash(sender: str, channel: str = CHANNEL) -> str:
    """A keyed hash of a sender's telephone number on a channel, however people write it; the number is
    written nowhere."""
    plain = _WRITTEN.sub("", sender.strip()).removeprefix("+").removeprefix("00").encode("utf-8", "replace")
    return hmac.new(
        secret(folder(), "fingerprints"), channel.encode() + b" " + plain, hashlib.sha256
    ).hexdigest()


_TELEPHONE = re.compile(r"\+?[0-9]{6,15}")
_WRITTEN = re.compile(r"[ ().-]")  # how people write telephone numbers


def bind(log: Log, number: SmsNumber, telephone: str, by: str) -> None:
    """Let a number belong to this telephone, of which a keyed hash is kept. Raises D62 for what is none."""
    plain = _WRITTEN.sub("", telephone)
    if not _TELEPHONE.fullmatch(plain):
        raise ScrutatorError("D62", "a telephone number has 6 to 15 digits, and + before them")
    _belongs_to(log, number, sender_hash(plain), by, "bound to a telephone")


def release(log: Log, number: SmsNumber, by: str) -> None:
    """Let a number belong to no telephone: the next that sends the right code is its own."""
    _belongs_to(log, number, "", by, "released")


def _belongs_to(log: Log, number: SmsNumber, mark: str, by: str, act: str) -> None:
    number.device.fingerprint = mark
    number.device.save(update_fields=["fingerprint"])
    about = {"observer": number.device.observer.code, "act": act}
    note(log, number.mission_id, What.SMS_NUMBER, by, about)


def end(log: Log, number: SmsNumber, at: datetime, by: str) -> None:
    """End a number: what comes under it is set aside."""
    revoke(log, Device.objects.filter(pk=number.device_id), at, by)
