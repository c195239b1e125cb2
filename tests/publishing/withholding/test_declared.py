"""withheld.toml: what cannot be withheld so is a fault; order decides nothing."""

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.publishing.withholding.cases import CELL

from scrutator.publishing.checks.check import check
from scrutator.publishing.withholding.declared import read_declaration
from scrutator.publishing.withholding.projection import shown_case
from scrutator.publishing.withholding.public import Public, Rows, public_bytes, read_public
from scrutator.record.folder.reading import read_case
from support.small_case import SMALL_CASE


@pytest.mark.parametrize(
    ("withheld", "said"),
    [
        ("", "withholds nothing"),
        ("[[withheld]]\nwhy = 'x'\n", "neither a table nor a file"),
        ("[[withheld]]\ntable = 'turnout'\nwhy = 'x'\n", "neither fields nor rows"),
        ("[[withheld]]\ntable = 'turnuot'\nfields = ['note']\nwhy = 'x'\n", "no table 'turnuot'"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['nothing']\nwhy = 'x'\n", "no column 'nothing'"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['place']\nwhy = 'x'\n", "names the rows"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['percent']\nrows = ['x']\nwhy = 'x'\n", "no row 'x'"),
        ("[[withheld]]\ntable = 'lists'\nrows = ['red']\nwhy = 'x'\n", "the case as it is shown has a fault"),
        ("[[withheld]]\nfile = 'case.toml'\nwhy = 'x'\n", "always shown"),
        ("[[withheld]]\nfile = 'none.csv'\nwhy = 'x'\n", "no file 'none.csv'"),
        ("[[withheld]]\nfile = 'turnout.csv'\nfields = ['percent']\nwhy = 'x'\n", "withheld whole"),
        (
            "[[withheld]]\nfile = 'turnout.csv'\nwhy = 'x'\n[[outside]]\nfile = 'turnout.csv'\nwhere = 'x'\n",
            "named twice",
        ),
        (f"{CELL}{CELL}", "withheld twice"),
        ("[[withheld]]\ntable = 'turnout'\nfields = ['percent']\n", "why"),
        ("[[withheld]]\ntable = 'turnout'\nfieds = ['percent']\nwhy = 'x'\n", "not known"),
    ],
)
def test_what_cannot_be_withheld_so_is_a_fault_of_the_case(tmp_path: Path, withheld: str, said: str) -> None:
    files = {name: text.encode() for name, text in SMALL_CASE.items()} | {"withheld.toml": withheld.encode()}
    faults = check(read_case(files))
    assert [(fault.file, said in fault.reason) for fault in faults][:1] == [("withheld.toml", True)], faults


@settings(max_examples=25)
@given(st.randoms(use_true_random=False))
def test_order_decides_nothing_of_what_is_shown(random: Random) -> None:
    """Entries, rows named in them and rows of tables in any order: the same values are withheld."""
    rows = ["vote,south,20:00,preliminary,B", "vote,north,20:00,preliminary,A"]
    random.shuffle(rows)
    entries = [
        f"[[withheld]]\ntable = 'turnout'\nfields = ['percent']\nrows = {rows}\nwhy = 'x'\n",
        "[[withheld]]\ntable = 'turnout'\nrows = ['vote,north,12:00,preliminary,A']\nwhy = 'x'\n",
        "[[withheld]]\ntable = 'places'\nfields = ['code']\nwhy = 'x'\n",
    ]
    random.shuffle(entries)
    places = ["land,Land,country,,one,A", "north,North,region,land,two,A", "south,South,region,land,,A"]
    random.shuffle(places)
    files = {name: text.encode() for name, text in SMALL_CASE.items()}
    files["places.csv"] = "\n".join(["id,name,level,parent,code,source", *places, ""]).encode()
    files["withheld.toml"] = "".join(entries).encode()
    shown = shown_case(files, read_declaration(files))
    assert {(one.record, one.field, json.dumps(one.value)) for one in shown.secrets} == {
        ("withheld/turnout/vote,south,20:00,preliminary,B", "percent", '"40.5"'),
        ("withheld/turnout/vote,north,20:00,preliminary,A", "percent", '"60.5"'),
        (
            "",
            "row",
            json.dumps(
                {
                    "contest": "vote",
                    "place": "north",
                    "time": "12:00",
                    "stage": "preliminary",
                    "percent": "20.0",
                    "voters": "",
                    "source": "A",
                }
            ),
        ),
        ("withheld/places/land", "code", '"one"'),
        ("withheld/places/north", "code", '"two"'),
        ("withheld/places/south", "code", '""'),
    }
    assert b"60.5" not in shown.files["turnout.csv"]
    assert b"20.0" not in shown.files["turnout.csv"]
    assert "withheld.toml" not in shown.files


def test_a_declaration_of_more_rows_than_are_withheld_one_by_one_is_refused() -> None:
    def member(count: int) -> bytes:
        return public_bytes(Public(rows=(Rows(count, "turnout", "x"), Rows(1, "places", "x"))))

    assert read_public(member(19_999)).rows[0].count == 19_999
    for count in (20_000, 20_001):
        with pytest.raises(ValueError, match=r"20.?001|<= 20000"):
            read_public(member(count))
