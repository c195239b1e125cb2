import pytest

from scrutator.record.dates import PartialDate
from scrutator.record.nouns.contests import Place


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


@pytest.mark.parametrize(
    ("start", "end", "date", "existed"),
    [
        (None, None, "2012-01-15", True),
        ("2018-06-19", None, "2016-03-20", False),
        ("2018-06-19", None, "2018-06-19", True),
        ("2018", None, "2018-03", True),
        (None, "2018-06-19", "2018-06-18", True),
        (None, "2018-06-19", "2018-06-19", False),
        (None, "2018-06-19", "2018", True),
        (None, "2018", "2018-12-31", False),
    ],
)
def test_a_place_exists_unless_its_dates_surely_rule_it_out(
    start: str | None, end: str | None, date: str, existed: bool
) -> None:
    since, until = (PartialDate.parse(text) if text else None for text in (start, end))
    place = Place(
        id="x",
        name="X",
        level="region",
        parent=None,
        code=None,
        start=since,
        end=until,
        source=(),
    )
    assert place.existed_on(PartialDate.parse(date)) is existed
