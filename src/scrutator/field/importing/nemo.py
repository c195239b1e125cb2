"""Exports of NEMO (ELMO): one table, a row for each report and one more for each entry of a group.

The format as NEMO writes it (thecartercenter/nemo, `app/models/results/csv/` and the tables that its own
tests expect in `spec/expectations/response_csv/`): ResponseID, Form, Submitter, DateSubmitted,
ResponseShortcode, then GroupNum1, ItemNum1, GroupName and GroupLevel, which are empty in the row of the
report itself; then a column for each question by its code. The rows of entries repeat what the report says.
A choice is written in words, several with semicolons between them; a question with levels has a column
`Code:Level` for each, a place `Code:Latitude` and three more.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE, Entry
from scrutator.field.importing.answers import answers_of, counts_by_value
from scrutator.field.importing.columns import Columns, columns_of
from scrutator.field.importing.export import Export, ForeignReport, Origin, Unused
from scrutator.field.importing.sheets import Row, csv_sheet
from scrutator.field.importing.unused import unused_cells
from scrutator.field.xlsform import PublishedForm

ID, FORM, SUBMITTER, NUMBER, GROUP, LEVEL = (
    *("ResponseID", "Form", "Submitter", "ItemNum1", "GroupName", "GroupLevel"),
)
OWN = {
    "DateSubmitted": "when it came in there; here it comes in when it is imported",
    "ResponseShortcode": "a short name of that server",
    "GroupNum1": "the group's place in the form there",
    LEVEL: "how deep the group lies there",
}
_USED = (ID, FORM, SUBMITTER, NUMBER, GROUP)


def read_nemo(data: bytes, form: PublishedForm, name: str = "export.csv", title: str = "") -> Export:
    """Answer: what does this export of NEMO say of this form?

    `title` is the form's name there; it is needed where the export holds several. Raises D61 for what is no
    such export.
    """
    table = csv_sheet(data, name)
    missing = [heading for heading in (ID, FORM, SUBMITTER) if heading not in table.headings]
    if missing:
        raise ScrutatorError("D61", f"'{name}' has no column {missing[0]}, which NEMO's exports have")
    titles = Counter(row[FORM] for row in table.rows)
    chosen = title or (next(iter(titles)) if len(titles) == 1 else form.title)
    if table.rows and chosen not in titles:
        what = f"'{name}' has no report of the form “{chosen[:60]}”"
        raise ScrutatorError("D61", what, remedy=f"Name one of its forms: {counts_by_value(titles)[:300]}.")
    taken = _Taken(form, columns_of(table.headings, form.questions, (*OWN, *_USED)))
    for row in table.rows:
        if row[FORM] == chosen:
            taken.row(row, f"{table.name}, row {row.line}")
    reports = taken.reports()
    others = titles.total() - titles[chosen]
    unused = [*unused_cells(table, {*taken.columns.uses, *_USED}, OWN)]
    if others:
        unused.append(Unused("rows of other forms", f"only “{chosen[:60]}” is read", others))
    faults = (*table.faults, *taken.columns.faults, *taken.faults)
    return Export(Origin.NEMO, reports, tuple(sorted(unused)), faults)


class _Taken:
    """The reports as their rows are read, in whatever order they stand."""

    def __init__(self, form: PublishedForm, columns: Columns) -> None:
        self._form, self.columns = form, columns
        self._asked = {one.name: one for one in form.questions}
        self._first: dict[str, tuple[str, str]] = {}
        self._whole: set[str] = set()
        self._entries: dict[str, dict[Entry, dict[str, str]]] = defaultdict(dict)
        self.faults: list[str] = []

    def row(self, row: Row, where: str) -> None:
        """A report, or an entry of one of its groups with what the report says repeated."""
        if not row[ID]:
            self.faults.append(f"{where} has no {ID}")
            return
        said, faults = answers_of(row, self.columns, where)
        self.faults += faults
        once = {name: value for name, value in said.items() if not self._asked[name].repeats}
        inside = {name: value for name, value in said.items() if self._asked[name].repeats}
        submitter, _ = self._first.setdefault(row[ID], (row[SUBMITTER].strip(), where))
        if submitter != row[SUBMITTER].strip():
            self.faults.append(f"{where}: the report {row[ID][:60]} has two submitters")
        self._once(row, once, where)
        if inside:
            self._entry(row, inside, where)
        elif not row[NUMBER] and row[ID] in self._whole:
            self.faults.append(f"{where} repeats the report {row[ID][:60]}")
        if not row[NUMBER]:
            self._whole.add(row[ID])

    def _once(self, row: Row, once: Mapping[str, str], where: str) -> None:
        before = self._entries[row[ID]].setdefault(ONCE, {})
        for name, value in once.items():
            if before.setdefault(name, value) != value:
                self.faults.append(f"{where}: {name} is “{value[:40]}”, and “{before[name][:40]}” before")

    def _entry(self, row: Row, inside: Mapping[str, str], where: str) -> None:
        groups = {self._asked[name].repeats for name in inside}
        number = row[NUMBER].strip()
        if len(groups) != 1 or len(next(iter(groups))) != 1 or not (number.isascii() and number.isdigit()):
            what = f"“{row[GROUP][:60]}” answers no single group of the form that repeats"
            self.faults.append(f"{where}: the entry {number or 'without a number'} of {what}")
            return
        entry: Entry = (next(iter(groups))[0], (int(number[:6]),))
        if entry in self._entries[row[ID]]:
            self.faults.append(f"{where} repeats the entry {number} of {row[GROUP][:60]}")
        self._entries[row[ID]][entry] = dict(inside)

    def reports(self) -> tuple[ForeignReport, ...]:
        """All of them, in the order in which they first stand."""
        return tuple(
            ForeignReport(key, submitter, where, self._entries[key])
            for key, (submitter, where) in self._first.items()
        )
