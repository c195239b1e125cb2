"""Reading tables of text for the commands: CSV, gzip CSV, one CSV in a zip."""

import csv
import gzip
import io
import zipfile
import zlib
from pathlib import Path

from scrutator.errors import ScrutatorError


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked when it is .gz or a .zip holding one file."""
    try:
        content = path.read_bytes()
        if path.suffix == ".gz":
            return gzip.decompress(content)
        if path.suffix == ".zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                return archive.read(archive.namelist()[0])
        return content
    except OSError as error:
        raise ScrutatorError("X01", error.strerror or "not a gzip file", where=str(path)) from error
    except (EOFError, IndexError, zipfile.BadZipFile, zlib.error) as error:
        raise ScrutatorError(
            "X01", "the file is damaged or not what its name says", where=str(path)
        ) from error


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file as dictionaries of text; UTF-8 with or without a byte-order mark."""
    try:
        text = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScrutatorError("X01", "the file is not UTF-8 text", where=str(path)) from error
    rows = []
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        if None in row or None in row.values():
            what = f"line {reader.line_num} has {'more' if None in row else 'fewer'} cells than the heading"
            raise ScrutatorError("X01", what, where=str(path))
        rows.append(row)
    return rows


def names(text: str) -> tuple[str, ...]:
    """Split "a, b" into its names."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
