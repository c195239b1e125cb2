"""Small workbooks made by hand: xlsx and ods with the least that a reader needs. Deterministic."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

Cell = str | int | float | None
Sheet = Sequence[Sequence[Cell]]
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _zip(parts: dict[str, str], stored: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text)
    return out.getvalue()


def _column(place: int) -> str:
    name = ""
    while place >= 0:
        name, place = chr(65 + place % 26) + name, place // 26 - 1
    return name


def _xlsx_cell(row: int, place: int, value: Cell) -> str:
    at = f"{_column(place)}{row}"
    if value is None:
        return ""
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def xlsx(
    sheets: dict[str, Sheet], merged: dict[str, Sequence[str]] | None = None, hidden: Sequence[str] = ()
) -> bytes:
    """A workbook; `merged` gives ranges such as A1:C1 by sheet."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    }
    entries, links = [], []
    for number, (name, rows) in enumerate(sheets.items(), 1):
        state = ' state="hidden"' if name in hidden else ""
        entries.append(f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"{state}/>')
        links.append(
            f'<Relationship Id="r{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        )
        body = "".join(
            f'<row r="{row}">' + "".join(_xlsx_cell(row, i, v) for i, v in enumerate(cells)) + "</row>"
            for row, cells in enumerate(rows, 1)
        )
        ranges = (merged or {}).get(name, ())
        merges = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
        merges = f'<mergeCells count="{len(ranges)}">{merges}</mergeCells>' if ranges else ""
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData>{merges}</worksheet>'
        )
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{"".join(entries)}</sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{package}/relationships">{"".join(links)}</Relationships>'
    )
    return _zip(parts)


def _ods_cell(value: Cell, repeated: int = 1) -> str:
    times = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<table:table-cell{times}/>"
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"{times}><text:p>{escape(value)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{value}"{times}><text:p>{value}</text:p></table:table-cell>'


def ods(sheets: dict[str, Sheet], rows_repeated: int = 1, columns_repeated: int = 1) -> bytes:
    """An OpenDocument sheet; the repetitions are said of every row and cell."""
    times = f' table:number-rows-repeated="{rows_repeated}"' if rows_repeated > 1 else ""
    tables = ""
    for name, rows in sheets.items():
        body = "".join(
            f"<table:table-row{times}>"
            + "".join(_ods_cell(v, columns_repeated) for v in cells)
            + "</table:table-row>"
            for cells in rows
        )
        tables += f'<table:table table:name="{escape(name)}">{body}</table:table>'
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}:office:1.0" '
        f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return _zip(
        {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}, stored="mimetype"
    )
