"""Double entry: two people key a photo without seeing each other; what differs is keyed again.

A machine reading (OCR, QR) is one more independent reader for comparison. It is never shown to a
person beforehand and never decides.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scrutator.counting.counts import by_station, read_cell, read_lines
from scrutator.counting.estimation.intervals import Limits, clopper_pearson
from scrutator.errors import ScrutatorError

Counts = Mapping[str, int]


@dataclass(frozen=True)
class Entry:
    """One keying of one form by one person (or by a machine)."""

    form: str
    keyer: str
    counts: Counts
    machine: bool = False


@dataclass(frozen=True)
class Keyed:
    """The state of one form: accepted counts, or what is still needed and why.

    `machine_agrees` compares an independent machine reading with the accepted counts (None: there
    is none); it changes nothing.
    """

    form: str
    accepted: Counts | None
    needed: str
    machine_agrees: bool | None


def resolve(entries: Sequence[Entry], hard_relations_hold: Callable[[Counts], bool]) -> Keyed:
    """Answer: may this form be accepted, or who must look at it?

    Accepted when two different people keyed the same counts and the hard relations hold on them.
    Two equal keyings that break a relation go to a supervisor: the form itself may be wrong, and
    that is a finding, not a keying error. So do two pairs that agree on different counts, and a form
    on which no count was keyed. Raises C13 when one person, in whatever case their name is written, keyed
    a form twice.
    """
    people = [entry for entry in entries if not entry.machine]
    if len({entry.form for entry in entries}) != 1:
        raise ScrutatorError("C13", "the entries belong to different forms")
    if len({entry.keyer.strip().casefold() for entry in people}) != len(people):
        raise ScrutatorError("C13", "one person keyed the form twice", where=entries[0].form)
    form = entries[0].form
    agreed = [
        first
        for place, first in enumerate(people)
        if any(first.counts == second.counts for second in people[place + 1 :])
    ]
    if any(one.counts != agreed[0].counts for one in agreed):
        return Keyed(form, None, "supervisor: two pairs of keyings agree on different counts", None)
    if agreed and not agreed[0].counts:
        return Keyed(form, None, "supervisor: the form was keyed as blank", None)
    if agreed:
        counts = agreed[0].counts
        if not hard_relations_hold(counts):
            return Keyed(form, None, "supervisor: two equal keyings break a hard relation", None)
        machine = [entry.counts == counts for entry in entries if entry.machine]
        return Keyed(form, counts, "", machine[0] if machine else None)
    needed = {0: "first keying", 1: "second keying", 2: "third keying: the two differ"}
    return Keyed(form, None, needed.get(len(people), "supervisor: no two keyings agree"), None)


def resolve_all(entries: Sequence[Entry], hard_relations_hold: Callable[[Counts], bool]) -> tuple[Keyed, ...]:
    """The state of every form, in the order of the forms' names. Raises C13."""
    forms: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        forms[entry.form].append(entry)
    return tuple(resolve(forms[form], hard_relations_hold) for form in sorted(forms))


def read_entries(rows: Iterable[Mapping[str, str]], machine: str = "") -> list[Entry]:
    """The keyings in a table with columns form, keyer and the lines; `machine` is the machine's name.

    Raises C11 for a missing column or a cell that is no count.
    """
    made = []
    for row in rows:
        form, keyer = read_cell(row, "form"), read_cell(row, "keyer")
        counts = read_lines(row, ("form", "keyer"), form)
        made.append(Entry(form, keyer, counts, bool(machine) and keyer == machine))
    return made


def read_seeded(rows: Iterable[Mapping[str, str]]) -> dict[str, Counts]:
    """The known counts of seeded forms in a table with a column form and the lines. Raises C11."""
    return {form: read_lines(row, ("form",), form) for form, row in by_station(rows, "form").items()}


@dataclass(frozen=True)
class KeyerError:
    """Errors of one keyer on seeded forms: k wrong of n fields, with an exact interval."""

    keyer: str
    wrong: int
    fields: int
    interval: Limits


def keyer_errors(entries: Sequence[Entry], truth: Mapping[str, Counts]) -> tuple[KeyerError, ...]:
    """Answer: how often does each keyer mistype a field, measured on forms whose counts are known?

    The interval is Clopper–Pearson over fields, which takes a keyer's fields as independent.
    """
    tally: dict[str, list[int]] = {}
    for entry in entries:
        if entry.form not in truth:
            continue
        seeded = truth[entry.form]
        line = tally.setdefault(entry.keyer, [0, 0])
        line[0] += sum(entry.counts.get(name) != value for name, value in seeded.items())
        line[1] += len(seeded)
    return tuple(
        KeyerError(keyer, wrong, fields, clopper_pearson(wrong, fields))
        for keyer, (wrong, fields) in sorted(tally.items())
    )


def agreed_wrong_rate(error: float, confusions: int = 9) -> float:
    """The rate at which two keyers agree on the same wrong value: about e²/k.

    `error` is the per-field error of each, `confusions` the number of equally plausible wrong
    values (9 other digits by default).
    """
    return error**2 / confusions
