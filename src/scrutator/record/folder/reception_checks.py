"""Do the reports of a mission add up? Received = published + duplicate + quarantined + withheld, by form."""

from collections import Counter
from collections.abc import Iterator, Mapping

from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.record.typed_table import TypedTable

_SHOWN_IN = ("visits", "copies")


def check_reception(reading: Reading) -> Iterator[Fault]:
    """Every report that came in became one thing, and as many are in the tables as are said to be published.

    A case without `received.csv` and `reception.csv` says nothing about reports that came in.
    """
    case = reading.case
    if case is None or not {"received", "reception"} & case.columns.keys():
        return
    for name in ("received", "reception"):
        if name not in case.columns:
            reason = f"{name}.csv is missing, and what came in cannot be compared with what became of it"
            yield Fault(
                f"{name}.csv", 0, "", "R26", reason, "Make the case again from the mission's records."
            )
            return
    received, reception = case.columns["received"], case.columns["reception"]
    became: Counter[str] = Counter()
    shown: Counter[tuple[str, str]] = Counter()
    for row in reception.records():
        became[row["form"]] += int(row["reports"])
        if row["outcome"] == "published":
            if row["reason"] not in _SHOWN_IN:
                reason = f"published reports are in visits or copies, not in '{row['reason'][:40]}'"
                line = reception.line_of("reason", row["reason"])
                yield Fault(reception.path, line, "reason", "R26", reason, "Name the table that holds them.")
            shown[row["reason"], row["form"]] += int(row["reports"])
    came = {row["form"]: int(row["reports"]) for row in received.records()}
    yield from _sums(came, became, received)
    yield from _shown(shown, case.columns, reception)


def _sums(came: Mapping[str, int], became: Counter[str], received: TypedTable) -> Iterator[Fault]:
    for form in sorted(came.keys() | became.keys()):
        if came.get(form, 0) != became[form]:
            reason = f"{came.get(form, 0)} reports of {form} came in, and {became[form]} are accounted for"
            line = received.line_of("form", form)
            yield Fault(received.path, line, "reports", "R26", reason, "Say what became of each report.")


def _shown(
    shown: Counter[tuple[str, str]], tables: Mapping[str, TypedTable], reception: TypedTable
) -> Iterator[Fault]:
    """As many rows of visits.csv for each form, and of copies.csv in all, as reports are published."""
    held: Counter[tuple[str, str]] = Counter()
    if "visits" in tables:
        held.update(("visits", row.get("form", "")) for row in tables["visits"].records())
    said = Counter({key: number for key, number in shown.items() if key[0] == "visits"})
    held["copies", ""] = len(tables["copies"].records()) if "copies" in tables else 0
    said["copies", ""] = sum(number for (name, _), number in shown.items() if name == "copies")
    for key in sorted(said.keys() | held.keys()):
        if said[key] != held[key]:
            table, form = key
            named = f" of {form or 'no form'}" if table == "visits" else ""
            reason = f"{said[key]} reports{named} are said to be in {table}.csv, which holds {held[key]}"
            line = reception.line_of("form", form) if form else 0
            yield Fault(reception.path, line, "reports", "R26", reason, "Correct one of the two.")
