"""The page of a night: what its chart is drawn from."""

from typing import Any

import pytest

from scrutator.cli.counting.night_page import chart_rows


@pytest.mark.parametrize(("at", "shown"), [("2012-01-15T20:05:59", "20:05"), ("end", "end")])
def test_a_moment_is_shown_by_hour_and_minute(at: str, shown: str) -> None:
    share: dict[str, Any] = {"list": "a", "share": 0.5, "unadjusted": 0.5, "interval": None, "error": None}
    (row,) = chart_rows([{"at": at, "shares": [share], "released": False}])
    assert row["at"] == shown
    assert (row["low"], row["high"], row["official"]) == (None, None, None)
