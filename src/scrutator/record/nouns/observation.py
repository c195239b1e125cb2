"""Missions, their effort, what they observed, and what was counted in the media."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from scrutator.record.cells import (
    CITATIONS,
    COUNT,
    DATE,
    IDENTIFIER,
    PERCENT,
    TEXT,
    Citation,
    choice,
)
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.contests import MARKS
from scrutator.record.unknown import Unknown

SELECTIONS = ("probability sample", "team's own route", "chosen by the host", "unknown")
OBSERVED_STAGES = (
    "pre-election",
    "opening",
    "voting",
    "counting",
    "tabulation",
    "election day",
    "whole process",
)
_SOURCE = "where the value can be found"
_NOTE = "anything a reader should know"


@dataclass(frozen=True)
class Mission:
    """One mission at one election: how much it looked at, and what it concluded."""

    id: str = column(IDENTIFIER, "its id in this record")
    name: str = column(TEXT, "name of the mission")
    actor: str | None = column(IDENTIFIER, "the actor that fielded it", optional=True, target="actors")
    election: str = column(TEXT, "which election, in words")
    contest: str | None = column(
        IDENTIFIER, "the contest, when the case holds it", optional=True, target="contests"
    )
    date: PartialDate = column(DATE, "election day")
    observers: int | Unknown = column(
        COUNT, "observers, as the mission or the authority stated", may_be_missing=True
    )
    observers_words: str | None = column(TEXT, "when the source gives no single number", optional=True)
    stations: int | Unknown = column(COUNT, "polling stations visited", may_be_missing=True)
    regions: str | None = column(TEXT, "where it went", optional=True)
    selection: str = column(choice(*SELECTIONS), "who chose the stations")
    infringements: int | Unknown = column(
        COUNT,
        "stations with infringements reported; 0 only when the mission said it found none",
        may_be_missing=True,
    )
    verdict: str | Unknown = column(TEXT, "what it concluded, in the source's words", may_be_missing=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, _NOTE, optional=True)
    names: Mapping[str, str] = field(default_factory=dict, kw_only=True)
    """The name by language, from the columns `name_<language>`; the English one is `name`."""


@dataclass(frozen=True)
class ObservationStatistic:
    """A figure a mission published about a stage of the process, or the cell that waits for it."""

    mission: str = column(IDENTIFIER, "the mission", target="missions")
    stage: str = column(choice(*OBSERVED_STAGES), "stage of the process")
    measure: str = column(TEXT, "what is measured, e.g. stations where the count was assessed negatively")
    percent: Decimal | Unknown = column(PERCENT, "per cent", may_be_missing=True)
    observed: int | Unknown = column(COUNT, "reports it is a share of", may_be_missing=True)
    words: str | None = column(TEXT, "the source's words, e.g. over 40 %", optional=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, _NOTE, optional=True)


@dataclass(frozen=True)
class MediaShare:
    """A share of coverage, always with what was counted and by whom."""

    monitor: str = column(TEXT, "who counted")
    period: str = column(TEXT, "over which period")
    outlets: str = column(TEXT, "in which outlets")
    counted: str = column(TEXT, "what was counted: seconds, items, announcements, …")
    subject: str = column(TEXT, "whose share")
    list: str | None = column(IDENTIFIER, "the list, when the subject is one", optional=True, target="lists")
    percent: Decimal | Unknown = column(PERCENT, "per cent", may_be_missing=True)
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    note: str | None = column(TEXT, _NOTE, optional=True)


INCIDENT_KINDS = (
    "death", "injury", "violence", "threat", "arrest", "prosecution", "dismissal", "protest", "dispersal",
    "attack on a station", "destruction of material", "theft of material", "irregularity at a station",
    "station not opened", "annulment", "recount", "postponement", "repeat of the vote",
    "denial of registration", "deregistration", "disqualification", "withdrawal", "suspension", "closure",
    "seizure", "suit", "court decision", "refusal", "expulsion of observers", "denial of accreditation",
    "internet shutdown", "blocking of a site", "cyber attack", "censorship", "state of emergency",
    "ban", "alleged offence", "act", "other",
)  # fmt: skip
"""What sort of event, in elections anywhere; "act" is what an authority did, where no other word fits."""


INCIDENT_STATUSES = ("unverified", "being checked", "confirmed", "refuted", "cannot be determined")
"""What a mission found out about an event that was reported to it."""


@dataclass(frozen=True)
class Incident:
    """A dated event: a death, an arrest, an annulment, a closure, an internet shutdown, …"""

    id: str = column(IDENTIFIER, "its id in this record")
    date: PartialDate = column(DATE, "when")
    place: str | None = column(IDENTIFIER, "where", optional=True, target="places")
    kind: str = column(
        choice(*INCIDENT_KINDS),
        "what sort of event",
    )
    text: str = column(TEXT, "what happened, as the source states it")
    source: tuple[Citation, ...] = column(CITATIONS, _SOURCE, target="sources")
    mark: str | None = column(choice(*MARKS), "a warning that goes with it to the page", optional=True)
    status: str | None = column(
        choice(*INCIDENT_STATUSES), "what a mission found out about it; empty: no one says", optional=True
    )
    independent: int | None = column(
        COUNT,
        "how many sources independent of each other saw it, as far as their reports are shown",
        optional=True,
    )
