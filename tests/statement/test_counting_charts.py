"""Charts of quick counts: what their words count."""

from scrutator.findings.model import Table
from scrutator.statement.charts.counting import how_many_hold


def night(*holds: str | None) -> Table:
    """A table of moments, with whether each interval holds the known result."""
    rows = tuple((str(place), one, "yes") for place, one in enumerate(holds))
    return Table("moments", "The night", ("before", "interval holds", "gates"), rows)


def test_intervals_are_counted_among_those_with_a_known_result() -> None:
    assert how_many_hold(night("yes", "no", None, "yes")) == " 2 of 3 intervals hold the known result."


def test_nothing_is_said_of_intervals_when_no_result_is_known() -> None:
    assert how_many_hold(night(None, None)) == ""
