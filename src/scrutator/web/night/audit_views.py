"""Pages of the audit's draw: plans as they were sealed, their seeds, the stations to fetch copies of."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.web.night.audit import add_plan, draw_on, drawn_stations, sealed_of, throw, unmet
from scrutator.web.night.given import file_in
from scrutator.web.night.models import AuditPlan
from scrutator.web.night.published import copies_of
from scrutator.web.roles import Role

SHOWN = 500


@require_safe
def audit(request: Any, mission: str) -> HttpResponse:
    """Every plan with its seed and draws; all of them stay."""
    plans = list(request.mission.audit_plans.order_by("-pk").select_related("user", "seed_by"))
    copies = copies_of(request.mission) if any(one.seed for one in plans) else {}
    context = {
        "mission": request.mission,
        "plans": [_shown(one, copies) for one in plans],
        "sets_up": request.role is Role.COORDINATOR,
    }
    return render(request, "audit.html", context)


def _shown(plan: AuditPlan, copies: Any) -> dict[str, Any]:
    drawn = drawn_stations(plan)
    return {
        "plan": plan,
        "sealed": sealed_of(plan),
        "unmet": unmet(plan),
        "draws": list(plan.draws.order_by("number").select_related("user")),
        "drawn": [(one, one.station in copies) for one in drawn[:SHOWN]],
        "all_drawn": len(drawn),
        "here": sum(one.station in copies for one in drawn),
    }


@require_POST
def audit_plan(request: Any, mission: str) -> HttpResponse:
    """Give a sealed plan and its results. Raises C14, C11."""
    plan, results = file_in(request.FILES, "plan")[1], file_in(request.FILES, "results")
    if not plan or not results[1]:
        raise ScrutatorError("C14", "a sealed plan and the results it was made for are needed")
    add_plan(request.mission, request.user, plan, results)
    return redirect("audit", mission=mission)


def _one(request: Any, plan: int) -> AuditPlan:
    found: AuditPlan | None = request.mission.audit_plans.filter(pk=plan).first()
    if found is None:
        raise ScrutatorError("D54", "there is no such plan")
    return found


@require_POST
def audit_seed(request: Any, mission: str, plan: int) -> HttpResponse:
    """Write the seed that was thrown. Raises C14 when one stands."""
    throw(_one(request, plan), request.user, request.POST.get("seed", ""))
    return redirect("audit", mission=mission)


@require_POST
def audit_draw(request: Any, mission: str, plan: int) -> HttpResponse:
    """Let the draw go on. Raises C14 for fewer draws than there are."""
    text = request.POST.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise ScrutatorError("C14", f"“{text[:20]}” is no number of draws")
    draw_on(_one(request, plan), request.user, int(text))
    return redirect("audit", mission=mission)
