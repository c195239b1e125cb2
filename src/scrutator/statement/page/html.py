"""The statement as one accessible page: no script, no request, nothing outside the file."""

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scrutator.record.case import Case
from scrutator.statement.charts.chart import Chart
from scrutator.statement.charts.in_language import drawing_name
from scrutator.statement.details import citation_part, citation_parts, cited_sources, figure_details
from scrutator.statement.document import (
    CLOSE,
    OPEN,
    Document,
    Printed,
    PrintedFigure,
    PrintedSource,
    PrintedTable,
    head_lines,
)
from scrutator.statement.drawing import for_page, paper_drawings
from scrutator.statement.markdown import Heading, parse
from scrutator.statement.page.looks import looks
from scrutator.statement.page.phone_drawing import phone_drawing
from scrutator.statement.page.tables import block_style, table_view
from scrutator.statement.templating import as_html, rendered
from scrutator.words.page import page_words
from scrutator.words.saying import RECORD, Speech

if TYPE_CHECKING:
    from markupsafe import Markup


def render_chart(chart: Chart, svg: str, document: Document) -> "Markup":
    """A chart with the finding as its title, its drawing, its sources and the table behind it.

    A chart without a narrow form leaves phones to the table behind it.
    """
    phone = phone_drawing(chart)
    view = table_view(chart.title, chart.columns, chart.rows, "", document)
    return rendered(
        "chart.html",
        chart=chart,
        drawing=drawing_name(chart, document.language),
        whole=as_html(for_page(svg, chart.description)),
        phone=as_html(for_page(phone, chart.description)) if phone else "",
        paper=[as_html(for_page(sheet, chart.description)) for sheet in paper_drawings(chart).values()],
        cited=citation_parts(tuple(chart.sources), document),
        table=rendered("table.html", table=view),
        words=page_words(document.language),
    )


def render_printed(item: Printed, document: Document, drawings: Mapping[str, str]) -> "Markup":
    """The HTML of one resolved cell."""
    if isinstance(item, PrintedFigure):
        number = list(document.figures).index(item.id) + 1
        said = {"details": figure_details(item, document), "words": page_words(document.language)}
        return rendered("figure.html", item=item, number=number, **said)
    if isinstance(item, PrintedSource):
        return rendered("cite.html", citation=citation_part(str(item.citation), document))
    if isinstance(item, PrintedTable):
        table = item.table
        view = table_view(table.title, table.columns, table.rows, table.note, document)
        return rendered("table.html", table=view)
    return render_chart(item, drawings[item.name], document)


def render_body(document: Document, drawings: Mapping[str, str]) -> tuple["Markup", tuple[Heading, ...]]:
    """The text's HTML with every mark replaced, and its headings."""
    blocks = frozenset(n for n, item in enumerate(document.printed) if isinstance(item, PrintedTable | Chart))
    return body_of(
        document.marked, blocks, lambda n: str(render_printed(document.printed[n], document, drawings))
    )


def body_of(
    marked: str, blocks: frozenset[int], show: Callable[[int], str]
) -> tuple["Markup", tuple[Heading, ...]]:
    """The HTML of a marked text, with what `show` gives for each mark, and its headings. `blocks` are the
    marks of tables and charts."""
    from markdown_it import MarkdownIt

    tokens, headings = parse(marked)
    number = ""
    for token in tokens:
        if token.type == "heading_open":
            number = token.meta.get("number", "")
        elif token.type == "inline":
            token.children = [*numbered(number), *with_cells(token.children, show)]
            number = ""
        elif token.type in ("th_open", "td_open"):
            aligned(token)
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = markdown.renderer.render(list(unwrapped(tokens, blocks)), markdown.options, {})
    return as_html(body), headings


def html_token(html: str) -> Any:
    """A piece of HTML between the pieces of an author's text."""
    from markdown_it.token import Token

    return Token("html_inline", "", 0, content=html)


ALIGNED = {"text-align:right": "n", "text-align:center": "c"}


def aligned(cell: Any) -> None:
    """Give a cell of an author's table a class in place of its style, which the policy does not allow."""
    look = ALIGNED.get(str(cell.attrs.pop("style", "")))
    if look:
        cell.attrSet("class", look)


def numbered(number: str) -> Iterator[Any]:
    """The number in front of a heading's words."""
    if number:
        yield html_token(str(rendered("number.html", number=number)))


def with_cells(children: list[Any], show: Callable[[int], str]) -> Iterator[Any]:
    """The pieces of a text, every mark in it replaced by the HTML of its cell."""
    from markdown_it.token import Token

    for child in children:
        if child.type != "text":
            yield child
            continue
        pieces = re.split(f"{OPEN}([0-9]+){CLOSE}", child.content)
        for index, piece in enumerate(pieces):
            yield html_token(show(int(piece))) if index % 2 else Token("text", "", 0, content=piece)


def unwrapped(tokens: list[Any], blocks: frozenset[int]) -> Iterator[Any]:
    """The tokens without the paragraph around a table or a chart, which stands in no paragraph."""
    alone = re.compile(f"{OPEN}([0-9]+){CLOSE}")
    position = 0
    while position < len(tokens):
        token = tokens[position]
        found = alone.fullmatch(tokens[position + 1].content) if token.type == "paragraph_open" else None
        if found and int(found[1]) in blocks:
            yield tokens[position + 1]
            yield html_token("\n")
            position += 3
        else:
            yield token
            position += 1


def page_style() -> str:
    """The style sheet of every page. Verifiers know it by its hash: `python tools/known_style.py`."""
    own = (files("scrutator.statement") / "page" / "page.css").read_text(encoding="utf-8")
    return looks() + block_style(own)


def said(speech: Speech, text: str, else_: str = "") -> "Markup":
    """A text of a finding in the language of the page; one that stays as it is has its own language named."""
    words = (speech.say(text) or else_) if else_ else speech.words(text)
    tongue = speech.tongue(words)
    return rendered("said.html", words=words, tongue=tongue)


def allowed_style(css: str) -> str:
    """The source by which a policy allows this style and no other."""
    return f"sha256-{b64encode(sha256(css.encode()).digest()).decode()}"


def render_page(case: Case, document: Document, drawings: Mapping[str, str]) -> str:
    """The whole page. `drawings` are the charts' SVGs by name. Raises X02 without the extra."""
    body, headings = render_body(document, drawings)
    css = page_style()
    page = rendered(
        "page.html",
        language=document.language,
        header=case.header,
        heads=head_lines(case, document),
        record=RECORD,
        words=page_words(document.language),
        fingerprint=case.fingerprint,
        css=css,
        allowed=allowed_style(css),
        body=body,
        headings=headings,
        findings=document.findings,
        cells=[(item, figure_details(item, document)) for item in document.figures.values()],
        sources=cited_sources(case, document),
        say=lambda *texts: said(document.speech, *texts),
    )
    return f"{page}\n"
