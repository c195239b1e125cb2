"""`scrutator verify`: check a published bundle, byte by byte and figure by figure."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json


def verify(
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    key: str = typer.Option("", "--key", help="The signer's public key, obtained elsewhere."),
    state: Path = typer.Option(None, "--state", help="A file that remembers the log's last checkpoint."),
    witness: list[str] = typer.Option([], "--witness", help="The key of a witness; repeatable."),
    threshold: int = typer.Option(None, "--threshold", help="How many witnesses must have cosigned [all]."),
    cosigned: Path = typer.Option(None, "--cosigned", help="A cosigned checkpoint, if not the bundle's own."),
    rebuild: bool = typer.Option(True, help="Publish the bundle's case again and compare every member."),
    rebuild_untrusted: bool = typer.Option(
        False, "--rebuild-untrusted", help="Rebuild even when the signer's key was not given."
    ),
    as_json: bool = JSON_OPTION,
) -> None:
    """Verify a bundle: numbered checks, one line each, and a verdict.

    Exit status: 0 VERIFIED (signer known, every member rebuilt and equal), 1 NOT VERIFIED, 2 UNREADABLE,
    3 NOT CHECKED, 4 SIGNED, NOT REBUILT, 5 SIGNER UNKNOWN, 7 CANNOT REBUILD, 8 STOPPED AT A LIMIT,
    9 UNSIGNED.

    Example: `scrutator verify bundle.zip --key mission.example+0a1b2c3d+AQ…`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_bytes, read_state, refusals_mapped, write_bytes
    from scrutator.publishing.rebuild_bounded import differences_bounded
    from scrutator.seal.verifier.main import report_text
    from scrutator.seal.verifier.verify import verify_bundle

    if not bundle.is_file():
        raise ScrutatorError("X01", f"there is no file {bundle}", where=str(bundle))
    with refusals_mapped("Z03", str(bundle)):
        report = verify_bundle(
            bundle,
            key=key or None,
            rebuild=differences_bounded if rebuild else None,
            rebuild_untrusted=rebuild_untrusted,
            remembered=read_state(state),
            witnesses=witness,
            threshold=threshold,
            cosigned=read_bytes(cosigned) if cosigned else None,
        )
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report_text(report))
    if state is not None and not report.failed and not report.undone:
        write_bytes(state, report.checkpoint)
    if report.status:
        raise typer.Exit(report.status)
