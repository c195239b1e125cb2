"""Published results against protocols: a file or a paste goes in, differences by votes at stake come out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.night.given import LARGEST, file_in
from scrutator.web.night.published import add_table, compared_now, lists_of
from scrutator.web.roles import Role
from scrutator.web.speech import spoken

SHOWN = 200


@require_safe
def published(request: Any, mission: str) -> HttpResponse:
    """Stations that differ, the most votes at stake first; those not published apart."""
    found = compared_now(request.mission)
    context = {
        "mission": request.mission,
        "found": found,
        "lists": ", ".join(lists_of(request.mission)),
        "tables": request.mission.published_tables.order_by("-pk").select_related("user")[:SHOWN],
        "adds": request.role in (Role.COORDINATOR, Role.DESK),
    }
    if found is not None:
        context |= {
            "classes": [(words, n) for words, n in found.result.classes.items()],
            "differing": [_row(one, stake) for one, stake in found.differing[:SHOWN]],
            "not_published": found.not_published[:SHOWN],
            "unknown": found.unknown[:SHOWN],
            "changed": found.changed[:SHOWN],
            "other_lists": found.other_lists[:SHOWN],
        }
    return render(request, "published.html", context)


def _row(one: Any, stake: int) -> dict[str, Any]:
    amounts = [f"{name} {amount:+d}" for name, amount in one.amounts.items() if amount]
    return {
        "station": one.station,
        "stake": stake,
        "amounts": ", ".join(amounts),
        "kind": one.tolerance.value,
    }


@require_POST
def published_add(request: Any, mission: str) -> HttpResponse:
    """Take a table of published results, as a file or pasted. Raises C11 and what tables raise."""
    name, content = file_in(request.FILES, "file")
    pasted = request.POST.get("pasted", "").strip()
    if bool(content) == bool(pasted):
        raise ScrutatorError("C11", "give a file or a paste, one of them")
    if pasted:
        name, content = "paste.csv", pasted.encode()[: LARGEST + 1]
    table, unused = add_table(request.mission, request.user, name, content)
    said = [f"{spoken('Stations')}: {len(table.rows) - table.left_out}"]
    said += [f"{spoken('Rows with an empty cell, left out')}: {table.left_out}"] if table.left_out else []
    said += [f"{spoken('Columns not used')}: {', '.join(unused)}"] if unused else []
    messages.info(request, "; ".join(said))
    return redirect("published", mission=mission)
