"""A report of another system as the XML that a phone would have sent of our form, under a name of its own."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from scrutator.field.entries import Entry
from scrutator.field.importing.export import ForeignReport, Origin
from scrutator.field.xlsform import PublishedForm

Step = tuple[str, int]


@dataclass
class _Group:
    """The parts of a group in their order: an answer, or a group with its number."""

    parts: dict[Step, "str | _Group"] = field(default_factory=dict)


def instance_of(origin: Origin, report: ForeignReport) -> str:
    """The id under which an imported report is kept: the same for the same report of the same system, and
    never that of a report that came from a phone."""
    return f"{origin.value}:{hashlib.sha256(report.id.encode()).hexdigest()[:40]}"


def as_report(report: ForeignReport, origin: Origin, form: PublishedForm) -> bytes:
    """The XML of the report, the same for the same answers; entries of a group in the order of their numbers,
    empty answers left out."""
    top = _Group()
    for question in form.questions:
        for entry, said in sorted(report.entries.items()):
            if value := said.get(question.name, ""):
                *around, name = _steps(question.path, question.repeats, entry)
                _below(top, around).parts[name] = value
    head = f"<data id={quoteattr(form.form_id)} version={quoteattr(form.version)}>"
    meta = f"<meta><instanceID>{instance_of(origin, report)}</instanceID></meta>"
    return f"{head}{''.join(_written(top.parts))}{meta}</data>".encode()


def _steps(path: str, repeats: tuple[str, ...], entry: Entry) -> list[Step]:
    """The path of an answer with the numbers of the entries around it; 0 for a group that does not repeat."""
    steps: list[Step] = []
    plain = ""
    numbers = iter(entry[1])
    for name in path.split("/"):
        plain = f"{plain}/{name}" if plain else name
        steps.append((name, next(numbers, 0) if plain in repeats else 0))
    return steps


def _below(top: _Group, steps: list[Step]) -> _Group:
    for step in steps:
        below = top.parts.setdefault(step, _Group())
        assert isinstance(below, _Group)
        top = below
    return top


def _written(parts: Mapping[Step, "str | _Group"]) -> Iterator[str]:
    for (name, _), part in parts.items():
        inside = escape(part) if isinstance(part, str) else "".join(_written(part.parts))
        yield f"<{name}>{inside}</{name}>"
