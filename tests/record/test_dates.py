import pytest

from scrutator.record.dates import PartialDate


def test_a_date_is_kept_as_exactly_as_it_was_given() -> None:
    assert [str(PartialDate.parse(text)) for text in ("2012", "2012-01", "2012-01-15")] == [
        "2012",
        "2012-01",
        "2012-01-15",
    ]


@pytest.mark.parametrize(
    "text", ["12", "2012-1", "2012-13", "2012-02-30", "15.01.2012", "", "2012-01-15-1", "²012"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        PartialDate.parse(text)


def test_only_a_certain_order_counts_as_after() -> None:
    year, month, day = (PartialDate.parse(text) for text in ("2012", "2012-01", "2012-02-01"))
    assert day.surely_after(month)
    assert not day.surely_after(year)
    assert not year.surely_after(month)


def test_the_last_day_of_a_month_and_of_december_are_known() -> None:
    assert str(PartialDate.parse("2012-02").latest) == "2012-02-29"
    assert str(PartialDate.parse("2012-12").latest) == "2012-12-31"
