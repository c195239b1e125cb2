"""The page's templates escape every text and refuse a value that is missing."""

import re
from html.parser import HTMLParser

import jinja2
import pytest

from scrutator.findings.model import Table
from scrutator.record.cells import Citation
from scrutator.statement.details import Detail, Part, PartKind
from scrutator.statement.document import CLOSE, OPEN, Document, PrintedSource, PrintedTable
from scrutator.statement.page.html import render_body
from scrutator.statement.page.tables import table_view
from scrutator.statement.templating import environment, rendered

TEMPLATES = sorted(environment().list_templates())
DOCUMENT = Document("en", "", ())


def test_a_template_without_one_of_its_values_fails() -> None:
    with pytest.raises(jinja2.UndefinedError):
        rendered("number.html")


class Words(HTMLParser):
    """Every text and every label of a piece of HTML, as a browser reads them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name == "data-label"]


@pytest.mark.parametrize("text", ["<b>", "\"'", "&amp;", "{{ 1 }}"])
def test_a_text_of_the_record_is_read_as_it_stands_there(text: str) -> None:
    words = Words()
    words.feed(str(rendered("table.html", table=table_view(text, (text,), ((text,),), text, DOCUMENT))))
    assert [word.strip() for word in words.found if word.strip()] == [text] * 5


def test_a_text_of_an_attribute_cannot_leave_it() -> None:
    detail = Detail('"><script>', (Part('"><script>', PartKind.LINK, '"><script>'),))
    part = environment().get_template("parts.html").module
    html = str(part.parts(detail.parts))  # type: ignore[attr-defined]
    assert "<script>" not in html
    assert html.count("<a ") == 1


@pytest.mark.parametrize("name", TEMPLATES)
def test_only_the_style_of_a_page_is_taken_without_escaping(name: str) -> None:
    loader = environment().loader
    assert loader is not None
    source, _, _ = loader.get_source(environment(), name)
    unescaped = re.findall(r"{{[^}]*\bsafe\b[^}]*}}|autoescape", source)
    assert unescaped == (["{{ css | safe }}"] if name in ("page.html", "report.html") else [])


def test_a_figure_alone_in_its_paragraph_stays_in_it_and_a_table_does_not() -> None:
    table = PrintedTable(Table("t", "T", ("a",), ((1,),)))
    marked = f"{OPEN}0{CLOSE}\n\n{OPEN}1{CLOSE}\n"
    document = Document("en", marked, (PrintedSource(Citation("S1")), table))
    body, _ = render_body(document, {})
    assert "<p><span" in body
    assert "<p><div" not in body
    assert body.count("</p>") == 1
