"""Polling stations: their results, the frame a sample is drawn from, and the drawn sample.

Tables of this module may have further columns; what those hold is said where the table is declared.
"""

from dataclasses import dataclass
from decimal import Decimal

from scrutator.record.cells import COUNT, DECIMAL, TEXT
from scrutator.record.columns import column

STATION = "the station's code, as the commission writes it"


@dataclass(frozen=True)
class StationResult:
    """What was published for one polling station; further columns hold votes of lists, flags or labels."""

    region: str | None = column(TEXT, "region", optional=True)
    district: str | None = column(TEXT, "district", optional=True)
    station: str | None = column(TEXT, STATION, optional=True)
    registered: int | None = column(COUNT, "registered voters; empty: not published", optional=True)
    ballots_cast: int | None = column(COUNT, "ballots cast; empty: not published", optional=True)
    valid: int | None = column(COUNT, "valid ballots; empty: not published", optional=True, needed=True)
    leader: int | None = column(COUNT, "votes of the list examined", optional=True)
    runner_up: int | None = column(COUNT, "votes of the next list", optional=True)


@dataclass(frozen=True)
class FrameStation:
    """One station of the list that samples are drawn from; further columns are strata, types, districts."""

    station: str = column(TEXT, STATION)
    registered: int | None = column(COUNT, "registered voters; empty: not known", optional=True)


@dataclass(frozen=True)
class DrawnStation:
    """One station of a drawn sample, as `scrutator sample draw` writes it."""

    station: str = column(TEXT, STATION)
    stratum: str | None = column(TEXT, "its stratum", optional=True)
    cluster: str | None = column(TEXT, "its cluster", optional=True)
    weight: Decimal | None = column(DECIMAL, "stations it stands for", optional=True)
    population: int | None = column(COUNT, "stations or clusters in its stratum", optional=True)
    cluster_size: int | None = column(COUNT, "stations in its cluster", optional=True)
    replacement: int | None = column(
        COUNT, "0: drawn first; otherwise its place as replacement", optional=True
    )
