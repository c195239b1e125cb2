"""The report of `scrutator forensics` for readers: as a page, as a PDF."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrutator.cli.forensics.input import read_boundaries

if TYPE_CHECKING:
    from scrutator.forensics.inputs.results import StationResults


def write_report(
    body: dict[str, Any],
    results: "StationResults",
    boundaries: Path | None,
    said: tuple[str, str],
    html: Path | None,
    pdf: Path | None,
) -> None:
    """Write the page, the PDF or both; `said` are the title and the origin of the figures, "" for none."""
    from dataclasses import replace

    from scrutator.forensics.examination.main_test import main_test_elsewhere, main_test_power
    from scrutator.forensics.pictures import pictures
    from scrutator.publishing.whole_files import write_bytes
    from scrutator.statement.station_report.paper import forensics_pdf
    from scrutator.statement.station_report.report import Heading, StationReport, forensics_page

    title, origin = said
    drawn = None if boundaries is None else read_boundaries(boundaries)
    elsewhere, power = main_test_elsewhere(), main_test_power()
    report = StationReport(body, pictures(results), elsewhere, power, drawn)
    heading = Heading(title or report.head.title, origin)
    report = replace(report, heading=heading)
    if html is not None:
        write_bytes(html, forensics_page(report).encode())
    if pdf is not None:
        write_bytes(pdf, forensics_pdf(report))
