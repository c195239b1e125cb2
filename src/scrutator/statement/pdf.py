"""The statement as a PDF, set by typst: byte-reproducible, PDF/UA-1, from the same document model."""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.record.case import Case
from scrutator.statement.charts.chart import Chart
from scrutator.statement.details import cited_sources, figure_details
from scrutator.statement.document import (
    CLOSE,
    OPEN,
    Document,
    Printed,
    PrintedFigure,
    PrintedSource,
    PrintedTable,
    head_lines,
    shown_citation,
)
from scrutator.statement.drawing import paper_drawings
from scrutator.statement.fonts.font import FAMILY, FOLDER
from scrutator.statement.markdown import parse
from scrutator.statement.pdf_tables import quoted, set_table
from scrutator.words.page import page_words
from scrutator.words.saying import RECORD

PREAMBLE = """
#set document(title: {title}, author: {publisher}, date: {date})
#set page(paper: "a4", margin: (x: 25mm, y: 24mm), numbering: "1", footer: context align(center,
  text(8pt, fill: rgb("#5d636a"), counter(page).display("1 / 1", both: true))))
#set text(font: ("Libertinus Serif", "Scrutator Sans"), size: 10.5pt, lang: {language}, hyphenate: true,
  ligatures: {ligatures})
#set par(justify: false, leading: 0.66em)
#set heading(numbering: "1.1")
#show heading.where(level: 1): it => block(above: 1.8em, below: 0.8em, text(15pt, weight: "semibold", it))
#show heading.where(level: 2): it => block(above: 1.4em, below: 0.6em, text(12pt, weight: "semibold", it))
#show link: it => text(fill: rgb("#0b6e75"), it)
#set table(inset: (x: 4pt, y: 3pt),
  stroke: (x, y) => (bottom: if y == 0 {{ 0.8pt }} else {{ 0.3pt + rgb("#c8c5bd") }}))
#set table.cell(breakable: true)
#show table: set text(8.5pt)
#show table: set par(justify: false)
#let drawing(path, alt) = layout(size => {{
  let whole = image(path, width: 100%, alt: alt)
  let tall = measure(whole, width: size.width).height > 215mm
  if tall {{ image(path, height: 215mm, alt: alt) }} else {{ whole }}
}})
"""


def plain(text: str) -> str:
    """Text as typst content that cannot be mistaken for markup."""
    return f"#{quoted(text)};" if text else ""


def set_chart(chart: Chart) -> str:
    """A chart as a vector picture with its text alternative."""
    title = f'block(text(10pt, weight: "semibold", {quoted(chart.title)}))'
    subtitle = f'block(text(9pt, fill: rgb("#5d636a"), {quoted(chart.subtitle)}))'
    names = [f"{chart.name}-paper-{number}" for number in range(1, len(chart.paper) + 1)] or [chart.name]
    first, *more = (f"drawing({quoted(f'/{name}.svg')}, {quoted(chart.description)})" for name in names)
    blocks = [f"{title}; {subtitle}; {first}", *more]
    return "".join(f"\n#block(above: 1.2em, breakable: false, {{ {block} }})\n" for block in blocks)


def set_printed(item: Printed, document: Document) -> str:
    """The typst content of one resolved cell; a figure has the number of its note."""
    if isinstance(item, PrintedFigure):
        number = list(document.figures).index(item.id) + 1
        mark = f", {page_words(document.language)['attested']}" if item.finding.attested else ""
        note = quoted(f"\u00a0[{number}{mark}]")
        return f'{plain(item.text)}#text(0.8em, fill: rgb("#5d636a"), {note});'
    if isinstance(item, PrintedTable):
        table = item.table
        said = document.speech.words(table.note)
        note = f"\n#text(8.5pt, {quoted(said)})\n" if said else ""
        return set_table(table.title, table.columns, table.rows, document.speech) + note
    if isinstance(item, PrintedSource):
        return plain(f"[{shown_citation(str(item.citation), document.locators, document.speech)}]")
    return set_chart(item)


def set_inline(token: Any, document: Document) -> str:
    """An inline token's children as typst content."""
    out = []
    wrap = {
        "strong_open": "#strong[",
        "em_open": "#emph[",
        "strong_close": "]",
        "em_close": "]",
        "link_close": "]",
    }
    for child in token.children or []:
        if child.type == "text":
            out.append(set_text(child.content, document))
        elif child.type in wrap:
            out.append(wrap[child.type])
        elif child.type == "link_open":
            out.append(f"#link({quoted(str(child.attrGet('href')))})[")
        elif child.type == "code_inline":
            out.append(f"#raw({quoted(child.content)})")
        elif child.type in ("softbreak", "hardbreak"):
            out.append(" ")
    return "".join(out)


def set_text(text: str, document: Document) -> str:
    pieces = re.split(f"{OPEN}([0-9]+){CLOSE}", text)
    out = []
    for index, piece in enumerate(pieces):
        out.append(set_printed(document.printed[int(piece)], document) if index % 2 else plain(piece))
    return "".join(out)


_BLOCKS = {
    "paragraph_close": "\n\n", "bullet_list_open": "\n", "bullet_list_close": "\n", "ordered_list_open": "\n",
    "ordered_list_close": "\n", "blockquote_open": "#quote(block: true)[", "blockquote_close": "]\n\n",
    "list_item_close": "]\n", "hr": "#line(length: 100%)\n",
}  # fmt: skip


def set_body(document: Document) -> str:
    """The author's text as typst markup."""
    tokens, _ = parse(document.marked)
    out: list[str] = []
    lists: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            out.append("=" * max(1, int(token.tag[1]) - 1) + " ")
        elif token.type == "heading_close":
            out.append("\n\n")
        elif token.type == "inline":
            out.append(set_inline(token, document))
        elif token.type == "list_item_open":
            out.append(f"{lists[-1]}[")
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append("#list.item" if token.type.startswith("bullet") else "#enum.item")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        out.append(_BLOCKS.get(token.type, ""))
    return "".join(out)


def set_notes(case: Case, document: Document) -> str:
    """The numbered notes of the figures, and the sources."""
    said = page_words(document.language)
    out = [f"= {said['cells']}\n\n#set text(8.5pt)\n"]
    for number, item in enumerate(document.figures.values(), 1):
        rows = "; ".join(f"{detail.word} {detail.text}" for detail in figure_details(item, document))
        out.append(f"#strong({quoted(f'[{number}]')}) {plain(f'{item.text}: {rows}')}\n\n")
    out.append(f"= {said['sources']}\n\n")
    for source in cited_sources(case, document):
        parts = [source.title, source.publisher, source.date, source.address]
        shown = ". ".join(str(part) for part in parts if part)
        obtained = document.speech.say(f"obtained {source.obtained}") or source.obtained
        entry = f"{shown}. {said['obtained']}: {obtained}"
        out.append(f"#strong[{plain(source.id)}] {plain(entry)}\n\n")
    return "".join(out)


def typst_source(case: Case, document: Document) -> str:
    """The whole typst document."""
    header, date = case.header, case.header.date
    title, subtitle, publisher = head_lines(case, document)
    said = page_words(document.language)
    preamble = PREAMBLE.format(
        title=quoted(title), publisher=quoted(publisher), language=quoted(document.language),
        ligatures="true" if document.language == RECORD else "false",  # in Kazakh fi would be read as fii
        date=f"datetime(year: {date.year}, month: {date.month or 1}, day: {date.day or 1})",
    )  # fmt: skip
    top = f'#title()\n#text(9.5pt, fill: rgb("#5d636a"))[{plain(subtitle)} \\ '
    top += f"{plain(f'{publisher} · {date} · {header.licence}')}]\n\n"
    printed = f"{plain(said['fingerprint'])} #raw({quoted(case.fingerprint)})."
    top += f"#text(8.5pt)[{printed} {plain(said['fingerprint_of'])}]\n\n"
    contents = f"#outline(title: {quoted(said['contents'])}, depth: 1)\n\n"
    contents += "#pagebreak(weak: true)\n"  # the conclusions stand on a page of their own
    return preamble + top + contents + set_body(document) + set_notes(case, document)


def render_pdf(case: Case, document: Document, drawings: Mapping[str, str]) -> bytes:
    """The PDF's bytes: the same on every run, PDF/UA-1. Raises X02, and T05 when typst refuses."""
    return bytes(typeset(case, document, drawings, format="pdf", pdf_standards=["ua-1"]))


def typeset(case: Case, document: Document, drawings: Mapping[str, str], **options: Any) -> Any:
    """What typst makes of the document: a PDF, or its pages as pictures. Raises X02, and T05."""
    paper = {name: svg for chart in document.charts for name, svg in paper_drawings(chart).items()}
    return compiled(typst_source(case, document), {**drawings, **paper}, **options)


def compiled(source: str, drawings: Mapping[str, str], **options: Any) -> Any:
    """What typst makes of a source and its drawings by name, with our fonts alone. Raises X02, and T05."""
    try:
        import typst
    except ImportError as error:
        raise missing_extra("setting a PDF", "report") from error
    with tempfile.TemporaryDirectory() as folder:
        for name, svg in drawings.items():
            svg = re.sub(r'font-family="[^"]*"', f'font-family="{FAMILY}"', svg)
            (Path(folder) / f"{name}.svg").write_text(svg, encoding="utf-8")
        main = Path(folder) / "statement.typ"
        main.write_text(source, encoding="utf-8")
        try:
            return typst.compile(
                str(main), root=folder, ignore_system_fonts=True, font_paths=[str(FOLDER)], **options
            )
        except RuntimeError as error:
            raise ScrutatorError("T05", f"the PDF cannot be set: {error}") from error
