"""The page that says whose reports resemble ones not made on the spot, with what speaks for them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from scrutator.errors import ScrutatorError
from scrutator.field.examining.evidence import Evidence
from scrutator.field.examining.examined import Examined, Verdict, examine
from scrutator.field.examining.rates import found_of, stored_rates, worst_honest
from scrutator.field.examining.speaking_for import SpeaksFor, speaks_for
from scrutator.web.answers import refused_words
from scrutator.web.desk.checking.filed import COUNTED, filed, together, with_origin
from scrutator.web.desk.views import visible
from scrutator.web.intake.models import IMPORT, Submission

MOST = 20_000
SHARE = 0.1  # of observers who are not honest, for the rates that are shown


@dataclass(frozen=True)
class Shown:
    """An observer who is named: what speaks against them, the numbers of the reports it is in, what speaks
    for them."""

    examined: Examined
    against: tuple[tuple[Evidence, tuple[int, ...]], ...]
    speaks_for: SpeaksFor


@dataclass(frozen=True)
class Result:
    """Whom the examination names, how many observers there is nothing or too little to say of, how many
    reports were looked at, and how many were not, for they were taken over from another system."""

    named: tuple[Shown, ...]
    nothing: int
    too_little: int
    reports: int
    imported: int


def examined_mission(reports: "QuerySet[Submission]", most: int) -> Result:
    """Answer: whose reports of these resemble what was not seen? Only those that count are looked at, each
    with its corrections; no imported ones, which anyone may have edited and no one sent at a moment that is
    known. Raises D08 for more than `most`."""
    here = reports.filter(state__in=COUNTED, superseded=False).order_by("pk")
    counted = here.exclude(received__channel__startswith=IMPORT)
    if with_origin(counted).count() > most:
        remedy = "Run `scrutator mission observers MISSION` on the server."
        raise ScrutatorError(
            "D08", f"there are more than {most:,} reports, too many for a page", remedy=remedy
        )
    listed = list(filed(together(counted)).values())
    found = examine(listed)
    kept = speaks_for(listed)
    return Result(
        tuple(_shown(one, kept[one.observer]) for one in found if one.verdict is Verdict.RESEMBLES),
        sum(one.verdict is Verdict.NOTHING for one in found),
        sum(one.verdict is Verdict.TOO_LITTLE for one in found),
        len(listed),
        here.count() - counted.count(),
    )


def _shown(one: Examined, kept: SpeaksFor) -> Shown:
    against = (
        (evidence, tuple(sorted(map(int, evidence.reports))))
        for evidence in one.evidence
        if evidence.kind in one.kinds
    )
    return Shown(one, tuple(against), kept)


@require_http_methods(["GET", "HEAD", "POST"])
def observers_examined(request: Any, mission: str) -> HttpResponse:
    """What the examination is and how often it errs; POST: what it says of this mission's reports now.

    Nothing of it is kept: it is made anew each time, and leaves the server on no other page.
    """
    rates = stored_rates()
    share, high = worst_honest(rates)
    power = [one for kind in ("copied", "straight-lined", "impossibly fast", "invented numbers")
             for one in found_of(rates, kind, SHARE)]  # fmt: skip
    context: dict[str, Any] = {
        "mission": request.mission,
        "worst": f"{100 * share:.2f}",
        "worst_high": f"{100 * high:.2f}",
        "power": [(one, f"{100 * one.part:.0f}", f"{100 * one.named / one.dishonest:.0f}") for one in power],
        "share": f"{100 * SHARE:.0f}",
    }
    if request.method == "POST":
        try:
            context["result"] = examined_mission(visible(request), MOST)
        except ScrutatorError as error:
            context["problem"] = refused_words(error)
    return render(request, "observers_examined.html", context)
