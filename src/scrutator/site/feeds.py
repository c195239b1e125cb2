"""Feeds that a reader's program may follow: what was corrected, and what was released (Atom, RFC 4287)."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from scrutator.record.dates import PartialDate
from scrutator.site.subject import Subject


def feeds(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """`errata.atom` and `releases.atom` of a case."""
    header = subject.case.header
    yield "errata.atom", feed(subject, "errata", tuple(errata(subject))).encode()
    title = f"{header.title}, {header.date}: {subject.release}"
    release = entry(subject, f"release/{header.date}", title, header.summary or header.title, header.date)
    yield "releases.atom", feed(subject, "releases", (release,)).encode()


def errata(subject: Subject) -> Iterator[str]:
    """An entry for every correction, the newest first."""
    order = sorted(subject.case.errata, key=lambda one: (one.date.earliest, one.id), reverse=True)
    for one in order:
        title = f"{one.table}/{one.entry}: {one.field}"
        text = f"{one.was} → {one.now}. {one.reason} ({one.signed_by})"
        yield entry(subject, f"erratum/{one.id}", title, text, one.date)


def identity(subject: Subject, name: str) -> str:
    """A lasting name of an entry: a tag of RFC 4151 made of the case and its entry."""
    header = subject.case.header
    return f"tag:{header.id}.scrutator.invalid,{header.date.year}:{name}"


def moment(day: PartialDate) -> str:
    first: date = day.earliest
    return f"{first.isoformat()}T00:00:00Z"


def entry(subject: Subject, name: str, title: str, text: str, day: PartialDate) -> str:
    language = subject.case.header.language
    address = f"{page_language(language)}/sources/index.html"
    return (
        f"<entry><id>{escape(identity(subject, name))}</id><title>{escape(title)}</title>"
        f"<updated>{moment(day)}</updated><link href={quoteattr(address)}/>"
        f"<summary>{escape(text)}</summary></entry>\n"
    )


def page_language(language: str) -> str:
    """The folder of pages that an entry leads to: that of the record, or English."""
    from scrutator.words.site import LANGUAGES

    return language if language in LANGUAGES else "en"


def feed(subject: Subject, name: str, entries: tuple[str, ...]) -> str:
    """A whole feed. Its time is that of its newest entry, else of the case: no clock is read."""
    header = subject.case.header
    days = [one.date for one in subject.case.errata] if name == "errata" else []
    newest = max([*days, header.date], key=lambda day: day.earliest)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{escape(identity(subject, name))}</id><title>{escape(header.title)}: {name}</title>"
        f"<updated>{moment(newest)}</updated><author><name>{escape(header.publisher)}</name></author>\n"
        f'<link rel="self" href="{name}.atom"/>\n{"".join(entries)}</feed>\n'
    )
