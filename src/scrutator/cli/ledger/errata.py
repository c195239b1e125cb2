"""`scrutator ledger erratum`: sign a correction, and check the signatures of all."""

import base64
from pathlib import Path

import typer

from scrutator.cli.output import CASE, JSON_OPTION, print_json, print_table

app = typer.Typer(help="Signed corrections that replace a value without erasing it.", no_args_is_help=True)


@app.command()
def sign(
    case: str = CASE,
    erratum: str = typer.Argument(..., help="Id of the row of errata.csv."),
    key: Path = typer.Option(..., help="Secret key that `scrutator key new` wrote."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Print the signature of a correction, for the column `signature` of errata.csv.

    Example: `scrutator ledger erratum sign my-case E1 --key mission.key`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.ledger.texts.replies import erratum_text
    from scrutator.publishing.key_files import read_secret_key
    from scrutator.publishing.sources import open_case

    found = {row.id: row for row in open_case(case).errata}
    if erratum not in found:
        raise ScrutatorError("G04", f"there is no erratum '{erratum}'", where="errata.csv")
    secret = read_secret_key(key, ask_passphrase)
    signature = base64.b64encode(secret.sign(erratum_text(found[erratum]).encode())).decode()
    if as_json:
        print_json({"erratum": erratum, "signature": signature, "key": str(secret.key)})
    else:
        typer.echo(signature)


@app.command()
def check(
    case: str = CASE,
    key: str = typer.Option(..., help="Public key of the signer, as `scrutator key new` prints it."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Check the signature of every correction. Exit status 1 when one is missing or wrong.

    Example: `scrutator ledger erratum check my-case --key mission.example+d3adbeef+Ab…`
    """
    from scrutator.publishing.key_files import refusals_mapped
    from scrutator.publishing.signatures import signature_state
    from scrutator.publishing.sources import open_case
    from scrutator.seal.notes.note import parse_key

    with refusals_mapped("X03", "--key"):
        public = parse_key(key)
    rows = []
    for row in open_case(case).errata:
        rows.append([row.id, row.signed_by, str(row.date), signature_state(row, [public])])
    if as_json:
        print_json([dict(zip(("erratum", "signed_by", "date", "state"), row, strict=True)) for row in rows])
    else:
        print_table("", ("erratum", "signed by", "date", "state"), rows)
    if any(row[3] != "signed" for row in rows):
        raise typer.Exit(1)
