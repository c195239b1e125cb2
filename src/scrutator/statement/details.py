"""What a statement says about a figure it prints: the card on the page, the note on paper."""

from dataclasses import dataclass
from enum import StrEnum

from scrutator.findings.model import Figure
from scrutator.record.case import Case
from scrutator.record.nouns.sources import Source
from scrutator.record.unknown import Unknown
from scrutator.statement.charts.chart import Chart
from scrutator.statement.document import (
    Document,
    PrintedFigure,
    PrintedSource,
    shown_citation,
)
from scrutator.statement.numbers import show, show_interval
from scrutator.statement.table_room import table_sources
from scrutator.words.page import page_words
from scrutator.words.saying import Speech


class PartKind(StrEnum):
    """What a piece of a detail is, beyond its words."""

    TEXT = "text"
    LINK = "link"
    DOWNLOAD = "download"
    CODE = "code"


@dataclass(frozen=True)
class Part:
    """A piece of text, with its language where it is not the document's; a link has its address."""

    text: str
    kind: PartKind = PartKind.TEXT
    address: str = ""
    tongue: str = ""


@dataclass(frozen=True)
class Detail:
    """One thing said about a figure, under its word."""

    word: str
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


def citation_part(citation: str, document: Document) -> Part:
    """A citation, leading to the list of sources."""
    return Part(
        shown_citation(citation, document.locators, document.speech),
        PartKind.LINK,
        f"#source-{citation.partition('#')[0]}",
    )


def citation_parts(citations: tuple[str, ...], document: Document) -> tuple[Part, ...]:
    """Citations with semicolons between them: a comma stands before a locator."""
    parts: list[Part] = []
    for citation in citations:
        parts += [Part("; "), citation_part(citation, document)]
    return tuple(parts[1:])


def figure_details(item: PrintedFigure, document: Document) -> tuple[Detail, ...]:
    """What the card, the cell's entry and the note on paper say about a figure."""
    said, figure, finding = page_words(document.language), item.figure, item.finding
    code = Part(f"{finding.method}@{finding.version}", PartKind.CODE)
    link = said_part(finding.outcome.title, document.speech, PartKind.LINK, f"#finding-{finding.id}")
    details = [*value_details(figure, document.speech), Detail(said["finding"], (link,))]
    if finding.attested:
        details.append(Detail(said["attested"], (Part(said["attested_long"]),)))
    details.append(Detail(said["method"], (code,)))
    if figure.sources:
        cited = citation_parts(tuple(figure.sources), document)
        details.append(Detail(said["source"].lower(), cited))
    if finding.outcome.tables:
        table = finding.outcome.tables[0]
        address = f"data/{finding.id}.{table.name}.csv"
        data = said_part(table.title, document.speech, PartKind.DOWNLOAD, address)
        details.append(Detail(said["data"], (data,)))
    return tuple(details)


def said_part(text: str, speech: Speech, kind: PartKind = PartKind.TEXT, address: str = "") -> Part:
    """A text of a finding in the document's language, or as it stands and marked as of another."""
    words = speech.words(text)
    return Part(words, kind, address, speech.tongue(words))


def value_details(figure: Figure, speech: Speech) -> list[Detail]:
    """Name, value, interval, count and note of a figure, those that it has."""
    said, value, language = page_words(speech.language), figure.value, speech.language
    name = figure.name.replace("_", " ")
    at = "".join(f", {speech.words(key)} {speech.words(named)}" for key, named in sorted(figure.at.items()))
    remark = f" ({speech.words(value.remark)})" if isinstance(value, Unknown) and value.remark else ""
    unit = f" {speech.words(figure.unit)}" if figure.unit and figure.unit != "%" else ""
    digits = None if not isinstance(value, float) else 4
    rows = [
        (said["about"], (speech.say(f"figure {name}") or speech.words(name)) + at),
        (said["value"], show(value, figure.unit, language, digits) + unit + remark),
    ]
    if figure.interval is not None:
        ends = show_interval(figure.interval, figure.unit, language)
        rows.append((said["interval"], f"{ends} ({speech.words(figure.interval.kind)})"))
    if figure.numerator is not None and figure.denominator is not None:
        rows.append((said["of"], f"{figure.numerator} / {figure.denominator}"))
    if figure.note:
        rows.append((said["note"], speech.words(figure.note)))
    return [Detail(word, (Part(text, tongue=speech.tongue(text)),)) for word, text in rows]


def cited_sources(case: Case, document: Document) -> list[Source]:
    """Every source of the case that this document cites, in the order of the record."""
    cited: set[str] = set()
    for item in document.printed:
        if isinstance(item, PrintedFigure):
            cited |= {source.partition("#")[0] for source in item.figure.sources}
        elif isinstance(item, PrintedSource):
            cited.add(item.citation.source)
        elif isinstance(item, Chart):
            cited |= {source.partition("#")[0] for source in item.sources}
        else:
            cited |= table_sources(item.table)
    return [source for source in case.sources if source.id in cited]
