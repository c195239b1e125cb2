"""`scrutator approve`: one of the people without whom a mission's publication does not count."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json


def approve(
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    root: str = typer.Option(..., "--root", help="The fingerprint of your mission's root document."),
    key: Path = typer.Option(..., "--key", help="Your own key, made with `scrutator key new --witness`."),
    output: Path = typer.Option(..., "--output", "-o", help="The approval to write."),
    rebuild: bool = typer.Option(True, help="Publish the bundle's case again and compare every member."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Verify a bundle whole, print what you approve, and add your signature to its checkpoint.

    Nothing is signed unless every check but the approvals themselves passes. No network is used: bring the
    bundle in and take the approval out, and put the approvals into the bundle with `scrutator log attach`.

    Example: `scrutator approve bundle.zip --root "0a1b 2c3d …" --key anna.key -o anna.note`
    """
    import time

    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.approving import approve_bundle
    from scrutator.publishing.key_files import read_bytes, read_secret_key
    from scrutator.publishing.whole_files import write_bytes

    signer = read_secret_key(key, ask_passphrase)
    approval = approve_bundle(read_bytes(bundle), root, signer, int(time.time()), rebuild)
    write_bytes(output, approval.note)
    if as_json:
        print_json({"origin": approval.origin, "manifest": approval.manifest, "title": approval.title,
                    "attested": approval.attested})  # fmt: skip
        return
    typer.echo(f"approved by {signer.key.name}: “{approval.title}”, {approval.origin}")
    typer.echo(f"manifest {approval.manifest}")
    if approval.attested:
        typer.echo(f"You vouch for what no reader can compute: {approval.attested}")
    typer.echo(f"Put it into the bundle: scrutator log attach {bundle} {output} -o APPROVED.zip")
