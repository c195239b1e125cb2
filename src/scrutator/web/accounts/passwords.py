"""Passwords that would be tried first here: the mission's own words."""

import re
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError

WORDS = ("scrutator", "observer", "observation", "election", "mission", "coordinator", "password")
LEFT = 8


class MissionWords:
    """A password keeps eight characters when the words of the missions are taken out of it."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError for one that does not."""
        words = set(WORDS)
        missions = apps.get_model("missions", "Mission").objects  # that room stands above this one
        for name, slug in missions.values_list("name", "slug"):
            words |= {word for word in re.split(r"\W+", f"{name} {slug}".lower()) if len(word) >= 4}
        left = password.lower()
        for word in sorted(words, key=lambda one: (-len(one), one)):
            left = left.replace(word, "")
        if len(left) < LEFT:
            raise ValidationError("This password is little more than words of the mission.", code="mission")

    def get_help_text(self) -> str:
        """What a password must keep."""
        return "Your password must be more than words of the mission."
