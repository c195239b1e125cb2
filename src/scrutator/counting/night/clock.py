"""Moments of a night as people write them: 21:30, or 24:30 for half past midnight."""

from datetime import date, datetime, time, timedelta

from scrutator.errors import ScrutatorError

LATEST_HOUR = 48  # a night may last until the next day is over


def clock(text: str, day: date | None) -> datetime:
    """Read a moment: ISO date and time, or "HH:MM" on the night's date ("24:30" is past midnight)."""
    try:
        if "-" in text:
            moment = datetime.fromisoformat(text)
            if moment.tzinfo is not None:
                raise ValueError("give local time of one zone, without the zone")
            return moment
        hours, minutes = (int(part) for part in text.split(":")[:2])
        if not (0 <= hours < LATEST_HOUR and 0 <= minutes < 60):
            raise ValueError(f"hours go from 0 to {LATEST_HOUR - 1} (after midnight), minutes from 0 to 59")
        if day is None:
            raise ValueError("the night file gives no date")
        return datetime.combine(day, time()) + timedelta(hours=hours, minutes=minutes)
    except ValueError as error:
        raise ScrutatorError("C08", f"{text!r} is not a time: {error}") from error
