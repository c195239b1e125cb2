"""Tables that become labelled lines on a phone: what each cell carries, and that values stay escaped."""

import pytest
from django.template import engines

ROW = '<tr><th scope="row">{{ first }}</th><td>{{ second }}</td></tr>'


def rendered(body: str, **values: str) -> str:
    head = '<thead><tr><th scope="col">Form</th><th scope="col" class="number">Late &amp; early</th></tr></thead>'
    text = f"{{% stacked %}}<table>{head}<tbody>{body}</tbody></table>{{% endstacked %}}"
    return engines["django"].from_string(text).render(values)


def test_each_cell_carries_the_heading_of_its_column() -> None:
    shown = rendered(ROW, first="voting", second="7")
    assert '<th data-label="Form" role="rowheader" scope="row">voting</th>' in shown
    assert '<td role="cell" data-label="Late &amp; early">7</td>' in shown


def test_a_cell_over_several_columns_has_no_heading() -> None:
    assert "data-label" not in rendered('<tr><td colspan="2">none</td></tr>')


@pytest.mark.parametrize("value", ["<td>", '"><script>', "</thead>", '<tr scope="row">'])
def test_a_value_changes_no_markup(value: str) -> None:
    shown, plain = rendered(ROW, first=value, second=value), rendered(ROW, first="x", second="x")
    for mark in ("<td", "<tr", "<th", "data-label", "role=", "<script", "</thead>"):
        assert shown.count(mark) == plain.count(mark)
