"""What a check says on a page, in the reader's language: a tag of templates."""

from typing import Any

from django import template
from django.utils import translation

from scrutator.web.speech import spoken

register = template.Library()


@register.simple_tag(takes_context=True)
def check_said(context: Any, name: str) -> str:
    """The message of the mission's check of this id; of what is no check of its table, its own words."""
    from scrutator.web.desk.checking.tables import checks_of

    mission = context["mission"]
    found = next((one for one in checks_of(mission.pk).checks if one.id == name), None)
    return found.message(translation.get_language() or "en") if found else spoken(name)
