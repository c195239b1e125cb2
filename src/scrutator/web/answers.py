"""From an error of the catalogue to an answer: its status, and a page or an OpenRosa message."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from scrutator.errors import ScrutatorError
from scrutator.field import openrosa

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


def page(request: Any, error: ScrutatorError) -> HttpResponse:
    """The error as a page for people."""
    return render(request, "error.html", {"error": error}, status=status_of(error))


def page_alone(request: Any, error: ScrutatorError) -> HttpResponse:
    """The same page without anything that is read of a database: it does not say who is signed in."""
    words = render_to_string("error.html", {"error": error, "request": request})
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
