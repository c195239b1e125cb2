"""Replies to messages to many, by the address that they went to."""

from collections import defaultdict
from datetime import datetime

from scrutator.web.outbox.models import Bulk, Outgoing
from scrutator.web.outbox.replies import REPLIES_FOR
from scrutator.web.sms.models import SmsMessage
from scrutator.web.sms.taking import opened_text


def replies_to(bulk: Bulk) -> dict[int, list[tuple[datetime, str]]]:
    """The replies to each message of a bulk, by its number: what came from its address before the next
    message went there, at most a day later."""
    mine = {one.sender: one for one in bulk.outgoing.exclude(sender="")}
    later = Outgoing.objects.filter(sender__in=mine, bulk__mission=bulk.mission_id, bulk__gt=bulk.pk)
    until: dict[str, datetime] = {}
    for sender, at in later.values_list("sender", "at"):
        until[sender] = min(at, until.get(sender, at))
    came = SmsMessage.objects.filter(mission=bulk.mission_id, sender__in=mine, at__gte=bulk.at)
    found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for one in came.filter(outcome=SmsMessage.Outcome.REPLY).order_by("pk"):
        asked = mine[one.sender]
        if asked.at <= one.at < until.get(one.sender, asked.at + REPLIES_FOR):
            found[asked.pk].append((one.at, opened_text(one)))
    return found
