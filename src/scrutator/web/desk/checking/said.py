"""What a check says on a page, in the reader's language: tags of templates."""

import re
from typing import Any

from django import template
from django.utils import translation
from django.utils.html import format_html

from scrutator.web.speech import spoken

register = template.Library()
WORDS = "words of checks"  # read once for a page
ENGLISH = "en"
COPY_OF = "the same answers by the same observer as report {n}"
_COPY = re.compile(re.escape(COPY_OF).replace(r"\{n\}", "([0-9]+)"))
Messages = dict[str, tuple[str, str]]
"""By the id of a check: its message in the reader's language, and in English."""


@register.simple_tag(takes_context=True)
def check_said(context: Any, name: str) -> str:
    """The message of the mission's check of this id; of what is no check of its table, its own words."""
    known = _messages(context).get(name)
    return known[0] if known else spoken(name)


@register.simple_tag(takes_context=True)
def check_told(context: Any, found: Any) -> str:
    """What a check found: its message and what it found, which is written in English and marked so."""
    language = translation.get_language() or ENGLISH
    if language == ENGLISH:
        return format_html("{}", found.words)
    if copy := _COPY.fullmatch(found.words):
        return format_html("{}", spoken(COPY_OF).replace("{n}", copy[1]))
    said, english = _messages(context).get(found.name, (spoken(found.name), found.name))
    rest = found.words.removeprefix(english).strip()
    return format_html('{} <span lang="en">{}</span>', said, rest)


def messages_of(mission: int, language: str) -> Messages:
    """The messages of the checks that are in force in a mission."""
    from scrutator.web.desk.checking.tables import checks_of

    return {one.id: (one.message(language), one.message(ENGLISH)) for one in checks_of(mission).checks}


def _messages(context: Any) -> Messages:
    if WORDS not in context.render_context:
        language = translation.get_language() or ENGLISH
        context.render_context[WORDS] = messages_of(context["mission"].pk, language)
    found: Messages = context.render_context[WORDS]
    return found
