"""A chart in the language of a statement: its words, the names in it, and its numbers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scrutator.statement.charts.chart import IN_LINES, LETTERS, LINE_END, Chart, wrapped
from scrutator.words.saying import LANGUAGES, Speech

# What is said to the program that draws, and never to a reader.
TOLD = frozenset(
    {
        "$schema",
        "field",
        "type",
        "mark",
        "shape",
        "as",
        "calculate",
        "filter",
        "test",
        "labelExpr",
        "format",
        "align",
        "baseline",
        "orient",
        "interpolate",
        "scheme",
        "config",
    }
)
NAMED = frozenset({"values", "sort", "domain"})  # where the names of rows stand
SHORT = "drawn"  # before the key of a phrase that is short for drawings
LOCALE = {"number": {"decimal": ",", "thousands": "\u202f", "grouping": [3], "currency": ["", ""]}}


def in_language(chart: Chart, speech: Speech) -> Chart:
    """The chart with what its readers see in the language; the rows behind it stay as the record has them.

    The texts of a page's table are put into the language where the table is shown.
    """
    if speech.language not in LANGUAGES:
        return chart
    return replace(
        chart,
        title=speech.words(chart.title),
        subtitle=speech.words(chart.subtitle),
        description=speech.words(chart.description),
        spec=drawn_in(chart.spec, speech),
        phone=None if chart.phone is None else drawn_in(chart.phone, speech),
        paper=tuple(drawn_in(spec, speech) for spec in chart.paper),
    )


def drawing_name(chart: Chart, language: str) -> str:
    """The name of a chart's drawing among the files of a bundle; its table is the same in every language."""
    return f"{chart.name}.{language}" if language in LANGUAGES else chart.name


def drawn_in(spec: Mapping[str, Any], speech: Speech) -> dict[str, Any]:
    """A specification in the language: its names in lines no longer than those it has."""
    letters = letters_of(spec) if IN_LINES in json.dumps(spec) else 0
    return with_locale(translated(spec, speech, letters))


def translated(part: Any, speech: Speech, letters: int = 0, named: bool = False) -> Any:
    """A part of a specification with every text for readers in the language; the names of rows in lines of so
    many letters, where there are any lines."""
    if isinstance(part, Mapping):
        return {
            key: value
            if key == "config" or (key in TOLD and not isinstance(value, Mapping))
            else translated(value, speech, letters, named or key in NAMED)
            for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [translated(one, speech, letters, named) for one in part]
    return label(part, speech, letters if named else 0) if isinstance(part, str) else part


def letters_of(part: Any) -> int:
    """The letters of the longest line of the names that are wrapped; those of a phone where none is."""
    if isinstance(part, Mapping):
        return max(map(letters_of, part.values()), default=LETTERS)
    if isinstance(part, list | tuple):
        return max(map(letters_of, part), default=LETTERS)
    if isinstance(part, str) and LINE_END in part and "datum." not in part:
        return max(LETTERS, *map(len, part.split(LINE_END)))
    return LETTERS


def label(text: str, speech: Speech, letters: int = 0) -> str:
    """A text for readers, short where the words have a short form for drawings; in lines where asked."""
    whole = text.replace(LINE_END, " ")
    short = speech.say(f"{SHORT} {whole}")
    found = speech.say(whole) if short is None or SHORT in short else short
    if letters:
        return wrapped(whole if found is None else found, letters)
    return text if found is None else found


def with_locale(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with numbers printed as Russian and Kazakh print them."""
    return {**spec, "config": {**spec.get("config", {}), "locale": LOCALE}}
