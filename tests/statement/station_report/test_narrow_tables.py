from scrutator.statement.station_report.narrow_tables import with_blocks

ROW = '<tr><th scope="row">{}</th><td class="n">{}</td></tr>'


def table(name: str, value: str, columns: str = "<th>test</th><th>adjusted &lt;p&gt;</th>") -> str:
    return f"<table><thead><tr>{columns}</tr></thead><tbody>{ROW.format(name, value)}</tbody></table>"


def test_every_cell_carries_the_name_of_its_column() -> None:
    html = with_blocks(table("A", "1"))
    assert '<th scope="row" data-label="test">A</th>' in html
    assert '<td class="n" data-label="adjusted &lt;p>">1</td>' in html


def test_a_table_asks_for_the_width_that_its_longest_number_needs() -> None:
    assert 'class="needs-280"' in with_blocks(table("A", "1"))
    assert 'class="needs-340"' in with_blocks(table("A district of a town", "1 234 567 890 1"))


def test_a_name_with_a_quotation_mark_ends_no_attribute() -> None:
    html = with_blocks(table("A", "1", '<th>list "A"</th><th>p</th>'))
    assert 'data-label="list &quot;A&quot;"' in html


def test_what_is_no_table_stays_as_it_is() -> None:
    assert with_blocks("<p>5 &lt; 6</p>") == "<p>5 &lt; 6</p>"
