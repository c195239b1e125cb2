"""Exports of ODK Central: a zip with a table of reports, one for each group that repeats, and photographs.

The format as central-backend writes it (`lib/data/briefcase.js`, read in the version of 2026): the first
table begins with SubmissionDate and ends with KEY, SubmitterID, SubmitterName, AttachmentsPresent,
AttachmentsExpected, Status, ReviewState, DeviceID, Edits and FormVersion; a heading is the path of the
question with hyphens, or its name alone (`groupPaths=false`); a question of several choices keeps its
values between blanks and may have a column `question/value` of 1 and 0 for each
(`splitSelectMultiples=true`). A group that repeats has a table of its own, with PARENT_KEY and KEY, such as
`uuid:…/hours[2]`; groups inside another have both numbers. Status says what could not be decrypted.
Photographs are in the folder `media`. Whether the export holds reports that were rejected was the choice of
who exported: ReviewState says which they are.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE, Entry
from scrutator.field.importing.answers import answers_of, counts_by_value
from scrutator.field.importing.columns import Columns, columns_of
from scrutator.field.importing.export import Export, ForeignReport, Origin, Unused
from scrutator.field.importing.sheets import Row, Sheet, csv_sheet, zip_files
from scrutator.field.importing.unused import unused_cells
from scrutator.field.questions import Question
from scrutator.field.xlsform import PublishedForm

KEY, PARENT, SUBMITTER, REVIEW, VERSION, STATUS = (
    *("KEY", "PARENT_KEY", "SubmitterName", "ReviewState", "FormVersion", "Status"),
)
OWN: Mapping[str, str] = {
    "SubmissionDate": "when it came in there; here it comes in when it is imported",
    "SubmitterID": "a number of that server",
    "AttachmentsPresent": "photographs are counted as they are taken over",
    "AttachmentsExpected": "photographs are counted as they are taken over",
    "DeviceID": "the phone's number, which is not kept here",
    "Edits": "how often it was edited there; the last version is what is exported",
    "meta-instanceID": "the same as KEY",
    "instanceID": "the same as KEY",
    "meta-instanceName": "a title for lists there",
    "instanceName": "a title for lists there",
}
_USED = (KEY, PARENT, SUBMITTER, REVIEW, VERSION, STATUS)
_STEP = re.compile(r"([^\[\]/]+)(?:\[([0-9]{1,5})\])?")


def read_central(data: bytes, form: PublishedForm, name: str = "export.zip") -> Export:
    """Answer: what does this export of ODK Central say of this form?

    Raises D61 for what is no such export: no table with KEY, two that could be the reports', too large.
    """
    files = zip_files(data, name)
    tables = [csv_sheet(content, path) for path, content in files.items() if isinstance(content, bytes)]
    roots = [one for one in tables if KEY in one.headings and PARENT not in one.headings]
    if len(roots) != 1:
        what = f"'{name}' has {len(roots)} tables of reports (with a column {KEY} and none {PARENT})"
        raise ScrutatorError("D61", what, remedy="Give the zip of one form, as ODK Central exports it.")
    taken = _Taken(form)
    taken.root(roots[0])
    for table in sorted(tables, key=lambda one: one.name):
        if table is not roots[0]:
            taken.repeats(table)
    others = tuple(sorted(path for path, content in files.items() if not isinstance(content, bytes)))
    return Export(Origin.CENTRAL, taken.reports(), tuple(sorted(taken.unused)), tuple(taken.faults), others)


class _Taken:
    """The reports as their tables are read: first the one with a row for each report."""

    def __init__(self, form: PublishedForm) -> None:
        self._form = form
        self._found: dict[str, tuple[str, str]] = {}
        self._entries: dict[str, dict[Entry, dict[str, str]]] = {}
        self.unused: list[Unused] = []
        self.faults: list[str] = []

    def reports(self) -> tuple[ForeignReport, ...]:
        return tuple(
            ForeignReport(key, submitter, where, self._entries[key])
            for key, (submitter, where) in self._found.items()
        )

    def root(self, table: Sheet) -> None:
        """The table with a row for each report."""
        columns = self._columns(table, [one for one in self._form.questions if not one.repeats])
        closed: Counter[str] = Counter()
        for row in table.rows:
            where = f"{table.name}, row {row.line}"
            if row[STATUS]:
                closed[row[STATUS]] += 1
            elif not row[KEY] or row[KEY] in self._found:
                self.faults.append(f"{where} " + (f"repeats {row[KEY]}" if row[KEY] else f"has no {KEY}"))
            else:
                self._found[row[KEY]] = (row[SUBMITTER].strip(), where)
                self._entries[row[KEY]] = {ONCE: self._said(row, columns, where)}
        for status, count in closed.items():
            self.unused.append(Unused(f"reports “{status[:60]}”", "that server could not open them", count))
        self._about(table)

    def _about(self, table: Sheet) -> None:
        """Columns that say what was thought of reports there, and of which version they are."""
        reviewed = Counter(row[REVIEW] for row in table.rows if row[REVIEW])
        if reviewed:
            why = f"what was decided there is decided again here: {counts_by_value(reviewed)}"
            self.unused.append(Unused(f"the column {REVIEW}", why, reviewed.total()))
        others = Counter(row[VERSION] for row in table.rows if row[VERSION] not in ("", self._form.version))
        if others:
            why = f"all are read as version {self._form.version}: {counts_by_value(others)}"
            self.unused.append(Unused(f"the column {VERSION}", why, others.total()))

    def repeats(self, table: Sheet) -> None:
        """A table with a row for each entry of a group that repeats."""
        if KEY not in table.headings or PARENT not in table.headings:
            why = f"a table without {KEY} and {PARENT} says nothing of reports"
            self.unused.append(Unused(f"the table {table.name}", why, len(table.rows)))
            return
        groups = {group for row in table.rows if (group := _entry(row[KEY])[1][0])}
        known = {path for one in self._form.questions for path in one.repeats}
        if len(groups) > 1 or not groups <= known:
            missing = ", ".join(sorted(groups - known)) or "of so many names"
            why = f"the form has no group {missing} that repeats"
            self.unused.append(Unused(f"the table {table.name}", why, len(table.rows)))
            return
        group = next(iter(groups), "")
        asked = [one for one in self._form.questions if one.repeats and one.repeats[-1] == group]
        columns = self._columns(table, asked)
        for row in table.rows:
            self._entry(row, columns, f"{table.name}, row {row.line}")

    def _entry(self, row: Row, columns: Columns, where: str) -> None:
        key, entry = _entry(row[KEY])
        if key not in self._entries:
            self.faults.append(f"{where} is of a report that is not there: {row[KEY][:80]}")
        elif entry in self._entries[key]:
            self.faults.append(f"{where} repeats {row[KEY][:80]}")
        else:
            self._entries[key][entry] = self._said(row, columns, where)

    def _columns(self, table: Sheet, asked: Sequence[Question]) -> Columns:
        columns = columns_of(table.headings, asked, (*OWN, *_USED))
        self.faults += [*table.faults, *(f"{table.name}: {one}" for one in columns.faults)]
        self.unused += unused_cells(table, {*columns.uses, *_USED}, OWN)
        return columns

    def _said(self, row: Row, columns: Columns, where: str) -> dict[str, str]:
        said, faults = answers_of(row, columns, where)
        self.faults += faults
        return said


def _entry(key: str) -> tuple[str, Entry]:
    """The report that a KEY names, and the entry: the path of its group and the numbers of groups around."""
    report, *steps = key.split("/")
    parts = [_STEP.fullmatch(step) for step in steps]
    names = _names(parts)
    numbers = tuple(int(part[2]) for part in parts if part and part[2])
    return report, ("/".join(names), numbers)


def _names(parts: Sequence[re.Match[str] | None]) -> Iterator[str]:
    return (part[1] if part else "?" for part in parts)
