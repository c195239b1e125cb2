"""Methods on a quick count: was the sample drawn as published, and what did the night say when?"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from scrutator.findings.context import Context
from scrutator.findings.method import Method
from scrutator.findings.methods.counting.files import DrawFile, night_of, rows_of, toml_of
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.counting.night.night_file import Night
    from scrutator.counting.night.replay import Look

COLUMNS = (
    "before", "reports", "list", "unadjusted, %", "adjusted, %", "low, %", "high, %", "known result, %",
    "interval holds", "gates",
)  # fmt: skip
DRAW_FILES = ("frame.csv", "draw.csv", "draw.toml")
NIGHT_FILES = ("night.toml", "frame.csv", "draw.csv", "sample.csv", "arrivals.csv")


def ready_draw(context: Context) -> None:
    """Raises N03 for a file of the draw that is missing or cannot be used, C05 for the frame."""
    from scrutator.counting.sampling.frames import make_frame

    case, parameters = context.case, context.parameters
    toml_of(case, "draw.toml", DrawFile)
    key, size = str(parameters.get("key", "station")), str(parameters.get("size", "registered"))
    make_frame(rows_of(case, "frame"), key, size)
    rows_of(case, "draw", ("weight",))


def run_draw(context: Context) -> Outcome:
    """Re-draw the sample from frame, design and public seed, and compare with draw.csv."""
    case, parameters = context.case, context.parameters
    from scrutator.counting.sampling.draws import DrawDesign, draw_sample
    from scrutator.counting.sampling.frames import frame_hash, make_frame

    given = toml_of(case, "draw.toml", DrawFile)
    key, size = str(parameters.get("key", "station")), str(parameters.get("size", "registered"))
    frame = make_frame(rows_of(case, "frame"), key, size)
    design = DrawDesign(**msgspec.structs.asdict(given.design))
    again = {one.station: one for one in draw_sample(frame, design, given.seed).drawn}
    published = {row["station"]: row for row in rows_of(case, "draw", ("weight",))}
    same = {
        name
        for name, one in again.items()
        if name in published and float(published[name]["weight"] or 0) == one.weight
    }
    confirmed = len(same) == len(again) == len(published) and frame_hash(frame) == given.frame_sha256
    verdict = "confirmed" if confirmed else "not confirmed"
    figures = (
        Figure("verdict", verdict),
        Figure("frame", len(frame.rows), "stations"),
        Figure("drawn", len(published), "stations"),
        Figure("confirmed", len(same), "stations", note="drawn again with the same weight"),
        Figure("frame_sha256", frame_hash(frame)),
        Figure("seed", given.seed),
    )
    caveat = "That the seed was thrown after the frame was published is a fact outside this folder."
    return Outcome(f"The draw of {len(published)} stations is {verdict}", figures, (), (caveat,))


def run_quickcount(context: Context) -> Outcome:
    """The night at its registered moments: estimates, late bounds, sentences, gates, errors."""
    case = context.case
    from scrutator.counting.night.replay import hours, look_at, replay_moments

    night = night_of(case)
    names = {row.id: row.name for row in case.lists}
    figures: list[Figure] = [Figure("drawn", len(night.sample.stations), "stations")]
    rows: list[tuple[Value | None, ...]] = []
    said_rows: list[tuple[Value | None, ...]] = []
    looked_at = replay_moments(night)
    for moment, at in zip(looked_at, hours(looked_at), strict=True):
        _, look = look_at(night, moment)
        figures += [
            Figure("arrived", look.moment.arrived, "stations", {"at": at}),
            Figure("release", _release(look), "", {"at": at}),
        ]
        for place in range(len(look.moment.shares)):
            found, row = _share(night, look, place, at, names)
            figures += found
            rows += [row] if row else []
        said_rows += [(at, _named(said.text, names), _sure(said.probability)) for said in look.said]
        closed = "; ".join(gate.why for gate in look.opened if not gate.open)
        figures.append(Figure("withheld_because", closed or "all gates open", "", {"at": at}))
    covered = [row[8] for row in rows if row[8] is not None]
    figures += [
        Figure("intervals", len(covered), "intervals"),
        Figure("intervals_that_hold", covered.count("yes"), "intervals"),
    ]
    note = "The interval adds the bound for late stations to the sampling error."
    moments = Table("moments", "The night, moment by moment", COLUMNS, tuple(rows), note)
    words = Table("sentences", "What could be said", ("before", "sentence", "sure, %"), tuple(said_rows))
    final = _named(look.said[0].text, names)
    return Outcome(final, tuple(figures), (moments, words), CAVEATS)


def _release(look: "Look") -> str:
    return "may be released" if look.released else "withheld"


def _share(
    night: "Night", look: "Look", place: int, at: str, names: dict[str, str]
) -> tuple[list[Figure], tuple[Value | None, ...] | None]:
    """One list at one moment: its figures, and its row of the table where there is an interval."""
    from scrutator.counting.estimation.intervals import Limits

    one = look.moment.shares[place]
    where = {"at": at, "list": names.get(one.name, one.name)}
    if one.value != one.value or not isinstance(one.interval, Limits):
        missing = Unknown(Missing.NOT_APPLICABLE, getattr(one.interval, "because", ""))
        return [Figure("share", missing, "%", where)], None
    interval = Interval(100 * one.interval.low, 100 * one.interval.high, one.interval.kind)
    figures = [
        Figure("share", 100 * one.value, "%", where, interval),
        Figure("late_bound", 100 * (one.late or 0.0), "points", where),
    ]
    error = look.errors[place]
    if error is not None:
        figures.append(Figure("error", 100 * error, "points", where))
    before = 100 * float(look.moment.unadjusted.values[place])
    holds = {None: None, True: "yes", False: "no"}[look.covered[place]]
    shown = (before, 100 * one.value, float(interval.low), float(interval.high), night.official.get(one.name))
    return figures, (at, look.moment.arrived, where["list"], *shown, holds, _release(look))


CAVEATS = (
    "Probabilities are design-based approximations, not posteriors; the late bound counts against the claim.",
    "A quick count checks the counting and adding-up of what the stations posted, not how ballots got there.",
)


def _named(text: str, names: Mapping[str, str]) -> str:
    for short, name in names.items():
        text = text.replace(short, name)
    return text


def _sure(probability: float | None) -> Value:
    if probability is None:
        return Unknown(Missing.NOT_APPLICABLE, "no interval")
    return min(100 * probability, 99.9)


DRAW = Method(
    id="counting.draw",
    version="1",
    question="Does the public seed select the very stations that were published?",
    run=run_draw,
    prepare=ready_draw,
    reads=DRAW_FILES,
    parameters={"key": "column of the station's code (default station)", "size": "column of the register"},
)
QUICKCOUNT = Method(
    id="counting.quickcount",
    version="1",
    question="What did the quick count say at each moment of the night, and was it ready to be released?",
    run=run_quickcount,
    prepare=lambda context: night_of(context.case),
    reads=NIGHT_FILES,
)
