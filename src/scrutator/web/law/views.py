"""The law page: its whole state is its address; a file that is sent is read, shown and forgotten.

Nothing of it is kept on the server, in no session either: what reading a file assumed stands on the page that
answers the file.
"""

from dataclasses import replace
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from scrutator.api.laws import distributing_laws
from scrutator.api.what_if import METHODS
from scrutator.errors import ScrutatorError
from scrutator.web.answers import named, refused_words
from scrutator.web.law.answer import answer
from scrutator.web.law.asked import MOST_BYTES, Asked, asked_of, pasted

UNREAD = ("csrfmiddlewaretoken",)
NO_FILE = ("file", "")  # what a browser sends of a field for files in which there is none


@cache
def _laws() -> dict[str, Any]:
    return distributing_laws()


@require_http_methods(["GET", "HEAD", "POST"])
def law(request: Any) -> HttpResponse:
    """Seats under a law and under the same law turned; without a parameter the example's."""
    given = request.POST if request.method == "POST" else request.GET
    problem, found, asked, said = "", None, Asked(), tuple[str, ...]()
    try:
        asked = _asked(given)  # before the file, so that one that cannot be read leaves the knobs as they are
        asked, said = _with_file(request, asked)
        _refuse_none(request)
        if request.method == "POST" and asked.address and not said:
            return redirect(reverse("law") + asked.address)
        found = answer(asked, request.language)
    except ScrutatorError as error:
        problem = refused_words(error)
    context = {
        "asked": asked,
        "found": found,
        "said": said,
        "file": request.FILES["file"].name if said else "",
        "refusal": problem,
        "laws": {name: title for name, (title, _) in _laws().items()},
        "days": _laws().get(asked.law, ("", ()))[1],
        "methods": METHODS,
    }
    return named(render(request, "law.html", context, status=200 if found or _by_script(request) else 400))


def _by_script(request: Any) -> bool:
    """Whether the page's own script asks, to show the answer in the page: a refusal is one of its answers. As
    an error of the network a browser would report it beside the words that stand on the page."""
    return "HX-Request" in request.headers


def _asked(given: Any) -> Asked:
    """The state of the knobs. A browser sends lines of a form with CRLF, which an address need not have."""
    read = [name for name in given if name not in UNREAD and (name, given[name]) != NO_FILE]
    plain = {name: given[name].replace("\r\n", "\n") for name in read}
    asked = asked_of(plain, [name for name in plain if len(given.getlist(name)) > 1])
    if asked.law not in _laws():
        raise ScrutatorError("L30", f"there is no law {asked.law[:60]!r} here")
    if asked.day and not _laws()[asked.law][1]:
        what = f"{asked.law} is a rules file: it is the same on every day"
        raise ScrutatorError("X03", what, remedy="Leave the day empty.")
    return asked


def _refuse_none(request: Any) -> None:
    """Raises X03 for a form whose votes were taken away: the example's would be answered beside none."""
    posted = request.POST.get("votes", "the example's")
    if request.method == "POST" and not posted.strip() and not request.FILES.get("file"):
        raise ScrutatorError(
            "X03", "there are no votes", remedy="Write a line for each list, or read a file."
        )


def _with_file(request: Any, asked: Asked) -> tuple[Asked, tuple[str, ...]]:
    """The same knobs with the votes of the file that was sent, if one was, and what was assumed of it."""
    file = request.FILES.get("file")
    if file is None:
        return asked, ()
    votes, said = pasted(file.read(MOST_BYTES + 1), file.name)  # one byte more is refused
    return replace(asked, votes=votes), said
