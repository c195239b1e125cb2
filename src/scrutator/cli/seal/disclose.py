"""`scrutator disclose`: open what a publication withholds to chosen people, or make sure that no one can."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION, print_json, print_table

app = typer.Typer(
    help="Open withheld values to chosen people, or destroy what opens them.", no_args_is_help=True
)

BUNDLE = typer.Argument(..., help="The bundle that withholds them, a .zip file.")
KEY = typer.Option(..., "--key", help="The key file that signed the bundle; the vault stands beside it.")
PLACE = typer.Argument(None, help="What `disclose list` prints: a place, or a record for all its fields.")


@app.command("list")
def list_openings(bundle: Path = BUNDLE, key: Path = KEY, as_json: bool = JSON_OPTION) -> None:
    """Print what a publication withholds and you can still open: the place and the value.

    Example: `scrutator disclose list bundle.zip --key mission.key`
    """
    import json

    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.disclosing import openings_of
    from scrutator.publishing.key_files import read_bytes, read_secret_key

    found = openings_of(key, read_secret_key(key, ask_passphrase), read_bytes(bundle))
    if as_json:
        print_json([{"place": one.place, "value": one.value} for one in found])
        return
    said = [(one.place, json.dumps(one.value, ensure_ascii=False)) for one in found]
    print_table("", ("place", "value"), sorted(said))


@app.command("open")
def open_places(
    bundle: Path = BUNDLE,
    place: list[str] = PLACE,
    key: Path = KEY,
    output: Path = typer.Option(..., "--output", "-o", help="The file to give away; it must not exist."),
    everything: bool = typer.Option(False, "--all", help="Open all that is withheld."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Write a file that opens chosen values to anyone who has it.

    They check it with `scrutator verify --openings`.

    Example: `scrutator disclose open bundle.zip withheld/incidents/i-1/text --key mission.key -o court.json`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.disclosing import disclosure, openings_of
    from scrutator.publishing.key_files import read_bytes, read_secret_key, write_secret

    _demand_places(place, everything)
    found = openings_of(key, read_secret_key(key, ask_passphrase), read_bytes(bundle))
    data = disclosure(found, [one.place for one in found] if everything else place)
    write_secret(output, data)
    if as_json:
        print_json({"openings": str(output), "bytes": len(data)})
        return
    typer.echo(f"{output}: for anyone you give it to; it shows the values to anyone who has it.")
    typer.echo(f"They check it: scrutator verify {bundle} --openings {output} --root FINGERPRINT")


@app.command("destroy")
def destroy_places(
    bundle: Path = BUNDLE,
    place: list[str] = PLACE,
    key: Path = KEY,
    everything: bool = typer.Option(False, "--all", help="Destroy all that opens this publication."),
    sure: bool = typer.Option(False, "--yes", help="Do not ask."),
) -> None:
    """Forget what opens chosen values: no one can find them from the publication any more, nor can you.

    The log, its signatures and every proof stay valid. Delete the values in your case and in backups, too.

    Example: `scrutator disclose destroy bundle.zip withheld/incidents/i-1/text --key mission.key --yes`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.publishing.disclosing import destroy, openings_of
    from scrutator.publishing.key_files import read_bytes, read_secret_key

    _demand_places(place, everything)
    signer, data = read_secret_key(key, ask_passphrase), read_bytes(bundle)
    places = [one.place for one in openings_of(key, signer, data)] if everything else place
    if not sure:
        typer.confirm(f"Destroy what opens {', '.join(places)}? This cannot be undone.", abort=True)
    typer.echo(f"{destroy(key, signer, data, places)} salts and values destroyed")


def _demand_places(places: list[str], everything: bool) -> None:
    from scrutator.errors import ScrutatorError

    if bool(places) == everything:
        remedy = "Name places that `scrutator disclose list` prints, or say --all; not both."
        raise ScrutatorError("X03", "what to open is not said", where="PLACE", remedy=remedy)
