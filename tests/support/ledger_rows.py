"""Builders of the rows of small ledgers, for the tests."""

from typing import Any

from scrutator.record.cells import read_citations
from scrutator.record.nouns.actors import Actor, Link
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.contests import Place
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
        "missing": None, "contradicts": None, "speaker": None, "gap": None, "search": None, "contest": None,
        "assessment": None, "each": None, "norms": None,
    }  # fmt: skip
    return Proposition(**{**defaults, **changes})


def line(name: str, cited: str = "A", **changes: Any) -> EvidenceLine:
    defaults: dict[str, Any] = {
        "id": name, "proposition": "P", "direction": "supports", "covers": "whole", "method": "document",
        "strength": "strong", "text": "text", "figure": None, "denominator": None, "root": None, "condition": None, "years": None, "side": None,
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


def place(name: str, parent: str | None = None) -> Place:
    return Place(id=name, name=name, level="region", parent=parent, code=None, start=None, end=None,
                 source=read_citations("A"))  # fmt: skip


def claim(name: str, *speakers: str) -> Claim:
    return Claim(id=name, topic="t", speaker=speakers, text="t", quotation=None, quotation_language=None, reported_by=None, date=None, decided_by=None,
                 source=read_citations("A"), note=None)  # fmt: skip


def link(name: str, origin: str, relation: str, target: str, **changes: Any) -> Link:
    defaults: dict[str, Any] = {
        "id": name, "origin": origin, "relation": relation, "target": target, "text": name, "start": None,
        "end": None, "amount": None, "currency": None, "status": "stated", "disclosed": "unknown", "duty": None,
        "source": read_citations("A"),
    }  # fmt: skip
    return Link(**{**defaults, **changes})


def actor(name: str, kind: str = "organisation", **changes: Any) -> Actor:
    return Actor(**{"id": name, "name": name.title(), "kind": kind, "aliases": None, "note": None, "source": None,
                    **changes})  # fmt: skip
