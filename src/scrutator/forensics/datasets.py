"""Public station-level results by name: where they come from, their hash, and what is known of them.

The files hold the figures of electoral commissions in uniform columns. Scrutator does not carry them: a
name is fetched once from the public repository, converted, and checked against its hash; with
`SCRUTATOR_DATA` set, the same names are read from that folder.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import resources
from pathlib import Path

from scrutator.errors import ScrutatorError


@dataclass(frozen=True)
class DataSet:
    """One election's station results: the converted file's hash, and its public source.

    `address` is the raw file in the source's public repository with its own hash, and `convert` says
    which source columns add up to each uniform one; both are empty where the source cannot be
    converted here and the file must come from a folder.
    """

    name: str
    sha256: str
    rows: int
    columns: tuple[str, ...]
    repository: str
    path: str
    address: str
    licence: str
    status: str
    source_sha256: str
    convert: Mapping[str, tuple[str, ...]]


def registry() -> dict[str, DataSet]:
    """Every data set by name, from the registry file of the package."""
    path = resources.files("scrutator.forensics") / "tables" / "datasets.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: DataSet(
            name=name,
            sha256=entry["sha256"],
            rows=entry["rows"],
            columns=tuple(entry["columns"]),
            repository=entry["repository"],
            path=entry["path"],
            address=entry.get("address", ""),
            licence=entry["licence"],
            status=entry["status"],
            source_sha256=entry.get("source_sha256", ""),
            convert={ours: tuple(theirs) for ours, theirs in entry.get("convert", {}).items()},
        )
        for name, entry in sorted(table.items())
    }


def find_dataset(name: str) -> DataSet:
    """The data set of this name. Raises F07 with the nearest names."""
    known = registry()
    if name in known:
        return known[name]
    import difflib

    near = difflib.get_close_matches(name, known, n=3) or list(known)[:5]
    raise ScrutatorError("F07", f"there is no data set “{name}”", remedy=f"Near it: {', '.join(near)}.")


def local_file(dataset: DataSet, folder: Path) -> Path:
    """The data set's file in a folder of reference data (or its `results`), checked by its hash.

    Raises X01 when it is not there and F08 when its content is another.
    """
    for place in (folder, folder / "results"):
        path = place / f"{dataset.name}.csv.gz"
        if path.is_file():
            check_content(dataset, path.read_bytes(), str(path))
            return path
    raise ScrutatorError("X01", f"{dataset.name}.csv.gz is not in the folder", where=str(folder))


def check_content(dataset: DataSet, content: bytes, where: str) -> None:
    """Raise F08 unless the bytes have the registered hash."""
    found = sha256(content).hexdigest()
    if found != dataset.sha256:
        what = f"{dataset.name} has hash {found[:12]}…, registered is {dataset.sha256[:12]}…"
        raise ScrutatorError("F08", what, where=where)


def converted(dataset: DataSet, table: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The source's table in uniform columns; several source columns are added up.

    Rows without a register are blank in the source and are left out, as in the registered file; F08 when
    the number of rows is then another than registered, F02 when a source column is not there.
    """
    for column in (column for columns in dataset.convert.values() for column in columns):
        if column not in table:
            raise ScrutatorError("F02", f"the source has no column “{column}”", where=dataset.name)
    register = table[dataset.convert["registered"][0]]
    keep = [row for row, cell in enumerate(register) if cell.strip()]
    uniform = {}
    for ours, theirs in dataset.convert.items():
        if ours in ("region", "district", "station"):
            uniform[ours] = [table[theirs[0]][row] for row in keep]
        else:
            uniform[ours] = [str(sum(int(float(table[one][row])) for one in theirs)) for row in keep]
    if len(keep) != dataset.rows:
        raise ScrutatorError("F08", f"{len(keep)} rows, registered are {dataset.rows}", where=dataset.name)
    return uniform
