"""A map of incidents without a map: marks at the coordinates of their places, drawn as SVG text.

Nothing is asked of any other server. Longitudes are narrowed by the cosine of the middle latitude, so that
shapes are near to true within one country; one that lies on both sides of the 180th meridian is drawn whole.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt
from xml.sax.saxutils import escape, quoteattr

WIDTH, MARGIN, TALLEST, LEAST_TALL = 480, 28, 480, 160
GRID = 3  # units within which faint dots are one
SMALLEST, LARGEST = 11, 26


@dataclass(frozen=True)
class Spot:
    """A point of the earth, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Mark:
    """What is drawn at a spot: its name, how many events, and whether any of them is confirmed."""

    spot: Spot
    name: str
    events: int
    confirmed: bool


def centre(spots: Sequence[Spot]) -> Spot:
    """The middle of some spots, all of one side of the 180th meridian or of both."""
    unrolled = [_unrolled(spot, spots[0].longitude) for spot in spots]
    longitude = sum(spot.longitude for spot in unrolled) / len(spots)
    return Spot(sum(spot.latitude for spot in spots) / len(spots), (longitude + 180) % 360 - 180)


def drawn(marks: Iterable[Mark], faint: Iterable[Spot], title: str, words: Mapping[bool, str]) -> str:
    """The map as one SVG element; "" where there is no spot at all.

    `faint` are places without events, for orientation. `title` says what is shown, `words` what a mark with
    and without a confirmed event is called. A filled mark has a confirmed event, an open one has none.
    """
    listed = sorted(marks, key=lambda one: (-one.events, one.name))
    around = list(faint)
    spots = [one.spot for one in listed] + around
    if not spots:
        return ""
    scale = _Scale.of(spots)
    dots = {tuple(GRID * round(part / GRID) for part in scale.at(spot)) for spot in around}
    most = max((one.events for one in listed), default=1)
    body = [f'<circle class="faint" cx="{x}" cy="{y}" r="1.5"/>' for x, y in sorted(dots)]
    body += [_circle(one, scale, most, words) for one in listed]
    return (
        f'<svg class="map" role="img" aria-label={quoteattr(title)} xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {WIDTH} {scale.height}">{"".join(body)}</svg>'
    )


def _circle(one: Mark, scale: "_Scale", most: int, words: Mapping[bool, str]) -> str:
    x, y = scale.at(one.spot)
    radius = round(SMALLEST + (LARGEST - SMALLEST) * sqrt(one.events / most), 1)
    kind = "confirmed" if one.confirmed else "open"
    said = escape(f"{one.name}: {one.events}, {words[one.confirmed]}")
    return (
        f'<g class="{kind}"><title>{said}</title><circle cx="{x}" cy="{y}" r="{radius}"/>'
        f'<text x="{x}" y="{y}" dy=".35em" text-anchor="middle">{one.events}</text></g>'
    )


@dataclass(frozen=True)
class _Scale:
    """From degrees to units of the drawing."""

    west: float
    north: float
    narrow: float
    unit: float
    height: int

    @classmethod
    def of(cls, spots: Sequence[Spot]) -> "_Scale":
        first = spots[0].longitude
        east = [_unrolled(spot, first).longitude for spot in spots]
        north = [spot.latitude for spot in spots]
        narrow = max(cos(radians((max(north) + min(north)) / 2)), 0.05)
        across, down = (max(east) - min(east)) * narrow, max(north) - min(north)
        inside, tallest = WIDTH - 2 * MARGIN, TALLEST - 2 * MARGIN
        unit = min(inside / max(across, 1e-6), tallest / max(down, 1e-6), 20_000)
        height = max(LEAST_TALL, round(down * unit) + 2 * MARGIN)
        west = (max(east) + min(east)) / 2 - inside / 2 / unit / narrow
        top = (max(north) + min(north)) / 2 + (height - 2 * MARGIN) / 2 / unit
        return cls(west, top, narrow, unit, height)

    def at(self, spot: Spot) -> tuple[float, float]:
        """The place of a spot on the drawing."""
        east = _unrolled(spot, self.west + (WIDTH - 2 * MARGIN) / 2 / self.unit / self.narrow).longitude
        x = MARGIN + (east - self.west) * self.narrow * self.unit
        y = MARGIN + (self.north - spot.latitude) * self.unit
        return round(x, 1), round(y, 1)


def _unrolled(spot: Spot, near: float) -> Spot:
    """The same spot with the longitude that lies within half the earth of another."""
    return Spot(spot.latitude, near + (spot.longitude - near + 180) % 360 - 180)
