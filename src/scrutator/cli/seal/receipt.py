"""`scrutator log receipt`: is the report of a receipt in a mission's log?"""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json


def receipt(
    proof: Path = typer.Argument(..., help="The proof, from the receipt's page on the mission's server."),
    code: str = typer.Option(..., "--receipt", help="The receipt that the phone showed."),
    key: str = typer.Option(..., "--key", help="The public key of the mission's field log, from elsewhere."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check by yourself that the entry of a receipt is in a mission's signed field log.

    It covers that an entry with this receipt is there, not what it says: only the mission can open that.
    Exit status 1 when proof, signature or receipt do not hold.

    Example: `scrutator log receipt 4-7QX1-0ZKM-C.tlog-proof --receipt 4-7QX1-0ZKM-C --key "$LOG_KEY"`
    """
    from dataclasses import asdict

    from scrutator.publishing.key_files import read_bytes, refusals_mapped
    from scrutator.web.receipts import check_logged

    with refusals_mapped("Z05", str(proof)):
        found = check_logged(read_bytes(proof), code, key)
    if as_json:
        print_json(asdict(found))
        return
    typer.echo(f"logged: entry {found.index} of {found.size} of {found.origin}, root {found.root}")
