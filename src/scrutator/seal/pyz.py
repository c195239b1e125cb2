"""verify.pyz: the verifier as one file that any Python from 3.11 runs, the same bytes on every machine."""

from pathlib import Path

from scrutator.seal import archive

_MODULES = (
    "__init__",
    "archive",
    "canonical",
    "checkpoint",
    "checks",
    "disclosure",
    "ed25519",
    "figures",
    "main",
    "manifest",
    "merkle",
    "note",
    "pages",
    "records",
    "refusals",
    "report",
    "verify",
)
_START = b"import sys\n\nfrom scrutator.seal.main import main\n\nsys.exit(main())\n"


def verifier_bytes() -> bytes:
    """The file verify.pyz, made from this package's own source: run it as `python3 verify.pyz`."""
    room = Path(__file__).parent
    members = {f"scrutator/seal/{name}.py": _source(room / f"{name}.py") for name in _MODULES}
    # The package's own __init__ offers the public functions; the verifier needs none of them.
    members["scrutator/__init__.py"] = b'"""The parts of Scrutator that a verifier needs."""\n'
    members["__main__.py"] = _START
    return archive.write(members)


def _source(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")
