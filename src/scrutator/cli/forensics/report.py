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

    from scrutator.forensics.pictures import pictures
    from scrutator.statement.station_report.paper import forensics_pdf
    from scrutator.statement.station_report.report import forensics_page, heading_of

    title, origin = said
    heading = replace(heading_of(body), origin=origin)
    heading = replace(heading, title=title) if title else heading
    drawn = None if boundaries is None else read_boundaries(boundaries)
    shown, (panel, power) = pictures(results), _beside()
    if html is not None:
        write_text(html, forensics_page(body, shown, panel, drawn, power, heading))
    if pdf is not None:
        write_bytes(pdf, forensics_pdf(body, shown, panel, drawn, power, heading))


def _beside() -> tuple[list[tuple[str, str, float]], dict[str, dict[float, float]]]:
    """The stored panel's statistics of the main test, and its power by kind of manipulation."""
    from scrutator.forensics.examination.panel import stored_panel
    from scrutator.forensics.examination.rates import stored_calibration

    test = "integer_peaks_symmetric_either"
    panel = [
        (entry.election, entry.status, round(entry.statistics[test], 2))
        for entry in stored_panel()
        if test in entry.statistics
    ]
    table = stored_calibration()
    kinds = ("rounded turnout", "rounded share", "stuffing")
    return panel, {kind: table.power(test, kind) for kind in kinds}


def write_text(path: Path, text: str) -> None:
    """Write a text file. Raises X04."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file. Raises X04."""
    from scrutator.errors import ScrutatorError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise ScrutatorError("X04", f"cannot write {path}: {error.strerror}") from error
