"""The page's templates escape every text and refuse a value that is missing."""

import re
from html.parser import HTMLParser
from importlib.resources import files

import jinja2
import pytest

from scrutator.statement.details import Detail, Part, PartKind
from scrutator.statement.document import Document
from scrutator.statement.page.tables import table_view
from scrutator.statement.page.templating import environment, rendered

TEMPLATES = sorted(
    path.name for path in (files("scrutator.statement.page") / "templates").iterdir() if path.is_file()
)
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
def test_only_the_style_of_the_page_is_taken_without_escaping(name: str) -> None:
    source = (files("scrutator.statement.page") / "templates" / name).read_text(encoding="utf-8")
    unescaped = re.findall(r"{{[^}]*\bsafe\b[^}]*}}|autoescape", source)
    assert unescaped == (["{{ css | safe }}"] if name == "page.html" else [])
