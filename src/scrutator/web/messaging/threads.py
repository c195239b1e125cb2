"""Replies to messages to many, by the address that they went to."""

from collections import defaultdict
from datetime import datetime

from scrutator.web.outbox.models import Bulk, Outgoing
from scrutator.web.outbox.replies import REPLIES_FOR
from scrutator.web.sms.models import SmsMessage
from scrutator.web.sms.taking import opened_text


def replies_to(bulk: Bulk) -> dict[int, list[tuple[datetime, str]]]:
    """The replies to each message of a bulk, by its number: what came from its address before the next
    message was handed over there, at most a day later. Of two observers with one telephone both are told."""
    mine: dict[str, list[Outgoing]] = defaultdict(list)
    for one in bulk.outgoing.exclude(sender=""):
        mine[one.sender].append(one)
    later = Outgoing.objects.filter(sender__in=mine, bulk__mission=bulk.mission_id, bulk__gt=bulk.pk)
    until: dict[str, datetime] = {}
    for sender, at in later.exclude(state__in=NOT_OUT).values_list("sender", "at"):
        until[sender] = min(at, until.get(sender, at))
    came = SmsMessage.objects.filter(mission=bulk.mission_id, sender__in=mine, at__gte=bulk.at)
    found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for reply in came.filter(outcome=SmsMessage.Outcome.REPLY).order_by("pk"):
        for asked in mine[reply.sender]:
            if asked.at <= reply.at < until.get(reply.sender, asked.at + REPLIES_FOR):
                found[asked.pk].append((reply.at, opened_text(reply)))
    return found


NOT_OUT = (Outgoing.State.WAITING, Outgoing.State.NO_PHONE)
