"""Passwords that would be tried first here, the mission's words among them, refused in the page's words."""

import re
from typing import Any

from django.apps import apps
from django.contrib.auth import password_validation as django_rules
from django.core.exceptions import ValidationError
from django.utils import translation

from scrutator.web.speech import computed

WORDS = ("scrutator", "observer", "observation", "election", "mission", "coordinator", "password")
LEFT = 8


def _said(words: str) -> str:
    return computed(words, translation.get_language() or "en")


class _Spoken:
    """A rule of Django's, said in all languages of the server: Django has not all of them."""

    def validate(self, password: str, user: Any = None) -> None:
        try:
            super().validate(password, user)  # type: ignore[misc]
        except ValidationError as error:
            raise ValidationError([_said(text) for text in error.messages]) from error

    def get_help_text(self) -> str:
        return _said(str(super().get_help_text()))  # type: ignore[misc]


class LongEnough(_Spoken, django_rules.MinimumLengthValidator):
    """A password has a least number of characters."""


class Uncommon(_Spoken, django_rules.CommonPasswordValidator):
    """A password is none of the common ones."""


class UnlikeTheAccount(_Spoken, django_rules.UserAttributeSimilarityValidator):
    """A password does not resemble the account's name."""


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
            said = _said("This password is little more than words of the mission.")
            raise ValidationError(said, code="mission")

    def get_help_text(self) -> str:
        """What a password must keep."""
        return _said("Your password must be more than words of the mission.")
