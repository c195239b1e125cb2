"""One's own election: a file in, what was understood, a mapping, a computation, and what came of it."""

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import COUNTS, PLACES
from scrutator.publishing.whole_files import replace_whole
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.mapping_file import mapping_toml, read_mapping
from scrutator.web.answers import named, refused_words, status_of
from scrutator.web.clock import now
from scrutator.web.jobs.state import Job, read_job
from scrutator.web.own import limits, plan, workspace
from scrutator.web.own.asked import DELIMITERS, MARKS, ROLES, Asked, asked_of, laws, mapping_of
from scrutator.web.own.problems import head_of, own_remedy
from scrutator.web.own.results import results_of
from scrutator.web.own.running import queue
from scrutator.web.own.taking import admit, ask, take
from scrutator.web.own.understanding import LISTS, MAPPING, Problem, Understood
from scrutator.web.own.written import computing_again, reading_again

NOTHING: Mapping[str, Any] = MappingProxyType({})
COOKIE, SECRET_LENGTH = "own", 43  # characters of 32 random bytes
GONE = (
    f"A file is deleted after {limits.KEPT_HOURS} hours, and only the browser that gave it opens it. "
    "Begin at /own/."
)
NO_TABLE = ("B01", "B02")  # no way of reading helps: another file does
UNREAD = Problem("B01", "the file was not read", "", "Say how it is to be read, and read it again.")


def _browser(request: Any) -> str:
    """The browser's secret; one that this server cannot have given is none."""
    secret = str(request.COOKIES.get(COOKIE, ""))
    return secret if len(secret) == SECRET_LENGTH else ""


def opened(request: Any, work: str) -> Path:
    """The workspace of an address, for the browser that made it. Raises D54 for anyone else, D54 where the
    server takes no files of visitors."""
    place = workspace.opened(work, _browser(request), now().timestamp()) if settings.SERVER.own else None
    if place is None:
        raise ScrutatorError("D54", "there is nothing at this address", remedy=GONE)
    return place


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: Any) -> HttpResponse:
    """Where a file is given, and the list of those this browser gave."""
    if not settings.SERVER.own:
        remedy = "Those who run it can set SCRUTATOR_SERVER_OWN=yes."
        raise ScrutatorError("D54", "this server takes no files of visitors", remedy=remedy)
    browser, problem = _browser(request), None
    if request.method == "POST":
        browser = browser or secrets.token_urlsafe(32)
        try:
            place = _taken(request, browser)
        except ScrutatorError as error:
            problem = error
        else:
            return _with_cookie(redirect("own_work", place.name), browser)
    owner, at = workspace.owner_of(browser), now().timestamp()
    mine = [
        (place.name, about.name, _ends(about))
        for place, about in workspace.all_of()
        if about.owner == owner and not workspace.is_over(about, at)
    ]
    context = {
        "problem": _said(problem),
        "mine": mine,
        "limits": limits,
        "megabytes": limits.LARGEST_FILE // 10**6,
    }
    return named(render(request, "own.html", context, status=_status(problem)))


def _taken(request: Any, browser: str) -> Path:
    """A new workspace whose file is to be read; nothing is kept of one that no job could be asked for."""
    place = take(request, browser)
    try:
        admit(request, place)
        ask(place, plan.READ)
    except ScrutatorError:
        workspace.delete(place)
        raise
    return place


def _with_cookie(response: HttpResponse, browser: str) -> HttpResponse:
    response.set_cookie(
        COOKIE, browser, max_age=limits.KEPT_HOURS * 3600, path="/own/", secure=settings.SERVER.https,
        httponly=True, samesite="Strict",
    )  # fmt: skip
    return response


def _said(error: ScrutatorError | None) -> str:
    return refused_words(error) if error else ""


def _status(error: ScrutatorError | None) -> int:
    return status_of(error) if error else 200


def _ends(about: workspace.About) -> datetime:
    return datetime.fromtimestamp(about.made, UTC) + timedelta(hours=limits.KEPT_HOURS)


@require_safe
def work(request: Any, work: str) -> HttpResponse:
    """One file: how far it is, what was understood of it, and what came of it."""
    return _page(request, opened(request, work))


def _page(
    request: Any, place: Path, error: ScrutatorError | None = None, written: Mapping[str, Any] = NOTHING
) -> HttpResponse:
    """The page of a file. After an error `written` is what the visitor wrote, instead of what is kept."""
    about, job = workspace.about_of(place), read_job(place)
    found, asked = understood_of(place), _asked(place)
    if found is None and job is not None and not job.is_active:
        found = Understood(problem=UNREAD)
    if about is None:
        raise ScrutatorError("D54", "there is nothing at this address", remedy=GONE)
    context = {
        "place": place.name,
        "about": about,
        "ends": _ends(about),
        "job": job,
        "percent": _percent(job),
        "before": _before(place, job),
        "found": found,
        "head": head_of(found.problem if found else None),
        "hopeless": found is not None and _is_hopeless(found.problem),
        "remedy": own_remedy(found.problem if found else None),
        "mapping": _mapping(place),
        "asked": asked,
        "law": asked.law.partition("@")[0] if asked else "",
        "roles": ROLES,
        "marks": MARKS,
        "delimiters": DELIMITERS,
        "laws": laws(),
        "results": results_of(place, request.language) if _computes(job) else None,
        "problem": _said(error),
        **written,
    }
    return named(render(request, "own_work.html", context, status=_status(error)))


def _is_hopeless(problem: Problem | None) -> bool:
    """Whether no field of the form could make the file a table."""
    return problem is not None and problem != UNREAD and problem.code in NO_TABLE


def _computes(job: Job | None) -> bool:
    """Whether there may be results: they come with the third step, and stay until something else is asked."""
    return job is not None and (not job.is_active or (job.kind == plan.COMPUTE and job.step > 2))


def _percent(job: Job | None) -> int:
    """How much of a job's steps is done, in percent."""
    return 100 * max(job.step - 1, 0) // job.steps if job and job.steps else 0


def _before(place: Path, job: Job | None) -> int:
    """How many jobs go first."""
    if job is None or not job.is_active:
        return 0
    order = [folder for folder, _ in queue().waiting()]
    return order.index(place) if place in order else 0


def understood_of(place: Path) -> Understood | None:
    """What was understood of the file; None before it was read."""
    try:
        return msgspec.json.decode((place / plan.UNDERSTOOD).read_bytes(), type=Understood)
    except (OSError, msgspec.DecodeError):
        return None


def _mapping(place: Path) -> TableMapping:
    return read_mapping(place / MAPPING) if (place / MAPPING).is_file() else NO_MAPPING


def _asked(place: Path) -> Asked | None:
    try:
        return msgspec.json.decode((place / plan.ASKED).read_bytes(), type=Asked)
    except (OSError, msgspec.DecodeError):
        return None


@require_POST
def read(request: Any, work: str) -> HttpResponse:
    """Read the file again, as the visitor says."""
    place = opened(request, work)
    try:
        mapping, lists = mapping_of(request.POST, understood_of(place) or Understood())
        admit(request, place)
        workspace.forget(place, workspace.OUT, plan.UNDERSTOOD)
        _write_mapping(place, mapping, lists)
        ask(place, plan.READ)
    except ScrutatorError as error:
        return _page(request, place, error, reading_again(request.POST, understood_of(place)))
    return redirect("own_work", work)


@require_POST
def compute(request: Any, work: str) -> HttpResponse:
    """Compute results, seats, forensics, pages and bundle of the file as it was read last."""
    place = opened(request, work)
    found, about = understood_of(place), workspace.about_of(place)
    try:
        if found is None or found.problem is not None or about is None:
            raise ScrutatorError(
                "D65", "the file is not understood yet", remedy="Say how it is to be read first."
            )
        asked = asked_of(request.POST, found, now().date(), about.name)
        admit(request, place)
        if not (place / MAPPING).is_file():
            _write_mapping(place, _as_proposed(found), [])
        workspace.forget(place, workspace.OUT)
        replace_whole(place / plan.ASKED, msgspec.json.encode(asked))
        ask(place, plan.COMPUTE)
    except ScrutatorError as error:
        return _page(request, place, error, computing_again(request.POST))
    return redirect("own_work", work)


def _write_mapping(place: Path, mapping: TableMapping, lists: list[str]) -> None:
    replace_whole(place / LISTS, msgspec.json.encode(lists))
    replace_whole(place / MAPPING, mapping_toml(mapping).encode())


def _as_proposed(found: Understood) -> TableMapping:
    """The mapping that the first reading proposed; lists are found by their sum again."""
    roles: dict[str, list[str]] = {}
    for column in found.columns:
        if column.role in (*PLACES, *COUNTS):
            roles.setdefault(column.role, []).append(column.name)
    return TableMapping(columns={ours: " + ".join(names) for ours, names in roles.items()})


@require_POST
def cancel(request: Any, work: str) -> HttpResponse:
    """End the computation that waits or is under way."""
    queue().cancel(opened(request, work))
    return redirect("own_work", work)


@require_POST
def delete(request: Any, work: str) -> HttpResponse:
    """Delete the file and everything made of it, now."""
    workspace.delete(opened(request, work))
    return redirect("own")
