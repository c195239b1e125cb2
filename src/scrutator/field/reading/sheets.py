"""The sheets of an XLSForm as rows: every sheet, column and cell is used, or is a fault."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.workbooks import sheet_names, sheet_rows

OWN_COLUMNS = ("norms", "problem", "apart", "denominator", "feeds", "sms")
SMS = "scrutator_sms"
_OWN = frozenset(f"scrutator_{name}" for name in OWN_COLUMNS)
_TRANSLATED = frozenset(("label", "hint", "constraint_message", "required_message"))
_SURVEY = frozenset(
    (
        *("type", "name", "required", "relevant", "constraint", "calculation", "appearance", "read_only"),
        *("parameters", "choice_filter", "repeat_count", "default"),
    )
)
_CHOICES = frozenset(("list_name", "name"))
_SETTINGS = frozenset(("form_title", "form_id", "version", "default_language", SMS))
_LANGUAGE = re.compile(r"[^()]+ \((?P<code>[a-z]{2,3})\)")


@dataclass(frozen=True)
class SheetRow:
    """One row: its number in the sheet and its cells that are not empty, by column."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Sheets:
    """The three sheets of a form. `languages` are names such as `English (en)`, in their columns' order."""

    survey: tuple[SheetRow, ...]
    choices: tuple[SheetRow, ...]
    settings: Mapping[str, str]
    languages: tuple[str, ...]


def language_code(name: str) -> str:
    """The code of a language: `kk` of `Қазақша (kk)`. Raises D01 for a name without one."""
    found = _LANGUAGE.fullmatch(name)
    if found is None:
        remedy = "Write the language with its code, as in `label::English (en)`."
        raise ScrutatorError("D01", f"the language “{name[:40]}” has no code", remedy=remedy)
    return found["code"]


def read_sheets(xlsx: bytes) -> Sheets:
    """The sheets of an XLSForm. Raises D01 for what is missing or has no effect, B01 and B02 for the file."""
    names = sheet_names(xlsx)
    for name in names:
        if name not in ("survey", "choices", "settings"):
            remedy = "Keep the sheets survey, choices and settings, and take the others out."
            raise ScrutatorError("D01", f"the sheet “{name[:40]}” has no effect", remedy=remedy)
    survey, languages = _sheet(xlsx, "survey", names, _SURVEY | _OWN)
    used = frozenset(re.findall(r"[a-z_]+", " ".join(row["choice_filter"] for row in survey)))
    choices, others = _sheet(xlsx, "choices", names, _CHOICES | used)
    settings, _ = _sheet(xlsx, "settings", names, _SETTINGS)
    if len(settings) != 1:
        raise ScrutatorError("D01", f"the sheet settings has {len(settings)} rows, one is needed")
    if choices and set(others) != set(languages):
        what = "survey and choices are in different languages"
        raise ScrutatorError("D02", what, where=f"{', '.join(languages)}; {', '.join(others)}")
    return Sheets(survey, choices, settings[0].cells, languages)


def _sheet(
    xlsx: bytes, name: str, names: tuple[str, ...], known: frozenset[str]
) -> tuple[tuple[SheetRow, ...], tuple[str, ...]]:
    """The rows of one sheet below its heading, and the languages of its columns."""
    if name not in names:
        if name == "choices":
            return (), ()
        raise ScrutatorError("D01", f"the workbook has no sheet {name}")
    records = sheet_rows(xlsx, name).rows
    if not records:
        raise ScrutatorError("D01", f"the sheet {name} is empty")
    heading = [cell.strip() for cell in records[0][1]]
    languages = _check_heading(name, heading, known)
    rows = []
    for number, cells in records[1:]:
        named = {column: text for column, text in zip(heading, cells, strict=False) if text}
        if "" in named:
            raise ScrutatorError("D01", "a cell stands under no heading", where=f"{name}, row {number}")
        rows.append(SheetRow(number, named))
    return tuple(rows), languages


def _check_heading(name: str, heading: list[str], known: frozenset[str]) -> tuple[str, ...]:
    filled = [column for column in heading if column]
    languages = []
    for column in filled:
        base, _, language = column.partition("::")
        if base in _TRANSLATED and language:
            language_code(language)
            languages.append(language)
        elif column in _TRANSLATED:
            remedy = f"Write one column for each language, as in `{column}::English (en)`."
            raise ScrutatorError("D02", f"the column {column} has no language", where=name, remedy=remedy)
        elif column not in known:
            remedy = f"Columns that have an effect: {', '.join(sorted(known | _TRANSLATED))}."
            raise ScrutatorError("D01", f"the column {column[:40]} has no effect", where=name, remedy=remedy)
    if len(set(filled)) != len(filled):
        raise ScrutatorError("D01", "two columns have the same heading", where=name)
    codes = {language_code(language) for language in languages}
    if len(codes) != len(set(languages)):
        raise ScrutatorError("D02", "two languages have the same code", where=name)
    return tuple(dict.fromkeys(languages))
