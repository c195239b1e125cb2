"""What comes back of messages to many: whether a message is a reply, and a gateway's word on each."""

import re
from datetime import datetime, timedelta

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.web.intake.running import writer
from scrutator.web.missions.models import Mission
from scrutator.web.outbox.models import Outgoing

REPLIES_FOR = timedelta(hours=24)
OUT = (Outgoing.State.HANDED, Outgoing.State.REACHED, Outgoing.State.STAGED)
_NAME = re.compile(r"bulk-([1-9][0-9]{0,15})")


def is_reply(mission: Mission, sender: str, at: datetime) -> bool:
    """Whether a message that is no report answers one of the desk: one went to its sender within 24 hours."""
    found = Outgoing.objects.filter(bulk__mission=mission, sender=sender, state__in=OUT)
    return found.filter(at__gte=at - REPLIES_FOR, at__lte=at).exists()


class _Delivery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    reached: bool


def read_delivery(body: bytes) -> tuple[int, bool]:
    """The number of a message, and whether it reached its telephone, of a gateway's body: JSON with `id`, as
    the desk gave it, and `reached`. Raises D74."""
    try:
        given = msgspec.json.decode(body, type=_Delivery)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ScrutatorError("D74", f"the notice is not what a gateway sends: {error}") from None
    found = _NAME.fullmatch(given.id)
    if found is None:
        raise ScrutatorError("D74", "the notice names no message of the desk")
    return int(found[1]), given.reached


def note_delivery(mission: Mission, channel: str, number: int, reached: bool) -> bool:
    """Write down what a gateway says of a message that it was given; whether there is such a one. What
    reached its telephone is never called not reached again."""
    state = Outgoing.State.REACHED if reached else Outgoing.State.NOT_REACHED
    asked = Outgoing.objects.filter(pk=number, bulk__mission=mission, bulk__channel=channel, state__in=_TOLD)
    found = asked if reached else asked.exclude(state=Outgoing.State.REACHED)
    known = asked.exists()
    if known:
        writer().run(lambda log: found.update(state=state))
    return known


_TOLD = (*OUT, Outgoing.State.NOT_REACHED)
