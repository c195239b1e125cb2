"""A site as a folder: a deterministic function from cases to names of files and their bytes."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.resources import files

from scrutator.findings.plain import plain_table
from scrutator.site.across import FOLDER, files_across, held_elections, pages_across
from scrutator.site.actors import actor_pages
from scrutator.site.cells import Drawer, TableView
from scrutator.site.claims.pages import claim_pages
from scrutator.site.closing import source_pages, statement_pages, verify_pages
from scrutator.site.feeds import feeds
from scrutator.site.front import front_page
from scrutator.site.page import Page
from scrutator.site.places.stations import station_files
from scrutator.site.press import Press, environment
from scrutator.site.promises import promise_pages
from scrutator.site.questions import Question
from scrutator.site.results import result_pages
from scrutator.site.search import index_files
from scrutator.site.sections import finding_page
from scrutator.site.subject import Subject, asked
from scrutator.statement.numbers import number
from scrutator.statement.page.html import page_style
from scrutator.words.plurals import counted
from scrutator.words.site import LANGUAGES, site_words

Maker = Callable[[Subject, Drawer, Mapping[str, str]], Iterator[Page]]
MAKERS: Mapping[Question, Maker] = {
    Question.EVIDENCE: front_page,
    Question.CLAIMS: claim_pages,
    Question.ACTORS: actor_pages,
    Question.PROMISES: promise_pages,
    Question.RESULTS: result_pages,
    Question.SOURCES: source_pages,
    Question.STATEMENT: statement_pages,
    Question.VERIFY: verify_pages,
}
SUMS = "SHA256SUMS"
ASSETS = ("icon.svg", "page.js", "search.js", "stations.js")


def site_files(subjects: Sequence[Subject]) -> Iterator[tuple[str, bytes]]:
    """Every file of the site of these cases, by name; the list of their hashes comes last."""
    lines = []
    for name, data in unlisted(subjects):
        lines.append(f"{hashlib.sha256(data).hexdigest()}  {name}\n")
        yield name, data
    yield SUMS, "".join(sorted(lines, key=lambda line: line[66:])).encode()


def unlisted(subjects: Sequence[Subject]) -> Iterator[tuple[str, bytes]]:
    """Every file but the list of hashes."""
    yield "assets/site.css", style().encode()
    for name in ASSETS:
        yield f"assets/{name}", (files("scrutator.site") / "assets" / name).read_bytes()
    yield "index.html", doorway(subjects)
    yield from files_across(subjects)
    for language, tables in pages_across(subjects).items():
        yield f"{FOLDER}/{language}/index.html", across_page(language, tables)
    for subject in subjects:
        folder = subject.case.header.id
        for name, data in case_files(subject):
            yield f"{folder}/{name}", data


def case_files(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """The files of one case: what it publishes, stations, index, feeds, and its pages in every language."""
    yield from subject.published.items()
    yield from tables_as_json(subject)
    yield from station_files(subject)
    yield from index_files(subject)
    yield from feeds(subject)
    for language in LANGUAGES:
        press = Press(subject, language)
        for page in pages(subject, press):
            yield f"{language}/{page.path}", press.printed(page)


def tables_as_json(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """Every table of a finding as JSON beside its CSV: with exact fractions, and why a cell is missing."""
    for finding in subject.findings:
        for table in finding.outcome.tables:
            text = json.dumps(plain_table(table), ensure_ascii=False, sort_keys=True)
            yield f"data/{finding.id}.{table.name}.json", f"{text}\n".encode()


def pages(subject: Subject, press: Press) -> Iterator[Page]:
    """The pages of a case in the language of a press: only those it has something to say on."""
    for question in asked(subject):
        if question in MAKERS:
            yield from MAKERS[question](subject, press.drawer, press.words)
        else:
            yield from finding_page(subject, question, press.drawer, press.words)
    yield Page("search/index.html", None, press.words["search"], "search.html")


def doorway(subjects: Sequence[Subject]) -> bytes:
    """The page at the top: the cases, and the languages of their pages."""
    languages = [(one, site_words(one)) for one in LANGUAGES]
    text: str = (
        environment()
        .get_template("doorway.html")
        .render(subjects=subjects, languages=languages, across=bool(held_elections(subjects)))
    )
    return text.encode()


def across_page(language: str, tables: Sequence[TableView]) -> bytes:
    """The page that sets the elections of several cases side by side, in one language."""
    words = site_words(language)
    made = environment()
    made.filters |= dict.fromkeys(("tongued", "spoken", "date"), lambda text: text) | {
        "number": lambda count: number(count, 0, language),
        "counted": lambda count, noun: counted(count, noun, language, number(count, 0, language)),
    }
    languages = [(one, site_words(one)["this_language"]) for one in LANGUAGES]
    values = {"w": words, "language": language, "languages": languages, "tables": tables}
    text: str = made.get_template("across.html").render(**values)
    return text.encode()


def style() -> str:
    """The one style sheet: that of statements, and what the pages of a site add to it."""
    own = (files("scrutator.site") / "assets" / "site.css").read_text(encoding="utf-8")
    return page_style() + own
