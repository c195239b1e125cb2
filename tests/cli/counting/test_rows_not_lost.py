"""Rows that look like notes or like numbers of columns, and verdicts on protocols that hid something."""

from pathlib import Path

import pytest
from tests.cli.counting.test_counting_commands import run


def wrote(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def reconciled(folder: Path, official: str, copies: str, *words: object) -> tuple[int, str]:
    first = wrote(folder / "o.csv", official)
    done = run("protocols", "reconcile", first, wrote(folder / "c.csv", copies), "--lists", "a,b", *words)
    return done.returncode, done.stdout + done.stderr


def test_an_unpublished_unit_in_the_last_row_is_a_unit(tmp_path: Path) -> None:
    levels = wrote(tmp_path / "levels.csv", "path,a,b\nX,30,70\nX/r1,10,20\nX/r2,,\n")
    done = run("protocols", "levels", levels)
    assert done.returncode == 0
    assert "1 parts are not published" in done.stdout


@pytest.mark.parametrize(
    ("copies", "words"),
    [
        ("station,a,b\n1,2,3\n5,10,20\n", "numbers the columns"),
        ("station,a,b\n1,20,30\n5,,\nabc,,\n", "notes below the table"),
    ],
)
def test_a_row_that_may_be_a_station_is_never_left_out_in_silence(
    tmp_path: Path, copies: str, words: str
) -> None:
    official = "station,a,b\n1,20,30\n5,10,20\n"
    status, said = reconciled(tmp_path, official, copies)
    assert status == 2
    assert "a row may have been lost" in said
    assert words in said
    assert reconciled(tmp_path, official, copies, "--accept-losses")[0] == 0


def test_a_sentence_below_a_table_of_codes_and_numbers_above_names_are_still_left_out(tmp_path: Path) -> None:
    official = "station,a,b\n1,2,3\ns1,20,30\nSource: the commission,,\n"
    status, said = reconciled(tmp_path, official, "station,a,b\ns1,20,30\n")
    assert (status, "1 stations compared" in said) == (0, True)


def test_many_clerical_differences_that_turn_the_order_are_not_passed(tmp_path: Path) -> None:
    official = "station,a,b\n" + "".join(f"s{n},100,101\n" for n in range(50))
    copies = "station,a,b\n" + "".join(f"s{n},102,99\n" for n in range(50))
    status, said = reconciled(tmp_path, official, copies)
    assert status == 1
    assert "the order of b and a is another" in said
    few = "station,a,b\n" + "".join(f"s{n},102,99\n" if n < 12 else f"s{n},100,101\n" for n in range(50))
    assert reconciled(tmp_path, official, few)[0] == 0
    level = "station,a,b\n" + "".join(
        f"s{n},102,99\n" if n < 12 else f"s{n},101,100\n" if n == 12 else f"s{n},100,101\n" for n in range(50)
    )
    assert reconciled(tmp_path, official, level)[0] == 1


def test_no_station_in_common_is_no_agreement(tmp_path: Path) -> None:
    status, said = reconciled(tmp_path, "station,a,b\n1,20,30\n", "station,a,b\n01,20,30\n")
    assert status == 1
    assert "no station was compared" in said


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        ("1,x,1,2\n1,y,1,2\n1,z,9,9\n1,q,9,9\n", "two pairs of keyings agree on different counts"),
        ("1,x,,\n1,y,,\n", "the form was keyed as blank"),
        ("1,x,1,2\n1,X,1,2\n", "one person keyed the form twice"),
    ],
)
def test_keyings_that_are_no_agreement_are_not_accepted(tmp_path: Path, entries: str, says: str) -> None:
    table = wrote(tmp_path / "y.csv", "form,keyer,a,b\n" + entries)
    done = run("protocols", "keying", table, "--accept-losses")
    assert done.returncode in (1, 2)
    assert says in done.stdout + done.stderr


def test_a_machine_or_a_seeded_form_that_no_keying_has_is_an_error(tmp_path: Path) -> None:
    table = wrote(tmp_path / "y.csv", "form,keyer,a,b\nf1,x,10,2\nf1,y,10,2\n")
    assert "no keying is by 'foo'" in run("protocols", "keying", table, "--machine", "foo").stderr
    seeded = wrote(tmp_path / "s.csv", "form,a,b\nf7,10,2\n")
    assert (
        "no person keyed the seeded form 'f7'" in run("protocols", "keying", table, "--seeded", seeded).stderr
    )
