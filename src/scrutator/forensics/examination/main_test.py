"""The main test elsewhere: its statistic in other elections, and its power by kind of manipulation."""

from scrutator.forensics.examination.panel import stored_panel
from scrutator.forensics.examination.rates import stored_calibration

MAIN_TEST = "integer_peaks_symmetric_either"
KINDS = ("rounded turnout", "rounded share", "stuffing")


def main_test_elsewhere() -> list[tuple[str, str, float]]:
    """Election, status and statistic of the stored panel, where it was computed."""
    return [
        (entry.election, entry.status, round(entry.statistics[MAIN_TEST], 2))
        for entry in stored_panel()
        if MAIN_TEST in entry.statistics
    ]


def main_test_power() -> dict[str, dict[float, float]]:
    """By kind of manipulation: the share of stations changed, and how often the test then says so."""
    table = stored_calibration()
    return {kind: table.power(MAIN_TEST, kind) for kind in KINDS}
