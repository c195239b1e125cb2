"""The reference page of the bundle: the written specification, and the tables the code holds."""

from pathlib import Path

from scrutator.seal import canonical
from scrutator.seal.bundle import archive
from scrutator.seal.notes import note
from scrutator.seal.refusals import NAMES
from scrutator.seal.verifier import pages as statement_pages
from scrutator.seal.verifier.verify import ALWAYS, ARCHIVE_TITLE, CHECKS

HEAD = Path(__file__).parent / "bundle_head.md"


def _checks() -> str:
    rows = [f"| C1 | {ARCHIVE_TITLE} | always |"]
    for id_, title, function in CHECKS:
        rule = (function.__doc__ or "").partition(": ")[2].partition("\n")[0].rstrip(".")
        rows.append(f"| {id_} | {title}: {rule} | {'always' if id_ in ALWAYS else 'if it applies'} |")
    return "\n".join(["| check | passes when | must be done |", "|---|---|---|", *rows])


def _limits() -> str:
    limits = [
        ("bytes of the file", archive.LARGEST_BUNDLE),
        ("bytes of one member", archive.LARGEST_MEMBER),
        ("members", archive.MOST_MEMBERS),
        ("bytes of one JSON text (a member, or a line of .jsonl)", canonical.LONGEST),
        ("nesting of JSON", canonical.DEEPEST),
        ("bytes of a statement's page", statement_pages.LONGEST_PAGE),
        ("elements of a page open at once", statement_pages.DEEPEST_PAGE),
        ("bytes of a signed note", note.LONGEST_NOTE),
        ("signatures of a note", note.MOST_SIGNATURES),
    ]
    return "\n".join(["| at most | |", "|---|---:|", *(f"| {what} | {limit:,} |" for what, limit in limits)])


def _refusals() -> str:
    rows = [f"| `{name}` | {meaning} |" for name, meaning in NAMES.items()]
    return "\n".join(["| name | why |", "|---|---|", *rows])


_ANSWERS = """Each check answers PASS, FAIL or NOT CHECKED. "If it applies" means: C6 when there is an earlier
publication; C7, C9, C13 and C14 when the reader gives a remembered checkpoint, witnesses, the full program
or a key; C10 when fields are opened; C12 when there are figures and a page. When C1 fails, nothing else is
read. C13 is not run when one of C2 to C5 failed. A check the reader asked for and that could not be
done counts as not passed. Exit status: 0 passed, 1 not passed, 2 the arguments cannot be used."""


def _page() -> str:
    """The whole page."""
    return "\n\n".join(
        [
            HEAD.read_text(encoding="utf-8").rstrip(),
            "## The numbered checks",
            _checks(),
            _ANSWERS,
            "## Limits",
            _limits(),
            "## Refusals by name",
            _refusals() + "\n",
        ]
    )


def pages() -> dict[str, str]:
    """Path under docs/reference → text."""
    return {"bundle.md": _page()}
