"""Units stand in the form that their number asks for, in every language."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scrutator.words.units import LANGUAGES, unit_after, units

LENGTHS = {"en": 2, "ru": 3, "kk": 1, "es": 2}


@pytest.mark.parametrize("unit", sorted(units()))
def test_a_unit_has_every_form_of_every_language(unit: str) -> None:
    forms = units()[unit]
    assert [len(one) for one in forms] == [LENGTHS[language] for language in LANGUAGES]
    assert all(text.strip() for one in forms for text in one)


@pytest.mark.parametrize(
    ("count", "language", "said"),
    [
        (1, "en", "day"), (0, "en", "days"), (2, "en", "days"), (1, "ru", "день"), (3, "ru", "дня"),
        (0, "ru", "дней"), (11, "ru", "дней"), (475, "ru", "дней"), (21, "ru", "день"), (1, "es", "día"),
        (1_000_000, "es", "días"), (5, "kk", "күн"), (Decimal("2.2"), "ru", "дня"), (Fraction(1, 2), "en", "days"),
        (2.5, "es", "días"), ("unknown", "en", ""), (1, "fr", ""),
    ],
)  # fmt: skip
def test_a_unit_follows_its_number(count: object, language: str, said: str) -> None:
    assert unit_after(count, "days", language) == said


def test_a_unit_without_forms_is_left_to_the_words() -> None:
    assert unit_after(1, "points", "ru") == ""
