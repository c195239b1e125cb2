"""What a site prints over and beside its numbers is in the language of the page: names, headings, units, kinds."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from scrutator.site.subject import Subject
from scrutator.words.saying import LANGUAGES, Speech

CASES = ("kazakhstan-2012", "simulated-republic")
SAME_EVERYWHERE = {"p", "z", "%", ""}
"""Signs of statistics, which have no other words."""
OF_THE_RECORD = re.compile(
    r"\d{4}(?:-\d\d-\d\d)?|.*\((?:Richard Weitz|OSCE/.*|Shanghai Cooperation Organisation)\)"
)
"""Headings that are dates or years of the record, or its propositions with their speakers."""
LISTS = {
    "Ak Zhol",
    "Auyl",
    "Communist People's Party of Kazakhstan",
    "Nur Otan",
    "OSDP",
    "Patriots",
    "Rukhaniyat",
}


def printed_words(findings: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Every name, heading, unit and kind of these findings, with what it is."""
    for finding in findings:
        outcome = finding.get("outcome", finding)
        for figure in outcome["figures"]:
            yield "figure", str(figure["name"]).replace("_", " ")
            yield "unit", str(figure.get("unit") or "")
            yield "kind", str((figure.get("interval") or {}).get("kind", ""))
            for key in figure.get("at") or {}:
                yield "figure's key", str(key)
        for table in outcome["tables"]:
            yield "title of a table", str(table["title"])
            for column in table["columns"]:
                yield "column", str(column if isinstance(column, str) else column["name"])


def unsaid(findings: list[dict[str, Any]], language: str) -> set[tuple[str, str]]:
    speech = Speech(language)
    return {
        (what, word)
        for what, word in printed_words(findings)
        if word not in SAME_EVERYWHERE
        and word not in LISTS
        and not OF_THE_RECORD.fullmatch(word)
        and speech.say(f"figure {word}" if what == "figure" else word) is None
        and speech.say(word) is None
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_name_heading_unit_and_kind_of_interval_has_words_in_the_language(
    bundled_site: dict[str, bytes], case: str, language: str
) -> None:
    findings = json.loads(bundled_site[f"{case}/findings.json"])
    assert len(list(printed_words(findings))) > 300
    assert unsaid(findings, language) == set()


def test_a_name_without_words_is_found(small_subject: Subject) -> None:
    made = [{"figures": [{"name": "unheard_of", "unit": "quarks"}], "tables": []}]
    assert unsaid(made, "ru") == {("figure", "unheard of"), ("unit", "quarks")}


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_heading_of_a_table_and_no_name_of_a_figure_is_left_in_english(
    bundled_site: dict[str, bytes], language: str
) -> None:
    """As printed: a name of a figure stands before its values, and a mark leads to it."""
    for case in CASES:
        for question in ("claims", "law", "count", "observation", "forensics", "promises", "results"):
            page = bundled_site.get(f"{case}/{language}/{question}/index.html")
            for name in re.findall(r"¶</a> ([^<,:]+)[,:]", page.decode()) if page else ():
                assert not re.search("[A-Za-z]{3}", name.replace("SHA-256", "")), (case, question, name)
