"""How results show themselves: one short line, tables of aligned text, escaped HTML."""

from scrutator.api.shown import Grid, View, as_html, as_text

VIEW = View(
    "two <lists>",
    (Grid("seats & votes", ("list", "votes", "note"), (("A", 12_345, None), ("Ö & B", 7, "x"))),),
    ("A remark.",),
)


def test_text_aligns_numbers_to_the_right_and_shows_nothing_as_a_dash() -> None:
    assert as_text(VIEW) == (
        "two <lists>\n\n"
        "seats & votes\n"
        "list    votes  note\n"
        "─────  ──────  ────\n"
        "A      12,345  –\n"
        "Ö & B       7  x\n\n"
        "A remark."
    )


def test_html_escapes_every_text_and_holds_no_script() -> None:
    html = as_html(VIEW)
    assert "two &lt;lists&gt;" in html
    assert "Ö &amp; B" in html
    assert "seats &amp; votes" in html
    assert "<script" not in html


def test_a_view_without_rows_is_its_headline() -> None:
    assert as_text(View("nothing", (Grid("", ("a",), ()),))) == "nothing"
