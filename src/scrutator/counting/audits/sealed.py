"""The sealed plan: everything that must be chosen before the seed is drawn, as one file with its hash.

Nothing chosen after a copy was seen may change the test; so the assertions, the risk limit, the test and
its bet, the draw, the rule for missing copies, the "count all" rule, the source of the bound and the
answers to the preconditions are written down, and the hash is published before the seed exists.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any

from scrutator.counting.audits.assertions import Batch
from scrutator.counting.audits.betting import DEFAULT_BET, AuditTest, Bet
from scrutator.counting.audits.preconditions import ASKS, Answer
from scrutator.counting.sampling.public_seed import DRAW_FORMAT
from scrutator.errors import ScrutatorError

FORMAT = "scrutator-audit-plan-1"
DRAWS = {
    True: f"with replacement, in proportion to each station's error bound, by {DRAW_FORMAT}",
    False: f"without replacement, in proportion to the error bounds of the stations left, by {DRAW_FORMAT}",
}
MISSING = "a drawn station without a readable copy counts as the worst case, taint 1"
UNDERSTATEMENT = "a copy better for the outcome than its published line counts as agreeing, taint 0"
BROKEN = "a copy with more votes than its station's bound ends the audit: count all"
COUNT_ALL = (
    "count all when a margin is not above 0, when a bound was broken, when the copies take away the margin, "
    "or when the draws needed take more than the stated share of all stations"
)


@dataclass(frozen=True)
class Question:
    """What is to be shown, and in which columns: as the options of the command were written."""

    lists: tuple[str, ...]
    station: str
    bound: str
    valid: str
    ahead: tuple[str, ...]
    above: tuple[str, ...]
    below: tuple[str, ...]
    pending: int = 0
    seats: str = ""


@dataclass(frozen=True)
class Rules:
    """How the audit decides: risk limit, bet, the share beyond which all are counted, and how is drawn."""

    limit: Fraction
    bet: Bet = DEFAULT_BET
    largest_share: Fraction = Fraction(1, 2)
    replacement: bool = True


@dataclass(frozen=True)
class Sealed:
    """A plan as read from its file. `results` is the hash of the published lines it was made for."""

    question: Question
    rules: Rules
    answers: tuple[Answer, ...]
    results: str
    draws: int
    seal: str


def results_hash(batches: Mapping[str, Batch]) -> str:
    """The SHA-256 of the published lines, in the order of the stations' names: lists, valid votes, bound."""
    lines = [[name, sorted(one.votes.items()), one.valid, one.bound] for name, one in sorted(batches.items())]
    return hash_of(lines)


def seal_plan(
    question: Question, rules: Rules, answers: tuple[Answer, ...], results: str, draws: int
) -> dict[str, Any]:
    """The plan as plain values, with its own SHA-256 as "seal"."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "question": asdict(question) | {name: list(getattr(question, name)) for name in LISTED},
        "risk_limit": str(rules.limit),
        "test": rules.bet.test.value,
        "bet": str(rules.bet.part),
        "draw": DRAWS[rules.replacement],
        "draws_if_all_agree": draws,
        "missing_copies": MISSING,
        "understatements": UNDERSTATEMENT,
        "broken_bounds": BROKEN,
        "count_all": {"rule": COUNT_ALL, "largest_share_of_stations": str(rules.largest_share)},
        "bound": {"column": question.bound, "source": answers[BOUND_ANSWER][1]},
        "preconditions": [
            {"number": number, "asks": asks, "holds": holds, "remark": remark}
            for number, (asks, (holds, remark)) in enumerate(zip(ASKS, answers, strict=True), start=1)
        ],
        "results_sha256": results,
    }
    return body | {"seal": hash_of(body)}


LISTED = ("lists", "ahead", "above", "below")
BOUND_ANSWER = 4
"""Where precondition 5, the source of the bound, is among the answers."""


def read_sealed(text: str, where: str) -> Sealed:
    """Read a plan's file; raises C14 when it is none, or was changed after it was sealed."""
    try:
        body = json.loads(text)
        seal = body.pop("seal")
        if body["format"] == FORMAT and seal != hash_of(body):
            what = "the plan was changed after it was sealed"
            raise ScrutatorError("C14", what, where=where, remedy="Use the file as it was published.")
        return _sealed(body, seal)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, RecursionError) as error:
        remedy = "Write one with `scrutator audit plan … --out plan.json`."
        raise ScrutatorError("C14", "this is not a sealed plan", where=where, remedy=remedy) from error


def _sealed(body: Mapping[str, Any], seal: str) -> Sealed:
    asked = dict(body["question"])
    question = Question(**asked | {name: tuple(asked[name]) for name in LISTED})
    rules = Rules(
        Fraction(body["risk_limit"]),
        Bet(AuditTest(body["test"]), Fraction(body["bet"])),
        Fraction(body["count_all"]["largest_share_of_stations"]),
        body["draw"] != DRAWS[False],
    )
    answers = tuple((one["holds"], str(one["remark"])) for one in body["preconditions"])
    fixed = (body["missing_copies"], body["understatements"], body["broken_bounds"])
    known = body["format"] == FORMAT and fixed == (MISSING, UNDERSTATEMENT, BROKEN)
    known = known and body["draw"] in DRAWS.values()
    if not known or len(answers) != len(ASKS) or not 0 < rules.limit < 1 or not 0 < rules.largest_share <= 1:
        raise ValueError("another format or other rules")
    whole = [question.pending, body["draws_if_all_agree"]]
    if any(type(number) is not int or number < 0 for number in whole):
        raise ValueError("pending ballots and draws are whole numbers")
    if any(not (holds is None or isinstance(holds, bool)) for holds, _ in answers):
        raise ValueError("an answer is yes, no or unknown")
    return Sealed(question, rules, answers, body["results_sha256"], int(body["draws_if_all_agree"]), seal)


def hash_of(value: Any) -> str:
    """The SHA-256 of plain values, in one way of writing them."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
