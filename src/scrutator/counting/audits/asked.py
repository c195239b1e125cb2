"""What is to be shown, from the words of a question; published lines from the rows of a table."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from scrutator.counting.audits.assertions import AboveThreshold, Ahead, Assertion, Batch, BelowThreshold
from scrutator.counting.audits.plan import Plan, plan_audit
from scrutator.counting.audits.sealed import Question, results_hash
from scrutator.counting.audits.seats import SeatRule, seat_assertions
from scrutator.counting.counts import by_station, read_count
from scrutator.errors import ScrutatorError

Row = Mapping[str, str]


def batches_of(rows: Sequence[Row], question: Question) -> dict[str, Batch]:
    """The published lines by station. Raises C11, C14 when the valid votes are fewer than the lists'."""
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


def plan_for(question: Question, batches: Mapping[str, Batch], frozen: str, where: str) -> Plan:
    """The error bounds of published lines; `frozen` is their hash in the sealed plan, "" without. Raises C14
    for results other than those the plan was sealed for."""
    assertions = read_assertions(question)
    if frozen and frozen != results_hash(batches):
        what = "the published results are not those the plan was sealed for"
        raise ScrutatorError("C14", what, where=where, remedy="Use the file that was frozen.")
    return plan_audit(list(batches.values()), assertions, pending=question.pending)


def read_assertions(question: Question) -> list[Assertion]:
    """What is to be shown. Raises C14: a threshold needs the valid votes of all lists, not of those named."""
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


def _seat_assertions(question: Question) -> Sequence[Assertion]:
    """The statements of --seats. Raises C14: every list is admitted with its seats, or shown to be below."""
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


def two_names(text: str) -> tuple[str, str]:
    """The lists of "a>b". Raises C14."""

    parts: Sequence[str] = [part.strip() for part in text.split(">")]
    if len(parts) != 2 or not all(parts):
        raise ScrutatorError("C14", f'--ahead "{text}" is not of the form a>b', remedy='Write --ahead "a>b".')
    return parts[0], parts[1]


def name_and_share(text: str, option: str) -> tuple[str, Fraction]:
    """The list and the share of "c:7", in per cent. Raises C14."""

    name, _, share = (part.strip() for part in text.partition(":"))
    if not name or not re.fullmatch(r"[0-9]{1,2}(\.[0-9]{1,6})?", share) or not Fraction(share):
        remedy = f"Write {option} c:7 for 7 per cent of the valid votes."
        raise ScrutatorError("C14", f'{option} "{text}" is not a list and a percentage', remedy=remedy)
    return name, Fraction(share) / 100
