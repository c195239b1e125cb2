"""A message to many before it is confirmed: who gets it, in which language and words, at what cost."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scrutator.errors import ScrutatorError
from scrutator.field.sms.parts import cost, parts
from scrutator.web.identities.store import phones_of
from scrutator.web.missions.models import Mission, Observer
from scrutator.web.outbox.models import Channel, Price, Wording
from scrutator.web.sms.models import SmsNumber
from scrutator.web.sms.numbers import sender_hash
from scrutator.words.sms import sms_languages


@dataclass(frozen=True)
class Letter:
    """What one observer would get: in which language, which words; `sender` is the keyed hash of the address
    it goes to, "" where there is none; `is_theirs`: the language is known to be theirs."""

    observer: int
    code: str
    language: str
    words: str
    sender: str
    is_theirs: bool

    @property
    def parts(self) -> int:
        """In how many parts a network sends it."""
        return parts(self.words)


@dataclass(frozen=True)
class Draft:
    """A message to many, as it would be sent on one channel. `digest` is of all of it: who confirms it
    confirms this and nothing else."""

    name: str
    channel: Channel
    letters: tuple[Letter, ...]
    price: Decimal | None
    currency: str

    @property
    def sent(self) -> tuple[Letter, ...]:
        """Those that have an address."""
        return tuple(one for one in self.letters if one.sender)

    @property
    def parts(self) -> int:
        """How many parts a network sends in all."""
        return sum(one.parts for one in self.sent)

    @property
    def cost(self) -> Decimal | None:
        """What they cost; None where the mission has not said what a part costs."""
        return None if self.price is None else cost(self.parts, self.price)

    @property
    def cost_in_words(self) -> str:
        """The cost with at least two decimals; "" where it is not known."""
        if self.cost is None:
            return ""
        whole, _, rest = f"{self.cost:f}".partition(".")
        return f"{whole}.{rest.rstrip('0').ljust(2, '0')} {self.currency}"

    @property
    def languages(self) -> list[tuple[str, int]]:
        """How many letters are in which language."""
        return sorted(Counter(one.language for one in self.letters).items())

    @property
    def digest(self) -> str:
        """A hash of who gets what on which channel."""
        said = sorted((one.observer, one.language, one.words, one.sender) for one in self.letters)
        return hashlib.sha256(repr((self.name, self.channel.value, said)).encode()).hexdigest()


def draft(mission: Mission, name: str, channel: Channel, codes: Iterable[str]) -> Draft:
    """The message with this name to these observers. Raises D65 for one that has no words, or no observer."""
    words = wordings(mission).get(name, {})
    observers = list(mission.observers.filter(code__in=set(codes)).order_by("code"))
    if not words:
        raise ScrutatorError("D65", "a message to many has words", remedy="Keep some under its name first.")
    if not observers:
        raise ScrutatorError("D65", "no observer is missing now, so there is no one to write to")
    spoken = _languages(mission)
    phones = phones_of(one.opaque for one in observers)
    price = Price.objects.filter(mission=mission, channel=channel).order_by("-pk").first()
    letters = (
        _letter(one, words, spoken.get(one.pk, ""), phones.get(one.opaque, ""), channel) for one in observers
    )
    return Draft(
        name, channel, tuple(letters), price.price if price else None, price.currency if price else ""
    )


def _letter(one: Observer, words: Mapping[str, str], language: str, phone: str, channel: Channel) -> Letter:
    """In their language where the message has it, else in the first that it has."""
    chosen = language if language in words else next(code for code in sms_languages() if code in words)
    sender = sender_hash(phone, channel.value) if phone else ""
    return Letter(one.pk, one.code, chosen, words[chosen], sender, chosen == language)


def _languages(mission: Mission) -> dict[int, str]:
    """The language of each observer who has a number for SMS."""
    listed = SmsNumber.objects.filter(mission=mission, device__revoked=None).order_by("pk")
    return dict(listed.values_list("device__observer", "language"))


def wordings(mission: Mission) -> dict[str, dict[str, str]]:
    """The messages that are in use, by name and language."""
    found: dict[str, dict[str, str]] = {}
    for one in Wording.objects.filter(mission=mission).order_by("pk"):
        found.setdefault(one.name, {})[one.language] = one.words
    return found
