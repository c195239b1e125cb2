"""The sealed plan of an audit of ballots: statements, published cards, test and limit."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from scrutator.counting.audits.poll import CardTest
from scrutator.counting.audits.sealed import hash_of
from scrutator.errors import ScrutatorError

FORMAT = "scrutator-ballot-plan-1"
MISSING = "a card that was drawn and not found counts as the worst case, value 0"
COUNT_ALL = "count all by hand when the limit is not met; that count is the result"


@dataclass(frozen=True)
class CardQuestion:
    """What is to be shown of which cards, by which test: as the options of the command were written.

    `recorded` says whether cards are compared with records; `errors` is for the test cobra alone.
    """

    published: Mapping[str, int]
    ahead: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    seats: str = ""
    invalid: tuple[str, ...] = ()
    test: str = CardTest.ALPHA.value
    rounds: str = ""
    risk: float = 5.0
    replacement: bool = False
    recorded: bool = False
    errors: str = ""


LISTED = ("ahead", "above", "below", "invalid")


def seal_cards(question: CardQuestion) -> dict[str, Any]:
    """The plan as plain values, with its own SHA-256 as "seal"."""
    asked = asdict(question) | {name: list(getattr(question, name)) for name in LISTED}
    body = {"format": FORMAT, "question": asked, "missing_cards": MISSING, "count_all": COUNT_ALL}
    return body | {"seal": hash_of(body)}


def read_sealed_cards(text: str, where: str) -> tuple[CardQuestion, str]:
    """The question of a plan and its seal. Raises C14 when it is none, or was changed after it was sealed."""
    try:
        body = json.loads(text)
        seal = body.pop("seal")
        if body["format"] == FORMAT and seal != hash_of(body):
            what = "the plan was changed after it was sealed"
            raise ScrutatorError("C14", what, where=where, remedy="Use the file as it was published.")
        if body["format"] != FORMAT or (body["missing_cards"], body["count_all"]) != (MISSING, COUNT_ALL):
            raise ValueError("another format or other rules")
        asked = dict(body["question"])
        question = CardQuestion(**asked | {name: tuple(asked[name]) for name in LISTED})
        CardTest(question.test)
        if any(type(number) is not int or number < 0 for number in question.published.values()):
            raise ValueError("cards are whole numbers")
        return question, str(seal)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        remedy = "Write one with `scrutator audit ballots-plan … --out plan.json`."
        raise ScrutatorError(
            "C14", "this is not a sealed plan of ballots", where=where, remedy=remedy
        ) from error
