"""Claims and actors from a spreadsheet: taken over, left aside by name, never guessed."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.ledger.exchange.foreign_tables import read_foreign_table
from support.text_tables import table_of


def test_claims_are_taken_over_with_their_ids_and_cited_under_the_source() -> None:
    found = read_foreign_table(
        table_of("id,speaker,text,date\nX 1,foust,It was free,2012\n,foust,It was not,\n"), "S9"
    )
    assert found.table == "claims"
    assert [(row["id"], row["text"], row["source"]) for row in found.rows] == [
        ("X-1", "It was free", "S9"),
        ("S9-3", "It was not", "S9"),
    ]
    assert found.rows[0]["date"] == "2012"


def test_what_cannot_be_taken_over_is_named() -> None:
    text = "id,name,kind,colour\na,Ann,person,red\na,Ben,person,red\nc,,person,red\nd,Dan,person,red\n"
    found = read_foreign_table(table_of(text), "S9")
    assert [row["name"] for row in found.rows] == ["Dan"]
    assert found.left_aside == (
        "column colour is not read",
        "line 2: 2 rows have the id a, none is read",
        "line 3: 2 rows have the id a, none is read",
        "line 4: no name",
    )


def test_ids_that_would_become_one_stay_two() -> None:
    found = read_foreign_table(table_of("id,name,kind\no/1,Ann,person\no-1,Ben,person\n"), "S9")
    names = {row["name"]: row["id"] for row in found.rows}
    assert names["Ben"] == "o-1"
    assert names["Ann"] != "o-1"


def test_characters_nobody_can_see_are_taken_out() -> None:
    (row,) = read_foreign_table(table_of("name,kind\nAn\u200bn\u202e,person\n"), "S9").rows
    assert row["name"] == "Ann"


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "name,kind\n", "name,kind\n,person\n", "name\nAnn\n"])
def test_a_table_that_holds_nothing_of_use_is_refused(text: str) -> None:
    with pytest.raises(ScrutatorError) as raised:
        read_foreign_table(table_of(text), "S9")
    assert raised.value.code in ("G12", "B05")
