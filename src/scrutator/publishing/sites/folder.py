"""A site in a folder: written there, and compared with what the cases give."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_bytes
from scrutator.site.folder import SUMS


def differences_in(folder: Path, expected: Mapping[str, bytes]) -> Iterator[str]:
    """Where a folder is not this site: every file that was changed, is missing, or is nothing of it."""
    if not folder.is_dir():
        raise ScrutatorError("X01", f"there is no folder {folder}", where=str(folder))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there | set(expected)):
        if name not in there:
            yield f"{name}: missing"
        elif name not in expected:
            yield f"{name}: nothing in the case gives this file"
        elif not same(folder / name, expected[name]):
            yield f"{name}: not what the case gives"


def same(path: Path, expected: bytes) -> bool:
    """Has the file these bytes? Its size is asked first, so that a huge one is not read."""
    return path.is_file() and path.stat().st_size == len(expected) and read_bytes(path) == expected


def write_site(folder: Path, files: Mapping[str, bytes], replace: bool = False) -> None:
    """Write a site into a new or empty folder; with `replace`, over a site that this command wrote there.

    Raises X04 when the folder holds something else: nothing is deleted that no site is known to have written.
    """
    listed = written_before(folder) if replace else set()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if strange := sorted(there - listed):
        what = f"the folder holds something else, {strange[0]} for one"
        remedy = "Name a new folder" + (", or replace a site with --force." if not replace else ".")
        raise ScrutatorError("X04", what, where=str(folder), remedy=remedy)
    try:
        for name in there - set(files):
            (folder / name).unlink()
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise ScrutatorError("X04", f"{error.filename}: {error.strerror}", where=str(folder)) from None


def written_before(folder: Path) -> set[str]:
    """The files that a site in this folder lists as its own; none when there is no list."""
    sums = folder / SUMS
    if not sums.is_file():
        return set()
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return {SUMS, *(line[66:] for line in lines if len(line) > 66)}
