"""The findings of a page, one section each: the sentence, charts, tables, figures, caveats and method."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scrutator.findings.model import Finding
from scrutator.site.cells import Drawer, TableView
from scrutator.site.figures import FigureView, figure_view
from scrutator.site.links import anchor
from scrutator.site.page import Page
from scrutator.site.places.areas import areas_of
from scrutator.site.places.named import METHOD, with_places
from scrutator.site.questions import Question
from scrutator.site.subject import DrawnChart, Subject
from scrutator.statement.drawing import for_page

MOST_ROWS = 250  # rows of a table on a page; the file has them all
FOLDED = 30  # a longer table stands folded until it is opened


@dataclass(frozen=True)
class ChartView:
    """A chart as the page draws it, with the table behind it."""

    name: str
    drawing: str
    title: str
    subtitle: str
    whole: str
    phone: str
    sources: tuple[object, ...]


@dataclass(frozen=True)
class Section:
    """One finding as a section of a page."""

    anchor: str
    finding: Finding
    charts: tuple[ChartView, ...]
    tables: tuple[TableView, ...]
    figures: tuple[FigureView, ...]


def finding_page(
    subject: Subject, question: Question, drawer: Drawer, words: Mapping[str, str]
) -> Iterator[Page]:
    """The page of a question that its findings answer."""
    values = {"sections": sections(subject, question, drawer)}
    yield Page(question.path, question, words[question], "findings.html", values)


def sections(subject: Subject, question: Question, drawer: Drawer) -> tuple[Section, ...]:
    """A section for every finding of the page, in the order of the case."""
    return tuple(section(subject, finding, drawer) for finding in subject.found_by(question))


def section(subject: Subject, finding: Finding, drawer: Drawer) -> Section:
    """One finding with everything it holds."""
    tables = tuple(drawer.table(finding.id, table, MOST_ROWS) for table in finding.outcome.tables)
    if finding.method == METHOD:
        pages = {area.name: area.page for area in areas_of(subject)}
        tables = (with_places(tables[0], finding.outcome.tables[0], pages), *tables[1:])
    figures = tuple(figure_view(subject, finding, figure, drawer) for figure in finding.outcome.figures)
    charts = tuple(chart_view(drawn, drawer) for drawn in subject.charts_of(finding.id, drawer.language))
    return Section(anchor(f"finding-{finding.id}"), finding, charts, tables, figures)


def chart_view(drawn: DrawnChart, drawer: Drawer) -> ChartView:
    """A chart coloured by the page's variables, and its sources."""
    chart = drawn.chart
    whole = for_page(drawn.whole, chart.description)
    phone = for_page(drawn.phone, chart.description) if drawn.phone else ""
    cited = (drawer.sources(chart.sources),) if chart.sources else ()
    return ChartView(chart.name, drawn.drawing, chart.title, chart.subtitle, whole, phone, cited)
