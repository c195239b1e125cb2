"""The statement as one accessible page: no script, no request, nothing outside the file."""

import re
from collections.abc import Callable, Mapping
from importlib.resources import files
from itertools import pairwise

from scrutator.errors import missing_extra
from scrutator.record.case import Case
from scrutator.record.nouns.sources import Source
from scrutator.record.unknown import Unknown
from scrutator.statement.charts.chart import Chart
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
from scrutator.statement.markdown import Heading, parse
from scrutator.statement.numbers import show, show_interval
from scrutator.statement.page.html_tables import (
    block_style,
    escape,
    render_table,
    source_link,
    table_sources,
)
from scrutator.statement.page.phone_drawing import drawings_of
from scrutator.words.page import page_words

RECORD = "en"  # the language of the record: of tables, charts, findings and titles of sources


def in_record(html: str, document: Document) -> str:
    """A piece of the page in the language of the record, marked where the statement has another."""
    return html if document.language == RECORD else f'<div lang="{RECORD}">{html}</div>'


def render_chart(chart: Chart, svg: str, document: Document) -> str:
    """A chart with the finding as its title, its drawing, its sources and the table behind it."""
    said = page_words(document.language)
    table = render_table(chart.title, chart.columns, chart.rows, "", document)
    cited = ", ".join(source_link(source, document.locators) for source in chart.sources)
    sources = f"{said['source']}: {cited}. " if cited else ""
    links = " · ".join(
        f'<a href="charts/{chart.name}.{kind}" download>{kind.upper()}</a>' for kind in ("svg", "csv")
    )
    return (
        f'<figure id="chart-{chart.name}"><p class="chart-title">{escape(chart.title)}</p>'
        f'<p class="chart-subtitle">{escape(chart.subtitle)}</p>'
        f"{drawings_of(chart, svg)}"
        f'<figcaption>{sources}<span class="downloads">{said["downloads"]}: {links}</span></figcaption>'
        f"<details><summary>{said['table']}</summary>{table}</details></figure>"
    )


def figure_details(item: PrintedFigure, document: Document) -> list[tuple[str, str]]:
    """What the card and the cell's entry say about a figure: pairs of a word and HTML."""
    language = document.language
    said, figure, finding = page_words(language), item.figure, item.finding
    at = ", ".join(f"{key} {value}" for key, value in sorted(figure.at.items()))
    value = figure.value
    remark = f" ({value.remark})" if isinstance(value, Unknown) and value.remark else ""
    about = figure.name.replace("_", " ") + (f", {at}" if at else "")
    rows = [(said["about"], escape(about))]
    unit = f" {figure.unit}" if figure.unit and figure.unit != "%" else ""
    digits = None if not isinstance(value, float) else 4
    rows.append((said["value"], escape(show(value, figure.unit, language, digits) + unit + remark)))
    if figure.interval is not None:
        ends = show_interval(figure.interval, figure.unit, language)
        rows.append((said["interval"], escape(f"{ends} ({figure.interval.kind})")))
    if figure.numerator is not None and figure.denominator is not None:
        rows.append((said["of"], escape(f"{figure.numerator} / {figure.denominator}")))
    if figure.note:
        rows.append((said["note"], escape(figure.note)))
    if finding.attested:
        rows.append((said["attested"], escape(said["attested_long"])))
    link = f'<a href="#finding-{escape(finding.id)}">{escape(finding.outcome.title)}</a>'
    rows.append((said["finding"], link))
    rows.append((said["method"], f"<code>{escape(finding.method)}@{escape(finding.version)}</code>"))
    if figure.sources:
        rows.append(
            (
                said["source"].lower(),
                ", ".join(source_link(source, document.locators) for source in figure.sources),
            )
        )
    if finding.outcome.tables:
        table = finding.outcome.tables[0]
        address = f"data/{escape(finding.id)}.{escape(table.name)}.csv"
        rows.append((said["data"], f'<a href="{address}" download>{escape(table.title)}</a>'))
    return rows


def render_figure(item: PrintedFigure, number: int, document: Document) -> str:
    """A figure in the prose: a link to its cell, and a card shown on hover and focus."""
    rows = "".join(
        f'<span class="row"><span class="key">{key}</span> {content}</span>'
        for key, content in figure_details(item, document)
    )
    text = escape(item.text)
    words = page_words(document.language)
    mark = f' <span class="attested">[{words["attested"]}]</span>' if item.finding.attested else ""
    return (
        f'<span class="fig"><a href="#cell-{number}" data-note="{number}" data-figure="{escape(item.id)}">'
        f'{text}</a>{mark}<span class="card" role="note"><b>{text}</b>{rows}</span></span>'
    )


def render_printed(item: Printed, document: Document, drawings: Mapping[str, str]) -> str:
    """The HTML of one resolved cell."""
    if isinstance(item, PrintedFigure):
        number = list(document.figures).index(item.id) + 1
        return render_figure(item, number, document)
    if isinstance(item, PrintedTable):
        table = item.table
        rendered = render_table(table.title, table.columns, table.rows, table.note, document)
        return in_record(rendered, document)
    if isinstance(item, PrintedSource):
        return f'<span class="cite">[{source_link(str(item.citation), document.locators)}]</span>'
    return in_record(render_chart(item, drawings[item.name], document), document)


def render_body(document: Document, drawings: Mapping[str, str]) -> tuple[str, tuple[Heading, ...]]:
    """The text's HTML with every mark replaced, and its headings."""
    blocks = frozenset(n for n, item in enumerate(document.printed) if isinstance(item, PrintedTable | Chart))
    return body_of(document.marked, blocks, lambda n: render_printed(document.printed[n], document, drawings))


def body_of(
    marked: str, blocks: frozenset[int], show: Callable[[int], str]
) -> tuple[str, tuple[Heading, ...]]:
    """The HTML of a marked text, with what `show` gives for each mark, and its headings. `blocks` are the
    marks of tables and charts."""
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    tokens, headings = parse(marked)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and "number" in token.meta:
            mark = f"{OPEN}#{token.meta['number']}{CLOSE}"
            inline.children = [Token("text", "", 0, content=mark), *(inline.children or [])]
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    body = markdown.renderer.render(tokens, markdown.options, {})
    body = re.sub(f"{OPEN}#([0-9.]+){CLOSE}", r'<span class="number">\1</span>', body)
    # A table or a chart stands alone in its paragraph; the paragraph's tags would wrap it wrongly.
    alone = re.compile(f"<p>{OPEN}([0-9]+){CLOSE}</p>")

    def block(found: re.Match[str]) -> str:
        number = int(found.group(1))
        return show(number) if number in blocks else f"<p>{show(number)}</p>"

    body = alone.sub(block, body)
    return re.sub(f"{OPEN}([0-9]+){CLOSE}", lambda found: show(int(found.group(1))), body), headings


def page_style() -> str:
    """The style sheet of every page. Verifiers know it by its hash: `python tools/known_style.py`."""
    return block_style((files("scrutator.statement") / "page" / "page.css").read_text(encoding="utf-8"))


def render_page(case: Case, document: Document, drawings: Mapping[str, str]) -> str:
    """The whole page. `drawings` are the charts' SVGs by name. Raises X02 without the extra."""
    try:
        from jinja2 import Environment
        from markupsafe import Markup
    except ImportError as error:
        raise missing_extra("building a page", "report") from error
    folder = files("scrutator.statement") / "page"
    template = (folder / "page.html").read_text(encoding="utf-8")
    body, headings = render_body(document, drawings)
    cells = [
        {"text": item.text, "details": Markup(cell_entry(item, document))}
        for item in document.figures.values()
    ]
    environment = Environment(autoescape=True, trim_blocks=True, keep_trailing_newline=True)
    return environment.from_string(template).render(
        language=document.language,
        header=case.header,
        heads=head_lines(case, document),
        record=RECORD,
        words=page_words(document.language),
        css=Markup(page_style()),
        body=Markup(body),
        headings=headings,
        findings=document.findings,
        cells=cells,
        sources=cited_sources(case, document),
    )


def cell_entry(item: PrintedFigure, document: Document) -> str:
    """The entry of a figure in the appendix; the hashes of its inputs stand once, with its finding."""
    rows = figure_details(item, document)
    inner = "".join(f"<dt>{key}</dt><dd>{content}</dd>" for key, content in rows)
    return f'<dl class="cell">{inner}</dl><code>{escape(item.id)}</code>'


def cited_sources(case: Case, document: Document) -> list[Source]:
    """Every source of the case that this page links to, in the order of the record."""
    cited: set[str] = set()
    for item in document.printed:
        if isinstance(item, PrintedFigure):
            cited |= {source.partition("#")[0] for source in item.figure.sources}
        elif isinstance(item, PrintedSource):
            cited.add(item.citation.source)
        elif isinstance(item, Chart):
            cited |= {source.partition("#")[0] for source in item.sources}
        else:
            cited |= table_sources(item.table)
    return [source for source in case.sources if source.id in cited]
