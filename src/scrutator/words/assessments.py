"""Words by which an election is assessed as a whole, and words that compare one time with another."""

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files


@cache
def _words(name: str) -> dict[str, dict[str, list[str]]]:
    text = (files("scrutator.words") / f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def _phrases() -> tuple[str, ...]:
    lists = _words("assessments")["phrases"].values()
    return tuple(sorted(phrase for phrases in lists for phrase in phrases))


@cache
def _beginnings(part: str, language: str) -> re.Pattern[str]:
    return _any_of(_words("assessments")[part].get(language, ()))


def _any_of(beginnings: Sequence[str]) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(beginnings) + r")", re.I)


def assessment_words(text: str) -> tuple[str, ...]:
    """The phrases in a text that assess an election as a whole; case does not matter."""
    small = " ".join(text.split()).casefold()
    return tuple(phrase for phrase in _phrases() if phrase.casefold() in small)


def judging_words(text: str) -> tuple[str, ...]:
    """The words in a text that judge an election it names, the first of each language.

    None when the text reports who judged it so: that someone called an election fair is a fact about them.
    """
    plain, found = " ".join(text.split()), []
    for language in _words("assessments")["election"]:
        judged = _beginnings("judgement", language).search(plain)
        named = _beginnings("election", language).search(plain)
        if judged and named and not _beginnings("reported", language).search(plain):
            found.append(judged.group())
    return tuple(found)


@cache
def _comparing() -> re.Pattern[str]:
    text = (files("scrutator.words") / "comparisons.toml").read_text(encoding="utf-8")
    return _any_of([one for many in tomllib.loads(text).values() for one in many])


def comparing_words(text: str) -> str:
    """The first words in a text that set one time against another; "" when there are none."""
    found = _comparing().search(" ".join(text.split()))
    return found.group() if found else ""
