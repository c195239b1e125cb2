"""Room for a drawing's texts in whatever sans serif a reader has.

The converter measures labels with our font; a browser that lacks it draws them with one of its own, which
may be wider. A drawing is therefore given the room that its texts need in a wide font.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

NARROW, WIDE = frozenset("iljtfrI.,:;'|!()[]-· \u202f\u00a0"), frozenset("mwMWшщжюмыфШЩЖЮМЫФ%@→")
EM_NARROW, EM_WIDE, EM_CAPITAL, EM_USUAL, BOLD = 0.4, 0.95, 0.75, 0.63, 1.12
"""Widths of letters as parts of the type's size: those of DejaVu Sans, the widest of the common ones."""
_MOVES = re.compile(r"(translate|rotate|scale)\(([^)]*)\)")
_HEAD = re.compile(r'<svg[^>]*? width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d.]+ [\d.]+"[^>]*>')


@dataclass(frozen=True)
class Place:
    """Where a group stands: moved by x and y; `turned`, where its texts run upwards."""

    x: float = 0.0
    y: float = 0.0
    turned: bool = False

    def moved(self, transform: str) -> "Place":
        x, y, turned = self.x, self.y, self.turned
        for kind, numbers in _MOVES.findall(transform):
            values = [float(number) for number in re.split(r"[ ,]+", numbers.strip())]
            if kind == "translate":
                right, down = values[0], values[1] if len(values) > 1 else 0.0
                x, y = (x + down, y - right) if turned else (x + right, y + down)
            elif kind == "rotate" and values[0] % 360 in (90, 270):
                turned = True
        return Place(x, y, turned)


def text_width(text: str, size: float, bold: bool) -> float:
    """px of a text in a wide sans serif."""
    ems = sum(
        EM_NARROW
        if letter in NARROW
        else EM_WIDE
        if letter in WIDE
        else EM_CAPITAL
        if letter.isupper()
        else EM_USUAL
        for letter in text
    )
    return ems * size * (BOLD if bold else 1.0)


def spans(svg: str) -> Iterator[tuple[float, float]]:
    """Left and right end of every level text of a drawing, in px of the drawing."""
    yield from _spans(ElementTree.fromstring(svg), Place(), "")


def _spans(element: ElementTree.Element, place: Place, weight: str) -> Iterator[tuple[float, float]]:
    here = place.moved(element.get("transform", ""))
    weight = element.get("font-weight", weight)
    if not element.tag.endswith("text"):
        for child in element:
            yield from _spans(child, here, weight)
        return
    size = float(element.get("font-size", "12px").removesuffix("px"))
    lines = [element.text or "", *("".join(child.itertext()) for child in element)]
    width = max(text_width(line, size, weight in ("bold", "600", "700")) for line in lines)
    start = {"start": 0.0, "middle": 0.5, "end": 1.0}[element.get("text-anchor", "start")]
    if not here.turned:
        yield here.x - start * width, here.x + (1 - start) * width


def with_room(svg: str) -> str:
    """The drawing, made wider at either side where a text in a wide font would not fit."""
    head = _HEAD.match(svg)
    if head is None:
        return svg
    width = float(head[1])
    ends = list(spans(svg))
    left = max(0, round(-min((one for one, _ in ends), default=0.0)))
    right = max(0, round(max((two for _, two in ends), default=0.0) - width))
    if not left and not right:
        return svg
    wide = f"{width + left + right:g}"
    opening = (
        head[0]
        .replace(f'width="{head[1]}"', f'width="{wide}"')
        .replace(f'viewBox="0 0 {head[1]} ', f'viewBox="0 0 {wide} ')
    )
    inner = svg[head.end() : svg.rindex("</svg>")]
    return f'{opening}<g transform="translate({left},0)">{inner}</g></svg>'
