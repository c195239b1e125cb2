"""What is withheld is looked for in all that would be published."""

import gzip
from pathlib import Path

import pytest
from tests.publishing.test_rebuild import SIGNER
from tests.publishing.withholding.cases import CELL, REPLIES, published, verified

from scrutator.errors import ScrutatorError
from scrutator.publishing.build import build_bundle
from scrutator.publishing.withholding.declared import SPECS
from scrutator.publishing.withholding.guarded import guarded_in_file
from scrutator.publishing.withholding.looked_for import still_shown
from scrutator.publishing.withholding.projection import Secret
from support.needs import package
from support.small_case import SMALL_CASE

package("typst")


@pytest.mark.parametrize(("word", "found"), [("sixsix", True), ("fives", False)])
def test_a_withheld_text_of_six_characters_is_looked_for_and_one_of_five_is_not(
    tmp_path: Path, word: str, found: bool
) -> None:
    files = {name: text.replace("the box was opened before noon", word) for name, text in REPLIES.items()}
    files["statement.en.md"] = f"{SMALL_CASE['statement.en.md']}\nThey wrote {word} there.\n"
    entry = '[[withheld]]\ntable = "incidents"\nfields = ["text"]\nrows = ["i-1"]\nwhy = "x"\n'
    if found:
        with pytest.raises(ScrutatorError, match="Z09"):
            published(tmp_path / "case", entry, **files)
    else:
        assert verified(published(tmp_path / "case", entry, **files).bundle).word == "VERIFIED"


def test_an_attested_finding_that_is_the_withheld_value_stops_the_publication(tmp_path: Path) -> None:
    """A short value is not searched for in texts; that a figure or a cell is it, whole, is noticed."""
    guarded = CELL.replace("shown_elsewhere = true\n", "")
    with pytest.raises(ScrutatorError, match="the attested finding turnout shows what is withheld at"):
        published(tmp_path / "case", guarded)


@pytest.mark.parametrize(("text", "found"), [("abc", True), ("ab", False)])
def test_a_value_of_three_characters_is_looked_for_whole_and_one_of_two_is_not(
    text: str, found: bool
) -> None:
    secret = Secret("withheld/x/1", "note", text, guarded=(text,))
    outcome = {"tables": [{"rows": [["x", {"decimal": "1"}, text]]}]}
    assert bool(list(still_shown([secret], {}, {"f": outcome}))) is found
    longer = {"tables": [{"rows": [[f"{text}{text}"]]}]}
    assert list(still_shown([secret], {"page": f"{text}!".encode()}, {"f": longer})) == []


INCIDENTS = "id,date,kind,source,text\ni-1,2012-01-15,other,B,{text}\n"
TEXT = '[[withheld]]\ntable = "incidents"\nfields = ["text"]\nrows = ["i-1"]\nwhy = "x"\n'


@pytest.mark.parametrize(
    "written",
    [
        'They heard: Anna "Ann" O\'Hara\nsaw the box.',  # a line break of the text
        "They heard: ANNA Ann O’Hara saw the box.",  # other marks, other case
        "They heard: Anna *Ann* O'Hara saw   the box.",  # emphasis
    ],
)
def test_a_withheld_text_is_found_however_it_is_spelled(tmp_path: Path, written: str) -> None:
    text = '"Anna ""Ann"" O\'Hara saw the box"'
    files = {"incidents.csv": INCIDENTS.format(text=text)}
    files["statement.en.md"] = f"{SMALL_CASE['statement.en.md']}\n{written}\n"
    with pytest.raises(ScrutatorError, match="Z09"):
        published(tmp_path / "case", TEXT, **files)
    files["statement.en.md"] = f"{SMALL_CASE['statement.en.md']}\nAnna saw a box.\n"
    assert b"Hara" not in published(tmp_path / "case", TEXT, **files).bundle


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("case/x.csv", b'id,text\n1,"said ""stop it"" twice"\n'),
        ("findings.json", b'{"text":"said \\"stop it\\" twice"}'),
        ("data/x.json", b'["said\\nstop it twice"]'),
        ("statement.en.html", b"<p>said &quot;<b>stop</b> it&quot; twice</p>"),
        ("charts/x.svg", b"<text>said \xe2\x80\x9cstop it\xe2\x80\x9d twice</text>"),
        ("case/x.csv.gz", gzip.compress(b'id,text\n1,said "stop it" twice\n', mtime=0)),
    ],
)
def test_it_is_found_in_the_spelling_of_each_kind_of_file(name: str, text: bytes) -> None:
    secret = Secret("withheld/x/1", "text", "", guarded=('said "stop it" twice',))
    assert len(list(still_shown([secret], {name: text}, {}))) == 1


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        ("6,980,000", True),
        ("6\u202f980\u202f000", True),
        ("6 980 000", True),
        ("16,980,000", True),
        ("69,80000", False),
        ("6,980 0001", False),
    ],
)
def test_a_withheld_number_is_found_with_separators(printed: str, found: bool) -> None:
    """A longer number that ends like it is found as well: a search by bytes finds it, too."""
    secret = Secret("withheld/x/1", "votes", "", guarded=("6980000",))
    assert bool(list(still_shown([secret], {"a.html": f"<p>{printed} votes</p>".encode()}, {}))) is found


@pytest.mark.parametrize("value", ["75.1", "75.10", "751/10"])
def test_a_number_of_an_attested_finding_is_found_in_any_spelling(value: str) -> None:
    secret = Secret("withheld/x/1", "percent", "", guarded=("75.10",))
    assert len(list(still_shown([secret], {}, {"f": {"value": {"decimal": value}}}))) == 1


ROWS = '[[withheld]]\ntable = "turnout"\nrows = ["vote,south,20:00,preliminary,B"]\nwhy = "x"\n'
FILE = '[[withheld]]\nfile = "turnout.csv"\nwhy = "x"\n'


@pytest.mark.parametrize("entry", [ROWS, FILE])
def test_numbers_of_withheld_rows_and_files_stand_in_no_attested_finding(tmp_path: Path, entry: str) -> None:
    with pytest.raises(ScrutatorError, match="the attested finding turnout shows what is withheld"):
        published(tmp_path / "case", entry)
    assert published(tmp_path / "case", entry + "shown_elsewhere = true\n").openings


@pytest.mark.parametrize("entry", [CELL.replace("shown_elsewhere = true\n", ""), TEXT, FILE, ROWS])
def test_what_the_log_has_shown_cannot_be_withheld_in_silence(tmp_path: Path, entry: str) -> None:
    """The earlier version stays in the log of every later bundle: the author is told."""
    files = {"incidents.csv": INCIDENTS.format(text="the chief of the station told us")}
    earlier = published(tmp_path / "case", "", **files).bundle
    (tmp_path / "case" / "withheld.toml").write_text(entry)
    with pytest.raises(ScrutatorError, match="withheld now stand in the log for ever") as caught:
        build_bundle(str(tmp_path / "case"), SIGNER, previous=earlier)
    assert "--new-log" in caught.value.remedy
    (tmp_path / "case" / "withheld.toml").write_text(entry + "shown_elsewhere = true\n")
    assert build_bundle(str(tmp_path / "case"), SIGNER, previous=earlier).openings


def test_what_was_withheld_from_the_beginning_goes_on_being_withheld(tmp_path: Path) -> None:
    files = {"incidents.csv": INCIDENTS.format(text="the chief of the station told us")}
    first = published(tmp_path / "case", TEXT, **files).bundle
    second = build_bundle(str(tmp_path / "case"), SIGNER, previous=first).bundle
    assert b"chief" not in second


def test_a_large_file_is_looked_for_by_its_texts_alone() -> None:
    """Any number of a large table stands somewhere else by chance; its free texts do not."""
    spec = SPECS["turnout"]
    names = ["place", "percent", "note"]

    def guarded(rows: int) -> tuple[str, ...]:
        return guarded_in_file(spec, names, [["p", str(n), f"told by {n}"] for n in range(rows)])

    assert {"999", "told by 999"} <= set(guarded(1_000))
    assert "999" not in guarded(1_001)
    assert "told by 999" in guarded(1_001)
    assert len(guarded(3_000)) == 2_000
