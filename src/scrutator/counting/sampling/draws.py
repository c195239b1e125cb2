"""Drawing a sample: a pure function of the frame's hash, the design and a public seed."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from scrutator.counting.sampling.allocation import allocate
from scrutator.counting.sampling.frames import Frame, Row, frame_hash, no_column, stratum_of
from scrutator.counting.sampling.pps import brewer, sampford, systematic
from scrutator.counting.sampling.public_seed import DRAW_FORMAT, Randomness, normalise_seed
from scrutator.errors import ScrutatorError

PPS = {"pps-systematic": systematic, "pps-sampford": sampford, "pps-brewer": brewer}
METHODS = ("simple", "cluster", "two-stage", *PPS)
ALLOCATIONS = ("proportional", "neyman")


@dataclass(frozen=True)
class DrawDesign:
    """What is registered before the draw. `stations` counts stations, or clusters for cluster designs.

    `strata` and `cluster` name columns of the frame; `per_cluster` is the second-stage number;
    `spreads` are the stratum standard deviations a Neyman allocation needs; `replacements` is how
    many substitutes per stratum are named in advance, in order.
    """

    stations: int
    method: str = "simple"
    strata: tuple[str, ...] = ()
    allocation: str = "proportional"
    cluster: str = ""
    per_cluster: int = 0
    minimum: int = 2
    replacements: int = 0
    spreads: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Drawn:
    """One drawn station: its stratum, cluster, design weight and place in the draw.

    `replacement` is 0 for the sample itself, else the order in which a substitute steps in.
    """

    station: str
    stratum: str
    cluster: str
    weight: float
    population: int
    cluster_size: int
    replacement: int


@dataclass(frozen=True)
class Draw:
    """A finished draw with everything anyone needs to repeat it."""

    frame_sha256: str
    seed: str
    design: DrawDesign
    drawn: tuple[Drawn, ...]

    @property
    def sample(self) -> tuple[Drawn, ...]:
        """The stations of the sample, without replacements."""
        return tuple(one for one in self.drawn if one.replacement == 0)

    def as_json(self) -> dict[str, Any]:
        """The draw as plain values, for publication."""
        return {
            "format": DRAW_FORMAT,
            "frame_sha256": self.frame_sha256,
            "seed": self.seed,
            "design": asdict(self.design) | {"strata": list(self.design.strata)},
            "drawn": [asdict(one) for one in self.drawn],
        }


def design_hash(design: DrawDesign) -> str:
    """The second label of a draw's randomness: SHA-256 of the design as one line of JSON, keys sorted."""
    plain = json.dumps(asdict(design), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


def draw_sample(frame: Frame, design: DrawDesign, seed: str) -> Draw:
    """Answer: which stations does this public seed select?

    Raises C04 for a short seed, C05 for a missing column, C06 when the design does not fit the
    frame. The same frame, design and seed give the same sample on every machine.
    """
    _check(frame, design)
    text, fingerprint = normalise_seed(seed), frame_hash(frame)
    source = Randomness(text, (fingerprint, design_hash(design)))
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in frame.rows:
        groups[stratum_of(row, design.strata)].append(row)
    sizes = {name: len(_units(frame, design, rows)) for name, rows in sorted(groups.items())}
    spreads = design.spreads if design.allocation == "neyman" else None
    if spreads is not None and set(sizes) - set(spreads):
        missing = sorted(set(sizes) - set(spreads))[0]
        raise ScrutatorError("C06", f"Neyman allocation has no spread for stratum {missing!r}")
    unknown = sorted(set(spreads or ()) - set(sizes))
    if unknown:
        raise ScrutatorError("C06", f"a spread is given for {unknown[0]!r}, and there is no such stratum")
    numbers = allocate(design.stations, sizes, spreads, minimum=design.minimum)
    drawn: list[Drawn] = []
    for name in sizes:
        drawn += _draw_stratum(frame, design, name, groups[name], numbers[name], source.below(name))
    return Draw(fingerprint, text, design, tuple(drawn))


PUBLISHED = {"format", "frame_sha256", "design", "seed", "drawn"}


def verify_draw(frame: Frame, published: Mapping[str, Any]) -> tuple[str, ...]:
    """Answer: does re-drawing from the published frame, design and seed give the published sample?

    Returns the differences in words; none means that frame, design, seed and sample agree (not that the
    seed was public or drawn after the frame). Raises C07 for a draw of another format.
    """
    if published["format"] != DRAW_FORMAT:
        what = f"the draw is of format {published['format']!r}, this program draws by {DRAW_FORMAT}"
        remedy = "In format 1 plain numbers as station codes biased draws by size: publish a new draw."
        raise ScrutatorError("C07", what, remedy=remedy)
    given = dict(published["design"])
    design = DrawDesign(**{**given, "strata": tuple(given["strata"])})
    if frame_hash(frame) != published["frame_sha256"]:
        what = "the frame is not the one the sample was drawn from: its hash differs"
        return (f"{what}, as it does when only the columns stand in another order",)
    strange = sorted(set(published) - PUBLISHED)
    if strange:
        return (f"the published draw says {strange[0]!r}, which no draw says",)
    again = {one["station"]: one for one in draw_sample(frame, design, published["seed"]).as_json()["drawn"]}
    named = {one["station"]: one for one in published["drawn"]}
    faults = [
        f"{station} is published but not drawn by the seed" for station in named if station not in again
    ]
    faults += [
        f"{station} is drawn by the seed but not published" for station in again if station not in named
    ]
    faults += [
        f"{station} is published with other particulars than drawn"
        for station in named
        if station in again and dict(named[station]) != again[station]
    ]
    if len(named) != len(published["drawn"]):
        faults.append("a station is published twice")
    return tuple(faults)


def _check(frame: Frame, design: DrawDesign) -> None:
    for column in (*design.strata, *filter(None, (design.cluster,))):
        if column not in frame.columns:
            raise no_column(column, frame.columns)
    if design.method not in METHODS or design.allocation not in ALLOCATIONS:
        what = f"{design.method!r} with {design.allocation!r} allocation is not a design this tool draws"
        raise ScrutatorError("C06", what, remedy="Methods: " + ", ".join(METHODS) + ".")
    _refuse_unused(design)
    clustered = design.method in ("cluster", "two-stage")
    if clustered and not design.cluster:
        raise ScrutatorError("C06", f"a {design.method} draw needs the column that names the cluster")
    if design.method == "two-stage" and design.per_cluster < 1:
        raise ScrutatorError("C06", "a two-stage draw needs the number of stations per cluster")
    if design.method in PPS and not frame.size:
        raise ScrutatorError("C06", "drawing in proportion to size needs a column of register sizes")
    if design.method in PPS:
        _check_sizes(frame)


def _refuse_unused(design: DrawDesign) -> None:
    """A part of the design that its method would not use is refused: it would be published, and be untrue."""
    unused = ""
    if design.cluster and design.method not in ("cluster", "two-stage"):
        unused = "the column that names the cluster"
    elif design.per_cluster and design.method != "two-stage":
        unused = "the number of stations per cluster"
    elif design.spreads and design.allocation != "neyman":
        unused = "the spreads of the strata"
    if unused:
        what = f"{unused} has no effect on a {design.method} draw with {design.allocation} allocation"
        raise ScrutatorError("C06", what, remedy="Leave it out, or choose the method that uses it.")


def _check_sizes(frame: Frame) -> None:
    """A station without a size would have no chance of being drawn, and its stratum would not say so."""
    idle = [row[frame.key] for row in frame.rows if not frame.registered(row)]
    if idle:
        what = (
            f"{len(idle)} of {len(frame.rows)} stations have an unknown or zero size and could never be drawn"
        )
        remedy = (
            "Find their registers, or take these stations out of the frame and say that they are not covered."
        )
        raise ScrutatorError("C06", what, where=", ".join(idle[:5]), remedy=remedy)


def _units(frame: Frame, design: DrawDesign, rows: Sequence[Row]) -> list[str]:
    if design.method in ("cluster", "two-stage"):
        return sorted({row[design.cluster] for row in rows})
    return [row[frame.key] for row in rows]


def _draw_stratum(
    frame: Frame, design: DrawDesign, name: str, rows: list[Row], number: int, source: Randomness
) -> list[Drawn]:
    if design.method in PPS:
        return _draw_pps(frame, design, name, rows, number, source)
    units = _units(frame, design, rows)
    order = source.shuffle(units)
    if design.method == "simple":
        weight = len(units) / number if number else 0.0
        last = number + min(design.replacements, len(units) - number)
        return [
            Drawn(unit, name, "", weight, len(units), 1, max(0, place - number + 1))
            for place, unit in enumerate(order[:last])
        ]
    return [
        one
        for unit in order[:number]
        for one in _draw_cluster(frame, design, name, rows, unit, (number, len(units)), source)
    ]


def _draw_cluster(
    frame: Frame,
    design: DrawDesign,
    name: str,
    rows: list[Row],
    unit: str,
    first: tuple[int, int],
    source: Randomness,
) -> list[Drawn]:
    number, population = first
    members = [row[frame.key] for row in rows if row[design.cluster] == unit]
    order = source.below(unit).shuffle(members)
    take = len(members) if design.method == "cluster" else min(design.per_cluster, len(members))
    weight = population / number * len(members) / take
    spare = 0 if design.method == "cluster" else min(design.replacements, len(members) - take)
    return [
        Drawn(station, name, unit, weight, population, len(members), max(0, place - take + 1))
        for place, station in enumerate(order[: take + spare])
    ]


def _draw_pps(
    frame: Frame, design: DrawDesign, name: str, rows: list[Row], number: int, source: Randomness
) -> list[Drawn]:
    """Draw in proportion to the register. Stations larger than one interval are taken for sure.

    A planned replacement is a further station in ticket order. Its weight is 0 until it steps in; then
    it inherits the weight of the one it replaces (see `replacements`).
    """
    sizes = {row[frame.key]: float(frame.registered(row) or 0) for row in rows}
    order = source.shuffle([station for station, size in sizes.items() if size > 0])
    chances = PPS[design.method](order, sizes, number, source)
    spare = [station for station in order if station not in chances][: design.replacements]
    drawn = [Drawn(s, name, "", 1 / chance, len(rows), 1, 0) for s, chance in chances.items()]
    return drawn + [Drawn(s, name, "", 0.0, len(rows), 1, place + 1) for place, s in enumerate(spare)]
