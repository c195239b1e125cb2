"""Forms of Apollo as XLSForms: its own sheets survey, choices, analysis, metadata and quality_checks.

The format as Apollo reads and writes it (nditech/apollo, `apollo/formsframework/utils.py`): survey has
type, name (the tag), label, constraints and extra; groups are `begin group` and `end group` and do not lie
in one another; an integer without a constraint takes 0 to 9999, one of type boolean 0 or 1; extra is
`comment` for a text of any length, else the value that was expected. choices has list name, name (a number)
and label. quality_checks has a row for each part of a check: name, description, left, relation, right, and
the conjunction that stands before it, which is not used in the first (`submissions/qa/query_builder.py`).
An observer's station is not asked there, for their own is known; here it is the first question.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.field.importing.export import Unused
from scrutator.field.importing.sheets import Row, Sheet, workbook_sheets
from scrutator.field.reading.sms_tags import COMMENT, SERIAL

Rows = list[list[str]]
DEFAULT = ". >= 0 and . <= 9999"
EITHER = ". >= 0 and . <= 1"
STATION = "select_one_from_file stations.csv"
_LIMIT = re.compile(r"\s*\.\s*(>=?|<=?)\s*([0-9]{1,9})\s*")
_PREFIX, _TAG = re.compile(r"[A-Z]{2,4}"), re.compile(r"[A-Z]{1,3}")
_SETTINGS = ("name", "prefix")
_COLUMNS = {
    "survey": ("type", "name", "label", "constraints", "extra"),
    "choices": ("list name", "name", "label"),
    "quality_checks": ("name", "description", "left", "relation", "right", "conjunction"),
}


@dataclass(frozen=True)
class ApolloForm:
    """An XLSForm's three sheets, the checks (description, expression) and the question of each tag, and what
    of Apollo's sheets is not used."""

    sheets: Mapping[str, Rows]
    checks: tuple[tuple[str, str], ...]
    tags: Mapping[str, str]
    unused: tuple[Unused, ...]


def read_apollo_form(data: bytes, language: str = "English (en)", name: str = "form.xls") -> ApolloForm:
    """Answer: what is this form of Apollo's as an XLSForm, in the language that its labels are in?

    Raises D61 for what is no such form, B01 and B02 for what is no workbook.
    """
    sheets = {one.name: one for one in workbook_sheets(data, name)}
    if not {"survey", "metadata"} <= sheets.keys() or not sheets["metadata"].rows:
        remedy = "Give the file that Apollo exports for the form."
        raise ScrutatorError("D61", f"'{name}' has no sheets survey and metadata", remedy=remedy)
    reading = _Reading(sheets, language)
    survey, choices = reading.survey(), reading.choices()
    settings = reading.settings()
    checks = tuple(reading.checks())
    return ApolloForm(
        {"survey": survey, "choices": choices, "settings": settings},
        checks,
        dict(reading.tags),
        tuple(sorted(reading.unused)),
    )


class _Reading:
    def __init__(self, sheets: Mapping[str, Sheet], language: str) -> None:
        self._sheets, self._label = sheets, f"label::{language}"
        self._facts = sheets["metadata"].rows[0]
        self.tags: dict[str, str] = {}
        self.unused: list[Unused] = []
        self._sms: dict[str, str] = {}
        self._lists: set[str] = set()
        for one in sheets.values():
            self._other_columns(one)

    def _other_columns(self, sheet: Sheet) -> None:
        """Sheets and columns without a meaning here."""
        if sheet.name not in (*_COLUMNS, "metadata"):
            why = "how answers are shown there" if sheet.name == "analysis" else "a form has no such sheet"
            self.unused.append(Unused(f"the sheet {sheet.name}", why, len(sheet.rows)))
        for heading in sheet.headings:
            filled = sum(bool(row[heading]) for row in sheet.rows)
            if sheet.name == "metadata" and heading not in _SETTINGS and filled:
                said = f"“{self._facts[heading][:40]}” is a setting of that system"
                self.unused.append(Unused(f"metadata, {heading}", said, filled))
            elif sheet.name in _COLUMNS and heading not in _COLUMNS[sheet.name]:
                self.unused.append(Unused(f"{sheet.name}, the column {heading[:60]}", "not known", filled))
        if sheet.name == "metadata" and len(sheet.rows) > 1:
            self.unused.append(Unused("metadata", "only the first row is a form", len(sheet.rows) - 1))

    def survey(self) -> Rows:
        """The questions: the station, then Apollo's in their groups."""
        rows = [["type", "name", self._label, "constraint", "appearance", "scrutator_sms"]]
        rows.append([STATION, "station", "Polling station", "", "", ""])
        is_open = False
        for row in self._sheets["survey"].rows:
            kind = row["type"].strip()
            if kind in ("begin group", "end group"):
                rows += [["end_group", "", "", "", "", ""]] * is_open
                is_open = kind == "begin group"
                rows += [["begin_group", _group(row["name"]), row["label"], "", "", ""]] * is_open
            elif made := self._question(row, kind):
                rows.append(made)
        return rows + [["end_group", "", "", "", "", ""]] * is_open

    def _question(self, row: Row, kind: str) -> list[str]:
        tag, label = row["name"].strip(), row["label"].strip()
        type_, constraint, appearance = self._type(row, kind)
        if not type_ or not tag:
            self.unused.append(Unused(f"survey, row {row.line}", f"“{kind[:40]}” is no question here", 1))
            return []
        if row["extra"] and row["extra"] != "comment":
            self.unused.append(Unused(f"survey, the expected value of {tag}", "nothing here is expected", 1))
        self.tags[tag] = tag.lower()
        return [type_, tag.lower(), label or tag, constraint, appearance, self._tag(tag, type_, row)]

    def _type(self, row: Row, kind: str) -> tuple[str, str, str]:
        """The type here, a constraint and an appearance; "" for a type that is not known."""
        if kind == "integer":
            return "integer", self._constraint(row), ""
        if "boolean" in kind:
            return "integer", EITHER, ""
        if kind == "text":
            return "text", "", "multiline" if row["extra"] == "comment" else ""
        if kind == "image":
            return "image", "", ""
        several, _, name = kind.partition(" ")
        if several in ("select_one", "select_multiple") and name:
            self._lists.add(name)
            return f"{several} {_plain(name)}", "", ""
        return "", "", ""

    def _constraint(self, row: Row) -> str:
        text = row["constraints"].strip()
        if not text:
            return DEFAULT
        parts = text.split(" and ")
        if all(_LIMIT.fullmatch(one) for one in parts):
            return " and ".join(one.strip() for one in parts)
        why = f"“{text[:60]}” is no pair of limits; 0 to 9999 is taken, as Apollo does"
        self.unused.append(Unused(f"survey, the constraint of {row['name']}", why, 1))
        return DEFAULT

    def _tag(self, tag: str, type_: str, row: Row) -> str:
        """What stands for the question in an SMS; "" where a message cannot hold it."""
        if not _PREFIX.fullmatch(self._facts["prefix"].strip()):
            return ""
        sms = COMMENT if type_ == "text" and row["extra"] == "comment" else tag
        fits = sms == COMMENT or (type_ not in ("text", "image") and _TAG.fullmatch(tag) and tag != SERIAL)
        if not fits or sms in self._sms.values():
            self.unused.append(Unused(f"the tag {tag} in messages", "an SMS cannot hold this answer here", 1))
            return ""
        self._sms[tag] = sms
        return sms

    def choices(self) -> Rows:
        """The choices of the questions that there are; a number becomes `c` and the number."""
        rows = [["list_name", "name", self._label]]
        others: Counter[str] = Counter()
        for row in self._sheets["choices"].rows if "choices" in self._sheets else ():
            name = row["list name"].strip()
            if name in self._lists:
                value = row["name"].strip().removesuffix(".0")
                rows.append([_plain(name), f"c{value}", row["label"].strip() or value])
            else:
                others[name] += 1
        for name, count in others.items():
            self.unused.append(Unused(f"choices, the list {name[:60]}", "no question uses it", count))
        return rows

    def settings(self) -> Rows:
        """The form's name and id, and the prefix of its messages."""
        prefix, title = self._facts["prefix"].strip(), self._facts["name"].strip()
        form_id = _plain(title)[:60] or "form"
        if not self._sms and prefix:
            why = "a message's prefix has two to four capital letters, and some question a tag"
            self.unused.append(Unused(f"the prefix {prefix[:20]}", why, 1))
        return [
            ["form_title", "form_id", "scrutator_sms"],
            [title or form_id, form_id, prefix * bool(self._sms)],
        ]

    def checks(self) -> Iterator[tuple[str, str]]:
        """The quality checks as Apollo writes them out: a description and an expression."""
        sheet = self._sheets.get("quality_checks")
        parts: dict[str, list[Row]] = {}
        for row in sheet.rows if sheet else ():
            if row["left"] and row["relation"] and row["right"]:
                parts.setdefault(row["name"] or f"row {row.line}", []).append(row)
            else:
                self.unused.append(Unused(f"quality_checks, row {row.line}", "a part of it is missing", 1))
        for name, rows in parts.items():
            yield rows[0]["description"].strip() or name, " ".join(_terms(rows))


def _terms(rows: Sequence[Row]) -> Iterator[str]:
    for place, row in enumerate(rows):
        joined = f"{row['conjunction'].strip() or '&&'} " if place else ""
        yield f"{joined}{row['left']} {row['relation']} {row['right']}"


def _plain(text: str) -> str:
    """A name as forms here have it: small letters, digits and underscores, beginning with a letter."""
    found = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return found if found[:1].isalpha() else f"n{found}" if found else ""


def _group(text: str) -> str:
    return f"g_{_plain(text)}"
