"""Actors and the ties between them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scrutator.record.cells import (
    CITATIONS,
    DATE,
    DECIMAL,
    IDENTIFIER,
    TEXT,
    Citation,
    choice,
)
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.unknown import Unknown

ACTOR_KINDS = ("person", "organisation", "public body", "party", "media", "mission", "state", "company")
RELATIONS = (
    "employment",
    "membership",
    "leadership",
    "payment",
    "representation",
    "invitation",
    "hosting",
    "publication",
    "participation",
    "observation",
    "ownership",
    "dispute",
    "refusal",
)
LINK_STATUSES = ("stated", "self-disclosed", "confirmed by the payer", "alleged")
_SOURCE = "where it can be found"


@dataclass(frozen=True)
class Actor:
    """A person, an organisation or a body that speaks, pays, observes or decides."""

    id: str = column(IDENTIFIER, "its id in this record")
    name: str = column(TEXT, "name")
    kind: str = column(choice(*ACTOR_KINDS), "what sort of actor")
    aliases: str | None = column(TEXT, "other names, separated by semicolons", optional=True)
    note: str | None = column(TEXT, "only what a source states", optional=True)
    source: tuple[Citation, ...] | None = column(CITATIONS, _SOURCE, optional=True, target="sources")
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """The name by language, from the columns `name_<language>`; the English one is `name`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A tie between two actors, exactly as its source states it."""

    id: str = column(IDENTIFIER, "its id in this record")
    origin: str = column(IDENTIFIER, "from: who works for, pays, leads, observes through, …", target="actors")
    relation: str = column(choice(*RELATIONS), "kind of tie")
    target: str = column(IDENTIFIER, "to", target="actors")
    text: str = column(TEXT, "the tie in words: origin … target")
    start: PartialDate | None = column(DATE, "from when", optional=True)
    end: PartialDate | None = column(DATE, "until when", optional=True)
    amount: Decimal | Unknown | None = column(DECIMAL, "sum paid", optional=True, may_be_missing=True)
    currency: str | None = column(TEXT, "currency of the sum", optional=True)
    status: str = column(choice(*LINK_STATUSES), "alleged: it rests on a single hostile source")
    disclosed: str = column(
        choice("yes", "no", "unknown"),
        "whether it was disclosed where the speaker spoke; `no` needs a source that shows it",
    )
    duty: tuple[Citation, ...] | None = column(
        CITATIONS,
        "the rule that obliged the speaker to disclose it; without one nothing is called undeclared",
        optional=True,
        target="sources",
    )
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
