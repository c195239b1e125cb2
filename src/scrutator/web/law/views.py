"""The law page: its whole state is its address; a file that is sent is read, shown and forgotten."""

from functools import cache
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from scrutator.api.laws import distributing_laws
from scrutator.api.what_if import METHODS
from scrutator.errors import ScrutatorError
from scrutator.web.answers import named
from scrutator.web.law.answer import answer
from scrutator.web.law.asked import MOST_BYTES, Asked, asked_of, pasted

UNREAD = ("csrfmiddlewaretoken",)


@cache
def _laws() -> dict[str, Any]:
    return distributing_laws()


@require_http_methods(["GET", "HEAD", "POST"])
def law(request: Any) -> HttpResponse:
    """Seats under a law and under the same law turned; without a parameter the example's."""
    given = request.POST if request.method == "POST" else request.GET
    problem, found, asked = "", None, Asked()
    try:
        asked = _asked(request, given)
        if request.method == "POST" and asked.address:
            return redirect(reverse("law") + asked.address)
        found = answer(asked, request.language)
    except ScrutatorError as error:
        problem = f"{error.what}. {error.remedy}"
    context = {
        "asked": asked,
        "found": found,
        "refusal": problem,
        "laws": {name: title for name, (title, _) in _laws().items()},
        "days": _laws().get(asked.law, ("", ()))[1],
        "methods": METHODS,
    }
    return named(render(request, "law.html", context, status=200 if found else 400))


def _asked(request: Any, given: Any) -> Asked:
    plain = {name: given[name] for name in given if name not in UNREAD}
    file = request.FILES.get("file")
    if file is not None:
        if file.size > MOST_BYTES:
            raise ScrutatorError("X03", f"a file of more than {MOST_BYTES:,} bytes")
        plain["votes"], said = pasted(file.read(), file.name)
        for text in said:
            messages.info(request, f"{file.name}: {text}")
    asked = asked_of(plain, [name for name in plain if len(given.getlist(name)) > 1])
    if asked.law not in _laws():
        raise ScrutatorError("L30", f"there is no law {asked.law[:60]!r} here")
    return asked
