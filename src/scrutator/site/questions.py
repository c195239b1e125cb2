"""The questions of a site, one page each, and which page shows what a method found."""

from collections.abc import Mapping
from enum import StrEnum


class Question(StrEnum):
    """A page that answers one question; the value is its folder or file, and its key among the words."""

    EVIDENCE = "evidence"
    CLAIMS = "claims"
    MISSIONS = "missions"
    ACTORS = "actors"
    PROMISES = "promises"
    LAW = "law"
    RESULTS = "results"
    FORENSICS = "forensics"
    COUNT = "count"
    OBSERVATION = "observation"
    EVENTS = "events"
    SOURCES = "sources"
    STATEMENT = "statement"
    VERIFY = "verify"

    @property
    def path(self) -> str:
        """The page's file inside the folder of a language."""
        return "index.html" if self is Question.EVIDENCE else f"{self}/index.html"


BY_METHOD: Mapping[str, Question] = {
    "ledger.independence": Question.ACTORS,
    "ledger.commitments": Question.PROMISES,
    "ledger.recommendations": Question.PROMISES,
    "ledger.norms": Question.PROMISES,
    "ledger.missions": Question.MISSIONS,
    "ledger.media": Question.EVENTS,
    "ledger.complaints": Question.EVENTS,
    "official.effort": Question.OBSERVATION,
    "counting.sight": Question.OBSERVATION,
    "counting.visits": Question.OBSERVATION,
}
"""Methods that another page shows than the rest of their room."""

BY_ROOM: Mapping[str, Question] = {
    "ledger": Question.CLAIMS,
    "law": Question.LAW,
    "official": Question.RESULTS,
    "forensics": Question.FORENSICS,
    "counting": Question.COUNT,
    "observation": Question.OBSERVATION,
}


def question_of(method: str) -> Question:
    """The page that shows the findings of a method. KeyError for a method of no known room."""
    return BY_METHOD.get(method) or BY_ROOM[method.partition(".")[0]]
