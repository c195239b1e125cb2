"""What is withheld is looked for in all that would be published."""

from pathlib import Path

import pytest
from tests.publishing.withholding.cases import CELL, REPLIES, published, verified

from scrutator.errors import ScrutatorError
from scrutator.publishing.withholding.projection import Secret
from scrutator.publishing.withholding.salted import still_shown
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
