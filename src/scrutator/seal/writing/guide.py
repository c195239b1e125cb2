"""VERIFY.md: how to check a bundle with its verifier, and by hand without any code of ours."""

from scrutator.seal.notes.note import VerifierKey
from scrutator.seal.verifier.verify import ARCHIVE_TITLE, CHECKS

_TEXT = """# How to verify this bundle

It was signed by the log `{origin}` with this key:

    {key}

A bundle cannot vouch for its own key. Compare it with the one the signer published elsewhere (on
paper, at a press conference, with another organisation).

## With the verifier

    python3 verify.pyz BUNDLE.zip --key '{key}'

It needs Python 3.9 or later and nothing else, no network. Take `verify.pyz` from a source you
trust: a forger would ship a verifier that lies. It does not rebuild the publication, so its word is
SIGNED, NOT REBUILT; the full program rebuilds it and compares every file: `scrutator verify BUNDLE.zip
--key …`.

## What is checked

{checks}

## Without any of our code

Unpack the bundle into an empty folder and go there.

1. The files: `sha256sum -c manifest-sha256.txt`
2. The manifest is the last record of the log: the last line of `log/entries.jsonl` holds what
   `sha256sum manifest-sha256.txt` prints.
3. The signature on the checkpoint, with OpenSSL 3:

{commands}

4. The checkpoint's third line is the Merkle root (RFC 6962, SHA-256, base64) over the lines of
   `log/entries.jsonl`, each without its newline; its second line is their number.
"""

_UNSIGNED = """# How to read this bundle

It is not signed: nothing in it says who made it, and anyone could have changed it since. Its manifest only
shows accidents: unpack the bundle into an empty folder and run `sha256sum -c manifest-sha256.txt` there.

To see whether its pages follow from its case: `scrutator verify BUNDLE.zip --rebuild-untrusted` publishes the
case again and compares every file. Even then the word is UNSIGNED.
"""

_COMMANDS = """
{ printf '\\060\\052\\060\\005\\006\\003\\053\\145\\160\\003\\041\\000'
  sed 's/^[^+]*+[^+]*+//' log/key | base64 -d | tail -c +2; } > pub.der
sed -n '/^$/q;p' log/checkpoint > note.txt
grep '^— ' log/checkpoint | head -n 1 | sed 's/.* //' | base64 -d | tail -c +5 > sig.bin
openssl pkeyutl -verify -pubin -keyform DER -inkey pub.der -rawin -in note.txt -sigfile sig.bin
"""


def unsigned_guide_bytes() -> bytes:
    """The text of VERIFY.md for a bundle that no one has signed."""
    return _UNSIGNED.encode()


def guide_bytes(key: VerifierKey, origin: str) -> bytes:
    """The text of VERIFY.md for a bundle of this log."""
    checks = [f"- **C1** {ARCHIVE_TITLE}", *(f"- **{id_}** {title}" for id_, title, _ in CHECKS)]
    commands = "\n".join(f"       {line}" for line in _COMMANDS.strip().splitlines())
    filled = _TEXT.format(origin=origin, key=key, checks="\n".join(checks), commands=commands)
    return filled.encode()
