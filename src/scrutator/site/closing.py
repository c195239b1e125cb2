"""The pages behind the others: the sources, the statement, and how to check all of it."""

import hashlib
from collections.abc import Iterator, Mapping

from scrutator.site.cells import Drawer
from scrutator.site.links import Link
from scrutator.site.page import Page
from scrutator.site.questions import Question
from scrutator.site.subject import Subject
from scrutator.statement.document import head_lines
from scrutator.statement.markdown import parse


def source_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """Every source of the record, how much of it was obtained, and what it repeats."""
    yield Page(
        Question.SOURCES.path,
        Question.SOURCES,
        words["sources"],
        "sources.html",
        {"sources": subject.case.sources, "errata": subject.case.errata},
    )


def statement_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """The statement in every language: as a page, as a PDF, chapter by chapter."""
    editions = tuple(
        {
            "language": language,
            "title": head_lines(subject.case, document)[0],
            "chapters": chapters(language, document.marked),
            "files": tuple(
                name for name in sorted(subject.published) if name.startswith(f"statement.{language}.")
            ),
        }
        for language, document in sorted(subject.documents.items())
    )
    title = words["statement"]
    yield Page(Question.STATEMENT.path, Question.STATEMENT, title, "statement.html", {"editions": editions})


def chapters(language: str, marked: str) -> tuple[Link, ...]:
    """The chapters of a statement, as links into its page."""
    _, headings = parse(marked)
    return tuple(
        Link(f"{one.number} {one.title}", f"statement.{language}.html#{one.anchor}")
        for one in headings
        if one.level == 2 and not any(0xE000 <= ord(letter) <= 0xF8FF for letter in one.title)
    )


def verify_pages(subject: Subject, drawer: Drawer, words: Mapping[str, str]) -> Iterator[Page]:
    """How to check the case, its files with their hashes, and what the check covers. It runs no check."""
    files = tuple(
        (name, sha256(data), len(data))
        for name, data in sorted(subject.published.items())
        if not name.startswith(("case/", "data/", "charts/"))
    )
    values = {
        "fingerprint": subject.case.fingerprint,
        "files": files,
        "inputs": len(subject.case.files),
        "release": subject.release,
        "program": subject.verifier,
    }
    yield Page(Question.VERIFY.path, Question.VERIFY, words["verify"], "verify.html", values)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
