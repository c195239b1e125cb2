"""What `case check` can say about a statement's text before anything is computed."""

from collections.abc import Iterator, Sequence

from scrutator.errors import CATALOGUE, ScrutatorError
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.seal.refusals import Refusal
from scrutator.seal.verifier.pages import printed_figures
from scrutator.statement.cells import Cell, find_cells
from scrutator.statement.charts.register import find_builder
from scrutator.statement.comments import without_comments
from scrutator.statement.document import figure_options, marked_text, printed_source
from scrutator.statement.page.html import body_of
from scrutator.statement.prose import bare_numbers

CELL_NAMES = ("figure", "table", "chart", "source")


def check_statements(case: Case) -> Iterator[Fault]:
    """Cells that cannot be read, cells of no kind, findings that are not run, and bare numbers."""
    for language, written in case.statements.items():
        text = without_comments(written)
        file = f"statement.{language}.md"
        try:
            cells = find_cells(text, file)
        except ScrutatorError as error:
            line = int(error.where.rpartition(":")[2])
            yield Fault(file, line, "", error.code, error.what, error.remedy)
            continue
        for cell in cells:
            yield from check_cell(cell, case, file)
        yield from check_markup(text, cells, file)
        for number in bare_numbers(text):
            reason = f"'{number.text}' in “{number.context}” comes from no figure"
            yield Fault(
                file,
                number.line,
                "",
                "T04",
                reason,
                "Put a figure cell there, or a source cell beside the quotation.",
            )


def check_cell(cell: Cell, case: Case, file: str) -> Iterator[Fault]:
    """What is wrong with one cell, as far as it can be said before the findings are computed."""
    runs, first = {run.id for run in case.runs}, str(cell.arguments[0]) if cell.arguments else ""
    finding = first.partition("/")[0]
    if cell.name not in CELL_NAMES:
        remedy = f"There are {', '.join(CELL_NAMES)}."
        yield Fault(file, cell.line, cell.name, "T02", f"there is no cell called '{cell.name}'", remedy)
    elif not cell.arguments:
        remedy = CATALOGUE["T01"].remedy
        yield Fault(file, cell.line, cell.name, "T01", f"the cell '{cell.name}' names nothing", remedy)
    elif cell.name in ("figure", "table") and finding not in runs:
        remedy = f"Findings of findings.toml: {', '.join(sorted(runs)) or 'none'}."
        yield Fault(file, cell.line, cell.name, "N04", f"there is no finding '{finding}'", remedy)
    else:
        try:
            _demand_known(cell, first, case)
        except ScrutatorError as error:
            yield Fault(file, cell.line, cell.name, error.code, error.what, error.remedy)


def _demand_known(cell: Cell, first: str, case: Case) -> None:
    """Raise what `publish` would raise for the form of a figure, the name of a chart, the id of a source."""
    if cell.name == "figure":
        figure_options(cell, "")
    elif cell.name == "chart":
        find_builder(first, "")
    elif cell.name == "source":
        printed_source(cell, case, "")


# What stands for a cell while the page is looked at: elements that stand where the printed ones will.
STUBS = {
    "figure": '<span class="fig"><a href="#cell-1">1</a></span>',
    "table": '<div class="frame"></div>',
    "chart": "<figure></figure>",
    "source": '<span class="cite"><a href="#source-1">1</a></span>',
}


def check_markup(text: str, cells: Sequence[Cell], file: str) -> Iterator[Fault]:
    """What verifiers would refuse in the page of this text. Nothing without the part that builds pages."""
    blocks = frozenset(n for n, cell in enumerate(cells) if cell.name in ("table", "chart"))
    try:
        body, _ = body_of(marked_text(text, cells), blocks, lambda n: STUBS.get(cells[n].name, ""))
    except ScrutatorError:
        return  # the extra `report` is not installed, and nothing can be published here
    try:
        printed_figures(f"<main>{body}</main>".encode())
    except Refusal as refusal:
        yield Fault(file, 0, "", "T08", refusal.what, CATALOGUE["T08"].remedy)
