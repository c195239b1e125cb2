"""What a night file may say: every section, its keys and the kind of each value.

A misspelled key is refused, never ignored: a rule that silently does not apply is not registered.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scrutator.counting.night.response import ADJUSTMENTS
from scrutator.errors import ScrutatorError

TEXT, WORDS, NUMBER, YES_NO, DAY, TABLE = (
    "text",
    "a list of texts",
    "a number",
    "true or false",
    "a date",
    "a table",
)
"""The kinds of values, as they are named to the reader."""

SECTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "frame": {"file": (TEXT,)},
    "sample": {
        "file": (TEXT,),
        "station": (TEXT,),
        "stratum": (WORDS,),
        "weight": (TEXT,),
        "population": (TEXT, TABLE),
        "equal_strata": (NUMBER,),
        "registered": (TEXT,),
        "replaced": (TEXT,),
        "zone": (TEXT,),
    },
    "cells": {"columns": (WORDS,), "quartiles": (TEXT,), "zero_as": (NUMBER,)},
    "domains": {"columns": (WORDS,)},
    "arrivals": {
        "file": (TEXT,),
        "station": (TEXT,),
        "at": (TEXT,),
        "denominator": (TEXT,),
        "means": (TEXT,),
        "complete": (YES_NO,),
        "invalid": (TEXT,),
        "withdrawn": (TEXT,),
        "id": (TEXT,),
        "lists": (TABLE,),
    },
    "registered": {
        "level": (NUMBER,),
        "shift": (NUMBER, TEXT),
        "least_response": (NUMBER,),
        "least_coverage": (NUMBER,),
        "largest_gap": (NUMBER,),
        "called_at": (NUMBER,),
        "majority": (NUMBER,),
        "adjustment": (TEXT,),
    },
    "replay": {"times": (WORDS,)},
}
TABLES = {"official_domains": NUMBER}
"""Sections of tables with names of the user's own: a domain, and in it one value per list."""
FIGURE = {"of": TEXT, "among": TEXT, "official": NUMBER}
"""The keys of [figures.NAME], a share of its own beside the lists."""
NAMED = {"thresholds": NUMBER, "neighbours": TEXT, "official": NUMBER}
"""Sections whose keys are names of the user's own."""


def check_shape(content: Mapping[str, Any]) -> None:
    """Raise C08 naming the first section, key or value that a night file cannot hold."""
    for section, value in content.items():
        if section in ("title", "date", "zone"):
            _check(value, (DAY,) if section == "date" else (TEXT,), section)
            continue
        if (
            section not in SECTIONS
            and section not in NAMED
            and section not in TABLES
            and section != "figures"
        ):
            named = ", ".join([*SECTIONS, *NAMED, *TABLES, "figures"])
            _refuse(f"unknown section {section!r}", f"Sections: {named}.")
        _check(value, (TABLE,), f"[{section}]")
        if section == "figures":
            _check_figures(value, content.get("arrivals", {}).get("lists", {}))
            continue
        if section in TABLES:
            for key, table in value.items():
                _check(table, (TABLE,), f"[{section}.{key}]")
                for name, one in table.items():
                    _check(one, (TABLES[section],), f"[{section}.{key}] {name}")
            continue
        for key, one in value.items():
            kinds = (NAMED[section],) if section in NAMED else SECTIONS[section].get(key)
            if kinds is None:
                _refuse(f"[{section}] has no key {key!r}", f"Keys: {', '.join(SECTIONS[section])}.")
            else:
                _check(one, kinds, f"[{section}] {key}")
    for name, column in content.get("arrivals", {}).get("lists", {}).items():
        _check(column, (TEXT,), f"[arrivals.lists] {name}")
    _check_rules(content.get("registered", {}))
    _check_figures_of_lists(content.get("arrivals", {}))
    _check_unused(content)
    for name, value in content.get("thresholds", {}).items():
        if not 0 < value < 100:
            _refuse(f"[thresholds] {name} is {value}", "Give per cent of the denominator, between 0 and 100.")


def _check_figures(figures: Mapping[str, Any], lists: Mapping[str, Any]) -> None:
    """Every figure has a column and the column it is a share of, and no list's name."""
    for name, table in figures.items():
        _check(table, (TABLE,), f"[figures.{name}]")
        for key, one in table.items():
            if key not in FIGURE:
                _refuse(f"[figures.{name}] has no key {key!r}", f"Keys: {', '.join(FIGURE)}.")
            _check(one, (FIGURE[key],), f"[figures.{name}] {key}")
        if not {"of", "among"} <= set(table) or name in lists:
            what = f"[figures.{name}] " + ("has a list's name" if name in lists else "needs of and among")
            _refuse(what, 'Write of = "cast" and among = "registered", under another name.')


def _check_figures_of_lists(arrivals: Mapping[str, Any]) -> None:
    """A night has lists, and each has a column of its own, which is not the denominator."""
    if "lists" not in arrivals:
        return
    if not arrivals["lists"]:
        _refuse("[arrivals.lists] names no list", "Write name = column, one line for each list.")
    columns = [part.strip() for text in arrivals["lists"].values() for part in text.split(" + ")]
    doubled = [one for place, one in enumerate(columns) if one in columns[:place]]
    whole = arrivals.get("denominator", "").strip()
    if doubled or (whole in columns and len(columns) > 1):
        what = f"[arrivals] counts the column {(doubled or [whole])[0]!r} twice"
        _refuse(what, "Every list has a column of its own, and the denominator another.")


def _check_unused(content: Mapping[str, Any]) -> None:
    """Keys that need another to say anything."""
    arrivals, sample = content.get("arrivals", {}), content.get("sample", {})
    means = arrivals.get("means")
    unused = ""
    if "means" not in arrivals and ("complete" in arrivals or "invalid" in arrivals):
        unused = f"[arrivals] {'complete' if 'complete' in arrivals else 'invalid'} needs means"
    elif means == "cast" and arrivals.get("complete") and "invalid" not in arrivals:
        unused = '[arrivals] complete, with means = "cast", needs invalid'
    elif "zero_as" in content.get("cells", {}) and "quartiles" not in content["cells"]:
        unused = "[cells] zero_as needs quartiles"
    elif "equal_strata" in sample and ("population" in sample or "weight" in sample):
        unused = "[sample] equal_strata stands beside another weight"
    if unused:
        _refuse(unused, "Nothing that is registered may go unused: give both, or leave it out.")


def _check_rules(rules: Mapping[str, Any]) -> None:
    """Levels and parts lie between 0 and 1; a shift and a majority are per cent."""
    for key in ("level", "called_at"):
        if not 0.5 < rules.get(key, 0.95) < 1:
            _refuse(f"[registered] {key} is {rules[key]}", "Give a level such as 0.95.")
    for key in ("least_response", "least_coverage"):
        if not 0 <= rules.get(key, 0.5) <= 1:
            _refuse(f"[registered] {key} is {rules[key]}", "Give a part between 0 and 1.")
    if isinstance(rules.get("shift"), str) and rules["shift"] != "observed":
        _refuse(f"[registered] shift is {rules['shift']!r}", 'Give points, or "observed".')
    if rules.get("adjustment", "raking") not in ADJUSTMENTS:
        what = f"[registered] adjustment is {rules['adjustment']!r}"
        _refuse(what, f"Give one of {', '.join(ADJUSTMENTS)}.")
    for key in ("shift", "majority", "largest_gap"):
        if isinstance(rules.get(key), int | float) and not 0 <= rules[key] <= 100:
            _refuse(f"[registered] {key} is {rules[key]}", "Give a figure between 0 and 100.")


def _check(value: object, kinds: tuple[str, ...], where: str) -> None:
    fits = {
        TEXT: isinstance(value, str),
        WORDS: isinstance(value, list) and all(isinstance(one, str) for one in value),
        NUMBER: isinstance(value, int | float) and not isinstance(value, bool) and value - value == 0,
        YES_NO: isinstance(value, bool),
        DAY: type(value) is date,
        TABLE: isinstance(value, Mapping),
    }
    if not any(fits[kind] for kind in kinds):
        _refuse(f"{where} must be {' or '.join(kinds)}, not {value!r}", "See `scrutator docs night-file`.")


def _refuse(what: str, remedy: str) -> None:
    raise ScrutatorError("C08", what, where="NIGHT.toml", remedy=remedy)
