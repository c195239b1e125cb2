"""What the library for workbooks does not tell of an xlsx file: hidden rows and columns, errors of formulas.

A cell whose formula failed ("#DIV/0!") comes out empty, as if there were no figure, and an error that the
library does not know makes the whole workbook unreadable. Such cells are made texts before it is opened.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

_NAME = rb"<(?:[^\s<>/:!?]+:)?"
_ERROR = re.compile(
    rb"(" + _NAME + rb"""c\s[^<>]*?\bt\s*=\s*)["']e["']([^<>]*>(?:(?!</(?:\w+:)?c>).){0,4000}?"""
    rb"<(?:\w+:)?v>)",
    re.S,
)
_MAY_FAIL = re.compile(rb"""\bt\s*=\s*["']e["']""")
_HIDDEN = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_TAG = re.compile(_NAME + rb"(row|col)\s([^<>]*)>")
_NUMBER = re.compile(rb"""(?:^|\s)(r|min)\s*=\s*["'](\d{1,7})["']""")
# A formula without the result that a spreadsheet would have saved with it; an empty text is a result.
_UNSAVED = re.compile(
    rb"(" + _NAME + rb"""c(?:\s(?![^<>]*\bt\s*=\s*["']str["'])[^<>]*)?)>\s*"""
    rb"(?:<(?:\w+:)?f(?:\s[^<>]*)?/>|<(?:\w+:)?f(?:\s[^<>]*[^/])?>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*(</(?:\w+:)?c>)"
)
_TYPE = re.compile(rb"""\st\s*=\s*["'][^"']*["']""")
ERROR = "error "  # stands before the error in the cell's text
NO_RESULT = "formula without its result"


@dataclass
class SheetMarks:
    """Of one sheet: whether formulas failed, and which rows and columns are hidden (from 1)."""

    failed: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def marks_of(content: bytes) -> SheetMarks:
    """What the XML of a sheet says beside its cells."""
    # Most sheets have none of these, which a search for plain bytes tells at once.
    fails = (b'"e"' in content or b"'e'" in content) and _MAY_FAIL.search(content)
    unsaved = (b"<f" in content or b":f" in content) and _UNSAVED.search(content)
    marks = SheetMarks(failed=bool(fails or unsaved))
    if b"hidden" in content and _HIDDEN.search(content):
        for tag in _TAG.finditer(content):
            place = _NUMBER.search(tag.group(2))
            if place and _HIDDEN.search(tag.group(2)):
                hidden = marks.hidden_rows if tag.group(1) == b"row" else marks.hidden_columns
                hidden.add(int(place.group(2)))
    return marks


def with_errors_as_text(data: bytes) -> bytes:
    """The workbook in which the cell of a failed formula is a text, “error #DIV/0!”, and so is one whose
    result was not saved."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if b"sheetData" in content:
                content = _ERROR.sub(rb'\1"str"\2' + ERROR.encode(), content)
                content = _UNSAVED.sub(_without_result, content)
            new.writestr(entry.filename, content)
    return out.getvalue()


def _without_result(cell: re.Match[bytes]) -> bytes:
    name = cell.group(2)[2:-2]  # the prefix of the tags
    text = b"<" + name + b"v>" + (ERROR + NO_RESULT).encode() + b"</" + name + b"v>"
    return _TYPE.sub(b"", cell.group(1)) + b' t="str">' + text + cell.group(2)


def part_of(data: bytes, sheet: str) -> str:
    """The part of the zip in which a sheet is written; "" where that is not clear."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        try:
            book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
            links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        except (KeyError, ElementTree.ParseError):
            return ""
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for one in book.iter():
        if one.tag.rpartition("}")[2] == "sheet" and one.get("name") == sheet:
            identity = next((value for key, value in one.items() if key.endswith("}id")), "")
            target = (targets.get(identity) or "").lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    return ""
