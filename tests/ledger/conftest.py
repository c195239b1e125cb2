"""Builders of small ledgers for the tests of this room."""

from collections.abc import Callable
from typing import Any

import pytest

from scrutator.ledger.rulings import Evidence, cards_of
from scrutator.record.cells import read_citations
from scrutator.record.nouns.claims import EvidenceLine, Proposition
from scrutator.record.nouns.sources import Source


def source(name: str, **changes: Any) -> Source:
    defaults: dict[str, Any] = {
        "id": name, "title": name, "publisher": None, "kind": "press", "date": None, "address": None,
        "obtained": "part", "locator": "none", "root": None, "actor": None, "sha256": None, "note": None,
    }  # fmt: skip
    return Source(**{**defaults, **changes})


def proposition(name: str = "P", **changes: Any) -> Proposition:
    defaults: dict[str, Any] = {
        "id": name, "claim": "C", "text": "text", "kind": "fact", "stage": "voting", "place": None,
        "period": None, "about": None, "verdict": None, "extent": None, "override_reason": None,
        "missing": None, "contradicts": None,
    }  # fmt: skip
    return Proposition(**{**defaults, **changes})


def line(name: str, cited: str = "A", **changes: Any) -> EvidenceLine:
    defaults: dict[str, Any] = {
        "id": name, "proposition": "P", "direction": "supports", "covers": "whole", "method": "document",
        "strength": "strong", "text": "text", "figure": None, "denominator": None, "root": None,
        "source": read_citations(cited),
    }  # fmt: skip
    return EvidenceLine(**{**defaults, **changes})


SOURCES = (
    *(source(name) for name in "ABCDEFGH"),
    source("copy-of-A", root="A"),
    source("by-lines", locator="line"),
    source("own", actor="speaker"),
    source("unread", obtained="not obtained"),
    source("quoted", obtained="quotation"),
)


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(cards_of(SOURCES))


@pytest.fixture
def make_line() -> Callable[..., EvidenceLine]:
    return line


@pytest.fixture
def make_proposition() -> Callable[..., Proposition]:
    return proposition
