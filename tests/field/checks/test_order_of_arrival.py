"""Which of two reports of one second is the earlier."""

import pytest

from scrutator.field.checks.across import _compared
from scrutator.field.checks.flags import Said
from scrutator.field.xlsform import PublishedForm

FORM = PublishedForm("voting", "1", "Voting", (), b"", "", ())


@pytest.mark.parametrize(("first", "second"), [("9", "10"), ("99", "100"), ("2", "3")])
def test_reports_of_one_second_stand_in_the_order_of_their_numbers(first: str, second: str) -> None:
    reports = [Said(number, "T1", FORM, 5, {}) for number in (second, first)]
    assert [one.report for one in _compared(reports, [])["voting"]] == [first, second]
