"""Lines of evidence as a page shows them: by what they count for, and those set aside with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from scrutator.record.nouns.claims import EvidenceLine
from scrutator.record.unknown import Unknown
from scrutator.site.cells import Cell, Drawer
from scrutator.site.links import Link, fragment
from scrutator.site.questions import question_of
from scrutator.site.subject import Subject

COUNTS = "counts"  # the ruling of a line of evidence that counts


@dataclass(frozen=True)
class LineView:
    """One line of evidence: what it says, how it was established, what it counts for, from where."""

    id: str
    text: str
    method: str
    strength: str
    covers: str
    ruling: str
    bound: Link | None
    sources: Cell


@dataclass(frozen=True)
class Sides:
    """The lines on one question: those that count for it, those that count against it, and the others."""

    supports: tuple[LineView, ...] = ()
    contradicts: tuple[LineView, ...] = ()
    aside: tuple[LineView, ...] = ()

    def __bool__(self) -> bool:
        """Is there any line at all?"""
        return bool(self.supports or self.contradicts or self.aside)


def sides_of(subject: Subject, drawer: Drawer, lines: Iterable[EvidenceLine], within: str = "") -> Sides:
    """Lines by the side that they count for. `within` begins their ids, where a page may show them twice."""
    found: dict[str, list[LineView]] = {"supports": [], "contradicts": [], "aside": []}
    for line in lines:
        found[side_of(subject, line)].append(line_view(subject, drawer, line, within))
    return Sides(*(tuple(views) for views in found.values()))


def side_of(subject: Subject, line: EvidenceLine) -> str:
    """The side that a line counts for. Where it is bound to a figure the finding says which way it points;
    without a finding it stands where the record puts it."""
    ruling, found = subject.rulings.get(line.id, ("", line.direction))
    return found if ruling in (COUNTS, "") and found != "neutral" else "aside"


def line_view(subject: Subject, drawer: Drawer, line: EvidenceLine, within: str = "") -> LineView:
    """One line of evidence as the page shows it."""
    ruling = subject.rulings.get(line.id, ("", ""))[0]
    covers = line.covers if line.covers == "part" else ""
    sources = drawer.sources(line.source)
    bound = bound_to(subject, line.figure) if line.figure else None
    name = f"{within}:{line.id}" if within else line.id
    return LineView(name, line.text, line.method, line.strength, covers, ruling, bound, sources)


def bound_to(subject: Subject, figure: str) -> Link:
    """The finding whose figure a line is bound to."""
    name = figure.partition("/")[0]
    found = next((one for one in subject.findings if one.id == name), None)
    address = f"{question_of(found.method).path}{fragment(f'finding-{name}')}" if found else ""
    return Link(figure, address)


def text_of(value: object) -> str:
    """A cell of a finding's table as text; empty when there is none."""
    return "" if value is None or isinstance(value, Unknown) else str(value)
