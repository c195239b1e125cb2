"""What `case check` can say about a statement's text before anything is computed."""

from collections.abc import Iterator

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.faults import Fault
from scrutator.statement.cells import find_cells
from scrutator.statement.comments import without_comments
from scrutator.statement.prose import bare_numbers

CELL_NAMES = ("figure", "table", "chart", "source")


def check_statements(case: Case) -> Iterator[Fault]:
    """Cells that cannot be read, cells of no kind, findings that are not run, and bare numbers."""
    runs = {run.id for run in case.runs}
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
            finding = str(cell.arguments[0]).partition("/")[0] if cell.arguments else ""
            if cell.name not in CELL_NAMES:
                reason, remedy = (
                    f"there is no cell called '{cell.name}'",
                    f"There are {', '.join(CELL_NAMES)}.",
                )
                yield Fault(file, cell.line, cell.name, "T02", reason, remedy)
            elif cell.name in ("figure", "table") and finding not in runs:
                remedy = f"Findings of findings.toml: {', '.join(sorted(runs)) or 'none'}."
                yield Fault(file, cell.line, cell.name, "N04", f"there is no finding '{finding}'", remedy)
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
