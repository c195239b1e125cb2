"""Exported tables of what was planned and decided: deployment, duties, decisions."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from scrutator.field.deciding.standing import Act
from scrutator.web.exports.names import hidden
from scrutator.web.intake.models import Decision
from scrutator.web.intake.rows import of_numbers
from scrutator.web.missions.models import Deployment, Duty, Mission

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from scrutator.web.intake.models import Submission

CHUNK = 500
INTO = "into"
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
    own words, and who decided goes by a pseudonym. Reports go by their place in the log, others too into
    which one was merged or to which it was joined."""
    of_reports = Decision.objects.filter(submission__in=found)
    rows = of_reports | Decision.objects.filter(submission=None, place__mission=mission)
    joined = rows.select_related("submission__received__leaf", "place", "user").order_by("pk")
    known = _indexes(found, of_reports)
    return ("decision", "report", "station", "act", "state", "content", "reason", "by", "at", "undoes"), (
        (
            *(str(one.pk), str(one.submission.received.leaf.index) if one.submission else ""),
            *(one.place.code if one.place else "", one.act, one.state, _said(one.content, known), one.reason),
            *(hidden("account", one.user.username), one.at.isoformat(timespec="seconds")),
            "" if one.undoes_id is None else str(one.undoes_id),
        )
        for one in joined.iterator(chunk_size=CHUNK)
    )


def _indexes(found: "QuerySet[Submission]", decided: "QuerySet[Decision]") -> Mapping[str, str]:
    """The places in the log of the reports into which others were merged or to which they were joined."""
    pairs = decided.filter(act__in=(Act.MERGE, Act.JOIN)).values_list("content", flat=True)
    numbers = sorted({int(one[INTO]) for one in pairs if one.get(INTO)})
    rows = of_numbers(found.values_list("pk", "received__leaf__index"), "pk", numbers)
    return {str(number): str(index) for number, index in rows}


def _said(content: Mapping[str, str], known: Mapping[str, str]) -> str:
    """What a decision says; of a report that the one who asks may not see, that it is hidden."""
    if not content:
        return ""
    shown = dict(content)
    if shown.get(INTO):
        shown[INTO] = known.get(shown[INTO], "hidden")
    return msgspec.json.encode(shown, order="deterministic").decode()
