"""The statement as a document: the author's text with every cell resolved to what it prints.

Both outputs, page and PDF, are made from this one model, so that they cannot say different things.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Figure, Finding, Table
from scrutator.findings.plain import figure_id
from scrutator.record.case import Case
from scrutator.record.cells import Citation
from scrutator.record.nouns.contests import with_year
from scrutator.statement.cells import Cell, Constant, find_cells
from scrutator.statement.charts.chart import Chart, marked_spec
from scrutator.statement.charts.in_language import in_language
from scrutator.statement.charts.register import build_chart
from scrutator.statement.comments import without_comments
from scrutator.statement.lookup import find_figure, find_table
from scrutator.statement.numbers import show_figure
from scrutator.statement.prose import BareNumber, bare_numbers
from scrutator.statement.replies import closing_tables, with_replies
from scrutator.words.page import page_words
from scrutator.words.saying import RECORD, Speech

OPEN, CLOSE = "\ue000", "\ue001"  # private characters that stand for a cell until it is rendered
FORMS = ("value", "interval", "of", "words")


@dataclass(frozen=True)
class PrintedFigure:
    """A figure as this text prints it. `id` names the figure and, if not the plain one, the form."""

    id: str
    text: str
    finding: Finding
    figure: Figure


@dataclass(frozen=True)
class PrintedTable:
    """A table of a finding, or of replies and corrections, printed in the text."""

    table: Table


@dataclass(frozen=True)
class PrintedSource:
    """A citation printed in the text: source and locator."""

    citation: Citation


Printed = PrintedFigure | PrintedTable | PrintedSource | Chart


@dataclass(frozen=True)
class Document:
    """One language's statement: marked text, what each mark prints, and numbers no one can recompute.

    `locators` says what a source's locator counts (line, page, …), by source id. `heads` are the title,
    the line under it and the publisher as this language has them; fewer when it gives fewer.
    """

    language: str
    marked: str
    printed: tuple[Printed, ...]
    bare: tuple[BareNumber, ...] = ()
    findings: Sequence[Finding] = field(default_factory=tuple)
    locators: Mapping[str, str] = field(default_factory=dict)
    heads: tuple[str, ...] = ()
    speech: Speech = field(default_factory=lambda: Speech(RECORD))

    @property
    def figures(self) -> dict[str, PrintedFigure]:
        """The figure cells of the text by id, in the order of their first printing."""
        return {item.id: item for item in self.printed if isinstance(item, PrintedFigure)}

    @property
    def charts(self) -> tuple[Chart, ...]:
        return tuple(item for item in self.printed if isinstance(item, Chart))


def build_document(case: Case, findings: Sequence[Finding], language: str) -> Document:
    """Resolve every cell of `statement.<language>.md`. Raises T01 to T03 and N04 with the line."""
    file = f"statement.{language}.md"
    if language not in case.statements:
        known = ", ".join(case.statements) or "none"
        raise ScrutatorError("T03", f"the case has no {file}", remedy=f"Its languages are: {known}.")
    text = without_comments(case.statements[language])
    heads, _ = heads_of(text)
    cells = find_cells(text, file)
    printed: list[Printed] = [
        resolve(cell, case, findings, language, f"{file}:{cell.line}") for cell in cells
    ]
    pieces = [marked_text(text, cells)]
    if closing := closing_tables(case):
        pieces.append(f"\n\n## {page_words(language)['replies']}\n")
        for table in closing:
            printed.append(PrintedTable(table))
            pieces.append(f"\n{OPEN}{len(printed) - 1}{CLOSE}\n")
    locators = {source.id: source.locator for source in case.sources}
    speech = speech_of(case, language)
    marked, bare = "".join(pieces), bare_numbers(text)
    return Document(language, marked, tuple(printed), bare, findings, locators, heads, speech)


def speech_of(case: Case, language: str) -> Speech:
    """The language, with the names, conditions and other texts that the record has in it."""
    nouns = (case.missions, case.places, case.actors, case.lists)
    named = {one.name: one.names[language] for of_kind in nouns for one in of_kind if language in one.names}
    translated = {one.text: one.words for one in case.translations if one.language == language}
    called = {
        name: with_year(translated.get(one.title, one.title), one.date)
        for one in case.contests
        for name in (one.id, one.called())
    }
    return Speech(language, called | translated | named)


def marked_text(text: str, cells: Sequence[Cell]) -> str:
    """The text after its heads, with a mark in place of every cell."""
    _, position = heads_of(text)
    pieces = []
    for number, cell in enumerate(cells):
        pieces += [text[position : cell.start], f"{OPEN}{number}{CLOSE}"]
        position = cell.end
    return "".join([*pieces, text[position:]])


def heads_of(text: str) -> tuple[tuple[str, ...], int]:
    """The lines `# …` at the top of a statement, and where its text begins after them.

    Up to three: title, the line under it, publisher; they stand for those of case.toml.
    """
    found, position = [], 0
    for line in text.splitlines(keepends=True)[:3]:
        if not line.startswith("# "):
            break
        found.append(line[2:].strip())
        position += len(line)
    return tuple(found), position


def head_lines(case: Case, document: Document) -> tuple[str, str, str]:
    """Title, line under it and publisher of a document: its own, else those of case.toml."""
    header = case.header
    own = (header.title, header.subtitle or "", header.publisher)
    given = (*document.heads, *own[len(document.heads) :])
    return given[0], given[1], given[2]


def shown_citation(citation: str, locators: Mapping[str, str], speech: Speech) -> str:
    """A citation as people read it: `S1#140` is "S1, line 140" when S1 counts lines."""
    source, _, locator = citation.partition("#")
    if not locator:
        return source
    kind = locators.get(source, "none")
    counted = kind in ("line", "page", "paragraph", "row") and locator[:1].isdigit()
    shown = speech.say(f"locator {kind}") or kind
    return f"{source}, {shown} {locator}" if counted else f"{source}, {speech.words(locator)}"


def resolve(cell: Cell, case: Case, findings: Sequence[Finding], language: str, where: str) -> Printed:
    """What one cell prints."""
    if not cell.arguments:
        raise ScrutatorError("T01", f"the cell '{cell.name}' names nothing", where=where)
    name = str(cell.arguments[0])
    if cell.name == "figure":
        return printed_figure(cell, findings, language, where)
    if cell.name == "table":
        finding, table = find_table(findings, name, where)
        table, speech = with_replies(case, finding.id, table), speech_of(case, language)
        note = marked(speech.words(table.note), finding.attested, language)
        return PrintedTable(replace(table, note=note))
    if cell.name == "chart":
        chart = in_language(build_chart(name, case, findings, cell.named, where), speech_of(case, language))
        return attested_chart(chart, findings, language)
    if cell.name == "source":
        return printed_source(cell, case, where)
    remedy = "There are figure, table, chart and source."
    raise ScrutatorError("T02", f"there is no cell called '{cell.name}'", where=where, remedy=remedy)


def marked(text: str, attested: bool, language: str) -> str:
    """A note, with the words for what is attested and not rebuilt when it is so."""
    return " · ".join(filter(None, [text, page_words(language)["attested_long"] if attested else ""]))


def attested_chart(chart: Chart, findings: Sequence[Finding], language: str) -> Chart:
    """The chart, marked when a finding that it draws is attested: under its title, and in the drawing itself,
    which is a file of its own too."""
    if not any(finding.attested for finding in findings if finding.id in chart.findings):
        return chart
    words = page_words(language)
    return replace(
        chart,
        subtitle=marked(chart.subtitle, True, language),
        spec=marked_spec(chart.spec, words["attested"]),
        phone=marked_spec(chart.phone, words["attested"]) if chart.phone is not None else None,
        paper=tuple(marked_spec(spec, words["attested"]) for spec in chart.paper),
        attested=True,
    )


def printed_figure(cell: Cell, findings: Sequence[Finding], language: str, where: str) -> PrintedFigure:
    """A figure in the form the author asked for: `form`, `digits` and `sign` are not keys."""
    options = figure_options(cell, where)
    keys = {key: str(value) for key, value in cell.named.items() if key not in options}
    form, digits, sign = str(options.get("form", "value")), options.get("digits"), bool(options.get("sign"))
    finding, figure = find_figure(findings, str(cell.arguments[0]), keys, where)
    text = show_figure(figure, form, language, digits if isinstance(digits, int) else None, sign)
    suffix = ",".join(f"{key}={options[key]}" for key in sorted(options))
    identity = figure_id(finding.id, figure) + (f"#{suffix}" if suffix else "")
    return PrintedFigure(identity, text, finding, figure)


def figure_options(cell: Cell, where: str) -> dict[str, Constant]:
    """How a figure is to be printed: `form`, `digits`, `sign`. Raises T01 for what is no form, no digits."""
    options = {key: value for key, value in cell.named.items() if key in ("form", "digits", "sign")}
    form, digits = str(options.get("form", "value")), options.get("digits")
    if form not in FORMS or not (digits is None or type(digits) is int):
        what = f"'{form}' is not a form of a figure, or digits is not a whole number"
        raise ScrutatorError("T01", what, where=where, remedy=f"Forms are {', '.join(FORMS)}.")
    return options


def printed_source(cell: Cell, case: Case, where: str) -> PrintedSource:
    source = str(cell.arguments[0])
    if source not in {known.id for known in case.sources}:
        raise ScrutatorError("T03", f"there is no source '{source}'", where=where)
    locator = str(cell.arguments[1]) if len(cell.arguments) > 1 else ""
    return PrintedSource(Citation(source, locator))


def figure_texts(documents: Mapping[str, Document]) -> dict[str, dict[str, object]]:
    """`figures.json`: every printed cell with its figure and its text in each language."""
    cells: dict[str, dict[str, object]] = {}
    for language in sorted(documents):
        for identity, item in documents[language].figures.items():
            cell = cells.setdefault(identity, {"figure": identity.partition("#")[0], "text": {}})
            if item.finding.attested:
                cell["attested"] = True
            texts = cell["text"]
            assert isinstance(texts, dict)
            texts[language] = item.text
    return cells
