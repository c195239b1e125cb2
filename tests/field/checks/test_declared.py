"""The table of checks: what it may say, its version, and what is refused with its row."""

import csv
import io

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.checks.compiling import checks_of_form
from scrutator.field.checks.declared import (
    COLUMNS,
    LANGUAGES,
    About,
    Scope,
    bundled_checks,
    bundled_table,
    check_set,
    checks_text,
    read_checks,
)
from scrutator.words.norms import norm_catalogue
from support.field_forms import bundled_published

ROW = {
    "id": "a-check",
    "scope": "report",
    "about": "within",
    "severity": "soft",
    "holds": "v_turnout < 9",
    "en": "Too many.",
}


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return out.getvalue()


def test_the_bundled_checks_cover_every_scope_and_subject_in_three_languages_with_known_norms() -> None:
    checks = bundled_checks().checks
    assert {one.scope for one in checks} == set(Scope)
    assert {one.about for one in checks} == set(About)
    assert all(
        all(words.strip() for words in one.messages) and len(one.messages) == len(LANGUAGES) for one in checks
    )
    assert {norm for one in checks for norm in one.norm.split()} <= set(norm_catalogue())


def test_order_of_rows_and_columns_decides_nothing_and_every_cell_changes_the_version() -> None:
    rows = ({}, {"id": "b-check", "holds": "v_turnout < 8"})
    version = read_checks(table(*rows)).version
    assert read_checks(table(*rows[::-1])).version == version
    assert read_checks(table(*rows, columns=COLUMNS[::-1])).version == version
    changes = {"id": "c", "scope": "observers", "about": "time", "forms": "voting", "each": "line", "severity": "hard",
               "norm": "kz-40", "holds": "1 = 1", "where": "1 = 1", "en": "x", "ru": "x", "kk": "x"}  # fmt: skip
    assert set(changes) == set(COLUMNS)
    for column, text in changes.items():
        assert read_checks(table({column: text}, rows[1])).version != version, column
    assert check_set(()).version == read_checks(table()).version


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ({"id": "A"}, "no id"),
        ({"id": ""}, "no id"),
        ({"id": "x" * 61}, "no id"),
        ({"scope": "all"}, "means nothing"),
        ({"about": ""}, "means nothing"),
        ({"severity": "serious"}, "means nothing"),
        ({"severity": "impossible"}, "does not allow"),
        ({"each": "vote"}, "means nothing"),
        ({"en": " "}, "no English"),
        ({"holds": ""}, "nothing that holds"),
        ({"where": "x" * 2001}, "2,000"),
    ],
)
def test_what_a_row_may_not_say_is_refused_with_its_row(row: dict[str, str], what: str) -> None:
    with pytest.raises(ScrutatorError, match=what) as caught:
        read_checks(table({"id": "first"}, row))
    assert (caught.value.code, caught.value.where) == ("D10", "row 3")


def test_a_table_with_other_columns_a_check_twice_or_too_many_is_refused() -> None:
    for text in ("", "id,scope\n", table({}).replace("kk", "kz", 1), table({}, {}), table({}) + "only,three,cells\n", "x" * 2_000_001,
                 table(*({"id": f"c{n}"} for n in range(2001))), 'id,"\n'):  # fmt: skip
        with pytest.raises(ScrutatorError) as caught:
            read_checks(text)
        assert caught.value.code == "D10"
    assert len(read_checks(table(*({"id": f"c{n}"} for n in range(2000)))).checks) == 2000


def test_a_message_falls_back_to_english_and_the_bundled_table_is_read_back() -> None:
    (one,) = read_checks(table({"ru": "Много."})).checks
    assert (one.message("ru"), one.message("kk"), one.message("en")) == ("Много.", "Too many.", "Too many.")
    assert read_checks(bundled_table()) == bundled_checks() == read_checks(checks_text(bundled_checks()))


def test_braces_that_mean_nothing_reach_nothing_of_the_program() -> None:
    for text in ("{votes.__class__} = 1", "{0} = 1", "{question} = 1"):
        read = checks_of_form(bundled_published("voting"), read_checks(table({"holds": text})))
        assert (read.within, len(read.idle)) == ((), 1)
