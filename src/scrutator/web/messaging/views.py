"""Messages to many: looked at, confirmed, followed; the words, prices and operators that they need."""

import hashlib
import re
import secrets
from collections import Counter
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.sms.operators import operators_in
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import name_of, note, written
from scrutator.web.clock import now
from scrutator.web.desk.records import at_risk
from scrutator.web.intake.running import writer
from scrutator.web.messaging.drafting import Draft, draft, wordings
from scrutator.web.messaging.missing import By, asked_for, missing_now
from scrutator.web.messaging.threads import replies_to
from scrutator.web.outbox.models import Bulk, Channel, OperatorTable, Outgoing, Price, Wording
from scrutator.web.roles import Role
from scrutator.words.sms import sms_languages

LISTED, SHOWN = 200, 500
DAY = timedelta(days=1)
LONGEST_NAME, LONGEST_WORDS, LONGEST_TABLE = 60, 1_000, 200_000
_PLACEHOLDER = re.compile(r"\{[^{}\n]*\}|<<[^<>\n]*>>|\[\[[^\n\[\]]*\]\]|\$\w+|%[sd]\b|%\(\w+\)s")
"""What other systems fill in for each who gets a message."""
State = Outgoing.State


@require_safe
def bulks(request: Any, mission: str) -> HttpResponse:
    """The messages to many that were sent, and those that can be."""
    listed = _visible_bulks(request).select_related("user").order_by("-pk")
    context = {
        "mission": request.mission,
        "bulks": [(one, _outgoing(request, one).count()) for one in listed[:LISTED]],
        "total": listed.count(),
        "wordings": sorted(wordings(request.mission).items()),
        "languages": sms_languages(),
        "prices": [_price(request.mission, one) for one in Channel.values],
        "operators": _operators(request.mission),
        "sets_up": request.role is Role.COORDINATOR,
    }
    return render(request, "bulks.html", context)


def _visible_bulks(request: Any) -> "QuerySet[Bulk]":
    """The messages to many that the one who asks may see: of one that went to observers at risk alone, that
    it is there is the secret."""
    found = Bulk.objects.filter(mission=request.mission)
    if request.role is Role.COORDINATOR:
        return found
    seen = Outgoing.objects.filter(bulk=OuterRef("pk")).exclude(observer__in=at_risk(request.mission))
    return found.filter(Exists(seen))


def _outgoing(request: Any, bulk: Bulk) -> "QuerySet[Outgoing]":
    """The messages of a bulk that the one who asks may see; those to observers at risk are the
    coordinator's."""
    found = Outgoing.objects.filter(bulk=bulk)
    if request.role is Role.COORDINATOR:
        return found
    return found.exclude(observer__in=at_risk(request.mission))


def _price(mission: Any, channel: str) -> tuple[str, Price | None]:
    return channel, Price.objects.filter(mission=mission, channel=channel).order_by("-pk").first()


def _operators(mission: Any) -> str:
    found = OperatorTable.objects.filter(mission=mission).order_by("-pk").first()
    return found.table if found else "prefix,operator\n"


@require_POST
def bulk_look(request: Any, mission: str) -> HttpResponse:
    """What a message to the missing would be: to whom, in which words, at what cost. Nothing is sent."""
    made, token = _drafted(request), secrets.token_hex(16)
    context = {
        "mission": request.mission,
        "draft": made,
        "token": token,
        "cost": made.cost_in_words,
        "digest": _confirmed_by(made, token),
        "letters": made.letters[:SHOWN],
        "without": [one.code for one in made.letters if not one.sender],
        "foreign": sum(not one.is_theirs for one in made.letters),
        "had_it": _had_it(request.mission, made),
        "asked": {name: request.POST.get(name, "") for name in ("by", "part", "form")},
    }
    return render(request, "bulk_look.html", context)


def _drafted(request: Any) -> Draft:
    """The message that is asked for, to those who are missing now. Raises D65."""
    by, channel = request.POST.get("by", ""), request.POST.get("channel", "")
    if by not in list(By) or channel not in Channel.values:
        raise ScrutatorError("D65", "a message goes by one of the channels, to one of the lists")
    found = missing_now(request.mission, now(), By(by), everyone=request.role is Role.COORDINATOR)
    listed = asked_for(found, request.POST.get("part", ""), request.POST.get("form", ""))
    return draft(
        request.mission, request.POST.get("name", ""), Channel(channel), [one.observer for one in listed]
    )


def _had_it(mission: Any, made: Draft) -> int:
    """How many of these observers a message of this name went to within a day, or waits for."""
    recent = Outgoing.objects.filter(bulk__mission=mission, bulk__name=made.name, bulk__at__gte=now() - DAY)
    sent = recent.filter(observer__in=[one.observer for one in made.sent]).exclude(state=State.NO_PHONE)
    return sent.values("observer").distinct().count()


def _confirmed_by(made: Draft, token: str) -> str:
    """What a page that was looked at is known by: the same message looked at again is another."""
    return hashlib.sha256(f"{token} {made.digest}".encode()).hexdigest()


@require_POST
def bulk_confirm(request: Any, mission: str) -> HttpResponse:
    """Send what was looked at: the second confirmation. The same page sent twice sends once. Raises D65 when
    the message would be another one by now."""
    digest, token = request.POST.get("digest", ""), request.POST.get("token", "")
    known = Bulk.objects.filter(mission=request.mission, digest=digest).first()
    if known is None:
        made = _drafted(request)
        if _confirmed_by(made, token) != digest:
            raise ScrutatorError(
                "D65", "who is missing changed since you looked", remedy="Look at the message again."
            )
        known = _write(request, made, digest)
    return redirect("bulk", mission=mission, bulk=known.pk)


def _write(request: Any, made: Draft, digest: str) -> Bulk:
    mission, user, at = request.mission, request.user, now()

    def write(log: Any) -> Bulk:
        bulk, is_new = Bulk.objects.get_or_create(
            mission=mission,
            digest=digest,
            defaults={"user": user, "name": made.name, "channel": made.channel, "at": at},
        )
        if is_new:
            Outgoing.objects.bulk_create(
                Outgoing(
                    bulk=bulk,
                    observer_id=one.observer,
                    language=one.language,
                    words=one.words,
                    sender=one.sender,
                    state=State.WAITING if one.sender else State.NO_PHONE,
                    at=at,
                )
                for one in made.letters
            )
            about = {"message": made.name, "observers": str(len(made.letters))}
            note(log, mission.pk, What.BULK, name_of(user), about, written(bulk))
        return bulk

    return writer().run(write)


@require_safe
def bulk(request: Any, mission: str, bulk: int) -> HttpResponse:
    """One message to many: who has it, who was not reached, who replied what. Raises D54."""
    found = _visible_bulks(request).filter(pk=bulk).select_related("user").first()
    if found is None:
        raise ScrutatorError("D54", "there is no such message")
    replies = replies_to(found)
    rows = list(_outgoing(request, found).select_related("observer").order_by("observer__code"))
    shown = [(one, replies.get(one.pk, []), came_of(one, bool(replies.get(one.pk)))) for one in rows]
    counts = Counter(came for _, _, came in shown)
    context = {
        "mission": request.mission,
        "bulk": found,
        "rows": shown[:SHOWN],
        "total": len(shown),
        "counts": [(one, counts[one]) for one in CAME],
    }
    return render(request, "bulk.html", context)


REPLIED, NO_REPLY, NOT_REACHED, NOT_KNOWN, WAITS = CAME = (
    "replied",
    "reached, no reply",
    "not reached",
    "handed over, not known whether reached; no reply",
    "waits for the gateway",
)


def came_of(one: Outgoing, replied: bool) -> str:
    """What came of a message: who was not reached is never one who did not reply."""
    if replied:
        return REPLIED
    return {
        State.NO_PHONE: NOT_REACHED,
        State.NOT_REACHED: NOT_REACHED,
        State.REACHED: NO_REPLY,
        State.HANDED: NOT_KNOWN,
    }.get(State(one.state), WAITS)


@require_POST
def bulk_words(request: Any, mission: str) -> HttpResponse:
    """Write the words of a message in one language. Raises D65."""
    name, language = request.POST.get("name", "").strip(), request.POST.get("language", "")
    words = request.POST.get("words", "").replace("\r\n", "\n").strip()
    if not 0 < len(name) <= LONGEST_NAME or language not in sms_languages():
        raise ScrutatorError("D65", "the words of a message have a name, and one of the languages")
    if not 0 < len(words) <= LONGEST_WORDS:
        raise ScrutatorError("D65", f"a message has words, and at most {LONGEST_WORDS:,} characters")
    if placed := _PLACEHOLDER.search(words):
        what = f"nothing is filled in for {placed[0][:40]}: it would go out as it stands"
        raise ScrutatorError("D65", what, remedy="Write the same words for all who get it.")
    row = Wording(mission=request.mission, name=name, language=language, words=words)
    writer().run(lambda log: row.save(force_insert=True))
    return redirect("bulks", mission=mission)


@require_POST
def bulk_set_up(request: Any, mission: str) -> HttpResponse:
    """Declare the price of a part, or the operators by first digits. Raises D61, D65."""
    row: Any
    if "table" in request.POST:
        table = request.POST["table"].replace("\r\n", "\n")
        if len(table) > LONGEST_TABLE:
            raise ScrutatorError("D61", "the table of operators is too long")
        operators_in(table)
        row = OperatorTable(mission=request.mission, table=table)
    else:
        row = _priced(request)
    writer().run(lambda log: row.save(force_insert=True))
    return redirect("bulks", mission=mission)


def _priced(request: Any) -> Price:
    channel, currency = request.POST.get("channel", ""), request.POST.get("currency", "").strip().upper()
    try:
        price = Decimal(request.POST.get("price", "").strip())
    except InvalidOperation:
        price = Decimal(-1)
    if channel not in Channel.values or not (
        len(currency) == 3 and currency.isascii() and currency.isalpha()
    ):
        raise ScrutatorError("D65", "a price has a channel and a currency of three letters")
    exponent = price.as_tuple().exponent
    if not price.is_finite() or not 0 <= price < 1_000 or not isinstance(exponent, int) or exponent < -4:
        raise ScrutatorError("D65", "a price is a number from 0 to 1000 with at most four decimals")
    return Price(mission=request.mission, channel=channel, price=price, currency=currency)
