"""Reading votes from a table: typed rows, regions and districts, and every bad cell named."""

import time

import pytest

from scrutator.errors import ScrutatorError
from scrutator.law.chain.table import read_districts, read_votes, rows_of, warnings
from support.text_tables import table_of


def votes_of(text: str):  # type: ignore[no-untyped-def]
    return read_votes(rows_of(table_of(text)))


def test_a_row_is_typed_by_its_kind_and_never_by_its_name() -> None:
    votes = votes_of("list,votes,kind\nBlank,10,\nA,20,list\n,5,blank\nnobody,7,against_all\nnulos,2,void\n")
    assert votes.by_name == {"Blank": 10, "A": 20}
    assert (votes.blank, votes.against_all, votes.void, votes.cast) == (5, 7, 2, None)


def test_a_list_that_is_named_like_a_kind_counts_as_a_list_and_is_pointed_out() -> None:
    votes = votes_of("list,votes\nagainst all,10\nEscaños en blanco,20\n")
    assert votes.by_name == {"against all": 10, "Escaños en blanco": 20}
    assert [text for text in warnings(votes) if "'against all'" in text]


def test_more_ballots_than_voters_are_pointed_out_and_no_error() -> None:
    votes = votes_of("list,votes,kind\nA,10,\nB,5,\nx,1,void\ny,15,registered\n")
    assert list(warnings(votes)) == ["16 ballots are more than the 15 registered voters."]
    assert list(warnings(votes_of("list,votes,kind\nA,10,\nx,5,void\ny,15,registered\n"))) == []


def test_the_column_of_kinds_may_be_called_type() -> None:
    assert votes_of("list,votes,type\nA,10,\nx,3,void\n").void == 3


def test_facts_about_a_list_are_read() -> None:
    row = votes_of("list,votes,registered_order,lot,parties,minority,alliance\nA,10,2,1,3,yes,left\n").lists[
        0
    ]
    assert (row.registered_order, row.lot, row.age, row.parties) == (2, 1, None, 3)
    assert (row.minority, row.alliance) == (True, "left")


def test_rows_by_region_are_added_up_and_remembered() -> None:
    votes = votes_of("list,region,votes\nA,North,10\nA,South,5\nB,North,1\n")
    assert votes.by_name == {"A": 15, "B": 1}
    assert votes.of("A").regions == {"North": 10, "South": 5}
    assert votes.region_bases == {"North": 11, "South": 5}


@pytest.mark.parametrize("cell", ["-3", "1.5", "", "1 000", '"1,000"', "?", "1e3", "٣"])
def test_a_cell_that_is_not_a_whole_number_is_refused_with_its_line(cell: str) -> None:
    with pytest.raises(ScrutatorError, match="line 3") as caught:
        votes_of(f"list,votes\nA,10\nB,{cell}\n")
    assert caught.value.code == "L02"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("list,votes\nA,1\nA,2\n", "L03"),
        ("list,votes\n,1\n", "L03"),
        ("list,votes,kind\nA,1,\nx,1,void\ny,1,void\n", "L03"),
        ("list,votes,kind\nA,1,spoilt\n", "L07"),
        ("party,votes\nA,1\n", "L07"),
        ("list,votes\nA,1,7\n", "B07"),
        ("list,votes\n", "L07"),
        ("", "B05"),
        ("list,votes\nA,0\n", "L04"),
        ("list,votes,minority\nA,1,perhaps\n", "L07"),
    ],
)
def test_a_faulty_table_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        votes_of(text)
    assert caught.value.code == code


def test_districts_are_contests_of_their_own() -> None:
    rows = rows_of(table_of("district,seats,list,votes\nN,3,A,10\nN,3,B,9\nS,2,A,5\n"))
    north, south = read_districts(rows)
    assert (north.name, north.seats, north.votes.by_name) == ("N", 3, {"A": 10, "B": 9})
    assert south.seats == 2
    with pytest.raises(ScrutatorError, match="L40"):
        read_districts(rows_of(table_of("district,seats,list,votes\nN,3,A,10\nN,4,B,9\n")))


@pytest.mark.parametrize(
    "twin", ["Cafe\u0301", "Caf\u00e9\u200b", "\u202eCaf\u00e9"], ids=["accent", "zero width", "direction"]
)
def test_two_lists_that_look_the_same_are_refused(twin: str) -> None:
    with pytest.raises(ScrutatorError) as raised:
        votes_of(f"list,votes\nCaf\u00e9,5\n{twin},10\n")
    assert (raised.value.code, raised.value.where) == ("L03", "line 3")


def test_a_name_with_characters_nobody_can_see_is_pointed_out() -> None:
    (text,) = warnings(votes_of("list,votes\nA\u202eB,10\nCaf\u00e9,5\n"))
    assert r"'A\u202eB'" in text


def test_a_fault_is_named_by_its_row_in_the_file_below_titles_and_in_districts() -> None:
    with pytest.raises(ScrutatorError) as caught:
        votes_of("Results of the vote\n\nlist,votes\nA,1\nB,x\n")
    assert caught.value.where == "line 5"
    rows = rows_of(table_of("district,list,votes\nN,A,1\nS,A,x\n"))
    with pytest.raises(ScrutatorError) as caught:
        read_districts(rows)
    assert caught.value.where == "line 3"


@pytest.mark.parametrize(
    "rows", [("A,50,N,1", "A,50,S,3"), ("A,50,S,3", "A,50,N,1"), ("A,50,N,1", "A,50,S,")]
)
def test_the_rows_of_a_list_say_the_same_of_it_whichever_comes_first(rows: tuple[str, str]) -> None:
    with pytest.raises(ScrutatorError, match="lot of 'A' is") as caught:
        votes_of("list,votes,region,lot\n" + "\n".join((*rows, "B,100,N,2\n")))
    assert (caught.value.code, caught.value.where) == ("L07", "line 3")


def test_a_row_has_one_kind() -> None:
    with pytest.raises(ScrutatorError, match="L07") as caught:
        votes_of("list,votes,type,kind\nA,100,list,\nB,50,void,list\n")
    assert caught.value.where == "line 3"
    assert votes_of("list,votes,type,kind\nA,100,list,\nB,50,void,void\n").void == 50


def test_ten_thousand_lists_are_compared_at_once() -> None:
    """By a table of looks: each name against every other took minutes."""
    rows = [{"list": f"List {at}", "votes": "1"} for at in range(10_000)]
    started = time.process_time()
    assert len(read_votes(rows).lists) == 10_000
    assert time.process_time() - started < 5
