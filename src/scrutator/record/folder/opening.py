"""The edge where a case folder is read from disk; a bundled case is read by its id."""

import os
from importlib.resources import files as package_files
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.record.case import Case
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import Reading, read_case

LARGEST_FILE = 256 * 1024 * 1024


def read_folder(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of a case folder by its path with forward slashes.

    What is no part of a case is read too, hidden files among it, so that the check can say so; a hidden
    folder is one entry, named with a slash at its end, and is not entered. Raises X01 for a link or a file
    that cannot be read, R02 for one above 256 MiB, R31.
    """
    if not folder.is_dir():
        raise ScrutatorError("R31", f"'{folder}' is not a folder")
    root = folder.resolve()
    found: dict[str, bytes] = {}
    for directory, names, file_names in os.walk(root):
        here = Path(directory)
        hidden = [name for name in names if name.startswith(".")]
        found |= {f"{(here / name).relative_to(root).as_posix()}/": b"" for name in hidden}
        names[:] = sorted(set(names) - set(hidden))
        for name in sorted(file_names):
            found[(here / name).relative_to(root).as_posix()] = _read_file(here / name)
    return found


def _read_file(path: Path) -> bytes:
    """The bytes of one plain file of a case."""
    if path.is_symlink() or not path.is_file():
        remedy = "A case holds regular files: copy the file into the folder, or remove the link."
        raise ScrutatorError("X01", f"{path} is not a regular file", remedy=remedy)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise ScrutatorError("R02", f"{path} is larger than 256 MiB")
        return path.read_bytes()
    except OSError as error:
        raise ScrutatorError("X01", f"{path} cannot be read: {error.strerror}") from error


def bundled_cases() -> dict[str, Path]:
    """The cases that come with the package, by id."""
    root = Path(str(package_files("scrutator") / "cases"))
    return {path.parent.name: path.parent for path in sorted(root.glob("*/case.toml"))}


def case_files(name_or_folder: str) -> dict[str, bytes]:
    """The files of a case given as a folder or as the id of a bundled case."""
    folder = Path(name_or_folder)
    if not folder.is_dir() and name_or_folder in bundled_cases():
        folder = bundled_cases()[name_or_folder]
    if not folder.is_dir():
        known = ", ".join(bundled_cases())
        remedy = f"Name a folder with a case.toml, or a bundled case: {known}."
        raise ScrutatorError("R31", f"there is no case '{name_or_folder}'", remedy=remedy)
    return read_folder(folder)


def sound_case(files: dict[str, bytes], where: str) -> Case:
    """The case in these files; raises R30 when `case check` would find a fault."""
    reading: Reading = read_case(files)
    faults = check_case(reading)
    if faults or reading.case is None:
        first = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}, the first: {faults[0]}"
        raise ScrutatorError("R30", first, where=where)
    return reading.case
