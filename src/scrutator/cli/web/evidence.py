"""`scrutator mission evidence-key` and `evidence-open`: the key that the server never has."""

from pathlib import Path

import typer


def evidence_key(
    output: Path = typer.Option(..., "--output", "-o", help="The key file to write, under a passphrase."),
    persons: int = typer.Option(
        1, "--persons", min=1, max=9, help="So many persons open it together, each by their own passphrase."
    ),
) -> None:
    """Make an evidence key on a computer that is not the server; give the mission only the line printed.

    The server seals the original of every photo to it, and cannot open what it sealed.

    Example: `scrutator mission evidence-key --persons 2 -o evidence.key`
    """
    from scrutator.cli.seal.passphrase import ask_new_passphrases
    from scrutator.publishing.key_files import write_secret
    from scrutator.web import evidence

    secret = evidence.new_secret()
    write_secret(output, evidence.key_file(secret, ask_new_passphrases(persons), persons))
    typer.echo(evidence.public_text(secret))


def evidence_open(
    sealed: Path = typer.Argument(..., help="A sealed original, from the server's folder media/originals."),
    key: Path = typer.Option(..., "--key", help="The key file that `evidence-key` wrote."),
    output: Path = typer.Option(..., "--output", "-o", help="The original to write."),
) -> None:
    """Open a sealed original, byte for byte as the phone sent it.

    Example: `scrutator mission evidence-open SEALED --key evidence.key -o photo.jpg`
    """
    from scrutator.cli.seal.passphrase import ask_passphrases
    from scrutator.publishing.key_files import read_bytes, write_secret
    from scrutator.web import evidence

    kept = read_bytes(key)
    secret = evidence.read_key_file(kept, ask_passphrases(evidence.persons_of(kept)))
    write_secret(output, evidence.open_sealed(read_bytes(sealed), secret))
    typer.echo(f"{output}: opened")
