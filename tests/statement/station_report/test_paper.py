"""The report on paper: every element of the page's sections as typst markup, and the whole as a PDF."""

from typing import Any

import pytest

from scrutator.statement.charts.chart import Chart
from scrutator.statement.report_words import cell, head_lines, spaced
from scrutator.statement.station_report.paper import set_html
from scrutator.statement.station_report.report import NOT_ASKED


def test_words_that_look_like_markup_stay_words() -> None:
    assert set_html("<p>a #b * _c_ &lt;d&gt;</p>", {}) == '#"a #b * _c_ <d>";\n\n'


def test_lists_marks_and_notes_are_set() -> None:
    html = (
        '<ul><li><strong>5</strong> <span class="mark contradicted">no</span></li></ul><p class="note">n</p>'
    )
    set_ = set_html(html, {})
    assert '#list.item[#strong[#"5";]#" ";#"× ";#"no";]' in set_
    assert '[#"n";]\n\n' in set_


def test_a_table_keeps_its_head_its_rows_and_their_order() -> None:
    row = '<tr><th scope="row">{}</th><td class="n">{}</td></tr>'
    html = f"<table><thead><tr><th>a</th><th class='n'>b</th></tr></thead><tbody>{row.format('x', 1)}{row.format('y', 2)}</tbody></table>"
    set_ = set_html(html, {})
    assert 'table.header([#strong[#"a";]], [#strong[#"b";]])' in set_
    assert set_.index('[#"x";]') < set_.index('[#"1";]') < set_.index('[#"y";]') < set_.index('[#"2";]')
    assert "align: (left, right, )" in set_


def test_a_table_too_wide_for_the_page_is_a_block_for_each_row() -> None:
    columns = [f"a column with a long name {i}" for i in range(9)]
    head = "".join(f"<th>{name}</th>" for name in columns)
    cells = "".join(f"<td>{'w' * 22}</td>" for _ in columns)
    set_ = set_html(f"<table><thead><tr>{head}</tr></thead><tbody><tr>{cells}</tr></tbody></table>", {})
    assert "#table(" not in set_
    assert set_.count("w" * 22) == 9
    assert 'a column with a long name 8";: ]' in set_


def test_a_drawing_stands_where_the_page_has_it_with_its_words_for_listeners() -> None:
    chart = Chart("one", "The title", "the subtitle", "what is seen", {}, (), (), ())
    set_ = set_html('<p>a</p><figure id="one"></figure><p>b</p>', {"one": chart})
    assert set_.index('"a"') < set_.index('drawing("/one.svg", "what is seen")') < set_.index('"b"')


def test_an_element_that_is_not_known_is_an_error_and_no_gap() -> None:
    with pytest.raises(KeyError):
        set_html("<p><em>new</em></p>", {})


def test_the_head_names_list_source_and_input() -> None:
    body: dict[str, Any] = {
        **NOT_ASKED,
        "columns": {"leader": "votes_A", "runner_up": "runner_up", "valid": "v"},
    }
    assert head_lines(body, "the commission") == ["Leader: votes_A", "Source: the commission"]
    body["source"] = {"file": "f.csv", "sha256": "ab"}
    assert head_lines({**body, "columns": {}})[0].startswith("Source: not named")
    assert head_lines(body)[-1] == "Input: f.csv, SHA-256 ab"


def test_cells_behind_drawings_are_numbers_as_readers_know_them() -> None:
    assert (cell(1234), cell(0.0012), cell(-1.5), cell("a")) == ("1\u202f234", "0.0012", "−1.50", "a")
    assert spaced("1,234,567 of 1, 2") == "1\u202f234\u202f567 of 1, 2"
