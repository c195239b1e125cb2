"""What the commands of `scrutator ledger` read from and write to disk."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.record.case import Case

JSON_ENDINGS = (".json", ".jsonl", ".ndjson", ".ijson")
Rows = tuple[dict[str, str], ...]


def read_text(path: Path) -> str:
    """The text of a file. Raises X01 when it cannot be read or is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScrutatorError("X01", f"{path} cannot be read: {error}") from error


def write_texts(texts: Mapping[Path, str]) -> list[str]:
    """Write new files and make their folders. Raises X04 when one exists or cannot be written."""
    for path, text in texts.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise ScrutatorError("X04", f"{path}: {error.strerror}") from error
    return [str(path) for path in texts]


def export_texts(case: "Case", form: str, out: Path) -> dict[Path, str]:
    """The files of an export. Raises X03 for an unknown form."""
    if form == "csv":
        return {out / path: data.decode() for path, data in case.files.items() if path.endswith(".csv")}
    if form not in ONE_FILE:
        raise ScrutatorError("X03", f"'{form}' is not a form of export", remedy=f"Use {', '.join(FORMS)}.")
    return {out: ONE_FILE[form](case)}


def follow_the_money(case: "Case") -> str:
    """Actors, links and sources as FollowTheMoney entities, one a line."""
    from scrutator.ledger.exchange.follow_the_money import entities, json_lines

    return json_lines(entities(case.header.id, case.actors, case.links, case.sources))


def statements(case: "Case") -> str:
    """The same entities as the table of statements."""
    from scrutator.ledger.exchange.follow_the_money import entities, statements_csv

    name, found = case.header.id, entities(case.header.id, case.actors, case.links, case.sources)
    return statements_csv(found, name, str(case.header.date))


def reviews(case: "Case") -> str:
    """The verdicts as ClaimReview."""
    from scrutator.findings.methods.ledger.verdicts import verdicts_of
    from scrutator.findings.running import context_of
    from scrutator.ledger.exchange.claim_reviews import claim_reviews, json_text

    verdicts, header = verdicts_of(context_of(case)), case.header
    found = claim_reviews(
        case.propositions,
        verdicts,
        case.claims,
        case.actors,
        case.sources,
        header.publisher,
        str(header.date),
    )
    return json_text(found)


def provenance(case: "Case") -> str:
    """The findings as W3C PROV."""
    from scrutator.findings.plain import plain_finding
    from scrutator.findings.running import run_case
    from scrutator.ledger.exchange.claim_reviews import json_text, prov_document

    return json_text(prov_document(case.header.id, [plain_finding(finding) for finding in run_case(case)]))


ONE_FILE: dict[str, Callable[["Case"], str]] = {
    "ftm": follow_the_money,
    "statements": statements,
    "claimreview": reviews,
    "prov": provenance,
}
FORMS = (*ONE_FILE, "csv")


def import_body(file: Path, source: str, out: Path) -> dict[str, Any]:
    """Read a foreign file, write tables of a case, and say what was left aside. Raises G12 for nothing."""
    from scrutator.record.cells import CellError, read_identifier

    try:
        read_identifier(source)
    except CellError as error:
        raise ScrutatorError("X03", error.reason, remedy=error.remedy) from error
    tables, aside, alleged = foreign_tables(file, source)
    write_texts({out / f"{name}.csv": table_text(name, rows) for name, rows in tables.items()})
    names = {
        row["id"]: [row["name"], *filter(None, row["aliases"].split("; "))]
        for row in tables.get("actors", ())
    }
    return {
        **{name: len(rows) for name, rows in tables.items()},
        "alleged_for_want_of_a_status": alleged,
        "left_aside": list(aside),
        "doubtful_names": doubtful(names),
    }


def foreign_tables(file: Path, source: str) -> tuple[dict[str, Rows], tuple[str, ...], int]:
    """The rows of a foreign file by table, what was left aside, and how many links are alleged for want of a
    status. Raises G12 when it has no actor."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.exchange.foreign_entities import read_entities
    from scrutator.ledger.exchange.foreign_tables import read_foreign_table

    if file.suffix.lower() not in JSON_ENDINGS:
        foreign = read_foreign_table(asked_table(file), source)
        return {foreign.table: foreign.rows}, foreign.left_aside, 0
    found = read_entities(read_text(file), source)
    if not found.actors:
        what = "; ".join(found.left_aside[:3]) or "the file is empty"
        raise ScrutatorError("G12", what, where=str(file))
    return {"actors": found.actors, "links": found.links}, found.left_aside, found.alleged


def table_text(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of actors, links or claims as the CSV file of a case."""
    from scrutator.record.columns import columns_of
    from scrutator.record.nouns.actors import Actor, Link
    from scrutator.record.nouns.claims import Claim
    from scrutator.tables.writing import csv_text

    row_type = {"actors": Actor, "links": Link, "claims": Claim}[name]
    found = list(rows)
    names = [column.name for column in columns_of(row_type)]
    names += sorted({name for row in found for name in row if name.startswith("name_")})
    return csv_text(names, ([row.get(name, "") for name in names] for row in found))


def doubtful_names(case: "Case") -> list[str]:
    """Names and aliases of the case's actors that may not be what they look like."""
    return doubtful(
        {
            actor.id: [actor.name, *filter(None, (x.strip() for x in (actor.aliases or "").split(";")))]
            for actor in case.actors
        }
    )


def doubtful(names: Mapping[str, list[str]]) -> list[str]:
    """The faults of actors' names, by the actor's id, in words."""
    from scrutator.ledger.actors.names import name_faults

    return [f"{fault.actor}: {fault.kind}: {fault.what}" for fault in name_faults(names)]
