"""Times that a report states, where a clock can have shown them: a phone of 2099 tells no time."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from scrutator.field.privacy import rounded

LATE, EARLY = timedelta(hours=1), timedelta(days=366)
MOMENTS = ("arrived", "left", "i_when")


def believed(moment: str, received: str) -> str:
    """The moment, where the report can have been made at it; else "": it is unknown then.

    Both are by the station's clock. No later than an hour after the report came in, for clocks go wrong by
    minutes and by an hour of summer; no earlier than 366 days before, for an incident may lie far back.
    Where it is not known when the report came in, the moment stands.
    """
    told, came = rounded(moment, 1), rounded(received, 1)
    if not told or not came:
        return moment
    apart = datetime.fromisoformat(told) - datetime.fromisoformat(came)
    return moment if -EARLY <= apart <= LATE else ""


def unbelieved(reports: Iterable[tuple[Mapping[str, str], str]]) -> int:
    """How many times of these reports, each its answers and when it came in, are taken as unknown."""
    return sum(
        bool(answers.get(name)) and not believed(answers[name], received)
        for answers, received in reports
        for name in MOMENTS
        if name in answers
    )
