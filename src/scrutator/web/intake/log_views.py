"""The public pages of a mission's field log: its signed checkpoint, and whether a receipt is in it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from scrutator.errors import ScrutatorError
from scrutator.web import answers
from scrutator.web.intake.models import Checkpoint, Leaf
from scrutator.web.intake.proofs import proof_of
from scrutator.web.missions.models import Mission
from scrutator.web.receipts import parse, receipt


def last_checkpoint(mission: Mission) -> Checkpoint | None:
    """The newest checkpoint of the mission's log; None while it is empty."""
    return mission.checkpoints.order_by("-size").first()


@require_safe
def log_checkpoint(request: Any, mission: str) -> HttpResponse:
    """The newest checkpoint, as a signed note."""
    last = last_checkpoint(request.mission)
    if last is None:
        raise ScrutatorError("D54", "the log is empty")
    return HttpResponse(bytes(last.note), content_type="text/plain; charset=utf-8")


@require_safe
def log_ask(request: Any, mission: str) -> HttpResponse:
    """The page that asks for a receipt."""
    if code := request.GET.get("code", "").strip():
        return redirect("log_leaf", mission=mission, code=parse(code)[1])
    return render(
        request, "log_ask.html", {"mission": request.mission, "last": last_checkpoint(request.mission)}
    )


@require_safe
def log_leaf(request: Any, mission: str, code: str) -> HttpResponse:
    """Whether the report of a receipt was logged: yes or no, and nothing about it."""
    index, own = parse(code)
    leaf = _leaf(request.mission, index, own)
    context = {
        "mission": request.mission,
        "code": own,
        "logged": leaf is not None,
        "last": last_checkpoint(request.mission),
    }
    return answers.named(render(request, "log_leaf.html", context, status=404 if leaf is None else 200))


@require_safe
def log_proof(request: Any, mission: str, code: str) -> HttpResponse:
    """The proof that the entry of a receipt is in the log, as a file. Raises D54 when it is not."""
    index, own = parse(code)
    if _leaf(request.mission, index, own) is None:
        raise ScrutatorError("D54", "no entry of this log has this receipt")
    headers = {"Content-Disposition": f'attachment; filename="{own}.tlog-proof"'}
    content = proof_of(request.mission, index)
    return HttpResponse(content, content_type="text/plain; charset=utf-8", headers=headers)


def _leaf(mission: Mission, index: int, own: str) -> Leaf | None:
    """The leaf of a receipt; None when the log has none."""
    found: Leaf | None = Leaf.objects.filter(mission=mission, index=index).first()
    return found if found is not None and receipt(index, bytes(found.hash)) == own else None
