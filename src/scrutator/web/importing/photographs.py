"""Photographs that lie in an export or beside it, in a folder or a zip: which report names which.

A file is known by its name, as the report gives it; of several of one name, by the id of the report in its
path, as KoboToolbox has it. None is guessed.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.field.importing.sheets import MOST_FILES, OF_A_MAC, UNREADABLE
from scrutator.web.intake.views import LARGEST_BODY

LARGEST_ZIP = 2**30
TABLES = (".csv", ".xls", ".xlsx")


@dataclass(frozen=True)
class Photographs:
    """Files that may be photographs, by their paths; read one at a time."""

    paths: tuple[str, ...] = ()
    folder: Path | None = None
    zipped: bytes = field(default=b"", repr=False)

    def named(self, name: str, report: str) -> str:
        """The path of the file that a report calls by this name; "" where there is none. Raises D61 where
        several could be meant."""
        found = self._by_name.get(name, ())
        if len(found) > 1:
            own = report.removeprefix("uuid:")
            found = tuple(path for path in found if own and own in path.split("/")) or found
        if len(found) > 1:
            raise ScrutatorError("D61", f"{len(found)} files are called {name[:80]}")
        return found[0] if found else ""

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises D61 for one that cannot be read, or is larger than a
        photograph may be."""
        try:
            if self.folder is not None:
                with (self.folder / path).open("rb") as file:
                    content = file.read(LARGEST_BODY + 1)
            else:
                with self._archive.open(path) as member:
                    content = member.read(LARGEST_BODY + 1)
        except UNREADABLE as error:
            raise ScrutatorError("D61", f"the photograph {path[:120]} cannot be read") from error
        if len(content) > LARGEST_BODY:
            raise ScrutatorError("D61", f"the photograph {path[:120]} has more than {LARGEST_BODY:,} bytes")
        return content

    @cached_property
    def _archive(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.zipped))

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in self.paths:
            found[path.rpartition("/")[2]].append(path)
        return {name: tuple(paths) for name, paths in found.items()}


NONE = Photographs()


def beside(path: Path) -> Photographs:
    """The files of a folder, or of a zip. Raises D61 for too many or too much, X01 for what is neither."""
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and not one.is_symlink())
        return Photographs(_few([str(one.relative_to(path)) for one in files], path.name), path)
    from scrutator.publishing.key_files import read_bytes

    return in_zip(read_bytes(path), path.name)


def in_zip(data: bytes, name: str) -> Photographs:
    """The files of a zip that are no tables. Raises D61 for what is no zip, or is too large."""
    if len(data) > LARGEST_ZIP:
        raise ScrutatorError("D61", f"'{name}' has {len(data):,} bytes, the most is {LARGEST_ZIP:,}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            members = [one.filename for one in whole.infolist() if not one.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ScrutatorError("D61", f"'{name}' is no zip that can be read") from error
    return Photographs(_few(members, name), None, data)


def _few(paths: Sequence[str], name: str) -> tuple[str, ...]:
    if len(paths) > MOST_FILES or len(set(paths)) < len(paths):
        raise ScrutatorError("D61", f"'{name}' holds more than {MOST_FILES:,} files, or two of one path")
    own = (path for path in paths if not path.startswith(OF_A_MAC) and not path.lower().endswith(TABLES))
    return tuple(sorted(own))
