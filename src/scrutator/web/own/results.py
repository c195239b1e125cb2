"""What came of a computation: its findings in their own sentences, the pages, and what can be taken away."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from scrutator.web.own.plan import CASE, FILES
from scrutator.web.own.workspace import OUT
from scrutator.web.speech import tongued
from scrutator.words.site import LANGUAGES

ANSWERED_ON = {"official": "results", "law": "law", "counting": "count", "forensics": "forensics"}
"""The page of the site on which a room's findings stand."""

WHAT = {
    "case.zip": "the case folder: tables, findings to run, statement",
    "bundle.zip": "the bundle, unsigned",
    "statement.pdf": "the statement on paper",
    "findings.json": "all figures",
    "forensics.html": "the report on the stations' numbers, one page",
    "forensics.pdf": "the report on the stations' numbers on paper",
    "forensics.json": "the same as data",
}
"""What each file is that can be taken away."""


class Found(msgspec.Struct, frozen=True):
    """What is read of a finding; its tables and figures, which may be any number, are skipped."""

    id: str
    method: str
    question: str
    title: str
    caveats: tuple[str, ...]


@dataclass(frozen=True)
class Said:
    """One finding: the question it answers, its answer, caveats, its page below the pages' root."""

    question: str
    title: str
    caveats: tuple[str, ...]
    page: str


@dataclass(frozen=True)
class Results:
    """What there is to read and to take away (name, bytes, what it is); `pages` is the first page below the
    pages' root, or ""."""

    findings: tuple[Said, ...]
    pages: str
    files: tuple[tuple[str, int, str], ...]


def results_of(place: Path, language: str) -> Results | None:
    """What a workspace's computation left, as far as there are words in a language; None: nothing."""
    try:
        found = msgspec.json.decode((place / FILES["findings.json"]).read_bytes(), type=list[Found])
    except (OSError, msgspec.DecodeError):
        return None
    base = f"{CASE}/{language if language in LANGUAGES else LANGUAGES[0]}"
    pages = f"{base}/index.html" if (place / OUT / "pages" / base / "index.html").is_file() else ""
    findings = tuple(
        Said(
            tongued(one.question, language),
            tongued(one.title, language),
            tuple(tongued(text, language) for text in one.caveats),
            f"{base}/{ANSWERED_ON[one.method.split('.')[0]]}/index.html#finding-{one.id}" if pages else "",
        )
        for one in found
    )
    files = [
        (name, (place / path).stat().st_size, WHAT[name])
        for name, path in FILES.items()
        if (place / path).is_file()
    ]
    return Results(findings, pages, tuple(files))
