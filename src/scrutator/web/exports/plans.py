"""Exported tables of what was planned and decided: deployment, duties, decisions."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from scrutator.web.exports.names import hidden
from scrutator.web.intake.models import Decision
from scrutator.web.missions.models import Deployment, Duty, Mission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scrutator.web.intake.models import Submission

CHUNK = 500
Made = tuple[Sequence[str], Iterator[Sequence[str]]]


def deployment(mission: Mission, _found: "QuerySet[Submission]") -> Made:
    """Who is to be where, how the place was selected, and what it stands for."""
    rows = Deployment.objects.filter(round__mission=mission).select_related("round", "observer", "place")
    return ("round", "observer", "place", "selection", "weight", "stratum"), (
        (
            *(one.round.code, hidden("observer", one.observer.opaque), one.place.code, one.selection),
            *("" if one.weight is None else str(one.weight), one.stratum),
        )
        for one in rows.order_by("round", "place__code", "pk").iterator(chunk_size=CHUNK)
    )


def duties(mission: Mission, _found: "QuerySet[Submission]") -> Made:
    """Which form is to come from where, by when on the clock of the place."""
    rows = Duty.objects.filter(round__mission=mission).select_related("round", "observer", "place")
    return ("round", "observer", "place", "form", "due"), (
        (
            *(one.round.code, hidden("observer", one.observer.opaque)),
            *(one.place.code, one.form_id, one.due),
        )
        for one in rows.order_by("due", "place__code", "pk").iterator(chunk_size=CHUNK)
    )


def decisions(mission: Mission, found: "QuerySet[Submission]") -> Made:
    """What was decided of the reports that the one who asks may see, and of stations; reasons are the desk's
    own words, and who decided goes by a pseudonym."""
    of_reports = Decision.objects.filter(submission__in=found)
    rows = of_reports | Decision.objects.filter(submission=None, place__mission=mission)
    joined = rows.select_related("submission__received__leaf", "place", "user").order_by("pk")
    return ("decision", "report", "station", "act", "state", "content", "reason", "by", "at", "undoes"), (
        (
            *(str(one.pk), str(one.submission.received.leaf.index) if one.submission else ""),
            *(one.place.code if one.place else "", one.act, one.state, _json(one.content), one.reason),
            *(hidden("account", one.user.username), one.at.isoformat(timespec="seconds")),
            "" if one.undoes_id is None else str(one.undoes_id),
        )
        for one in joined.iterator(chunk_size=CHUNK)
    )


def _json(content: object) -> str:
    return msgspec.json.encode(content, order="deterministic").decode() if content else ""
