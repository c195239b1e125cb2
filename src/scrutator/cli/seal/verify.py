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
    recompute: bool = typer.Option(True, help="Compute every figure again from the bundle's data."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Verify a bundle: numbered checks, one line each, and a verdict.

    Exit status 0 only if nothing failed and everything asked for was done.

    Example: `scrutator verify bundle.zip --key mission.example+0a1b2c3d+AQ…`
    """
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_bytes, read_state, refusals_mapped, write_bytes
    from scrutator.publishing.recompute import recompute as recompute_bundle
    from scrutator.seal.main import report_text
    from scrutator.seal.verify import verify_bundle

    if not bundle.is_file():
        raise ScrutatorError("X01", f"there is no file {bundle}", where=str(bundle))
    with refusals_mapped("Z03", str(bundle)):
        report = verify_bundle(
            bundle,
            key=key or None,
            recompute=recompute_bundle if recompute else None,
            remembered=read_state(state),
            witnesses=witness,
            threshold=threshold,
            cosigned=read_bytes(cosigned) if cosigned else None,
        )
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report_text(report))
    if state is not None and report.passed:
        write_bytes(state, report.checkpoint)
    if not report.passed:
        raise typer.Exit(1)
