"""Draw a sample of stations by a public seed, so that anyone can draw it again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.shown import Grid, Shown, View
from scrutator.api.tables import columns_of, text_rows
from scrutator.api.votes import whole
from scrutator.counting.sampling.draws import PPS, Draw, DrawDesign, Drawn
from scrutator.counting.sampling.draws import draw_sample as draw_from
from scrutator.counting.sampling.frames import make_frame
from scrutator.errors import ScrutatorError


@dataclass(frozen=True, repr=False)
class Sample(Shown):
    """A drawn sample with all that is needed to repeat the draw: hash of the frame, design, seed."""

    draw: Draw

    @property
    def stations(self) -> tuple[Drawn, ...]:
        """The drawn stations, each with stratum, weight and the size of its stratum; no substitutes."""
        return self.draw.sample

    def __len__(self) -> int:
        return len(self.stations)

    def view(self) -> View:
        drawn: dict[str, list[Drawn]] = {}
        for one in self.stations:
            drawn.setdefault(one.stratum, []).append(one)
        rows = tuple(
            (name, len(some), some[0].population, ", ".join(one.station for one in some[:3]))
            for name, some in drawn.items()
        )
        grid = Grid("", ("stratum", "drawn", "of", "for example"), rows)
        return View(f"{len(self)} stations drawn by the seed {self.draw.seed}", (grid,),
                    (f"Frame SHA-256 {self.draw.frame_sha256}.",))  # fmt: skip

    def to_dict(self) -> dict[str, Any]:
        """Plain values: the draw as it is published, the same that `scrutator sample draw --out` writes."""
        return self.draw.as_json()


@checked
def draw_sample(
    frame: Any, stations: int, *, seed: str, key: str = "station", strata: Sequence[str] = (),
    size: str = "", method: str = "simple", cluster: str = "", per_cluster: int = 0, minimum: int = 2,
    replacements: int = 0, spreads: Mapping[str, float] | None = None,
) -> Sample:  # fmt: skip
    """Which stations does this public seed select?

    `frame` is the list of all stations: a file, columns, a frame or rows; `key` names the column that
    identifies a station, `strata` those whose values together are the stratum, `size` the register.
    `stations` is how many to draw (clusters, for the methods "cluster" and "two-stage"). `seed` is drawn
    in public: the digits of 20 or more dice. `spreads`, standard deviations by stratum, ask for Neyman
    allocation. The draw is a function of frame, design and seed: the same on any machine, in any
    order of the rows. Raises C04 for a short seed, C05 and C06 for a frame or design that does not fit.

    Examples:
        >>> import scrutator
        >>> frame = {
        ...     "station": [f"S{n:03}" for n in range(200)],
        ...     "region": ["North"] * 120 + ["South"] * 80,
        ... }
        >>> sample = scrutator.draw_sample(frame, 20, strata=["region"], seed="31415926535897932384")
        >>> len(sample), sample.stations[0].weight
        (20, 10.0)
    """
    if isinstance(strata, str):
        raise ScrutatorError("A01", f"strata={strata!r}", remedy=f"Give a list of columns: [{strata!r}].")
    _refuse_useless(key, size, method, spreads or {})
    made = make_frame(
        text_rows(columns_of(frame, "the frame", [*strata, key], [size] if size else [])), key, size
    )
    design = DrawDesign(
        stations=whole(stations, "stations"),
        method=method,
        strata=tuple(strata),
        allocation="neyman" if spreads else "proportional",
        cluster=cluster,
        per_cluster=whole(per_cluster, "per_cluster"),
        minimum=whole(minimum, "minimum"),
        replacements=whole(replacements, "replacements"),
        spreads=dict(spreads or {}),
    )
    return Sample(draw_from(made, design, seed))


def _refuse_useless(key: str, size: str, method: str, spreads: Mapping[str, float]) -> None:
    """Raises A01 for an argument that cannot be used, or that has no effect."""
    if not key:
        raise ScrutatorError("A01", "key=''", remedy="Name the column that identifies a station.")
    if size and method not in PPS:
        what = f"size has no effect with method={method!r}"
        raise ScrutatorError("A01", what, remedy=f"Leave it out, or draw by {' or '.join(sorted(PPS))}.")
    if not all(isfinite(one) and one >= 0 for one in spreads.values()):
        raise ScrutatorError("A01", f"spreads={spreads!r:.60}", remedy="Give numbers of 0 or more.")
