"""Protocols of a nation: from rows of text to whole numbers, and every control relation of their form."""

import re
from typing import Any

import numpy as np

from bench.measure import Row, beside, peer, seconds
from scrutator.counting.protocols.checking import ProtocolType, bundled_type, check_protocols, read_protocols

STATIONS = 100_000


def rows() -> list[Row]:
    """100,000 protocols of the Russian form of 2024; the peer does both with pandas."""
    form = bundled_type("russia-2024")
    table = protocol_rows(form)
    protocols = read_protocols(table, form)
    frame: Any = None

    def read() -> None:
        nonlocal frame
        import pandas

        columns = [line.heading for line in form.lines] + list(form.lists)
        frame = pandas.DataFrame(table)[columns].astype("int64")

    reading = peer("pandas, to whole numbers", read)
    checking = peer("pandas, the same sums", lambda: by_pandas(form, frame))
    return [
        *beside(
            f"read {STATIONS:,} protocols from rows of text",
            seconds(lambda: read_protocols(table, form)),
            [reading],
        ),
        *beside(
            f"all relations of {STATIONS:,} protocols",
            seconds(lambda: check_protocols(protocols)),
            [checking],
            "< 0.5 s",
        ),
    ]


def protocol_rows(form: ProtocolType) -> list[dict[str, str]]:
    """Rows of text as a CSV reader gives them."""
    generator = np.random.Generator(np.random.PCG64(2))
    columns = [line.heading for line in form.lines] + list(form.lists)
    counts = generator.integers(0, 500, (STATIONS, len(columns)))
    places = [dict.fromkeys((*form.levels, *form.station), "x") for _ in range(STATIONS)]
    found = []
    for number, (place, row) in enumerate(zip(places, counts.tolist(), strict=True)):
        place |= {form.station[-1]: str(number)} | dict(zip(columns, map(str, row), strict=True))
        found.append(place)
    return found


def by_pandas(form: ProtocolType, frame: Any) -> list[int]:
    """How many protocols break each relation, by sums over columns."""
    headings = {line.heading: line.name for line in form.lines}
    lines = frame.rename(columns=headings).assign(votes=frame[list(form.lists)].sum(axis=1))
    found = []
    for relation in form.relations:
        held = lines.eval(re.sub(r"(?<![<>])=", "==", relation.holds))
        found.append(int((~held).sum()))
    return found
