"""The index that a reader's browser searches: a first part with every entry, shards for single stations."""

from collections.abc import Iterator
from typing import Any

from scrutator.site.links import figure_anchor, fragment, source_address
from scrutator.site.places.areas import areas
from scrutator.site.places.stations import script
from scrutator.site.questions import question_of
from scrutator.site.subject import Subject, claim_page, commitment_page

CHUNK = 2_000  # stations in one shard of the index
FIGURES_UP_TO = 3_000  # a case with more figures is searched by finding alone


def index_files(subject: Subject) -> Iterator[tuple[str, bytes]]:
    """`search/index.js` and the shards of station codes, by name inside the folder of the case."""
    stations = station_codes(subject)
    chunks = [stations[start : start + CHUNK] for start in range(0, len(stations), CHUNK)]
    first = {
        "entries": [*entries(subject)],
        "stations": [[chunk[0][0], f"search/stations-{number}.js"] for number, chunk in enumerate(chunks, 1)],
    }
    yield "search/index.js", script("scrutatorIndex", first)
    for number, chunk in enumerate(chunks, 1):
        yield f"search/stations-{number}.js", script("scrutatorCodes", chunk)


def entries(subject: Subject) -> Iterator[list[str]]:
    """Kind, text and address of everything that has a place of its own."""
    case = subject.case
    for claim in case.claims:
        names = ", ".join(subject.actors[one].name for one in claim.speaker if one in subject.actors)
        yield ["claims", f"{claim.text} — {names} ({claim.id})", claim_page(claim.id)]
    for one in case.propositions:
        yield ["claims", f"{one.text} ({one.id})", subject.places_of_propositions[one.id]]
    for actor in case.actors:
        others = "; ".join(filter(None, [actor.aliases, *actor.names.values()]))
        yield ["actors", actor.name + (f" ({others})" if others else ""), f"actors/{actor.id}.html"]
    for commitment in case.commitments:
        yield ["promises", f"{commitment.text} ({commitment.id})", commitment_page(commitment.id)]
    yield from found(subject)
    for source in case.sources:
        publisher = f", {source.publisher}" if source.publisher else ""
        yield ["sources", f"{source.title}{publisher} ({source.id})", source_address(source.id)]


def found(subject: Subject) -> Iterator[list[str]]:
    """Findings, their tables, and their figures unless there are too many."""
    figures = sum(len(finding.outcome.figures) for finding in subject.findings) <= FIGURES_UP_TO
    for finding in subject.findings:
        question = question_of(finding.method)
        yield [
            question,
            f"{finding.outcome.title} ({finding.id})",
            question.path + fragment(f"finding-{finding.id}"),
        ]
        for table in finding.outcome.tables:
            yield [question, table.title, question.path + fragment(f"table-{finding.id}-{table.name}")]
        for figure in finding.outcome.figures if figures else ():
            name = figure_anchor(finding, figure)
            yield [question, name.replace("_", " "), question.path + fragment(name)]


def station_codes(subject: Subject) -> list[list[Any]]:
    """Code, district and page of every station, in order of their codes."""
    table = subject.case.columns.get("stations")
    if table is None or not len(table):
        return []
    codes, districts = table["station"].row_texts(), table["district"].row_texts()
    listed = [
        [codes[row], districts[row], area.page]
        for area in areas(table)
        for row in area.rows.tolist()
        if codes[row]
    ]
    return sorted(listed)
