"""The desk: the list of reports with their state, one report, a decision on it."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Max, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import condition, require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import Act, in_force
from scrutator.field.outcomes import vote_lines
from scrutator.field.questions import AnswerKind, Question
from scrutator.field.submission import parse, plain_path
from scrutator.web.accounts.models import Membership
from scrutator.web.desk.acts import Asked, decide_report, decided
from scrutator.web.desk.checking.said import ENGLISH, messages_of
from scrutator.web.desk.models import Move, Standing
from scrutator.web.desk.said import said
from scrutator.web.intake.media import read_copy
from scrutator.web.intake.models import Attachment, Check, Decision, Job, Submission
from scrutator.web.missions.forms import published_form, questions_of
from scrutator.web.receipts import receipt
from scrutator.web.roles import Role
from scrutator.web.speech import in_words, spoken

PAGE = 100
LONGEST_REASON, LONGEST_MESSAGE = 500, 1_000
STATES: tuple[str, ...] = tuple(Submission.State.values)


def visible(request: Any) -> "QuerySet[Submission]":
    """The reports the one who asks may see: those of observers who are not safe are the coordinator's."""
    mine = Membership.objects.get(user=request.user, mission=request.mission)
    found = Submission.objects.filter(mission=request.mission)
    return found if mine.role == Role.COORDINATOR else found.filter(unsafe=False)


def _etag(request: Any, mission: str) -> str:
    """Changes whenever the page would, in constant time: what was received, decided or checked, who asks."""
    last = request.mission.checkpoints.aggregate(Max("size"))["size__max"]
    decided = Decision.objects.aggregate(Max("pk"))["pk__max"]
    moved = Move.objects.aggregate(Max("pk"))["pk__max"]
    checked = Check.objects.aggregate(Max("pk"))["pk__max"]
    asked_last = Job.objects.aggregate(Max("pk"))["pk__max"]
    to_come = Job.objects.filter(state=Job.State.WAITING).count()  # checks that find nothing add no row
    version = request.mission.places_version
    asked = (request.user.pk, request.language, request.get_full_path())
    parts = [asked, last, decided, moved, checked, asked_last, to_come, version]
    return f'"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def desk(request: Any, mission: str) -> HttpResponse:
    """How many reports of which form are in which state, and the newest of those asked for."""
    found = visible(request)
    wanted = {name: request.GET[name] for name in ("form", "state") if request.GET.get(name)}
    listed = found.filter(**{{"form": "form_id"}.get(name, name): text for name, text in wanted.items()})
    before = request.GET.get("before", "")
    page = (
        listed.filter(pk__lt=int(before))
        if before.isascii() and before.isdigit() and len(before) < 19
        else listed
    )
    newest = page.select_related("received__device__observer", "received__leaf", "place")
    rows = list(newest.prefetch_related("flags", "checks").order_by("-pk")[: PAGE + 1])
    context = {
        "mission": request.mission,
        "table": state_table(found),
        "rows": rows[:PAGE],
        "wanted": wanted,
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "total": listed.count(),
    }
    return render(request, "desk.html", context)


def state_table(found: "QuerySet[Submission]") -> Mapping[str, Any]:
    """Reports by form and state, with the sums of rows and columns."""
    states = STATES
    counts: dict[tuple[str, str], int] = {
        (row["form_id"], row["state"]): row["n"]
        for row in found.values("form_id", "state").annotate(n=Count("pk")).order_by()
    }
    forms = sorted({form for form, _ in counts})
    rows = [(form, [counts.get((form, state), 0) for state in states]) for form in forms]
    columns = [sum(cells[place] for _, cells in rows) for place in range(len(states))]
    return {
        "states": states,
        "rows": [(form, cells, sum(cells)) for form, cells in rows],
        "columns": columns,
        "total": sum(columns),
    }


def one_report(request: Any, report: int) -> Submission:
    """The report of this number, if the one who asks may see it. Raises D54."""
    found = visible(request).filter(pk=report)
    one = found.select_related("received__device__observer", "received__leaf", "place").first()
    if one is None:
        raise ScrutatorError("D54", "there is no such report")
    return one


@require_safe
def report(request: Any, mission: str, report: int) -> HttpResponse:
    """A report: its answers beside the form's words, its flags, other versions, what was decided."""
    one = one_report(request, report)
    others = visible(request).filter(instance_id=one.instance_id).exclude(pk=one.pk)
    context = {
        "mission": request.mission,
        "report": one,
        "answers": _answers(one),
        "others": others,
        "receipt": receipt(one.received.leaf.index, bytes(one.received.leaf.hash)),
        "flags": one.flags.all(),
        "checks": one.checks.order_by("pk"),
        "attachments": one.attachments.all(),
        "moves": one.moves.select_related("user", "before", "after").order_by("pk"),
        "messages_sent": one.messages.select_related("user").order_by("pk"),
        "draft": what_is_wrong(one),
        "merged_into_hidden": not visible(request).filter(merged__submission=one).exists(),
        "decisions": decisions_shown(Decision.objects.filter(submission=one)),
        "states": list(STATES),
        "standing": Standing.objects.filter(submission=one)
        .select_related("merged_into__received__leaf")
        .first(),
        "questions": correctable(one),
        "has_results": has_results(one),
    }
    return render(request, "report.html", context)


def _questions(one: Submission) -> tuple[Question, ...]:
    return questions_of(one.published_id) if one.published_id else ()


def correctable(one: Submission) -> list[str]:
    """The questions of a report whose answers a decision may correct: those that are asked once. A place is
    moved, and a photograph stays what it is."""
    others = (AnswerKind.PLACE, AnswerKind.PHOTO)
    return [q.name for q in _questions(one) if q.kind.is_asked and not q.repeats and q.kind not in others]


def has_results(one: Submission) -> bool:
    """Does the report's form ask for votes?"""
    return one.published_id is not None and bool(vote_lines(published_form(one.published_id)))


def decisions_shown(rows: "QuerySet[Decision]") -> list[tuple[Decision, bool]]:
    """Decisions in their order, and whether each may be taken back: it holds, and is not undone."""
    listed = list(rows.select_related("user").order_by("pk"))
    hold = {one.number for one in in_force(decided(listed))}
    undone = {row.undoes_id for row in listed}
    return [
        (row, row.act not in _OWN_PAGE and (row.pk in hold or (row.act == Act.UNDO and row.pk not in undone)))
        for row in listed
    ]


_OWN_PAGE = (Act.HOLD, Act.JOIN, Act.RELAY, Act.STATUS)
"""Decisions about an incident are changed on its own page, by another of the same."""


def what_is_wrong(one: Submission) -> str:
    """What a message to the observer could say: the flags and checks of a report, one a line, in the language
    of the page; what exactly a check found is said in English alone."""
    language = translation.get_language() or ENGLISH
    messages = messages_of(one.mission_id, language) if language != ENGLISH else {}
    wrong = [spoken(flag.kind) for flag in one.flags.all()]
    for check in one.checks.order_by("pk"):
        known = messages.get(check.name)
        wrong.append(check.words if language == ENGLISH else known[0] if known else spoken(check.name))
    return "\n".join(dict.fromkeys(wrong))[:LONGEST_MESSAGE]


def _answers(one: Submission) -> list[tuple[str, str, str]]:
    """Path, question and answer in the words of the page's language, in the order of the report."""
    if not bytes(one.received.content):
        return []  # deleted by `mission retire`
    parsed = parse(bytes(one.received.content))
    questions = {
        question.path: question for question in (questions_of(one.published_id) if one.published_id else ())
    }
    rows = []
    for path, value in parsed.answers:
        question = questions.get(plain_path(path))
        words = in_words(question.labels, path) if question else path
        rows.append((path, words, said(value, question)))
    return rows


def reason_in(request: Any) -> str:
    """The reason that was given. Raises D65 without one, and for a longer one than is kept."""
    reason = str(request.POST.get("reason", "")).strip()
    if not 0 < len(reason) <= LONGEST_REASON:
        raise ScrutatorError("D65", f"this needs a reason, of at most {LONGEST_REASON} characters")
    return reason


@require_POST
def decide(request: Any, mission: str, report: int) -> HttpResponse:
    """Give a report another state, with a reason; the report itself is not changed."""
    one, state, reason = one_report(request, report), request.POST.get("state", ""), reason_in(request)
    if state not in STATES:
        raise ScrutatorError("D65", "a decision gives a report one of the states that are offered")
    decide_report(one.pk, Asked(Act.STATE, {"state": state}, request.user, reason))
    return redirect("report", mission=mission, report=report)


@require_safe
def photo(request: Any, mission: str, report: int, attachment: int) -> HttpResponse:
    """The working copy of a photo, when it is asked for; it is downloaded, not shown."""
    one = one_report(request, report)
    found = Attachment.objects.filter(submission=one, pk=attachment, copy=True).first()
    if found is None:
        raise ScrutatorError("D54", "there is no working copy of this file")
    content = read_copy(found.sha256)
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"
    headers = {"Content-Disposition": "attachment", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return HttpResponse(content, content_type=kind, headers=headers)
