"""What `scrutator audit` reads: published results, copies, and what is to be shown."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.counting.audits.assertions import Assertion, Batch
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.audits.sealed import Question


def read_batches(results: Path, question: "Question") -> "dict[str, Batch]":
    """The published lines by station. Raises C11, C14 when the valid votes are fewer than the lists'."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.assertions import Batch
    from scrutator.counting.counts import by_station, read_count
    from scrutator.errors import ScrutatorError

    columns = [*question.lists, question.bound, *([question.valid] if question.valid else [])]
    rows = read_rows(results, (question.station,), list(dict.fromkeys(columns)))
    batches = {}
    for code, row in by_station(rows, question.station).items():
        votes = {name: read_count(row, name, code) for name in question.lists}
        valid = read_count(row, question.valid, code) if question.valid else sum(votes.values())
        if valid < sum(votes.values()):
            what = f"the lists have {sum(votes.values())} votes, the column {question.valid} {valid}"
            remedy = "Name the column with the valid votes of all lists."
            raise ScrutatorError("C14", what, where=code, remedy=remedy)
        batches[code] = Batch(code, votes, valid, read_count(row, question.bound, code))
    return batches


def read_copies(
    copies: Path, question: "Question", batches: "Mapping[str, Batch]"
) -> "tuple[dict[str, Copy], tuple[str, ...]]":
    """The copies by station, and the stations whose copy lacks the votes of a list: unreadable, no copy.

    A copy without its valid votes is one that does not give them. Raises C14 for a station that the
    published results do not have.
    """
    from scrutator.cli.tables import read_rows
    from scrutator.counting.audits.copies import Copy
    from scrutator.counting.counts import by_station, read_cell, read_count
    from scrutator.errors import ScrutatorError

    rows = read_rows(copies, (question.station,), question.lists)
    found: dict[str, Copy] = {}
    unreadable = []
    for code, row in (by_station(rows, question.station) if rows else {}).items():
        if code not in batches:
            what = f"the copies have a station {code!r}, and the published results have none"
            remedy = "Write the codes alike in both files."
            raise ScrutatorError("C14", what, where=str(copies), remedy=remedy)
        if not all(read_cell(row, name) for name in question.lists):
            unreadable.append(code)
            continue
        votes = {name: read_count(row, name, code) for name in question.lists}
        given = question.valid and row.get(question.valid, "").strip()
        found[code] = Copy(votes, read_count(row, question.valid, code) if given else None)
    return found, tuple(sorted(unreadable))


def read_assertions(question: "Question") -> "list[Assertion]":
    """What is to be shown. Raises C14: a threshold needs the valid votes of all lists, not of those named."""
    from scrutator.counting.audits.assertions import AboveThreshold, Ahead, BelowThreshold
    from scrutator.errors import ScrutatorError

    if (question.above or question.below) and not question.valid:
        what = "a threshold is a share of the valid votes of all lists, and no column of them is named"
        raise ScrutatorError("C14", what, where="--above, --below", remedy="Give --valid COLUMN.")
    found: list[Assertion] = [Ahead(*two_names(text)) for text in question.ahead]
    found += [AboveThreshold(*name_and_share(text, "--above")) for text in question.above]
    found += [BelowThreshold(*name_and_share(text, "--below")) for text in question.below]
    found += _seat_assertions(question)
    if not found:
        remedy = "Give --ahead, --above, --below or --seats."
        raise ScrutatorError("C14", "there is nothing to audit", remedy=remedy)
    for one in found:
        named = (one.name,) if isinstance(one, AboveThreshold | BelowThreshold) else (one.winner, one.loser)
        unknown = [name for name in named if name not in question.lists]
        if unknown:
            remedy = f"Lists: {', '.join(question.lists)}."
            what = f"{unknown[0]!r} is not among the lists"
            raise ScrutatorError("C14", what, where=one.text, remedy=remedy)
    return found


def _seat_assertions(question: "Question") -> "Sequence[Assertion]":
    """The statements of --seats. Raises C14: every list is admitted with its seats, or shown to be below."""
    from scrutator.counting.audits.seats import SeatRule, seat_assertions
    from scrutator.errors import ScrutatorError

    if not question.seats:
        return ()
    rule, _, rest = question.seats.partition(":")
    parts = [one.partition("=") for one in rest.split(",")]
    if rule not in [one.value for one in SeatRule] or not all(
        name.strip() and number.strip().isascii() and number.strip().isdigit() for name, _, number in parts
    ):
        remedy = "Write --seats dhondt:a=5,b=3,c=0; rules: " + ", ".join(one.value for one in SeatRule) + "."
        raise ScrutatorError("C14", f"{question.seats!r} is not a rule with seats", remedy=remedy)
    seats = {name.strip(): int(number) for name, _, number in parts}
    below = {text.partition(":")[0].strip() for text in question.below}
    left = [name for name in question.lists if name not in seats and name not in below]
    if left or len(seats) < len(parts):
        what = f"the list {left[0]!r} has no seats stated" if left else "a list is named twice"
        remedy = "Give every admitted list its seats (0 too); show the others to be --below the threshold."
        raise ScrutatorError("C14", what, where="--seats", remedy=remedy)
    if rule == SeatRule.HARE and not question.valid:
        what = "remainders are of the valid votes of all lists, and no column of them is named"
        raise ScrutatorError("C14", what, where="--seats", remedy="Give --valid COLUMN.")
    return seat_assertions(seats, SeatRule(rule))


def read_part(text: str, option: str) -> Fraction:
    """A part above 0 and at most 1, such as 0.9. Raises X03."""
    from scrutator.errors import ScrutatorError

    if not re.fullmatch(r"[0-9](\.[0-9]{1,6})?", text) or not 0 < Fraction(text) <= 1:
        raise ScrutatorError("X03", f"{text!r}", where=option, remedy="Give a part above 0, at most 1: 0.9.")
    return Fraction(text)


def read_limit(risk: float) -> Fraction:
    """The risk limit in per cent as an exact share. Raises X03."""
    from scrutator.errors import ScrutatorError

    if not 0 < risk < 100:
        raise ScrutatorError("X03", f"a risk limit of {risk:g} %", where="--risk", remedy="Give e.g. 5.")
    return Fraction(str(risk)) / 100


def two_names(text: str) -> tuple[str, str]:
    """The lists of "a>b". Raises C14."""
    from scrutator.errors import ScrutatorError

    parts: Sequence[str] = [part.strip() for part in text.split(">")]
    if len(parts) != 2 or not all(parts):
        raise ScrutatorError("C14", f'--ahead "{text}" is not of the form a>b', remedy='Write --ahead "a>b".')
    return parts[0], parts[1]


def name_and_share(text: str, option: str) -> tuple[str, Fraction]:
    """The list and the share of "c:7", in per cent. Raises C14."""
    from scrutator.errors import ScrutatorError

    name, _, share = (part.strip() for part in text.partition(":"))
    if not name or not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", share) or not Fraction(share):
        remedy = f"Write {option} c:7 for 7 per cent of the valid votes."
        raise ScrutatorError("C14", f'{option} "{text}" is not a list and a percentage', remedy=remedy)
    return name, Fraction(share) / 100


def read_lacking(path: Path, station: str, batches: "Mapping[str, Batch]") -> tuple[str, ...]:
    """The stations that will have no copy. Raises C11, C14 for one that the results do not have."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.counts import by_station
    from scrutator.errors import ScrutatorError

    found = by_station(read_rows(path, (station,)), station)
    strange = sorted(set(found) - set(batches))
    if strange:
        what = f"station {strange[0]!r} is named as one without a copy, and the results have none"
        raise ScrutatorError("C14", what, where=str(path), remedy="Write the codes alike in both files.")
    return tuple(found)
