"""verify.pyz: the verifier as one file that any Python from 3.9 runs, the same bytes on every machine."""

from pathlib import Path

from scrutator.seal.bundle import archive

_MODULES = (
    "__init__",
    "bundle/__init__",
    "bundle/archive",
    "bundle/manifest",
    "canonical",
    "keys/__init__",
    "keys/notice",
    "keys/root",
    "log/__init__",
    "log/checkpoint",
    "log/merkle",
    "log/records",
    "notes/__init__",
    "notes/ed25519",
    "notes/note",
    "notes/policy",
    "refusals",
    "text_enum",
    "verifier/__init__",
    "verifier/attested",
    "verifier/checks",
    "verifier/figures",
    "verifier/history",
    "verifier/known_styles",
    "verifier/main",
    "verifier/markup",
    "verifier/opened",
    "verifier/pages",
    "verifier/report",
    "verifier/standing",
    "verifier/verify",
    "withheld/__init__",
    "withheld/disclosure",
)
# Asked before anything is imported: an older Python must get a sentence and no traceback.
_START = b"""import sys

if sys.version_info < (3, 9):
    sys.stderr.write(
        "NOT CHECKED: verify.pyz needs Python 3.9 or newer, this is "
        + ".".join(str(part) for part in sys.version_info[:2])
        + ". Nothing was read. Try: python3.9 verify.pyz BUNDLE\\n"
    )
    sys.exit(3)

from scrutator.seal.verifier.main import main

sys.exit(main())
"""


def verifier_bytes() -> bytes:
    """The file verify.pyz, made from this package's own source: run it as `python3 verify.pyz`."""
    room = Path(__file__).parent.parent
    members = {f"scrutator/seal/{name}.py": _source(room / f"{name}.py") for name in _MODULES}
    # The package's own __init__ offers the public functions; the verifier needs none of them.
    members["scrutator/__init__.py"] = b'"""The parts of Scrutator that a verifier needs."""\n'
    members["__main__.py"] = _START
    return archive.write(members)


def _source(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")
