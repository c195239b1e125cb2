"""Checkpoints and proofs, spelled otherwise."""

from verify_page.cases import LOG, OTHER, Case, good, lines_of, replaced
from verify_page.forge import archive, checkpoint_text, proofs_of


def notes() -> dict[str, Case]:
    """Checkpoints and proofs spelled otherwise, after the signature or by the true key."""
    made = good()
    lines = lines_of(made)
    text = checkpoint_text("mission.example/case", lines)
    line = LOG.line(text)

    def with_checkpoint(checkpoint: str) -> Case:
        raw = checkpoint.encode()
        return Case(archive({**made, "log/checkpoint": raw, **proofs_of(lines, raw)}), LOG.text)

    def signed_text(other: str) -> Case:
        return with_checkpoint(f"{other}\n{LOG.line(other)}")

    others = [OTHER.line(text)] * 98
    proof = made["log/proofs/0.tlog-proof"]
    return {
        "note: as it is": with_checkpoint(f"{text}\n{line}"),
        "note: an extension line": signed_text(f"{text}more\n"),
        "note: a size with a zero before": signed_text(text.replace("\n6\n", "\n06\n")),
        "note: a size of zero": signed_text(text.replace("\n6\n", "\n0\n")),
        "note: a short root": signed_text("mission.example/case\n6\nAAAA\n"),
        "note: no root": signed_text("mission.example/case\n6\n"),
        "note: no signature": with_checkpoint(f"{text}\n"),
        "note: the signature twice": with_checkpoint(f"{text}\n{line}{line}"),
        "note: the signature second": with_checkpoint(f"{text}\n{OTHER.line(text)}{line}"),
        "note: only another's": with_checkpoint(f"{text}\n{OTHER.line(text)}"),
        "note: 100 signatures": with_checkpoint(f"{text}\n{line}{''.join(others)}{OTHER.line(text)}"),
        "note: 101 signatures": with_checkpoint(f"{text}\n{line}{''.join(others)}{OTHER.line(text) * 2}"),
        "note: a hyphen for the dash": with_checkpoint(f"{text}\n{line.replace('—', '-')}"),
        "note: CRLF": with_checkpoint(f"{text}\n{line}".replace("\n", "\r\n")),
        "note: no last newline": with_checkpoint(f"{text}\n{line}"[:-1]),
        "note: a newline more": with_checkpoint(f"{text}\n{line}\n"),
        "note: base64 of another spelling": with_checkpoint(f"{text}\n{respelled(line)}"),
        "note: base64 without padding": with_checkpoint(f"{text}\n{line.replace('=', '')}"),
        "note: a tab": signed_text(text.replace("/case", "/\tcase")),
        "note: a control character": signed_text(text.replace("/case", "/\x7fcase")),
        "proof: an extra line": replaced(
            "log/proofs/0.tlog-proof", proof.replace(b"\nindex", b"\nextra AAAA\nindex", 1)
        ),
        "proof: another version": replaced("log/proofs/0.tlog-proof", proof.replace(b"@v1", b"@v2")),
        "proof: no path": replaced(
            "log/proofs/0.tlog-proof", proof.split(b"\n", 2)[0] + b"\nindex 0\n\n" + made["log/checkpoint"]
        ),
        "proof: another checkpoint": replaced("log/proofs/0.tlog-proof", proof + OTHER.line(text).encode()),
    }


def respelled(line: str) -> str:
    """A signature's line whose base64 has other unused bits."""
    head, value = line.rstrip("\n").rsplit(" ", 1)
    body = value.rstrip("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    last = alphabet[alphabet.index(body[-1]) + 1]
    return f"{head} {body[:-1]}{last}{value[len(body) :]}\n"
