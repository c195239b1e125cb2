"""What the commands of `scrutator ledger` read from and write to disk."""

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutator.errors import ScrutatorError

if TYPE_CHECKING:
    from scrutator.record.case import Case

FORMS = ("ftm", "statements", "claimreview", "prov", "csv")


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
    from scrutator.findings.methods.ledger.verdicts import verdicts_of
    from scrutator.findings.plain import plain_finding
    from scrutator.findings.running import context_of, run_case
    from scrutator.ledger.exchange.claim_reviews import claim_reviews, json_text, prov_document
    from scrutator.ledger.exchange.follow_the_money import entities, json_lines, statements_csv

    name, date = case.header.id, str(case.header.date)
    if form == "ftm":
        return {out: json_lines(entities(name, case.actors, case.links, case.sources))}
    if form == "statements":
        return {out: statements_csv(entities(name, case.actors, case.links, case.sources), name, date)}
    if form == "claimreview":
        reviews = claim_reviews(
            case.propositions, verdicts_of(context_of(case)), case.claims, case.actors, case.sources,
            case.header.publisher, date,
        )  # fmt: skip
        return {out: json_text(reviews)}
    if form == "prov":
        return {out: json_text(prov_document(name, [plain_finding(finding) for finding in run_case(case)]))}
    if form == "csv":
        return {out / path: data.decode() for path, data in case.files.items() if path.endswith(".csv")}
    raise ScrutatorError("X03", f"'{form}' is not a form of export", remedy=f"Use {', '.join(FORMS)}.")


def import_body(file: Path, source: str, out: Path) -> dict[str, Any]:
    """Read a foreign file, write tables of a case, and say what was left aside. Raises G12 for nothing."""
    from scrutator.cli.tables import asked_table
    from scrutator.ledger.actors.names import name_faults
    from scrutator.ledger.exchange.foreign_entities import read_entities
    from scrutator.ledger.exchange.foreign_tables import read_foreign_table
    from scrutator.record.cells import CellError, read_identifier

    try:
        read_identifier(source)
    except CellError as error:
        raise ScrutatorError("X03", error.reason, remedy=error.remedy) from error
    tables: dict[str, tuple[dict[str, str], ...]]
    alleged = 0
    if file.suffix.lower() not in (".json", ".jsonl", ".ndjson", ".ijson"):
        foreign = read_foreign_table(asked_table(file), source)
        tables, aside = {foreign.table: foreign.rows}, foreign.left_aside
    else:
        found = read_entities(read_text(file), source)
        tables, aside = {"actors": found.actors, "links": found.links}, found.left_aside
        alleged = found.alleged
        if not found.actors:
            raise ScrutatorError("G12", "; ".join(aside[:3]) or "the file is empty", where=str(file))
    write_texts({out / f"{name}.csv": table_text(name, rows) for name, rows in tables.items()})
    names = {
        row["id"]: [row["name"], *filter(None, row["aliases"].split("; "))]
        for row in tables.get("actors", ())
    }
    return {
        **{name: len(rows) for name, rows in tables.items()},
        "alleged_for_want_of_a_status": alleged,
        "left_aside": list(aside),
        "doubtful_names": [f"{fault.actor}: {fault.kind}: {fault.what}" for fault in name_faults(names)],
    }


def table_text(name: str, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows of actors, links or claims as the CSV file of a case."""
    from scrutator.record.columns import columns_of
    from scrutator.record.nouns.claims import Actor, Claim, Link
    from scrutator.tables.writing import csv_text

    row_type = {"actors": Actor, "links": Link, "claims": Claim}[name]
    names = [column.name for column in columns_of(row_type)]
    return csv_text(names, ([row.get(name, "") for name in names] for row in rows))


def doubtful_names(case: "Case") -> list[str]:
    from scrutator.ledger.actors.names import name_faults

    names = {
        a.id: [a.name, *filter(None, (x.strip() for x in (a.aliases or "").split(";")))] for a in case.actors
    }
    return [f"{fault.actor}: {fault.kind}: {fault.what}" for fault in name_faults(names)]


def documents_of(case: "Case", folder: Path) -> dict[str, str]:
    """The text of each source whose file lies in the folder, recognised by its SHA-256."""
    wanted = {source.sha256: source.id for source in case.sources if source.sha256}
    found = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file())
        for path in paths:
            name = wanted.get(hashlib.sha256(path.read_bytes()).hexdigest())
            if name:
                found[name] = read_text(path)
    except OSError as error:
        raise ScrutatorError("X01", f"{folder} cannot be read: {error.strerror}") from error
    if not found:
        raise ScrutatorError("X01", f"no file in {folder} has the SHA-256 of a source of this case")
    return found


def quotation_rows(case: "Case", folder: Path) -> list[dict[str, Any]]:
    """One row for each quotation of a claim, and each wording, whose document is in the folder."""
    from scrutator.ledger.texts.anchors import anchor
    from scrutator.ledger.texts.quotations import cut_of

    texts = documents_of(case, folder)
    quoted = [(c.id, c.quotation, c.source) for c in case.claims if c.quotation]
    quoted += [(q.id, q.text, q.source) for q in case.quotations]
    rows = []
    for name, words, cited in quoted:
        for source in dict.fromkeys(citation.source for citation in cited if citation.source in texts):
            found = anchor(texts[source], words)
            cut = cut_of(texts[source], found) if found.kind != "not found" else None
            places = [citation.locator for citation in cited if citation.source == source]
            rows.append({
                "quotation": name,
                "source": "; ".join(f"{source}#{place}".rstrip("#") for place in places),
                "anchor": found.kind,
                "similarity": found.similarity,
                "lines": f"{found.first_line}-{found.last_line}" if cut else "",
                "cited_line_agrees": agrees(places, found.first_line, found.last_line) if cut else "",
                "cut_before": cut.before if cut else "",
                "cut_after": cut.after if cut else "",
                "cut_changes_scope": "yes" if cut and cut.changes_scope else "",
            })  # fmt: skip
    return rows


def agrees(places: list[str], first: int, last: int) -> str:
    """Does one of the cited lines lie within two lines of the anchor? Empty when none is a line."""
    lines = [int(place) for place in places if place.isdigit()]
    if not lines:
        return ""
    return "yes" if any(first - 2 <= line <= last + 2 for line in lines) else "no"
