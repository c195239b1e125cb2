"""Seal a case into a bundle, and verify one."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.cases import Case
from scrutator.api.shown import Grid, Shown, View
from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle
from scrutator.publishing.disclosing import keeping
from scrutator.publishing.key_files import (
    read_bytes,
    read_secret_key,
    refusals_mapped,
    write_secret,
)
from scrutator.publishing.log_state import continuing
from scrutator.publishing.rebuild_bounded import compared_bounded
from scrutator.publishing.whole_files import write_bytes
from scrutator.seal.keys.sign import new_key as make_key
from scrutator.seal.notes.note import parse_key
from scrutator.seal.verifier.report import Report, Word
from scrutator.seal.verifier.verify import verify_bundle

PathLike = str | os.PathLike[str]


@checked
def new_key(path: PathLike, *, name: str, passphrase: str | None = None) -> str:
    """Make a secret key in a new file that only you can read, and return the public key.

    `name` is what it signs under, such as "mission.example". Publish the public key where a forger
    cannot reach it. With `passphrase` (at least 12 characters) the file is of no use to who does not know it.
    Raises X04 when the file exists, Z01 for a name or passphrase that cannot be used.

    Examples:
        >>> import scrutator
        >>> scrutator.new_key("mission.key", name="mission.example").startswith("mission.example+")
        True
    """
    with refusals_mapped("Z01", os.fspath(path)):
        key = make_key(name)
        data = key.to_file(passphrase)
    write_secret(Path(path), data)
    return str(key.key)


@dataclass(frozen=True, repr=False)
class Bundle(Shown):
    """A bundle that was written: its path, its size, and the public key of its signer."""

    path: Path
    size: int
    key: str

    def view(self) -> View:
        advice = f"Publish the key elsewhere. To check: scrutator verify {self.path} --key {self.key}"
        return View(f"{self.path}: {self.size:,} bytes, signed by {self.key}", (), (advice,))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: path, bytes, key."""
        return {"bundle": str(self.path), "bytes": self.size, "key": self.key}


@checked
def publish(
    case: PathLike | Case, path: PathLike, *, key: PathLike, passphrase: str | None = None,
    previous: PathLike | None = None, new_log: bool = False,
    errata_keys: Sequence[str] = (), overwrite: bool = False,
) -> Bundle:  # fmt: skip
    """Build the statement of a case and seal it: pages, PDF, data, findings and log in one file.

    `case` is a folder, the id of a bundled case, or what `read_case` returned (its folder is read again, as
    it stands now), `path` the file to write, `key` the secret key file.
    `previous` is the log's last bundle, which this one continues: without it only a first publication can be
    made, unless `new_log` begins another log, which readers of the old one will call a fork. `errata_keys`
    are public keys of others who signed corrections. Needs the extra `report`. Raises R30 for a case with
    faults, T04 for numbers in the prose that come from no figure, X04 when the file exists and `overwrite`
    is not set, Z06 when the log does not stand at `previous`.

    Examples:
        >>> import scrutator
        >>> key = scrutator.new_key("editor.key", name="mission.example")
        >>> bundle = scrutator.publish("kazakhstan-2012", "bundle.zip", key="editor.key")
        >>> bundle.key == key
        True
        >>> scrutator.verify("bundle.zip", key=key).passed
        True
    """
    target = Path(path)
    if target.exists() and not overwrite:
        raise ScrutatorError("X04", f"{target} exists", remedy="Name another file, or give overwrite=True.")
    name = case.name if isinstance(case, Case) else os.fspath(case)
    signer = read_secret_key(Path(key), (lambda: passphrase) if passphrase is not None else None)
    with refusals_mapped("A01", "errata_keys"):
        keys = [parse_key(text) for text in errata_keys]
    with refusals_mapped("Z04", name):
        before = read_bytes(Path(previous)) if previous else None
        built = build_bundle(name, signer, before, keys)
    with continuing(Path(key), built.bundle, before, new_log), keeping(Path(key), signer, built):
        write_bytes(target, built.bundle)
    return Bundle(target, len(built.bundle), str(signer.key))


@dataclass(frozen=True, repr=False)
class Verification(Shown):
    """What a verification found: numbered checks, and a verdict that says what was not checked."""

    path: Path
    report: Report

    @property
    def verdict(self) -> str:
        """The answer in one line; it names what was not done."""
        return self.report.verdict

    @property
    def passed(self) -> bool:
        """Whether it is VERIFIED: signed by the key you gave, every member rebuilt and equal."""
        return self.report.word is Word.VERIFIED

    def view(self) -> View:
        rows = tuple((one.id, one.outcome.value, one.title, one.detail) for one in self.report.checks)
        return View(f"{self.path}: {self.verdict}", (Grid("", ("check", "outcome", "asks", "detail"), rows),))

    def to_dict(self) -> dict[str, Any]:
        """Plain values: verdict, signer, every check."""
        return self.report.as_json()


@checked
def verify(path: PathLike, *, key: str = "", rebuild: bool = True) -> Verification:
    """Is this bundle what its signer published, and do its figures follow from its data?

    `key` is the signer's public key, obtained elsewhere: without it nothing says who signed. With
    `rebuild`, the bundle's case is published again and every member compared; that takes as long as to
    publish, and is done only when the key is given. Raises X01 when there is no such file, Z03 for a key
    that cannot be read.
    """
    bundle = Path(path)
    if not bundle.is_file():
        raise ScrutatorError("X01", f"there is no file {bundle}", where=str(bundle))
    with refusals_mapped("Z03", str(bundle)):
        report = verify_bundle(bundle, key=key or None, rebuild=compared_bounded if rebuild else None)
    return Verification(bundle, report)
