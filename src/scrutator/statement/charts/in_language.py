"""A chart in the language of a statement: its words, the names in it, and its numbers."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scrutator.statement.charts.chart import LINE_END, Chart, wrapped
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
        spec=with_locale(translated(chart.spec, speech)),
        phone=None if chart.phone is None else with_locale(translated(chart.phone, speech)),
    )


def drawing_name(chart: Chart, language: str) -> str:
    """The name of a chart's drawing among the files of a bundle; its table is the same in every language."""
    return f"{chart.name}.{language}" if language in LANGUAGES else chart.name


def translated(part: Any, speech: Speech, wrap: bool = False) -> Any:
    """A part of a specification with every text for readers in the language, names in lines where asked."""
    if isinstance(part, Mapping):
        return {
            key: value
            if key == "config" or (key in TOLD and not isinstance(value, Mapping))
            else translated(value, speech, wrap or (key in NAMED and in_lines_already(value)))
            for key, value in part.items()
        }
    if isinstance(part, list | tuple):
        return [translated(one, speech, wrap) for one in part]
    return label(part, speech, wrap) if isinstance(part, str) else part


def in_lines_already(part: Any) -> bool:
    """Is any text in it wrapped for a phone?"""
    return LINE_END in json.dumps(part, ensure_ascii=False)


def label(text: str, speech: Speech, wrap: bool = False) -> str:
    """A text for readers, short where the words have a short form for drawings; wrapped anew where asked."""
    whole = text.replace(LINE_END, " ")
    short = speech.say(f"{SHORT} {whole}")
    found = speech.say(whole) if short is None or SHORT in short else short
    if found is None:
        return text
    return wrapped(found) if wrap else found


def with_locale(spec: Mapping[str, Any]) -> dict[str, Any]:
    """The specification with numbers printed as Russian and Kazakh print them."""
    return {**spec, "config": {**spec.get("config", {}), "locale": LOCALE}}
