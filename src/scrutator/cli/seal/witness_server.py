"""`scrutator log serve-witness` and `ask-witness`: vouching for logs over HTTP."""

from pathlib import Path

import typer


def serve_witness(
    key: Path = typer.Option(..., "--key", help="Your own key, made with `scrutator key new --witness`."),
    log: list[str] = typer.Option(
        ..., "--log", help="ORIGIN=KEY: a log's name and its public key; repeatable."
    ),
    state: Path = typer.Option(..., "--state", help="The folder that remembers every log; keep it."),
    host: str = typer.Option("127.0.0.1", "--host", help="The address to listen at."),
    port: int = typer.Option(8080, "--port", help="The port to listen at."),
) -> None:
    """Answer requests to cosign over HTTP, by the rules of c2sp.org/tlog-witness, until stopped.

    It cosigns what only grew since it looked last, for the logs named, and nothing else. It does not read
    the publications: `scrutator witness` verifies a whole bundle. Put it behind a server that speaks HTTPS.

    Example: `scrutator log serve-witness --key w.key --log m.example/2026=m.example+… --state seen`
    """
    from scrutator.cli.seal.passphrase import ask_passphrase
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.key_files import read_secret_key, refusals_mapped
    from scrutator.publishing.witness_server import Witness, serve
    from scrutator.seal.notes.note import COSIGNATURE, VerifierKey, parse_key

    signer = read_secret_key(key, ask_passphrase)
    if signer.key.kind != COSIGNATURE:
        remedy = "Make one with `scrutator key new --witness`."
        raise ScrutatorError("Z01", "a witness needs a key of its own kind", where=str(key), remedy=remedy)
    logs: dict[str, list[VerifierKey]] = {}
    for text in log:
        origin, _, known = text.partition("=")
        with refusals_mapped("X03", "--log"):
            logs.setdefault(origin, []).append(parse_key(known))
    server = serve(Witness(state, signer, logs), host, port)
    typer.echo(f"{signer.key} at http://{host}:{server.server_address[1]}, for {', '.join(logs)}")
    server.serve_forever()


def ask_witness(
    url: str = typer.Argument(..., help="The witness's address."),
    bundle: Path = typer.Argument(..., help="The bundle, a .zip file."),
    witness: str = typer.Option(..., "--witness", help="The witness's public key."),
    output: Path = typer.Option(..., "--output", "-o", help="The cosigned checkpoint to write."),
) -> None:
    """Ask a witness over HTTP to cosign a bundle's checkpoint; put it into the bundle with `log attach`.

    Only the checkpoint and hashes leave this computer.

    Example: `scrutator log ask-witness https://w.example bundle.zip --witness w.example+… -o bundle.note`
    """
    from scrutator.publishing.key_files import read_bytes, refusals_mapped
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.publishing.witness_server import ask_witness as ask
    from scrutator.seal.notes.note import parse_key

    with refusals_mapped("X03", "--witness"):
        key = parse_key(witness)
    write_bytes(output, ask(url, read_bytes(bundle), key))
    typer.echo(f"{output}: cosigned by {key}")
