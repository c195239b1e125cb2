"""From an XLSForm to what phones read (an XForm) and to the list of its questions."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scrutator.errors import ScrutatorError, missing_extra
from scrutator.field.questions import AnswerKind, Choice, Question
from scrutator.field.reading.conditions import FormConditions, check_conditions
from scrutator.field.reading.lint import check_form, refuse_faults
from scrutator.field.reading.parameters import range_bounds
from scrutator.field.reading.sheets import SMS, SheetRow, Sheets, language_code, read_sheets

_ID = re.compile(r"[a-z][a-z0-9_.-]{0,63}")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class PublishedForm:
    """A form as it goes to phones. `languages` are names such as `English (en)`, `md5` the hex of `xform`."""

    form_id: str
    version: str
    title: str
    languages: tuple[str, ...]
    xform: bytes
    md5: str
    questions: tuple[Question, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The lists that a phone needs beside the form, such as `stations.csv`."""
        return tuple(sorted({question.file for question in self.questions if question.file}))

    @cached_property
    def conditions(self) -> FormConditions:
        """When its questions are shown and which answers they take, read once for all its reports."""
        return FormConditions(self.questions)


def publish(xlsx: bytes, *, version: str) -> PublishedForm:
    """Answer: what do phones get for this XLSForm, and which questions does it ask?

    `version` replaces what the sheet settings says; the same workbook and version give the same bytes.
    Raises D01 for what is no form, D02 and D03 for the first fault of `check_form`, B01 and B02 for a file
    that is no workbook, X02 without the extra `web`.
    """
    if not _VERSION.fullmatch(version):
        remedy = "Use letters, digits, dots, hyphens and underscores, at most 64."
        raise ScrutatorError("D01", f"“{version[:40]}” is not a version", remedy=remedy)
    sheets = read_sheets(xlsx)
    form_id = sheets.settings.get("form_id", "")
    if not _ID.fullmatch(form_id):
        raise ScrutatorError("D01", f"“{form_id[:40]}” is not the id of a form", where="settings, form_id")
    refuse_faults(check_form(sheets))
    questions = tuple(questions_of(sheets))
    check_conditions(questions)
    xform = _converted(sheets, form_id, version).encode()
    md5 = hashlib.md5(xform, usedforsecurity=False).hexdigest()
    title = sheets.settings.get("form_title", form_id)
    return PublishedForm(form_id, version, title, sheets.languages, xform, md5, questions)


def _converted(sheets: Sheets, form_id: str, version: str) -> str:
    try:
        from pyxform.errors import PyXFormError
        from pyxform.xls2xform import convert
    except ModuleNotFoundError as error:
        raise missing_extra("publishing a form", "web") from error
    settings = {name: text for name, text in sheets.settings.items() if name != SMS}
    settings["version"] = version
    workbook = {
        "survey": [_plain(row) for row in sheets.survey],
        "choices": [_plain(row) for row in sheets.choices],
        "settings": [settings],
        "sheet_names": ["survey", "choices", "settings"],
        "survey_header": [_heading(sheets.survey)],
        "choices_header": [_heading(sheets.choices)],
        "settings_header": [dict.fromkeys(settings)],
    }
    try:
        return str(convert(workbook, form_name="data", warnings=[]).xform)
    except PyXFormError as error:
        raise ScrutatorError(
            "D01", f"the form cannot be converted: {' '.join(str(error).split())}"
        ) from error


def _plain(row: SheetRow) -> dict[str, str]:
    return {column: text for column, text in row.cells.items() if not column.startswith("scrutator_")}


def _heading(rows: tuple[SheetRow, ...]) -> dict[str, None]:
    return dict.fromkeys(column for row in rows for column in _plain(row))


def questions_of(sheets: Sheets) -> Iterator[Question]:
    """The questions of a form with their paths; raises D01 for groups that do not end."""
    lists: dict[str, list[Choice]] = {}
    for row in sheets.choices:
        lists.setdefault(row["list_name"], []).append(Choice(row["name"], _texts(row, "label", sheets)))
    inside: list[SheetRow] = []
    for row in sheets.survey:
        kind, _, name = row["type"].partition(" ")
        if kind in ("begin_group", "begin_repeat"):
            inside.append(row)
        elif kind in ("end_group", "end_repeat"):
            if not inside or inside.pop()["type"][6:] != kind[4:]:
                where = f"survey, row {row.number}"
                raise ScrutatorError(
                    "D01", f"{kind} has no beginning", where=where, remedy="Pair the groups."
                )
        else:
            yield _question(row, inside, AnswerKind(kind), name, lists, sheets)
    if inside:
        where = f"survey, row {inside[-1].number}"
        raise ScrutatorError("D01", "a group does not end", where=where, remedy="Add its end_group.")


def _question(
    row: SheetRow,
    inside: list[SheetRow],
    kind: AnswerKind,
    name: str,
    lists: Mapping[str, list[Choice]],
    sheets: Sheets,
) -> Question:
    def own(column: str) -> tuple[str, ...]:
        return tuple(row[f"scrutator_{column}"].split())

    return Question(
        path="/".join((*(group["name"] for group in inside), row["name"])),
        kind=kind,
        labels=_texts(row, "label", sheets),
        hints=_texts(row, "hint", sheets),
        messages=_texts(row, "constraint_message", sheets),
        choices=tuple(lists.get(name, ())) if kind in (AnswerKind.CHOICE, AnswerKind.CHOICES) else (),
        file=name if kind is AnswerKind.PLACE else "",
        required=row["required"] in ("yes", "true", "true()"),
        relevance=tuple(one["relevant"] for one in (*inside, row) if one["relevant"]),
        constraint=row["constraint"],
        calculation=row["calculation"],
        norms=own("norms"),
        problem=own("problem"),
        apart=own("apart"),
        denominator=row["scrutator_denominator"],
        feeds=row["scrutator_feeds"],
        tag=row[SMS],
        repeats=tuple(_repeats(inside)),
        bounds=range_bounds(row["parameters"]) if kind is AnswerKind.RANGE else (),
    )


def _repeats(inside: Sequence[SheetRow]) -> Iterator[str]:
    """The paths of the groups that repeat, the outermost first."""
    for depth, group in enumerate(inside, 1):
        if group["type"] == "begin_repeat":
            yield "/".join(one["name"] for one in inside[:depth])


def _texts(row: SheetRow, base: str, sheets: Sheets) -> Mapping[str, str]:
    """The texts of one column by the code of their language; none where the form has none."""
    texts = {language_code(language): row[f"{base}::{language}"] for language in sheets.languages}
    return {code: text for code, text in texts.items() if text}
