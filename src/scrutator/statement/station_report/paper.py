"""The report on station results as a PDF: the page's own sections, set by typst, so that both say the same.

Only the elements that the report's templates write are known: another one stops here, and leaves no gap.
"""

from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from scrutator.statement.charts.chart import Chart
from scrutator.statement.drawing import draw_svg
from scrutator.statement.pdf import PREAMBLE, compiled, plain, set_chart
from scrutator.statement.pdf_tables import quoted
from scrutator.statement.report_words import head_lines
from scrutator.statement.station_report.paper_tables import Cell, set_rows
from scrutator.statement.station_report.report import Heading, StationReport, report_sections
from scrutator.statement.templating import as_html

if TYPE_CHECKING:
    from markupsafe import Markup

GREY = 'fill: rgb("#5d636a")'
MARKS = {"supported": "● ", "contradicted": "× ", "undetermined": "○ "}
AROUND = {
    "p": ("", "\n\n"),
    "p note": (f"#text(8.5pt, {GREY})[", "]\n\n"),
    "ul": ("\n", "\n"),
    "li": ("#list.item[", "]\n"),
    "strong": ("#strong[", "]"),
    "code": ("#text(0.9em)[", "]"),
    "h3": ("== ", "\n\n"),
    "summary": ("\n#v(0.8em)\n#strong[", "]\n\n"),
    "span": ("", ""),
    "span missing": (f"#text({GREY})[", "]"),
}  # what stands around the words of an element, by its name and class
LAYOUT = ("div", "details", "thead", "tbody")  # elements that mean nothing on paper


def forensics_pdf(report: StationReport) -> bytes:
    """The PDF's bytes, PDF/UA-1, the same on every run. Raises X02 without the extra, and T05."""
    source, drawings = typst_report(report)
    return bytes(compiled(source, drawings, format="pdf", pdf_standards=["ua-1"]))


def typst_report(report: StationReport) -> tuple[str, dict[str, str]]:
    """The typst source, and the SVGs of its drawings by name."""
    charts = dict[str, Chart]()

    def place(chart: Chart) -> "Markup":
        charts[chart.name] = chart
        return as_html(f'<figure id="{chart.name}"></figure>')

    sections = report_sections(report, place)
    out = [_top(report.whole_body, report.head)]
    for title, text in sections:
        out.append(f"= {plain(title)}\n\n{set_html(str(text), charts)}")
    return "".join(out), {name: draw_svg(chart.spec, name) for name, chart in charts.items()}


def _top(body: Mapping[str, Any], head: Heading) -> str:
    """Title, names, source and input; no date: the input's hash says what was examined."""
    preamble = PREAMBLE.format(
        title=quoted(head.title), publisher="()", language=quoted("en"), ligatures="true", date="none"
    )
    lines = "".join(f"{plain(line)} \\ " for line in head_lines(body, head.origin))
    return f"{preamble}#title()\n#text(9.5pt, {GREY})[{lines}]\n\n"


def set_html(html: str, charts: Mapping[str, Chart]) -> str:
    """One section as typst markup. Raises KeyError for an element the templates are not known to write."""
    setter = Setter(charts)
    setter.feed(html)
    setter.close()
    return "".join(setter.out)


class Setter(HTMLParser):
    """Reads a section from its first element to its last; tables and drawings are set as a whole."""

    def __init__(self, charts: Mapping[str, Chart]) -> None:
        super().__init__(convert_charrefs=True)
        self.charts = charts
        self.out: list[str] = []
        self.rows: list[list[Cell]] = []
        self.cell: list[str] | None = None
        self.words: list[str] = []
        self.numeric = False
        self.ends: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "figure":
            self.out.append(set_chart(self.charts[given["id"]]))
        elif tag == "br":
            self.write("#linebreak()")
            self.words.append(" ")
        elif tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.cell, self.words, self.numeric = [], [], given.get("class") == "n"
        elif tag not in LAYOUT:
            self.begin(tag, given.get("class", "").split())

    def begin(self, tag: str, looks: Sequence[str]) -> None:
        """An element around words, with its mark where it has one."""
        known = next((f"{tag} {look}" for look in looks if f"{tag} {look}" in AROUND), tag)
        start, end = AROUND[known]
        mark = next((MARKS[look] for look in looks if look in MARKS), "")
        self.write(start + plain(mark))
        self.ends.append(end)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self.cell is not None:
            self.rows[-1].append(Cell("".join(self.cell), "".join(self.words), self.numeric))
            self.cell = None
        elif tag == "table":
            self.out.append(set_rows(self.rows))
        elif tag not in (*LAYOUT, "tr", "figure", "br"):
            self.write(self.ends.pop())

    def handle_data(self, data: str) -> None:
        if self.ends or self.cell is not None:
            self.write(plain(data.replace("\n", " ")))
            self.words.append(data)

    def write(self, text: str) -> None:
        (self.out if self.cell is None else self.cell).append(text)
