"""What a check says on a page, in the reader's language: a tag of templates."""

from typing import Any

from django import template
from django.utils import translation

from scrutator.web.speech import spoken

register = template.Library()
WORDS = "words of checks"  # read once for a page


@register.simple_tag(takes_context=True)
def check_said(context: Any, name: str) -> str:
    """The message of the mission's check of this id; of what is no check of its table, its own words."""
    if WORDS not in context.render_context:
        from scrutator.web.desk.checking.tables import checks_of

        language = translation.get_language() or "en"
        found = {one.id: one.message(language) for one in checks_of(context["mission"].pk).checks}
        context.render_context[WORDS] = found
    known: dict[str, str] = context.render_context[WORDS]
    return known.get(name) or spoken(name)
