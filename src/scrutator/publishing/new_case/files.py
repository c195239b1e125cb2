"""The files of a case made from a file of results, as texts by path."""

import json
from collections.abc import Sequence

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import PLACES, Election
from scrutator.publishing.new_case.rows import CONTEST, About, case_rows
from scrutator.publishing.new_case.statement import findings_text, readme_text, statement_text
from scrutator.publishing.new_case.sums import COUNTRY, OTHERS, PlaceSums, place_sums, with_others
from scrutator.record.catalogue import FORMAT, TABLES
from scrutator.record.columns import columns_of
from scrutator.record.folder.template import new_case_files
from scrutator.tables.mapping import TableMapping
from scrutator.tables.mapping_file import mapping_toml
from scrutator.tables.model import UNKNOWN
from scrutator.tables.writing import csv_text


def case_texts(
    identity: str, about: About, election: Election, mapping: TableMapping, sha256: str
) -> dict[str, str]:
    """Every file of the case. The results are sums over the stations and are marked as computed."""
    places = with_others(place_sums(election, _whole(election)), election.lists)
    if about.law:
        _refuse_other_lists(places[0])
    for option, value in (("--law", about.law), ("--threshold", about.threshold)):
        if value:
            _refuse_unknown_votes(option, places[0], election.lists)
    lists = [*election.lists, *([OTHERS] if OTHERS in places[0].sums else [])]
    rows = case_rows(about, places, lists, sha256)
    texts = new_case_files(identity)
    texts = {path: text for path, text in texts.items() if not path.startswith("statement.")}
    texts |= {f"{name}.csv": _table(name, found) for name, found in rows.items()}
    if election.published:
        texts["levels.csv"] = _levels(election)
    leader = max(election.lists, key=lambda name: places[0].sums[name].value or 0)
    return texts | {
        "case.toml": _header(identity, about),
        "stations.csv": _stations(election),
        "mapping.toml": mapping_toml(mapping),
        "findings.toml": findings_text(about.law, about.threshold, leader, election),
        f"statement.{about.language}.md": statement_text(about.law, about.threshold, places, election),
        "README.md": readme_text(about.source, election),
    }


def _whole(election: Election) -> str:
    """The name of all stations together, which no region of the file has."""
    column = election.places.get("region")
    taken = set(election.read.table.columns[column].texts()) if column else set()
    name = "All stations"
    while name in taken:
        name = f"{name} of the file"
    return name


def _refuse_other_lists(whole: PlaceSums) -> None:
    """Seats follow from the votes of every list. Raises X03 where some votes are for lists not named."""
    if OTHERS in whole.sums:
        votes = whole.sums[OTHERS].value
        what = f"seats need every list, and {votes:,} valid votes are for lists that are not named"
        raise ScrutatorError("X03", what, remedy="Name every column of votes with --list.")


def _refuse_unknown_votes(option: str, whole: PlaceSums, named: Sequence[str]) -> None:
    """Seats and distances to a threshold follow from all votes. Raises X03 where some are unknown."""
    votes = whole.sums[named[0]]
    if votes.known < votes.stations:
        missing = votes.stations - votes.known
        what = f"{option} needs every vote, and {missing:,} rows lack the votes of a list or the valid votes"
        raise ScrutatorError("X03", what, remedy=f"Leave out {option}, or find the figures.")


def _header(identity: str, about: About) -> str:
    values = {
        "id": identity,
        "title": about.title,
        "publisher": about.publisher,
        "date": about.date,
        "language": about.language,
        "licence": "CC-BY-4.0",
        "contest": CONTEST,
    }
    # A JSON string is a TOML basic string.
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return "".join([f"format = {FORMAT}\n", *lines])


def _table(name: str, rows: Sequence[dict[str, object]]) -> str:
    names = [column.name for spec in TABLES if spec.name == name for column in columns_of(spec.row_type)]
    return csv_text(names, ([row.get(column, "") for column in names] for row in rows))


def _stations(election: Election) -> str:
    """The stations in the columns that the forensic methods read; an unknown count is an empty cell."""
    table, counts = election.read.table, election.read.counts
    places = {
        ours: table.columns[election.places[ours]].texts() for ours in PLACES if ours in election.places
    }
    numbers = {
        name: ["" if value == UNKNOWN else str(value) for value in values.tolist()]
        for name, values in counts.items()
    }
    columns = {**places, **numbers}
    return csv_text(tuple(columns), zip(*columns.values(), strict=True))


def _levels(election: Election) -> str:
    """The file's rows of totals as published, and every station by its region and row; empty: no total."""
    table, counts = election.read.table, election.read.counts
    # Regions are a level of their own only where the file gives a total for one of them.
    place = election.places.get("region") if set(election.published) - {""} else None
    regions = [_step(text) for text in table.columns[place].texts()] if place else [""] * len(table)
    published = {_step(region): votes for region, votes in election.published.items()}
    rows: list[list[object]] = []
    for region in ["", *sorted(set(regions) - {""})]:
        votes = published.get(region, {})
        path = f"{COUNTRY}/{region}" if region else COUNTRY
        rows.append([path, *(votes.get(name, "") for name in election.lists)])
    for i, (region, line) in enumerate(zip(regions, table.lines.tolist(), strict=True)):
        path = "/".join(filter(None, (COUNTRY, region, f"row {line}")))
        cells = [int(counts[name][i]) for name in election.lists]
        rows.append([path, *("" if value == UNKNOWN else value for value in cells)])
    return csv_text(("path", *election.lists), rows)


def _step(region: str) -> str:
    """A region as one step of a path, in which a slash would begin another step."""
    return region.replace("/", "\N{DIVISION SLASH}").strip()
