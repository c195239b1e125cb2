"""What kind of file is it, and what is inside? gzip and zip are unpacked within bounds.

The kind is identified by the first bytes, not by the name, since names of published files are often wrong.
"""

import io
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from scrutator.errors import ScrutatorError
from scrutator.tables.model import Assumption, Topic

LARGEST = 256 * 1024 * 1024  # bytes of a file, and of what it unpacks to
RATIO_FROM = 16 * 1024 * 1024  # below this many bytes any ratio is harmless
LARGEST_RATIO = 200  # a text of station results packs 4 to 20 times; a bomb 1,000 times and more
DEEPEST = 2  # a zip of a gzip is found in the wild, more is not
_CHUNK = 1 << 20
_SAVE_AS = "Open it in a spreadsheet, save it as CSV or xlsx, and give that file."
_DOCUMENTS = {"word/": "a text document (Word)", "ppt/": "slides (PowerPoint)"}
OTHER_KINDS = (
    ((b"<!doctype", b"<html", b"<table", b"<?xml", b"<body", b"<head"), "a web page or XML", _SAVE_AS),
    ((b"{\\rtf",), "a text document (RTF)", _SAVE_AS),
    ((b"{", b"["), "JSON", "Write its rows to a CSV file, one row per station."),
    (
        (b"%pdf",),
        "a PDF",
        "Take the table out with a tool for PDF, check it, and save it as CSV.",
    ),
    (
        (b"\x89png", b"\xff\xd8\xff", b"gif8", b"ii*\0", b"mm\0*"),
        "a picture",
        "Type the table in, and check it.",
    ),
    ((b"sqlite format 3",), "a database (SQLite)", "Write its table to a CSV file."),
    (
        (b"bzh91ay", b"\xfd7zxz", b"7z\xbc\xaf", b"rar!"),
        "an archive of a kind that is not read",
        "Unpack it first.",
    ),
)


class Kind(StrEnum):
    """How the bytes are to be read."""

    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "Parquet"


@dataclass(frozen=True)
class Content:
    """The bytes of one table, and how they were come by."""

    data: bytes
    kind: Kind
    assumptions: tuple[Assumption, ...] = ()


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises X01 when it cannot be read, B02 when it is too large."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ScrutatorError(
                "B02", f"the file has {size:,} bytes, more than {LARGEST:,}", where=str(path)
            )
        with path.open("rb") as file:  # a pipe has no size: never read more than the bound
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ScrutatorError("X01", f"cannot read the file: {reason}", where=str(path)) from error
    if len(data) > LARGEST:
        raise ScrutatorError("B02", f"the file has more than {LARGEST:,} bytes", where=str(path))
    return data


def unpack(data: bytes, member: str = "", depth: int = 0) -> Content:
    """What is packed in the bytes, or the bytes as they are. `member` names a file of an archive of several.

    Raises B01 (broken), B02 (unpacks to too much), B04 (several files in the archive).
    """
    if data[:2] == b"\x1f\x8b":
        return _deeper(gunzip(data), member, depth)
    if data[:4] == b"PAR1":
        return Content(data, Kind.PARQUET)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        _refuse_old_documents(data)
        return Content(data, Kind.WORKBOOK)
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _unzip(data, member, depth)
    return Content(data, Kind.TEXT)


def refuse_other_kinds(data: bytes) -> None:
    """Raise B01 for what begins as another kind of file: a web page is often called .xls."""
    begins = data[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for starts, kind, remedy in OTHER_KINDS:
        if begins.startswith(starts):
            raise ScrutatorError("B01", f"the file is {kind}, not a table", remedy=remedy)


def _deeper(data: bytes, member: str, depth: int, how: str = "") -> Content:
    if depth >= DEEPEST:
        raise ScrutatorError("B01", f"archives are nested more than {DEEPEST} deep")
    inside = unpack(data, member, depth + 1)
    said = (Assumption(Topic.FILE, how),) if how else ()
    return Content(inside.data, inside.kind, (*said, *inside.assumptions))


def gunzip(data: bytes) -> bytes:
    """The content of a gzip file within bounds. Raises B01 and B02."""
    most, parts, size, left = _most(len(data)), [], 0, data
    try:
        while left.startswith(b"\x1f\x8b"):  # a file may hold several members
            member = zlib.decompressobj(wbits=31)
            parts.append(member.decompress(left, most - size + 1))
            size += len(parts[-1])
            _check_size(size, len(data))
            if not member.eof:
                raise ScrutatorError("B01", "the gzip file is cut off")
            left = member.unused_data
    except zlib.error as error:
        raise ScrutatorError("B01", f"the gzip file is damaged: {error}") from error
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _most(packed: int) -> int:
    """The largest size that so many packed bytes may unpack to."""
    return min(LARGEST, max(RATIO_FROM, packed * LARGEST_RATIO))


def _check_size(size: int, packed: int) -> None:
    if size > _most(packed):
        what = f"{packed:,} bytes unpack to more than {_most(packed):,}"
        raise ScrutatorError("B02", what, remedy="Unpack it by hand, check it, and give the CSV file.")


def _bounded(stream: IO[bytes], packed: int) -> bytes:
    """All bytes of a stream; stops as soon as they are too many."""
    parts, size = [], 0
    while chunk := stream.read(_CHUNK):
        parts.append(chunk)
        size += len(chunk)
        _check_size(size, packed)
    return b"".join(parts)


def _unzip(data: bytes, member: str, depth: int) -> Content:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
            _refuse_documents(archive, names)
            if any(_is_workbook_part(name) for name in names):
                return Content(data, Kind.WORKBOOK)
            name = _chosen(names, member)
            with archive.open(name) as stream:
                content = _bounded(stream, archive.getinfo(name).compress_size)
    except ScrutatorError:
        raise
    # RuntimeError: encrypted; NotImplementedError: unknown compression; ValueError, KeyError: damaged.
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, zlib.error, zipfile.BadZipFile) as error:
        raise ScrutatorError("B01", f"the zip file cannot be read: {error}") from error
    return _deeper(content, "", depth, f"the file {name} of the zip")


def _refuse_documents(archive: zipfile.ZipFile, names: list[str]) -> None:
    """Raise B01 for the documents of an office that are no workbooks."""
    parts = [part for part in _DOCUMENTS if any(name.startswith(part) for name in names)]
    kind = _DOCUMENTS[parts[0]] if parts and "[Content_Types].xml" in names else ""
    if "mimetype" in names and "content.xml" in names:
        with archive.open("mimetype") as stream:
            said = stream.read(100).decode("ascii", "replace")
        kind = (
            "" if "spreadsheet" in said or "opendocument" not in said else "a document that is no spreadsheet"
        )
    if kind:
        remedy = "Copy its table to a spreadsheet, save that, and give the file."
        raise ScrutatorError("B01", f"the file is {kind}, not a table", remedy=remedy)


def _refuse_old_documents(data: bytes) -> None:
    """Raise B01 for a file of an old office that holds no workbook, by the names in its directory."""
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book", "WORKBOOK", "BOOK")):
        return
    if "EncryptedPackage".encode("utf-16-le") in data:
        what, remedy = (
            "a workbook under a password",
            "Open it, save it without the password, and give that file.",
        )
    elif "WordDocument".encode("utf-16-le") in data:
        what, remedy = (
            "a text document (Word)",
            "Copy its table to a spreadsheet, save that, and give the file.",
        )
    else:
        what, remedy = "of an old office and holds no workbook", _SAVE_AS
    raise ScrutatorError("B01", f"the file is {what}", remedy=remedy)


def _is_workbook_part(name: str) -> bool:
    return name in ("xl/workbook.xml", "xl/workbook.bin", "content.xml", "[Content_Types].xml")


def _chosen(names: list[str], member: str) -> str:
    """The archive's one file; what an operating system adds beside it does not count."""
    real = [name for name in names if not name.startswith("__MACOSX/") and not name.endswith(".DS_Store")]
    if member:
        if member not in real:
            raise ScrutatorError("B04", f"the zip has no file {member}", where=", ".join(real[:8]))
        return member
    tables = [
        name for name in real if name.lower().endswith((".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods"))
    ]
    for found in (tables, real):
        if len(found) == 1:
            return found[0]
    what = f"the zip holds {len(tables or real)} files, one table is needed"
    raise ScrutatorError("B04", what, where=", ".join((tables or real)[:8]), remedy="Name it with --sheet.")
