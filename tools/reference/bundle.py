"""The reference page of the bundle: the written specification, and the tables the code holds."""

from collections.abc import Mapping
from pathlib import Path

from scrutator.seal import canonical
from scrutator.seal.bundle import archive
from scrutator.seal.notes import note
from scrutator.seal.refusals import NAMES
from scrutator.seal.verifier import markup
from scrutator.seal.verifier import pages as statement_pages
from scrutator.seal.verifier.known_styles import KNOWN_STYLES
from scrutator.seal.verifier.verify import ALWAYS, ARCHIVE_TITLE, CHECKS

HEAD = Path(__file__).parent / "bundle_head.md"


def _checks() -> str:
    rows = [f"| C1 | {ARCHIVE_TITLE} | always |"]
    for id_, title, function in CHECKS:
        rule = (function.__doc__ or "").partition(": ")[2].partition("\n")[0].rstrip(".")
        rows.append(f"| {id_} | {title}: {rule} | {'always' if id_ in ALWAYS else 'if it applies'} |")
    return "\n".join(["| check | passes when | must be done |", "|---|---|---|", *rows])


def _code(text: str) -> str:
    return f"`{text}`"


def _elements() -> str:
    by_children: dict[frozenset[str], list[str]] = {}
    for parent, children in markup.CHILDREN.items():
        by_children.setdefault(children, []).append(_code(parent) if parent else "the page itself")
    rows = [
        f"| {' '.join(parents)} | {' '.join(_code(name) for name in sorted(children)) or 'no element'} |"
        for children, parents in by_children.items()
    ]
    return "\n".join(["| directly in | may stand |", "|---|---|", *rows])


def _attributes() -> str:
    drawing = " ".join(sorted(markup.DRAWING))
    parts = {"any element of the body outside drawings": markup.GENERAL, drawing: markup.DRAWN, **markup.OWN}
    lines = [f"{element}\n{_values(attributes)}" for element, attributes in parts.items()]
    intro = "An element, its attributes, and the pattern of their values (an empty one: no value)."
    return "\n".join([f"{intro}\n", "```", *lines, "```"])


def _values(attributes: Mapping[str, str]) -> str:
    """One line for each pattern: the attributes that have it, an equals sign, the pattern."""
    names: dict[str, list[str]] = {}
    for name, pattern in attributes.items():
        names.setdefault(pattern, []).append(name)
    return "\n".join(f"    {' '.join(same)} = {pattern}".rstrip() for pattern, same in names.items())


def _styles() -> str:
    lines = "\n".join(f"{digest}  {release}" for release, digest in KNOWN_STYLES.items())
    return (
        "The text of every `style` **must** be a style sheet that a release has written: the SHA-256 of its UTF-8 is\n"
        f"on this list (so it hides no figure, and loads nothing):\n\n```\n{lines}\n```"
    )


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
publication; C7 when the reader gives a remembered checkpoint; C9 witnesses or a policy; C10 when fields are
opened; C12 when there are figures and a page (a page without figures fails it when it is not as pages must be); C13 with the full program; C14 when the reader gives a key or the
fingerprint of a root document; C15 when the bundle holds a root document, or the reader names one (then a bundle
without one fails); C16 when the newest root document in the bundle has the role `approve`; C17 when the reader
gives a notice or a remembered checkpoint.

When C1 fails, nothing else is read. In a bundle without any member below `log/` the checks C4 to C11 and C14 to
C17 are NOT CHECKED. C13 is not run when another check failed, nor for a signer who is not known unless the reader
asks for it (`--rebuild-untrusted`).

C7 passes, beside a log that continues the remembered one, for a bundle whose checkpoint text is among those the
reader knows to be of the remembered log; C17 then fails with `superseded` when the remembered log is longer.

The checks do not wait for one another, so that each says what it found:

- C3 also reads `log/entries.jsonl` as records: a line that is no record, or no such member, fails it, with C5, C8 and C11.
- C5 compares with the root that the checkpoint states, whether or not its signature is right or it has a line too many;
  that is for C4. C8 compares with the root of the records in the bundle; that it is the checkpoint's is for C5.
- C8 fails when the versions of a record do not follow one another (C11): then no version is the latest.
- C14 compares `log/key` with the key that the reader named; that this key signed is for C4. With a fingerprint, a version of
  the root documents in the bundle **must** have it. C16 fails, with C15, when the root documents are refused.

## Words and exit statuses

The first line that holds decides. A check is *asked for* when it is always done or applies by something the
reader gave.

| # | when | word | exit status |
|---:|---|---|---:|
| 1 | the only refusal is `not_a_zip` | UNREADABLE | 2 |
| 2 | the only refusal is `superseded` or `withdrawn`, and C14 passed | SUPERSEDED, WITHDRAWN | 6 |
| 3 | the only refusal is `superseded` or `withdrawn`, and C14 did not pass | SIGNER UNKNOWN | 5 |
| 4 | a check failed | NOT VERIFIED | 1 |
| 5 | no member is below `log/` | UNSIGNED | 9 |
| 6 | C14 did not pass | SIGNER UNKNOWN | 5 |
| 7 | a check other than C13 that was asked for is NOT CHECKED | NOT CHECKED | 3 |
| 8 | C13 passed, and every finding was rebuilt | VERIFIED | 0 |
| 9 | C13 passed, and findings are attested; or C13 compared some members, all equal, and could not compare others | PARTLY REBUILT | 4 |
| 10 | another release made the bundle | CANNOT REBUILD | 7 |
| 11 | rebuilding was ended at a limit | STOPPED AT A LIMIT | 8 |
| 12 | what rebuilding needs is not installed, or it ended without an answer | NOT CHECKED | 3 |
| 13 | otherwise | SIGNED, NOT REBUILT | 4 |

A verifier without the full program gives no word of lines 8 to 12, but says STOPPED AT A LIMIT (8) when a limit of
its own, narrower than those below, ended the work, and NOT CHECKED (3) when cryptography is missing (a browser). A reader's own argument that cannot be read (a
key, a fingerprint, a policy, a remembered checkpoint) ends with status 2 before the bundle is read; a notice that
cannot be read, or is not of the mission, fails C17. The verdict line says that the newest root document known has
expired, when it has."""


def _page() -> str:
    """The whole page."""
    return "\n\n".join(
        [
            HEAD.read_text(encoding="utf-8").rstrip(),
            "### Elements",
            _elements(),
            "### Attributes",
            _attributes(),
            "### Styles",
            _styles(),
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
