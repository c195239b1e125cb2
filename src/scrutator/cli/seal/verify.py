"""`scrutator verify`: check a published bundle, byte by byte and figure by figure."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import JSON_OPTION

if TYPE_CHECKING:
    from scrutator.seal.verifier.opened import Rebuild


def verify(
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    key: str = typer.Option("", "--key", help="The signer's public key, obtained elsewhere."),
    root: str = typer.Option(
        "",
        "--root",
        help="The fingerprint of the signer's root document, obtained elsewhere; once is enough.",
    ),
    notice: list[Path] = typer.Option(
        [], "--notice", help="A notice of the mission; repeatable, remembered."
    ),
    memory: Path = typer.Option(
        None, "--memory", help="The folder that remembers what you saw [your own folder of such things]."
    ),
    state: Path = typer.Option(None, "--state", help="A file that remembers the log's last checkpoint."),
    witness: list[str] = typer.Option([], "--witness", help="The key of a witness; repeatable."),
    threshold: int = typer.Option(None, "--threshold", help="How many witnesses must have cosigned [all]."),
    policy: Path = typer.Option(
        None, "--policy", help="A policy of logs and witnesses (c2sp.org/tlog-policy)."
    ),
    cosigned: Path = typer.Option(None, "--cosigned", help="A cosigned checkpoint, if not the bundle's own."),
    at_hand: list[Path] = typer.Option(
        [], "--with", help="A file that the bundle declares and does not hold; repeatable."
    ),
    openings: Path = typer.Option(
        None, "--openings", help="A file of `scrutator disclose open` that was given to you."
    ),
    rebuild: bool = typer.Option(True, help="Publish the bundle's case again and compare every member."),
    rebuild_untrusted: bool = typer.Option(
        False, "--rebuild-untrusted", help="Rebuild even when the signer's key was not given."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Verify a bundle: numbered checks, one line each, and a verdict.

    Exit status: 0 VERIFIED (signer known, every member rebuilt and equal), 1 NOT VERIFIED, 2 UNREADABLE,
    3 NOT CHECKED, 4 SIGNED, NOT REBUILT or PARTLY REBUILT, 5 SIGNER UNKNOWN, 6 SUPERSEDED or WITHDRAWN,
    7 CANNOT REBUILD, 8 STOPPED AT A LIMIT, 9 UNSIGNED.

    Example: `scrutator verify bundle.zip --root "0a1b 2c3d …"`
    """
    from scrutator.cli.seal.verifying import answer
    from scrutator.publishing.key_files import demand_file, read_bytes, read_state
    from scrutator.publishing.verifying import Asked

    demand_file(bundle)
    _demand_readable(key, root, witness)
    asked = Asked(
        key=key or None,
        root=root or None,
        notices=tuple(read_bytes(path) for path in notice),
        remembered=read_state(state),
        witnesses=witness,
        threshold=threshold,
        policy=read_bytes(policy) if policy else None,
        cosigned=read_bytes(cosigned) if cosigned else None,
        rebuild=_rebuilding(bundle, at_hand, rebuild),
        rebuild_untrusted=rebuild_untrusted,
        openings=read_bytes(openings) if openings else None,
    )
    answer(bundle, asked, memory, state, as_json)


def _demand_readable(key: str, root: str, witnesses: list[str]) -> None:
    """Raise X03 for a key or a fingerprint that cannot be read, naming the option and not the bundle."""
    from scrutator.publishing.key_files import refusals_mapped
    from scrutator.seal.keys.root import parse_fingerprint
    from scrutator.seal.notes.note import parse_key

    if key:
        with refusals_mapped("X03", "--key"):
            parse_key(key)
    if root:
        with refusals_mapped("X03", "--root"):
            parse_fingerprint(root)
    for one in witnesses:
        with refusals_mapped("X03", "--witness"):
            parse_key(one)


def _rebuilding(bundle: Path, paths: list[Path], rebuild: bool) -> "Rebuild | None":
    """Rebuilding with the files that the reader has beside the bundle; None when they want none."""
    from functools import partial

    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_bytes
    from scrutator.publishing.rebuild import demand_declared
    from scrutator.publishing.rebuild_bounded import compared_bounded

    if paths and not rebuild:
        raise ScrutatorError("X03", "nothing is rebuilt from it", where="--with", remedy="Leave one out.")
    at_hand = tuple(read_bytes(path) for path in paths)
    if at_hand:
        demand_declared(read_bytes(bundle), at_hand)
    return partial(compared_bounded, at_hand=at_hand) if rebuild else None
