"""The register that shares are shares of, and the copies of protocols in the order they came in."""

from collections.abc import Iterator, Mapping, Sequence

from scrutator.field.mission import Station
from scrutator.field.outcomes import IN_COPIES, Outcome, Settled, vote_lines
from scrutator.field.privacy import cell_text, rounded

FRAME_COLUMNS = ("station", "registered", "region", "cell", "zone")


def frame_rows(stations: Sequence[Station]) -> Iterator[tuple[str, ...]]:
    """Every station of the register, whether it was observed or not."""
    for one in sorted(stations, key=lambda one: one.code):
        registered = "" if one.registered is None else str(one.registered)
        yield one.code, registered, cell_text(one.cell[:1]), cell_text(one.cell), one.time_zone


def shown_copies(settled: Sequence[Settled]) -> list[Settled]:
    """The reports whose copies of protocols are shown."""
    return [one for one in settled if one.outcome is Outcome.PUBLISHED and one.reason == IN_COPIES]


def lines_of(copies: Sequence[Settled]) -> list[str]:
    """The lines of the protocols that hold votes, in the order of the alphabet."""
    return sorted({question.name for one in copies for question in vote_lines(one.form)})


def copy_rows(copies: Sequence[Settled], lines: Sequence[str]) -> list[tuple[str, ...]]:
    """Each copy under its station's code."""
    return sorted((_code(one), *(one.answers[line] for line in lines)) for one in copies)


def arrival_rows(copies: Sequence[Settled], lines: Sequence[str], minutes: int) -> list[tuple[str, ...]]:
    """Each copy with the moment it came in, rounded down, and the sum of its votes.

    A count looks at what came in strictly before a moment: where moments are whole multiples of `minutes`,
    rounding down changes nothing of what it sees.
    """
    rows = [
        (rounded(one.report.received, minutes), _code(one), *_votes(one.answers, lines)) for one in copies
    ]
    return [(station, at, *votes) for at, station, *votes in sorted(rows)]


def _votes(answers: Mapping[str, str], lines: Sequence[str]) -> tuple[str, ...]:
    return (str(sum(int(answers[line]) for line in lines)), *(answers[line] for line in lines))


def _code(one: Settled) -> str:
    return one.station.code if one.station else ""
