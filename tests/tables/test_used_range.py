"""A sheet is measured before a library makes room for it."""

import struct

import pytest

from scrutator.errors import ScrutatorError
from scrutator.tables.formats.old_workbook import check_old_workbook, check_records
from scrutator.tables.formats.used_range import check_sheet_records, check_sheet_xml
from scrutator.tables.reading import read_table
from support.workbooks import ods, xlsx
from tables.make_ugly import FOLDER, HEAD, ROWS


def far(at: str, filled: bool = True) -> bytes:
    """A plain workbook with one more cell at a place."""
    import io
    import zipfile

    cell = f'<row r="{at.lstrip("ABCDEFX")}"><c r="{at}">{"<v>1</v>" if filled else ""}</c></row>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx({"S": [HEAD, *ROWS]}))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", f"{cell}</sheetData>".encode()))
    return out.getvalue()


def test_a_stray_cell_in_the_last_corner_is_refused_before_room_is_made_for_it() -> None:
    with pytest.raises(ScrutatorError, match="spans 1,048,576 rows and 16,384 columns") as caught:
        read_table(far("XFD1048576"), name="t")
    assert caught.value.code == "B02"
    assert "Delete what stands far below" in caught.value.remedy


def test_an_empty_cell_in_the_last_corner_is_no_hindrance() -> None:
    assert len(read_table(far("XFD1048576", filled=False), name="t")) == 4


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="{0}"><v>1</v></c>',
        "<c  r = '{0}' ><v>1</v></c>",
        '<x:c s="1" r="{0}"><x:v>1</x:v></x:c>',
        '<c q=">" r="{0}"><v>1</v></c>',
        '<c r="{0}" t="inlineStr"><is><t>a</t></is></c>',
    ],
)
@pytest.mark.parametrize(("last", "refused"), [("T1000000", False), ("U1000000", True), ("T1000001", True)])
def test_a_sheet_may_span_twenty_million_cells(cell: str, last: str, refused: bool) -> None:
    sheet = (cell.format("A1") + cell.format(last)).encode()
    if refused:
        with pytest.raises(ScrutatorError, match="more than 20,000,000 cells"):
            check_sheet_xml(sheet)
    else:
        assert check_sheet_xml(sheet) == 2


def test_a_cell_that_says_no_place_follows_the_one_before_it() -> None:
    row = "<row>" + "<c><v>1</v></c>" * 40 + "</row>"
    assert check_sheet_xml((row * 500).encode()) == 20_000
    with pytest.raises(ScrutatorError, match="1,048,576 rows and 41 columns"):
        check_sheet_xml((row + '<row r="1048576">' + "<c><v>1</v></c>" * 41 + "</row>").encode())
    with pytest.raises(ScrutatorError, match="16,384 columns"):
        check_sheet_xml((row + '<row r="9000"><c r="XFC9000"/><c><v>1</v></c></row>').encode())


@pytest.mark.parametrize("sheet", ['<c r="A1><v>1</v></c>', "<c r=A1><v>1</v></c>", "<\0c\0 \0"])
def test_a_sheet_that_cannot_be_measured_is_refused(sheet: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        check_sheet_xml(sheet.encode())
    assert caught.value.code == "B01"


@pytest.mark.parametrize(("column", "refused"), [(19, False), (20, True)])
def test_a_binary_sheet_may_span_as_much(column: int, refused: bool) -> None:
    def row(number: int) -> bytes:
        return b"\x00\x04" + struct.pack("<I", number)

    def cell(place: int) -> bytes:
        return b"\x05\x10" + struct.pack("<IId", place, 0, 1.0)

    sheet = b"\x81\x01\x00" + row(0) + cell(0) + row(999_999) + cell(column)
    if refused:
        with pytest.raises(ScrutatorError, match="1,000,000 rows and 21 columns"):
            check_sheet_records(sheet)
    else:
        check_sheet_records(sheet)


def test_a_stray_cell_of_an_open_document_sheet_is_refused() -> None:
    sheet = [[*HEAD], *ROWS, [None] * 16_000 + [1]]
    assert len(read_table(ods({"S": sheet}), name="t").faults) == 1
    gap = b'<table:table-row table:number-rows-repeated="100000"><table:table-cell/></table:table-row>'
    from io import BytesIO
    from zipfile import ZipFile

    with ZipFile(BytesIO(ods({"S": sheet}))) as book:
        content = book.read("content.xml")
    place = content.rindex(b"<table:table-row")
    out = BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        made.writestr("content.xml", content[:place] + gap + content[place:])
    with pytest.raises(ScrutatorError, match="spans 100,006 rows and 16,001 columns"):
        read_table(out.getvalue(), name="t")


def test_a_sheet_that_lies_elsewhere_in_the_workbook_is_measured_too() -> None:
    from io import BytesIO
    from zipfile import ZipFile

    out = BytesIO()
    with ZipFile(BytesIO(far("XFD1048576"))) as old, ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(b"worksheets/sheet1.xml", b"other/a.txt")
            new.writestr(name.replace("worksheets/sheet1.xml", "other/a.txt"), content)
    with pytest.raises(ScrutatorError, match="spans 1,048,576 rows"):
        read_table(out.getvalue(), name="t")


@pytest.mark.parametrize(("row", "column", "refused"), [(65_535, 304, False), (65_535, 305, True)])
def test_a_stray_cell_of_an_old_workbook_is_refused(row: int, column: int, refused: bool) -> None:
    data = bytearray((FOLDER / "plain.xls").read_bytes())
    places = [
        at
        for at in range(len(data) - 4)
        if struct.unpack_from("<HH", data, at) in ((0x00FD, 10), (0x0203, 14))
    ]
    struct.pack_into("<HH", data, places[-1] + 4, row, column)
    if refused:
        with pytest.raises(ScrutatorError, match="more than 20,000,000 cells"):
            check_old_workbook(bytes(data))
    else:
        check_old_workbook(bytes(data))


@pytest.mark.parametrize(("numbers", "refused"), [(5, False), (6, True)])
def test_numbers_of_several_columns_in_one_record_are_measured(numbers: int, refused: bool) -> None:
    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    first = record(0x0203, struct.pack("<HHHd", 0, 0, 0, 1.0))
    many = struct.pack("<HH", 65_535, 300) + bytes(6 * numbers) + struct.pack("<H", 299 + numbers)
    stream = record(0x0809, bytes(16)) + first + record(0x00BD, many)
    if refused:
        with pytest.raises(ScrutatorError, match="65,536 rows and 306 columns"):
            check_records(stream + record(0x0809, bytes(16)))
    else:
        check_records(stream)


@pytest.mark.parametrize("size", [600, 1536, 2048])
def test_an_old_workbook_that_is_cut_off_is_damaged(size: int) -> None:
    with pytest.raises(ScrutatorError) as caught:
        check_old_workbook((FOLDER / "plain.xls").read_bytes()[:size])
    assert caught.value.code == "B01"
