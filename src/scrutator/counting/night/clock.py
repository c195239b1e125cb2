"""Moments of a night as people write them: 21:30, or 24:30 for half past midnight; on one clock or several.

A country with several clocks names the night's zone and the column of each station's: a station's times are
read on its own clock and all are put in the order in which they happened.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scrutator.errors import ScrutatorError

LATEST_HOUR = 48  # a night may last until the next day is over


def clock(text: str, day: date | None, zone: ZoneInfo | None = None) -> datetime:
    """Read a moment: ISO date and time, or "HH:MM" on the night's date ("24:30" is past midnight).

    With a zone the moment is on that zone's clock, unless it says its own distance from UTC; the answer is in
    UTC. Raises C08, also for a time that this clock skips or shows twice when it is changed.
    """
    try:
        moment = _written(text, day, zone is not None)
        if zone is None:
            return moment
        # In UTC moments compare as they happened; within one zone Python compares what the clock showed.
        return (moment if moment.tzinfo is not None else _on(moment, zone)).astimezone(UTC)
    except ValueError as error:
        raise ScrutatorError("C08", f"{text!r} is not a time: {error}") from error


def _written(text: str, day: date | None, zoned: bool) -> datetime:
    if "-" in text:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None and not zoned:
            raise ValueError(
                'give local time of one zone, without the zone, or name the night\'s: zone = "…"'
            )
        return moment
    hours, minutes = (int(part) for part in text.split(":")[:2])
    if not (0 <= hours < LATEST_HOUR and 0 <= minutes < 60):
        raise ValueError(f"hours go from 0 to {LATEST_HOUR - 1} (after midnight), minutes from 0 to 59")
    if day is None:
        raise ValueError("the night file gives no date")
    return datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)


def _on(moment: datetime, zone: ZoneInfo) -> datetime:
    """A wall-clock time as a moment. Raises ValueError where the clock is changed over it."""
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first
    skipped = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != moment
    what = "skips it" if skipped else "shows it twice"
    raise ValueError(f"the clock of {zone.key} {what} that night: write it with its distance from UTC")


def zone_named(name: str, where: str) -> ZoneInfo:
    """The IANA time zone of this name. Raises C08."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = "Write it as in the IANA list: Asia/Almaty."
        raise ScrutatorError(
            "C08", f"there is no time zone {name[:40]!r}", where=where, remedy=remedy
        ) from error


def on_clock(at: datetime, zone: tzinfo | None) -> datetime:
    """The same moment as a zone's clock shows it; as it is where the night has one clock."""
    return at if zone is None else at.astimezone(zone)
