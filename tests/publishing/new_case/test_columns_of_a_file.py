"""What each column of a file of results is: found, or refused with what stands in the way."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import Election, read_election
from scrutator.tables.mapping import NO_MAPPING, TableMapping
from scrutator.tables.reading import read_table

HEAD = "region,station,registered,ballots_cast,valid,A,B\n"
ROWS = [f"N,s{i},900,500,490,{290 - i % 7},{200 + i % 7}\n" for i in range(100)]


def read(text: str, mapping: TableMapping = NO_MAPPING, lists: tuple[str, ...] = ()) -> Election:
    return read_election(read_table(text.encode(), mapping, name="t"), mapping, lists)


def refused(text: str, mapping: TableMapping = NO_MAPPING, lists: tuple[str, ...] = ()) -> ScrutatorError:
    with pytest.raises(ScrutatorError) as caught:
        read(text, mapping, lists)
    return caught.value


def changed(rows: int, old: str, new: str) -> str:
    return HEAD + "".join(row.replace(old, new) if i < rows else row for i, row in enumerate(ROWS))


def test_valid_votes_and_ballots_that_are_swapped_are_refused_even_where_half_the_rows_agree() -> None:
    rows = [f"N,s{i},900,{480 if i % 2 else 500},500,300,200\n" for i in range(100)]
    error = refused(HEAD + "".join(rows))
    assert error.code == "B09"
    assert "valid is larger than ballots_cast in 50 of 100 rows (row 3: 500 and 480" in str(error)
    assert "), and in sum (50,000 and 49,000)" in str(error)
    assert "--map valid=COLUMN --map ballots_cast=COLUMN" in error.remedy


@pytest.mark.parametrize(("above", "code"), [(5, ""), (6, "B09")])
def test_a_part_may_be_larger_than_its_whole_in_one_row_of_twenty_and_each_is_said(
    above: int, code: str
) -> None:
    text = changed(above, ",500,490,", ",480,490,")
    if code:
        assert refused(text).code == code
    else:
        assert "valid is larger than ballots_cast in 5 of 100 rows (row 2: 490 and 480;" in " ".join(
            read(text).remarks
        )


@pytest.mark.parametrize(("cast", "code"), [(40_500, ""), (40_501, "B09")])
def test_one_row_may_not_make_the_sum_larger_than_its_whole(cast: int, code: str) -> None:
    text = changed(1, ",900,500,", f",900,{cast},")
    if code:
        error = refused(text)
        assert error.code == code
        assert "in 1 of 100 rows (row 2: 40,501 and 900), and in sum (90,001 and 90,000)" in str(error)
    else:
        assert read(text).read.counts["ballots_cast"][0] == cast


def test_a_declared_mark_of_thousands_holds_for_the_lists_and_for_the_published_totals() -> None:
    text = (
        "region;station;registered;ballots_cast;valid;A;B\n"
        "N;1;1.234;1.134;1.034;1.001;33\nS;2;2.234;2.134;2.034;1.001;1.033\n"
        "Total;;3.468;3.268;3.068;2.002;1.066\n"
    )
    found = read(text, TableMapping(thousands="."))
    assert found.lists == ("A", "B")
    assert found.published == {"": {"A": 2002, "B": 1066}}
    assert refused(text).code == "B11"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (HEAD, "B05", "the table has a heading and no rows"),
        ("valid\n100\n200\n", "B10", "the table has one column, “valid”"),
        (HEAD.replace(",", "~") + "N~1~9~5~4~2~2\n", "B10", "cells are separated otherwise"),
        ("station,A,B\n1,5,6\n2,7,8\n", "B10", "no column is called “valid”"),
        ("station,valid,name\n1,5,x\n2,7,y\n", "B10", "no column holds mostly numbers"),
        ("station,valid,A,B\n1,10,5,6\n2,15,7,8\n", "B10", "only in 1 of 2 rows (row 2: 11 and 10)"),
        (HEAD + "".join(ROWS[:4]) + "รวม,,3601,2000,1960,1154,806\n", "B08", "says that it is a total"),
        (HEAD + "".join(ROWS[:4]) + "Chair,,,,,Ivanov,\n", "B07", "“Ivanov” is not a whole number"),
    ],
)
def test_what_stands_in_the_way_of_finding_the_lists_is_said(text: str, code: str, words: str) -> None:
    error = refused(text)
    assert error.code == code, error
    assert words in f"{error} {error.remedy}"


def test_rows_of_totals_do_not_count_against_the_sums_of_the_lists() -> None:
    text = HEAD + "".join(ROWS[:4]) + "Total,,3600,2000,1960,,\n"
    assert read(text).remarks[0].endswith("they add up to the valid votes in 4 of 4 rows")


def test_places_that_are_written_in_several_ways_are_said() -> None:
    text = HEAD + "North,1,9,5,4,2,2\nnorth,2,9,5,4,2,2\nNew\u00a0Land,3,9,5,4,2,2\nNew Land,4,9,5,4,2,2\n"
    said = " ".join(read(text).remarks)
    assert (
        "region: the same name in several ways, counted apart: “North” and “north”; “New\u00a0Land” and “New Land”"
        in said
    )


def test_a_column_is_not_a_list_and_something_else() -> None:
    assert refused(HEAD + "".join(ROWS[:4]), lists=("A", "v*")).code == "B10"
