"""The folder of a mission's root documents: `1.root`, `2.root`, …, each a text first and signed by and by."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_bytes, refusals_mapped
from scrutator.publishing.whole_files import must_be_new, replace_whole
from scrutator.seal.keys.root import Part, Root, parse_root, read_chain, root_text, signers
from scrutator.seal.keys.sign import Signer, sign_text
from scrutator.seal.notes.note import parse_note
from scrutator.seal.refusals import Refusal


@dataclass(frozen=True)
class Version:
    """One document of the folder, and how many of the signatures it needs it has: its own, and by the keys of
    the version before (0 of 0 for the first)."""

    root: Root
    own: tuple[int, int]
    before: tuple[int, int]

    @property
    def complete(self) -> bool:
        """Whether enough have signed."""
        return self.own[0] >= self.own[1] and self.before[0] >= self.before[1]


def root_paths(folder: Path) -> list[Path]:
    """The documents of the folder, by version. Raises X01 when there is no version 1."""
    found = {int(p.stem): p for p in folder.glob("*.root") if re.fullmatch("[1-9][0-9]{0,3}", p.stem)}
    paths = [found[number] for number in range(1, len(found) + 1) if number in found]
    if not paths or len(paths) != len(found):
        remedy = "Name the folder that `scrutator key root new` made."
        raise ScrutatorError(
            "X01", "there are no root documents 1, 2, 3, …", where=str(folder), remedy=remedy
        )
    return paths


def read_roots(folder: Path) -> list[bytes]:
    """The signed documents, each checked; Z07 when one is not signed by enough."""
    documents = [read_bytes(path) for path in root_paths(folder)]
    with refusals_mapped("Z07", str(folder)):
        read_chain(documents)
    return documents


def read_versions(folder: Path) -> list[Version]:
    """Every document of the folder and the state of its signatures; Z07 when one is not a root document."""
    versions: list[Version] = []
    for path in root_paths(folder):
        with refusals_mapped("Z07", str(path)):
            root, counts = _read(read_bytes(path), versions[-1].root if versions else None)
        versions.append(Version(root, *counts))
    return versions


Count = tuple[int, int]


def _read(data: bytes, before: Root | None) -> tuple[Root, tuple[Count, Count]]:
    if b"\n\n" not in data:  # nobody has signed it yet: a note needs a signature line
        data += b"\n" + _ANYBODY
    root, note = parse_root(data)
    own = root.roles[Part.ROOT]
    earlier = before.roles[Part.ROOT] if before else None
    behind = (signers(note, earlier), earlier.threshold) if earlier else (0, 0)
    return root, ((signers(note, own), own.threshold), behind)


_ANYBODY = "— unsigned AAAAAAA=\n".encode()


def sign_file(path: Path, signer: Signer) -> None:
    """Add a signature to a root document or a notice: a text, or one that others have signed already.

    Raises Z07 when the key has signed it before, or when the file is neither."""
    data = read_bytes(path)
    text = data.decode("utf-8", "replace")
    with refusals_mapped("Z07", str(path)):
        if b"\n\n" in data:
            note = parse_note(data)
            text = note.text
            if any((s.name, s.key_id) == (signer.key.name, signer.key.key_id) for s in note.signatures):
                raise Refusal("malformed_note", f"{signer.key.name} has signed it before")
        if not text.startswith(("scrutator-root/v1\n", "scrutator-notice/v1\n")) or not text.endswith("\n"):
            raise Refusal("malformed_root", "it is neither a root document nor a notice")
        line = sign_text(text, [signer]).rpartition(b"\n\n")[2]
    replace_whole(path, (data if b"\n\n" in data else text.encode() + b"\n") + line)


def write_draft(folder: Path, root: Root) -> Path:
    """Write the text of the next version, for the holders of the root keys to sign; never over another."""
    path = folder / f"{root.version}.root"
    must_be_new(path)
    replace_whole(path, root_text(root).encode())
    return path


def last_complete(versions: Sequence[Version], folder: Path) -> Root:
    """The newest version. Raises Z07 when it still waits for signatures."""
    if not versions[-1].complete:
        remedy = "Sign it: scrutator key root sign FILE --key KEY"
        what = f"version {versions[-1].root.version} still waits for signatures"
        raise ScrutatorError("Z07", what, where=str(folder), remedy=remedy)
    return versions[-1].root
