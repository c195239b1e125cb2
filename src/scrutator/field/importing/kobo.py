"""Exports of KoboToolbox: a workbook with a sheet of reports and one for each group that repeats.

The format as formpack writes it (kobotoolbox/formpack, `reporting/export.py` and `schema/fields.py`):
headings are names (“XML values and headers”) or words, with the groups before them where that was asked
for; a question of several choices has one column with its values between blanks (“summary”), one of 1 and 0
for each choice (“details”), or both; a place has `_question_latitude` and three more. A report has `_id`,
`_uuid`, `_submission_time`, `_validation_status`, `_notes`, `_status`, `_submitted_by`, `__version__`,
`_tags` and, where a group repeats, `_index`. The sheet of such a group bears its name, cut to 31
characters, and has `_parent_table_name` and `_parent_index`; its entries stand in their order, without
numbers.
"""

from collections import Counter
from collections.abc import Sequence

from scrutator.errors import ScrutatorError
from scrutator.field.entries import ONCE, Entry
from scrutator.field.importing.answers import answers_of, counts_by_value
from scrutator.field.importing.columns import Columns, columns_of
from scrutator.field.importing.export import Export, ForeignReport, Origin, Unused
from scrutator.field.importing.sheets import Row, Sheet, workbook_sheets
from scrutator.field.importing.unused import unused_cells
from scrutator.field.questions import Question
from scrutator.field.xlsform import PublishedForm

ID, INDEX, PARENT, PARENT_TABLE, SUBMITTER = (
    *("_uuid", "_index", "_parent_index", "_parent_table_name", "_submitted_by"),
)
REVIEW, VERSION = "_validation_status", "__version__"
LONGEST_SHEET = 31  # characters, of a name of a sheet in a workbook
_THERE = "what that server says of the report"
OWN = {
    "_id": "a number of that server",
    "_submission_time": "when it came in there; here it comes in when it is imported",
    "_notes": "notes of that server's own desk",
    "_status": _THERE,
    "_tags": "labels of that server's own desk",
    "meta/instanceID": "the same as _uuid",
    "meta/rootUuid": "the same as _uuid",
    "meta/instanceName": "a title for lists there",
    "formhub/uuid": "a number of the form there",
    "start": "the precise time by the phone's own clock",
    "end": "the precise time by the phone's own clock",
    "today": "the day by the phone's own clock",
    "deviceid": "the phone's number, which is not kept here",
    "username": "the name of an account there",
    "phonenumber": "the telephone number, which is not kept here",
}
_COPIED = tuple(
    f"_submission_{name}" for name in ("_id", ID, "_submission_time", REVIEW, "_notes", "_status")
)
_COPIES = dict.fromkeys((*_COPIED, "_submission__submitted_by"), "the same as in the sheet of reports")
OWN |= _COPIES | {f"_submission_{name}": "the same as in the sheet of reports" for name in (VERSION, "_tags")}
_USED = (ID, INDEX, PARENT, PARENT_TABLE, SUBMITTER, REVIEW, VERSION)


def read_kobo(data: bytes, form: PublishedForm, name: str = "export.xlsx") -> Export:
    """Answer: what does this export of KoboToolbox say of this form?

    Raises D61 for what is no such export, B01 and B02 for what is no workbook.
    """
    sheets = workbook_sheets(data, name)
    roots = [one for one in sheets if ID in one.headings and PARENT not in one.headings]
    if len(roots) != 1:
        what = f"'{name}' has {len(roots)} sheets of reports (with a column {ID} and none {PARENT})"
        raise ScrutatorError("D61", what, remedy="Export it as XLS with all columns of the server's own.")
    taken = _Taken(form, roots[0].name)
    taken.root(roots[0])
    waiting = [one for one in sheets if one is not roots[0]]
    while waiting:  # the sheet of an outer group before those of groups in it
        ready = [one for one in waiting if taken.may_read(one)] or waiting
        for one in ready:
            taken.repeats(one)
        waiting = [one for one in waiting if one not in ready]
    return Export(
        Origin.KOBO, tuple(taken.reports.values()), tuple(sorted(taken.unused)), tuple(taken.faults)
    )


class _Taken:
    """The reports as their sheets are read; of each sheet that was, its entries by their `_index`."""

    def __init__(self, form: PublishedForm, root: str) -> None:
        self._form, self._root = form, root
        self._entries: dict[str, dict[str, tuple[str, Entry]]] = {}
        self._said: dict[str, dict[Entry, dict[str, str]]] = {}
        self.reports: dict[str, ForeignReport] = {}
        self.unused: list[Unused] = []
        self.faults: list[str] = []

    def root(self, sheet: Sheet) -> None:
        """The sheet with a row for each report."""
        columns = self._columns(sheet, [one for one in self._form.questions if not one.repeats])
        indexed: dict[str, tuple[str, Entry]] = {}
        for row in sheet.rows:
            where = f"{sheet.name}, row {row.line}"
            if not row[ID] or row[ID] in self.reports:
                self.faults.append(f"{where} " + (f"repeats {row[ID]}" if row[ID] else f"has no {ID}"))
                continue
            self._said[row[ID]] = {ONCE: self._answers(row, columns, where)}
            self.reports[row[ID]] = ForeignReport(row[ID], row[SUBMITTER].strip(), where, self._said[row[ID]])
            self._index(indexed, row, (row[ID], ONCE), where)
        self._entries[sheet.name] = indexed
        self._about(sheet)

    def _about(self, sheet: Sheet) -> None:
        reviewed = Counter(row[REVIEW] for row in sheet.rows if row[REVIEW])
        if reviewed:
            why = f"what was decided there is decided again here: {counts_by_value(reviewed)}"
            self.unused.append(Unused(f"the column {REVIEW}", why, reviewed.total()))
        versions = Counter(row[VERSION] for row in sheet.rows if row[VERSION])
        if versions:
            why = f"names of that server; all are read as version {self._form.version} here"
            self.unused.append(Unused(f"the column {VERSION}", why, versions.total()))

    def may_read(self, sheet: Sheet) -> bool:
        """Were the sheets read that its entries lie in?"""
        return {row[PARENT_TABLE] for row in sheet.rows} <= self._entries.keys()

    def repeats(self, sheet: Sheet) -> None:
        """A sheet with a row for each entry of a group that repeats."""
        groups = sorted({path for one in self._form.questions for path in one.repeats if _bears(sheet, path)})
        if len(groups) != 1 or PARENT not in sheet.headings:
            why = (
                "no group of the form that repeats has this name" if not groups else "it is not clear of what"
            )
            self.unused.append(Unused(f"the sheet {sheet.name}", why, len(sheet.rows)))
            return
        asked = [one for one in self._form.questions if one.repeats and one.repeats[-1] == groups[0]]
        columns = self._columns(sheet, asked)
        indexed: dict[str, tuple[str, Entry]] = {}
        among: Counter[tuple[str, str]] = Counter()
        for row in sheet.rows:
            where = f"{sheet.name}, row {row.line}"
            around = self._entries.get(row[PARENT_TABLE] or self._root, {}).get(_number(row[PARENT]))
            if around is None:
                self.faults.append(f"{where} is of a report that is not there: {row[PARENT][:20]}")
                continue
            report, (_, numbers) = around
            among[row[PARENT_TABLE], row[PARENT]] += 1
            entry: Entry = (groups[0], (*numbers, among[row[PARENT_TABLE], row[PARENT]]))
            self._said[report][entry] = self._answers(row, columns, where)
            self._index(indexed, row, (report, entry), where)
        self._entries[sheet.name] = indexed

    def _index(
        self, indexed: dict[str, tuple[str, Entry]], row: Row, found: tuple[str, Entry], where: str
    ) -> None:
        number = _number(row[INDEX])
        if number and number in indexed:
            self.faults.append(f"{where} has the {INDEX} of another row: {number}")
        elif number:
            indexed[number] = found

    def _columns(self, sheet: Sheet, asked: Sequence[Question]) -> Columns:
        columns = columns_of(sheet.headings, asked, (*OWN, *_USED))
        self.faults += [*sheet.faults, *(f"{sheet.name}: {one}" for one in columns.faults)]
        self.unused += unused_cells(sheet, {*columns.uses, *_USED}, OWN)
        return columns

    def _answers(self, row: Row, columns: Columns, where: str) -> dict[str, str]:
        said, faults = answers_of(row, columns, where)
        self.faults += faults
        return said


def _bears(sheet: Sheet, path: str) -> bool:
    """Is this the sheet of the group, whose name is cut where it is long?"""
    return sheet.name.casefold() == path.rpartition("/")[2][:LONGEST_SHEET].casefold()


def _number(text: str) -> str:
    return text.strip().removesuffix(".0")
