"""Sheets of text as a workbook."""

import io
from collections.abc import Mapping, Sequence

from scrutator.errors import missing_extra


def workbook_of(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The sheets by name, each with its rows, as xlsx. Raises X02 without the extra `web`."""
    try:
        from openpyxl import Workbook
    except ModuleNotFoundError as error:
        raise missing_extra("writing a form", "web") from error
    book = Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
