"""From an error of the catalogue to an answer: its status, and a page or an OpenRosa message."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import format_html

from scrutator.errors import ScrutatorError
from scrutator.field import openrosa
from scrutator.web.speech import computed, tongued

# What is not here is the asker's mistake, 400.
STATUS = {
    "D05": 413,
    "D51": 401,
    "D52": 413,
    "D53": 415,
    "D54": 404,
    "D56": 403,
    "D57": 503,
    "D58": 500,
    "D59": 507,
    "D60": 403,
    "D66": 500,
    "D75": 401,
    "X02": 503,
}


def status_of(error: ScrutatorError) -> int:
    """The status that says what the error says."""
    return STATUS.get(error.code, 400)


def named(response: HttpResponse) -> HttpResponse:
    """The answer, marked as one that says itself what is wrong: no other page takes its place."""
    response.is_named = True
    return response


@dataclass(frozen=True)
class Refusal:
    """An error as a page says it: what is wrong, and what to do.

    Where the page's language has no such sentence `what` is the catalogue's for its code, and `exactly` the
    English one; else that is "".
    """

    code: str
    what: str
    exactly: str
    where: str
    remedy: str


def refusal_of(error: ScrutatorError) -> Refusal:
    """The error in the page's language, all of it made safe."""
    language = translation.get_language() or "en"
    what = computed(error.what, language)
    is_said = language == "en" or what != error.what
    shown = what if is_said else computed(error.entry.meaning, language)
    exactly = "" if is_said else error.what
    return Refusal(error.code, shown, exactly, error.where, tongued(error.remedy, language))


def refused_words(error: ScrutatorError) -> str:
    """The same in one paragraph, for a page that goes on."""
    said = refusal_of(error)
    exactly = format_html(' (<span lang="en">{}</span>)', said.exactly) if said.exactly else ""
    return format_html("{}{}. {}", said.what, exactly, said.remedy)


def page(request: Any, error: ScrutatorError) -> HttpResponse:
    """The error as a page for people."""
    return render(request, "error.html", {"error": refusal_of(error)}, status=status_of(error))


def page_alone(request: Any, error: ScrutatorError) -> HttpResponse:
    """The same page without anything that is read of a database: it does not say who is signed in."""
    words = render_to_string("error.html", {"error": refusal_of(error), "request": request})
    return HttpResponse(words, status=status_of(error))


def for_phone(error: ScrutatorError) -> HttpResponse:
    """The error as Collect shows it: what is wrong, and what to do."""
    return phone(status_of(error), f"{error.what}. {error.remedy} ({error.code})", "submit_error")


def phone(status: int, message: str, nature: str = "submit_success") -> HttpResponse:
    """A message to the observer."""
    return xml(openrosa.answer(message, nature), status)


def xml(body: bytes, status: int = 200) -> HttpResponse:
    """A body of OpenRosa with the headers that Collect asks for."""
    return HttpResponse(body, status=status, content_type=openrosa.CONTENT_TYPE, headers=openrosa.HEADERS)
