"""Every number that decides something is held on both sides."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.publishing.new_case.columns import read_election
from scrutator.publishing.new_case.statement import has_forensics
from scrutator.tables.contradictions import PartOf
from scrutator.tables.counts import CountTable, Wanted, read_counts
from scrutator.tables.mapping import NO_MAPPING
from scrutator.tables.reading import read_table
from scrutator.tables.rows import with_plain_counts


def counted(text: str, counts: str, pairs: tuple[PartOf, ...] = ()) -> CountTable:
    table = read_table(text.encode(), name="t")
    places = {name: name for name in ("region", "station") if name in table.columns}
    return read_counts(table, Wanted({name: (name,) for name in counts.split()}, places, pairs))


def test_arithmetic_alone_speaks_in_two_columns_and_not_in_one() -> None:
    rows = [("A", 5, 50), ("B", 3, 30), ("C", 2, 20)]
    one = "station,votes\n" + "".join(f"{name},{votes}\n" for name, votes, _ in rows)
    assert len(counted(one, "votes").table) == 3
    two = "station,votes,cast\n" + "".join(f"{name},{votes},{cast}\n" for name, votes, cast in rows)
    with pytest.raises(ScrutatorError, match="row 2 is the sum of all other rows"):
        counted(two, "votes cast")


def test_a_sum_has_at_least_two_parts_that_are_not_zero() -> None:
    text = "region,station,votes,cast\nN,1,5,9\nN,2,0,0\nTotal,,5,9\n"
    with pytest.raises(ScrutatorError, match="says that it is a total"):
        counted(text, "votes cast")
    assert (
        len(
            counted(
                text.replace("N,2,0,0", "N,2,0,1").replace("Total,,5,9", "Total,,5,10"), "votes cast"
            ).table
        )
        == 2
    )


def test_a_district_of_one_station_has_its_total_beside_confirmed_ones() -> None:
    text = "region,station,votes,cast\nN,1,5,9\nN,2,1,1\nTotal N,,6,10\nS,3,7,8\nTotal S,,7,8\nTotal,,13,18\n"
    assert [row.line for row in counted(text, "votes cast").set_aside] == [4, 6, 7]


@pytest.mark.parametrize(("plain", "asked"), [(999, False), (1000, True)])
def test_a_mark_is_of_thousands_only_if_no_cell_writes_a_thousand_plainly(plain: int, asked: bool) -> None:
    table = read_table(f"station,votes\nA,1.234\nB,{plain}\n".encode(), name="t")
    if asked:
        with pytest.raises(ScrutatorError, match="can be read in two ways"):
            with_plain_counts(table, ["votes"], NO_MAPPING)
    else:
        assert with_plain_counts(table, ["votes"], NO_MAPPING).columns["votes"].texts() == ["1234", "999"]


def test_columns_of_counts_decide_together_what_a_mark_means_as_they_do_for_a_new_case() -> None:
    text = "station,register,votes\nA,1.475,1.234.567\nB,1200,10\n"
    table = read_table(text.encode(), name="t")
    with pytest.raises(ScrutatorError, match=r"register: “1\.475” can be read in two ways"):
        with_plain_counts(table, ["register"], NO_MAPPING)
    plain = with_plain_counts(table, ["register", "votes"], NO_MAPPING)
    assert plain.columns["register"].texts() == ["1475", "1200"]
    assert counted(text, "register votes").counts["register"].tolist() == [1475, 1200]


@pytest.mark.parametrize(("above", "refused"), [(5, False), (6, True)])
def test_a_part_may_be_larger_than_its_whole_in_one_row_of_twenty(above: int, refused: bool) -> None:
    rows = "".join(f"s{i},{100 + i % 7},{150 + i if i < above else 90}\n" for i in range(100))
    pairs = (PartOf("cast", "register"),)
    if refused:
        with pytest.raises(ScrutatorError, match="cast is larger than register in 6 of 100 rows"):
            counted("station,register,cast\n" + rows, "register cast", pairs)
    else:
        assert len(counted("station,register,cast\n" + rows, "register cast", pairs).table) == 100


@pytest.mark.parametrize(("agree", "found"), [(95, True), (94, False)])
def test_lists_are_found_when_they_add_up_in_nineteen_rows_of_twenty(agree: int, found: bool) -> None:
    rows = "".join(f"s{i},{30 + i + (i >= agree)},{10 + i},20\n" for i in range(100))
    table = read_table(("station,valid,A,B\n" + rows).encode(), name="t")
    if found:
        assert read_election(table, NO_MAPPING, ()).lists == ("A", "B")
    else:
        with pytest.raises(ScrutatorError, match="which columns hold the votes"):
            read_election(table, NO_MAPPING, ())


@pytest.mark.parametrize(("stations", "tested"), [(99, False), (100, True)])
def test_the_numbers_of_a_hundred_stations_are_tested(stations: int, tested: bool) -> None:
    rows = "".join(f"s{i},{30 + i},{10 + i},20\n" for i in range(stations))
    election = read_election(read_table(("station,valid,A,B\n" + rows).encode(), name="t"), NO_MAPPING, ())
    assert has_forensics(election) is tested


@pytest.mark.parametrize(("filled", "heading"), [(3, "t0"), (2, "a")])
def test_a_heading_fills_three_columns_of_five(filled: int, heading: str) -> None:
    first = ",".join([*(f"t{i}" for i in range(filled)), *[""] * (5 - filled)])
    text = f"{first}\n" + (
        "1,2,3,,\n" * 2 + "x,y,z,u,v\n" * 3 if filled == 3 else "a,b,c,d,e\nx,y,z,u,v\n" * 2
    )
    found = read_table(text.encode(), name="t").columns
    assert next(iter(found)) == heading


@pytest.mark.parametrize(("columns", "refused"), [(4_000, False), (4_001, True)])
def test_a_table_has_at_most_four_thousand_columns(columns: int, refused: bool) -> None:
    text = ",".join(f"c{i}" for i in range(columns)) + "\n" + ",".join("1" * columns) + "\n"
    if refused:
        with pytest.raises(ScrutatorError, match="more than 4,000 columns"):
            read_table(text.encode(), name="t")
    else:
        assert len(read_table(text.encode(), name="t").columns) == columns


@pytest.mark.parametrize(
    ("heading", "found"),
    [
        ("form,keyer,1,2,3", True),
        ("form,keyer,2008,2009,2010", True),
        ("form,keyer,1,2,4", False),
        ("form,keyer,7,300,12", False),
    ],
)
def test_columns_may_be_named_by_numbers_that_follow_one_another(heading: str, found: bool) -> None:
    text = f"{heading}\nF1,ann,120,80,40\nF2,ben,130,70,60\n".encode()
    if found:
        assert ",".join(read_table(text, name="t").columns) == heading
    else:
        with pytest.raises(ScrutatorError, match="no heading"):
            read_table(text, name="t")


def test_a_sign_that_stands_for_no_figure_is_said_where_a_command_sees_an_empty_cell() -> None:
    table = read_table("list,votes\nA,600\nB,n/a\nC,–\nD,\n".encode(), name="t")
    plain = with_plain_counts(table, ["votes"], NO_MAPPING)
    assert plain.columns["votes"].texts() == ["600", "", "", ""]
    assert [one.text for one in plain.assumptions] == ["votes: “n/a” stands for no figure (row 3 and 1 more)"]
