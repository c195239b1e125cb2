"""Figures as the pages show them: value, interval with its kind, count, sources, and how to cite them."""

from dataclasses import dataclass

from scrutator.findings.model import Figure, Finding
from scrutator.findings.plain import figure_id
from scrutator.record.unknown import Unknown
from scrutator.site.cells import Cell, CellKind, Drawer
from scrutator.site.links import figure_anchor
from scrutator.site.subject import Subject
from scrutator.statement.numbers import number, show_interval, show_named
from scrutator.words.saying import Speech
from scrutator.words.units import unit_after


@dataclass(frozen=True)
class FigureView:
    """One figure of a finding. `citation` is the line by which others can cite it."""

    id: str
    anchor: str
    about: str
    value: Cell
    unit: str
    interval: str
    kind: str
    of: str
    sources: Cell | None
    note: str
    citation: str


def figure_view(subject: Subject, finding: Finding, figure: Figure, drawer: Drawer) -> FigureView:
    """A figure with everything that is known about it."""
    speech, language = drawer.speech, drawer.language
    interval = figure.interval
    counts = (figure.numerator, figure.denominator)
    of = (
        " / ".join(number(one, 0, language) for one in counts if one is not None)
        if None not in counts
        else ""
    )
    return FigureView(
        figure_id(finding.id, figure),
        figure_anchor(finding, figure),
        about(figure, speech),
        value_cell(figure, drawer),
        unit_of(figure, speech),
        show_interval(interval, figure.unit, language) if interval else "",
        speech.words(interval.kind) if interval else "",
        of,
        drawer.sources(figure.sources) if figure.sources else None,
        speech.words(figure.note),
        citation(subject, finding, figure),
    )


def unit_of(figure: Figure, speech: Speech) -> str:
    """The unit in the form that the value asks for; "" for per cent, which the value has, and where there is
    no value."""
    if figure.unit == "%" or isinstance(figure.value, Unknown):
        return ""
    return unit_after(figure.value, figure.unit, speech.language) or speech.words(figure.unit)


def about(figure: Figure, speech: Speech) -> str:
    """What a figure is, in the language: its name, and of what."""
    name = figure.name.replace("_", " ")
    at = "".join(f", {speech.words(key)} {speech.words(value)}" for key, value in sorted(figure.at.items()))
    return (speech.say(f"figure {name}") or speech.words(name)) + at


def value_cell(figure: Figure, drawer: Drawer) -> Cell:
    """The value of a figure as a cell."""
    value = figure.value
    if isinstance(value, str | Unknown):
        return drawer.cell(value)
    return Cell(show_named(figure.name, value, figure.unit, drawer.language), CellKind.TEXT)


def citation(subject: Subject, finding: Finding, figure: Figure) -> str:
    """How to cite a figure: who, what, the value, how it was computed, from which files."""
    header = subject.case.header
    shown = show_named(figure.name, figure.value, figure.unit, "en")
    unit = f" {figure.unit}" if figure.unit not in ("", "%") else ""
    return (
        f"{header.publisher}, “{header.title}”, {header.date}: "
        f"{figure_id(finding.id, figure)} = {shown}{unit}; "
        f"{finding.method}@{finding.version}, case {header.id}, {subject.release}, {header.licence}"
        f"{', attested and not rebuilt' if finding.attested else ''}."
    )
