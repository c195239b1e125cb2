"""Several cases on one site: their elections stand in one table, their lists apart."""

import csv
import io
from dataclasses import replace

from tests.site.pages import Seen

from scrutator.record.folder.opening import sound_case
from scrutator.record.unknown import Unknown
from scrutator.site.across import held_elections, tables_across
from scrutator.site.folder import unlisted
from scrutator.site.subject import Subject
from support.small_case import SMALL_CASE


def holding(one: Subject, name: str, year: int) -> Subject:
    """The subject with the small case as it would be in another year, and called otherwise."""
    texts = {file: text.replace("2012", str(year)) for file, text in SMALL_CASE.items()}
    texts["case.toml"] = (
        texts["case.toml"].replace('"small"', f'"{name}"').replace("A small election", f"Case {name}")
    )
    texts["totals.csv"] = SMALL_CASE["totals.csv"].splitlines()[0] + "\n"
    case = sound_case({file: text.encode() for file, text in texts.items()}, name)
    return replace(one, case=case)


def test_elections_of_two_cases_stand_by_day_and_what_is_not_known_is_no_nought(
    small_subject: Subject,
) -> None:
    two = [holding(small_subject, "later", 2020), holding(small_subject, "earlier", 2010)]
    elections, lists = tables_across(held_elections(two))
    assert [row[:3] for row in elections.rows] == [
        ("Case earlier", "A vote, 2010", "2010-01-15"),
        ("Case later", "A vote, 2020", "2020-01-15"),
    ]
    assert all(isinstance(value, Unknown) for row in elections.rows for value in row[3:8])
    assert [row[8] for row in elections.rows] == [10, 10]
    assert [row[:3] for row in lists.rows] == [
        ("Case earlier", "A vote, 2010", "Red"),
        ("Case earlier", "A vote, 2010", "Blue"),
        ("Case later", "A vote, 2020", "Red"),
        ("Case later", "A vote, 2020", "Blue"),
    ]
    assert "not matched" in lists.note


def test_the_order_in_which_cases_are_given_changes_no_table(small_subject: Subject) -> None:
    two = [holding(small_subject, "a", 2020), holding(small_subject, "b", 2010)]
    assert tables_across(held_elections(two)) == tables_across(held_elections(two[::-1]))


def test_a_site_of_one_case_compares_nothing(small_subject: Subject) -> None:
    assert held_elections([holding(small_subject, "a", 2020)]) == ()
    assert not any(name.startswith("compared/") for name, _ in unlisted([small_subject]))


def test_the_first_page_leads_to_a_page_in_every_language_with_its_tables(small_subject: Subject) -> None:
    two = [holding(small_subject, "a", 2020), holding(small_subject, "b", 2010)]
    files = dict(unlisted(two))
    first = {target for target, _ in Seen("index.html", files["index.html"]).targets()}
    for language in ("en", "ru", "kk", "es"):
        name = f"compared/{language}/index.html"
        assert name in first
        targets = {target for target, _ in Seen(name, files[name]).targets()}
        assert {"compared/elections.csv", "compared/lists.json"} <= targets
        assert [target for target in targets if target.startswith("compared/") and target not in files] == []
    rows = list(csv.DictReader(io.StringIO(files["compared/elections.csv"].decode())))
    assert [row["turnout, %"] for row in rows] == ["not obtained", "not obtained"]
