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
or a key; C10 when fields are opened; C12 when there are figures and a page; C15 when there is a root document or the reader
named one; C16 when the newest root document asks for approvals, and when the root documents are refused; C17 when the reader
gives a notice or remembers something. When C1 fails, nothing else is
read. C13 is not run when one of C2 to C5 failed. A check the reader asked for and that could not be
done counts as not passed.

The checks do not wait for one another, so that each says what it found:

- C3 also reads `log/entries.jsonl` as records: a line that is no record, or no such member, fails it, with C5, C8 and C11.
- C5 compares with the root that the checkpoint states, whether or not its signature is right or it has a line too many;
  that is for C4. C8 compares with the root of the records in the bundle; that it is the checkpoint's is for C5.
- C8 fails when the versions of a record do not follow one another (C11): then no version is the latest.
- C14 compares `log/key` with the key that the reader named; that this key signed is for C4. With a fingerprint, a version of
  the root documents in the bundle **must** have it; without any, C14 and C15 fail.
- C17 takes a notice only under the newest root document known; one that is refused fails it.

## The verdict

The first line that holds gives the word, and a program ends with its status. `verify.pyz` and `verify.html` rebuild nothing.

| word | status | when |
|---|---:|---|
| STOPPED AT A LIMIT | 8 | a limit of the verifier itself, narrower than those below, ended the work |
| UNREADABLE | 2 | there is no such file, or it is not a zip archive (`not_a_zip`) |
| NOT VERIFIED | 1 | a check failed, other than C17 for `superseded` or `withdrawn` |
| NOT CHECKED | 3 | a check that always applies, or that the reader asked for, could not be done |
| UNSIGNED | 9 | the bundle has no log, whatever key the reader gave |
| SIGNER UNKNOWN | 5 | the reader gave neither key nor fingerprint, nor remembers one; a notice is mentioned in the line |
| SUPERSEDED, WITHDRAWN | 6 | C17 failed for that reason |
| SIGNED, NOT REBUILT | 4 | nothing was rebuilt |
| CANNOT REBUILD, PARTLY REBUILT | 7, 4 | the full program could rebuild nothing, or not all |
| VERIFIED | 0 | everything was rebuilt and is equal |

Arguments that cannot be used (a malformed key) are an error of usage, not a verdict: a program ends with 2."""


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
