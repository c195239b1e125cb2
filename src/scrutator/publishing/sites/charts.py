"""Charts of a site: those of the statements, and those that a page needs where no statement prints them."""

from collections.abc import Iterator, Mapping

from scrutator.findings.model import Finding
from scrutator.publishing.publication import chart_csv
from scrutator.record.case import Case
from scrutator.site.subject import DrawnChart
from scrutator.statement.charts.chart import Chart
from scrutator.statement.charts.in_language import drawing_name, in_language
from scrutator.statement.charts.register import build_chart
from scrutator.statement.document import Document, attested_chart, speech_of
from scrutator.statement.drawing import draw_svg
from scrutator.statement.page.phone_drawing import phone_drawing
from scrutator.words.site import LANGUAGES

ALWAYS = {"official.elections": "elections-compared"}
"""Charts that pages have whatever the statements print, by the method whose first finding they draw."""


def of_document(document: Document, members: Mapping[str, bytes]) -> tuple[DrawnChart, ...]:
    """The charts of one statement, with the drawings that are published and those for phones."""
    names = [(chart, drawing_name(chart, document.language)) for chart in document.charts]
    return tuple(
        DrawnChart(chart, name, members[f"charts/{name}.svg"].decode(), phone_drawing(chart))
        for chart, name in names
    )


def translated(case: Case, document: Document, language: str) -> tuple[DrawnChart, ...]:
    """The charts of a statement in a language that the case has no statement in."""
    speech = speech_of(case, language)
    return tuple(drawn(in_language(chart, speech), language) for chart in document.charts)


def drawn(chart: Chart, language: str) -> DrawnChart:
    """A chart with its drawings, made now."""
    whole = draw_svg(chart.spec, chart.name)
    return DrawnChart(chart, drawing_name(chart, language), whole, phone_drawing(chart))


def of_pages(case: Case, findings: tuple[Finding, ...]) -> Iterator[tuple[str, DrawnChart]]:
    """The charts that pages have whatever the statements print, each with its language."""
    first: dict[str, str] = {}
    for finding in findings:
        first.setdefault(finding.method, finding.id)
    for method, name in ALWAYS.items():
        if method not in first:
            continue
        plain = build_chart(name, case, findings, {"finding": first[method]}, first[method])
        for language in LANGUAGES:
            chart = attested_chart(in_language(plain, speech_of(case, language)), findings, language)
            yield language, drawn(chart, language)


def files_of(charts: Mapping[str, tuple[DrawnChart, ...]]) -> dict[str, bytes]:
    """The drawings and tables of charts, by name among the files of a case."""
    files = {}
    for one in (one for of_language in charts.values() for one in of_language):
        files[f"charts/{one.drawing}.svg"] = one.whole.encode()
        files[f"charts/{one.chart.name}.csv"] = chart_csv(one.chart)
    return files
