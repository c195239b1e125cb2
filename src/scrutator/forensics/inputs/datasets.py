"""Public station-level results by name: where they come from, their hashes, and what is known of them.

The files hold the figures of electoral commissions in uniform columns. Scrutator does not bundle them: a
name is fetched once from the public repository and converted (`conversion.py`); with `SCRUTATOR_DATA` set,
the same names are read from that folder. Either way the content must have its registered hash.
"""

import gzip
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.typed_toml import Declared, read_toml

# What is known of a conversion before it is run; the content's hash is checked whenever it is run.
EVIDENCE = {
    "whole file": "the source's whole file was converted and gave the registered content",
    "rows": "the rows of the source that could be read give the registered rows",
    "headings": "only the source's column headings are known, from programs in its repository",
}


@dataclass(frozen=True)
class SourceFile:
    """One raw file of the source: its role in the conversion, its address, its hash ("" when not known)."""

    role: str
    address: str
    sha256: str


@dataclass(frozen=True)
class Conversion:
    """How the raw files become the uniform table.

    `columns` names, for each uniform column, the source's columns that are added up (counts) or joined by
    a slash (places); a name with `*` stands for every heading it matches. `subtract` takes columns away
    again. Rows without any of the `needed` uniform columns are left out. `first_characters` shortens a
    place to so many characters, `decimal_codes` writes a place's code with a decimal, as the registered
    file has it. `by` names the function in `conversion.py`.
    """

    evidence: str
    columns: Mapping[str, tuple[str, ...]]
    subtract: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    first_characters: Mapping[str, int]
    decimal_codes: tuple[str, ...]
    delimiter: str
    encoding: str
    by: str


@dataclass(frozen=True)
class DataSet:
    """One election's station results: the hashes of the uniform file, and its public source.

    `sha256` is the compressed file's hash, `content_sha256` that of its text. Without a `conversion` the
    file must come from a folder, and `not_converted` says why.
    """

    name: str
    sha256: str
    content_sha256: str
    rows: int
    columns: tuple[str, ...]
    repository: str
    path: str
    licence: str
    status: str
    files: tuple[SourceFile, ...]
    conversion: Conversion | None
    not_converted: str


class _FileEntry(Declared, frozen=True):
    address: str
    role: str = "table"
    sha256: str = ""


class _ConversionEntry(Declared, frozen=True):
    evidence: str
    columns: dict[str, tuple[str, ...]]
    subtract: Mapping[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    needed: tuple[str, ...] = ()
    first_characters: Mapping[str, int] = msgspec.field(default_factory=dict)
    decimal_codes: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    by: str = "columns"


class _Entry(Declared, frozen=True):
    """What the registry file holds for one data set."""

    sha256: str
    content_sha256: str
    rows: int
    columns: tuple[str, ...]
    repository: str
    path: str
    licence: str
    status: str
    files: tuple[_FileEntry, ...] = ()
    conversion: _ConversionEntry | None = None
    not_converted: str = ""


def registry() -> dict[str, DataSet]:
    """Every data set by name, from the registry file of the package."""
    path = resources.files("scrutator.forensics") / "tables" / "datasets.toml"
    return parse_registry(path.read_bytes(), path.name)


def parse_registry(content: bytes, where: str) -> dict[str, DataSet]:
    """The data sets of a registry file, by name. Raises F07 with line and key for what it may not hold."""
    table = read_toml(content, dict[str, _Entry], "F07", where)
    return {name: _dataset(name, entry) for name, entry in sorted(table.items())}


def _dataset(name: str, entry: _Entry) -> DataSet:
    fields = {field: getattr(entry, field) for field in entry.__struct_fields__}
    files = tuple(SourceFile(one.role, one.address, one.sha256) for one in entry.files)
    given = entry.conversion
    conversion = (
        None if given is None else Conversion(**{key: getattr(given, key) for key in given.__struct_fields__})
    )
    return DataSet(**{**fields, "name": name, "files": files, "conversion": conversion})


def find_dataset(name: str) -> DataSet:
    """The data set of this name. Raises F07 with the nearest names."""
    known = registry()
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=3) or list(known)[:5]
    raise ScrutatorError("F07", f"there is no data set “{name}”", remedy=f"Near it: {', '.join(near)}.")


def require_conversion(dataset: DataSet) -> Conversion:
    """How the data set is converted. Raises F07 with the reason when it is not."""
    if dataset.conversion is None:
        what = f"{dataset.name} is not converted here: {dataset.not_converted}"
        raise ScrutatorError("F07", what, remedy=by_hand(dataset))
    return dataset.conversion


def by_hand(dataset: DataSet) -> str:
    """What a reader can do when a data set cannot be fetched or converted here."""
    return (
        f"Take it by hand from {dataset.repository}, {dataset.path} (`scrutator forensics FILE --map …` "
        f"reads a table in its own columns), or set SCRUTATOR_DATA to a folder with {dataset.name}.csv.gz."
    )


def local_file(dataset: DataSet, folder: Path) -> Path:
    """The data set's file in a folder of reference data (or its `results`), checked by its hash.

    Raises X01 when it is not there and F08 when its content is another.
    """
    for place in (folder, folder / "results"):
        path = place / f"{dataset.name}.csv.gz"
        if path.is_file():
            check_file(dataset, path.read_bytes(), str(path))
            return path
    raise ScrutatorError("X01", f"{dataset.name}.csv.gz is not in the folder", where=str(folder))


def check_file(dataset: DataSet, compressed: bytes, where: str, remedy: str = "") -> None:
    """Raise F08 unless this is the registered file or another compression of the same text."""
    if sha256(compressed).hexdigest() == dataset.sha256:
        return
    try:
        text = gzip.decompress(compressed)
    except (OSError, EOFError, zlib.error) as error:
        raise ScrutatorError(
            "F08", f"{dataset.name} is not a gzip file", where=where, remedy=remedy
        ) from error
    check_content(dataset, text, where, remedy)


def check_content(dataset: DataSet, text: bytes, where: str, remedy: str = "") -> None:
    """Raise F08 unless the uncompressed table has the registered hash."""
    found = sha256(text).hexdigest()
    if found != dataset.content_sha256:
        what = f"{dataset.name} has the content {found[:12]}…, registered is {dataset.content_sha256[:12]}…"
        raise ScrutatorError("F08", what, where=where, remedy=remedy)


def check_source(dataset: DataSet, file: SourceFile, content: bytes) -> None:
    """Raise F08 when the raw file's hash is registered and another."""
    found = sha256(content).hexdigest()
    if file.sha256 and found != file.sha256:
        what = f"the source of {dataset.name} has hash {found[:12]}…, registered is {file.sha256[:12]}…"
        raise ScrutatorError("F08", what, where=file.address, remedy=by_hand(dataset))
