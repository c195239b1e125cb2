"""What pages say, in the language of the one who reads: a tag of templates, and the choice of a language."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from scrutator.errors import ScrutatorError
from scrutator.statement import numbers
from scrutator.words.saying import Speech
from scrutator.words.server import LANGUAGES, READERS_LANGUAGES, reader_phrases, server_phrases

FOR_READERS = ("/law/", "/own/")
"""Pages for readers, which speak more languages than the desk."""
LONGEST_SAID = 500  # letters of a computed sentence that is looked up; names of lists may make it any length
COOKIE, YEAR = "language", 365 * 24 * 3600
register = template.Library()


def spoken(words: str, language: str | None = None) -> str:
    """The words in a language, else that of the page; as they stand where they have no other."""
    chosen = language or translation.get_language() or LANGUAGES[0]
    return server_phrases(chosen).get(words) or reader_phrases(chosen).get(words, words)


@cache
def _speech(language: str) -> Speech:
    return Speech(language)


def computed(words: str, language: str) -> str:
    """A sentence that was computed, in a language that knows all of its words; else as it was written."""
    return words if len(words) > LONGEST_SAID else _speech(language).say(words) or words


@register.filter
def tongued(words: str, language: str | None = None) -> str:
    """A sentence that was computed, made safe: in the language, or marked as English where that lacks a
    word of it."""
    chosen = language or translation.get_language() or LANGUAGES[0]
    said = computed(words, chosen)
    if said == words and chosen != LANGUAGES[0]:
        return format_html('<span lang="{}">{}</span>', LANGUAGES[0], words)
    return format_html("{}", said.replace(" %", "\u00a0%"))  # a sign stays with its number


@register.filter
def worded(form: Any) -> str:
    """A form of a library with its labels, hints and errors in the page's language, which it may not have."""
    if not form:  # a page of the library that has none
        return ""
    language = translation.get_language() or LANGUAGES[0]
    for field in form.fields.values():
        field.label = computed(str(field.label or ""), language) or None
        hint = field.widget.attrs.get("placeholder")
        if hint:
            field.widget.attrs["placeholder"] = computed(str(hint), language)
    for name, errors in list(form.errors.items()):
        form.errors[name] = form.error_class([computed(str(text), language) for text in errors])
    return str(form.as_p())


def in_words(labels: Mapping[str, str], otherwise: str) -> str:
    """A form's words in the page's language, else in its first; `otherwise` when it has none."""
    return labels.get(translation.get_language() or "") or next(iter(labels.values()), otherwise)


@register.simple_tag
def say(words: object, **filled: object) -> str:
    """The words in the page's language, `{name}` filled in and made safe."""
    return (
        format_html(spoken(str(words)).replace("{}", "{{}}"), **filled)
        if filled
        else format_html("{}", spoken(str(words)))
    )


def spoken_at(path: str) -> Sequence[str]:
    """The languages of the page at a path."""
    return READERS_LANGUAGES if path.startswith(FOR_READERS) else LANGUAGES


@register.filter
def grouped(number: int) -> str:
    """A whole number in groups of three, as statements write them."""
    return numbers.number(number, 0, translation.get_language() or LANGUAGES[0])


class Language:
    """Pages in the language of a cookie, else the first of the browser's that the server speaks."""

    def __init__(self, get_response: Callable[[Any], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, "")
        language = chosen if chosen in READERS_LANGUAGES else translation.get_language_from_request(request)
        request.languages = spoken_at(request.path_info)
        request.language = language if language in request.languages else LANGUAGES[0]
        with translation.override(request.language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.language)
        return response


@require_POST
def choose_language(request: Any) -> HttpResponse:
    """Remember a language in this browser, and go back. Raises D65 for one that the server does not speak."""
    language, back = request.POST.get("language", ""), request.POST.get("next", "")
    if language not in READERS_LANGUAGES:
        raise ScrutatorError("D65", "the server speaks English, Russian and Kazakh, to readers Spanish too")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    response = redirect(back if here else "home")
    response.set_cookie(
        COOKIE, language, max_age=YEAR, secure=settings.SERVER.https, httponly=True, samesite="Strict"
    )
    return response
