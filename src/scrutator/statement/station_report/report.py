"""One page on one election's station results that a non-statistician can read; no script, no request."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from scrutator.statement.charts import forensics as charts
from scrutator.statement.charts.chart import Chart
from scrutator.statement.drawing import draw_svg, for_page
from scrutator.statement.page.html import page_style
from scrutator.statement.page.phone_drawing import phone_drawing
from scrutator.statement.report_words import MARKS, named
from scrutator.statement.station_report.narrow_tables import with_blocks
from scrutator.statement.templating import as_html, rendered

if TYPE_CHECKING:
    from markupsafe import Markup

Shower = Callable[[Chart], "Markup"]
Panel = Sequence[tuple[str, str, float]]
Power = Mapping[str, Mapping[float, float]]
NOT_ASKED: Mapping[str, Any] = {
    "contrasts": (),
    "reading": (),
    "columns": {},
    "source": None,
    "stuffing_model": None,
    "posterior": None,
    "bounds": None,
    "further": None,
}
"""What an examination has only when it was asked for."""
SHOWN_REGIONS = 40
LIMIT_NAMES = {"either": "either", "leader_share": "the leader's share", "turnout": "turnout"}
TEST_COLUMNS = (
    "test",
    "says",
    "statistic",
    "adjusted p",
    "false alarms in clean simulations, %",
    "sees",
    "statistic in comparison elections",
)
REGION_COLUMNS = (
    "region",
    "stations",
    "on whole percentages",
    "expected by chance",
    "z",
    "adjusted p",
    "votes above the region's own low-turnout pattern",
)


@dataclass(frozen=True)
class Heading:
    """What the reader is told first: the title, and where the figures come from, in the giver's words."""

    title: str
    origin: str = ""


@dataclass(frozen=True)
class StationReport:
    """What a report on station results is made of.

    `body` are the examination's plain values, `pictures` the charts' rows. `panel` are the other elections'
    statistics and `power` what the main test would see, by kind of manipulation; `boundaries` the regions'
    outlines, when there are any; without a `heading` the title names the election.
    """

    body: Mapping[str, Any]
    pictures: Mapping[str, Any]
    panel: Panel = ()
    power: Power = field(default_factory=dict)
    boundaries: Mapping[str, Any] | None = None
    heading: Heading | None = None

    @property
    def whole_body(self) -> Mapping[str, Any]:
        """The body, with what was not asked for as such."""
        return {**NOT_ASKED, **self.body}

    @property
    def head(self) -> Heading:
        """The heading that was given, else one that names the election."""
        return self.heading or Heading(f"Station results examined: {self.body['election']}")


def forensics_page(report: StationReport) -> str:
    """The whole page, as HTML that stands alone."""
    sections = [(title, as_html(with_blocks(text))) for title, text in report_sections(report)]
    style = page_style() + EXTRA_STYLE
    page = rendered("report.html", body=report.whole_body, sections=sections, css=style, heading=report.head)
    return f"{page}\n"


def report_sections(report: StationReport, show: Shower | None = None) -> list[tuple[str, "Markup | str"]]:
    """The sections that have something to say, in their order: what was found stands first.

    `show` is how a chart stands among them: by default drawn, with the table behind it.
    """
    body, show = report.whole_body, show or picture
    sections = [
        ("What was found", found(body)),
        ("What was asked", rendered("asked.html")),
        ("What the election looks like", looks(body, report.pictures, report.panel, show)),
        ("How sure: every test beside its error rates", tests(body, report.power)),
        ("Further tests", further(body)),
        ("How many votes: bounds under stated assumptions", bounds(body)),
        ("Where: region by region", regions(body, report.boundaries, show)),
        ("Every list", lists(body)),
        ("Placebos and comparisons", placebos(body)),
        ("What this cannot see", rendered("blind.html")),
        ("Data and faults", rendered("data.html", body=body)),
    ]
    return [(title, kept_together(text)) for title, text in sections if text]


EXTRA_STYLE = """
section > p, section > ul { max-width: 66ch; }
td.sees { min-width: 10em; }
li .mark { white-space: normal; }
"""


def kept_together(text: "Markup | str") -> "Markup | str":
    """The HTML with every number and its unit on one line."""
    return text.replace(" %", "\u00a0%")


def picture(chart: Chart) -> "Markup":
    """A chart with its title above it, a drawing for phones beside it and the table behind it folded away."""
    narrow = phone_drawing(chart)
    return rendered(
        "chart_of_report.html",
        chart=chart,
        drawing=as_html(for_page(draw_svg(chart.spec, chart.name), chart.description)),
        phone=as_html(for_page(narrow, chart.description)) if narrow else "",
    )


def found(body: Mapping[str, Any]) -> "Markup":
    """The conclusion, and every test that can say something under what it says."""
    groups: dict[str, list[str]] = {words: [] for words in MARKS}
    for test, line in body["tests"]["battery"].items():
        if line["standing"] != "not diagnostic":
            groups[line["verdict"]].append(named(test))
    others: dict[str, list[str]] = {words: [] for words in MARKS}
    for test, line in (body["further"] or {"tests": {}})["tests"].items():
        others[line["verdict"]].append(named(test))
    extreme = next((one for one in body["tests"]["extreme_stations"] if one["threshold"] == 95), None)
    return rendered(
        "found.html",
        body=body,
        groups=groups,
        further=others,
        kinds={words: kind for words, (kind, _) in MARKS.items()},
        limit_names=LIMIT_NAMES,
        extreme=None if body["corner"] else extreme,  # the corner of the cloud leads, and says more
    )


def looks(body: Mapping[str, Any], pictures: Mapping[str, Any], panel: Panel, show: Shower) -> "Markup":
    """The pictures; a sentence when turnout was not published."""
    drawn = [show(chart) for chart in drawings(body, pictures, panel)] if pictures else []
    return rendered("looks.html", pictures=drawn)


def drawings(body: Mapping[str, Any], pictures: Mapping[str, Any], panel: Panel) -> list[Chart]:
    """Every chart that the examination has rows for."""
    shown = [charts.fingerprint_chart(pictures["fingerprint"])]
    if pictures["regions"]:
        shown.append(charts.region_clouds_chart(pictures["regions"]))
    shown.append(charts.peaks_chart(pictures["peaks"]))
    own, election = body["tests"]["battery"].get("integer_peaks_symmetric_either"), str(body["election"])
    if panel and own:
        others = [row for row in panel if row[0] != election]
        rows = [*others, (election, "this election", own["statistic"])]
        shown.append(charts.panel_chart(rows, election))
    window = body["tests"]["turnout_window"]
    if window:
        ends = [
            (one["end"], round(one["anomalous"]), round(low), round(high))
            for one, low, high in zip(window["estimates"], window["low"], window["high"], strict=True)
        ]
        shown.append(charts.window_chart(ends, window["defensible"]))
    return [*shown, charts.cumulative_chart(pictures["cumulative"])]


def tests(body: Mapping[str, Any], power: Power) -> "Markup":
    """Every test: verdict, value, corrected p, error rates, power, comparison elections; those that decide
    nothing are folded away. Below, how often the main test notices manipulation of known size."""
    battery = body["tests"]["battery"].items()
    return rendered(
        "tests.html",
        head=TEST_COLUMNS,
        text=("says", "sees"),
        marks=MARKS,
        speaking=[(test, line) for test, line in battery if line["standing"] != "not diagnostic"],
        silent=[(test, line) for test, line in battery if line["standing"] == "not diagnostic"],
        power=power,
    )


def regions(body: Mapping[str, Any], boundaries: Mapping[str, Any] | None, show: Shower) -> "Markup | str":
    """The regional table, with a map when boundaries are given; empty with fewer than two regions."""
    criterion = "either" if "either" in body["tests"]["integer_peaks"] else "leader_share"
    rows = [row for row in body["tests"]["integer_peaks_regions"] if row["criterion"] == criterion]
    if len(rows) < 2:
        return ""
    rows.sort(key=lambda row: (row["p_adjusted"], -row["z"]))
    pairs = [(row["region"], round(row["z"], 2)) for row in rows]
    return rendered(
        "regions.html",
        regions=rows,
        beyond=sum(row["p_adjusted"] <= 0.05 for row in rows),
        windows={row["region"]: row for row in body["tests"]["turnout_window_regions"]},
        map=show(charts.region_map(boundaries, pairs)) if boundaries else "",
        head=REGION_COLUMNS,
        shown=SHOWN_REGIONS,
    )


def lists(body: Mapping[str, Any]) -> "Markup | str":
    """Every list's whole percentages, and the small lists' missing zeros; empty when neither was tried."""
    peaks, zeros = body["tests"]["integer_peaks_lists"], body["tests"]["missing_zeros"]
    if not peaks and not zeros["tried"]:
        return ""
    fewer = sum(row["p_adjusted"] <= 0.05 for row in zeros["found"])
    return rendered("lists.html", peaks=peaks, zeros=zeros, fewer=fewer, shown=SHOWN_REGIONS)


def placebos(body: Mapping[str, Any]) -> "Markup":
    """The placebos, stations with and without a flag, and the models where asked for."""
    asked = body["stuffing_model"] or body["posterior"]
    return rendered("placebos.html", body=body, models=rendered("models.html", body=body) if asked else "")


def bounds(body: Mapping[str, Any]) -> "Markup | str":
    """The ladder from the weakest assumption to the strongest; empty where turnout is not published."""
    ladder = body["bounds"]
    if not ladder:
        return ""
    looked = 100 * ladder["ballots_looked_at"] / ladder["ballots"] if ladder["ballots"] else 0
    return rendered("bounds.html", bounds=ladder, looked=looked)


def further(body: Mapping[str, Any]) -> "Markup | str":
    """The tests of neighbours and of two results of the same stations; empty where they were not asked."""
    return rendered("further.html", body=body, marks=MARKS) if body["further"] else ""
