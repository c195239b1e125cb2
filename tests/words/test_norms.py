"""The catalogue of norms is read whole, and says of each norm what was checked."""

import csv
import re
from pathlib import Path

from scrutator.words.norms import MARKS, norm_catalogue, search_norms

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "norms.csv"


def test_every_row_of_the_catalogue_is_read_under_an_id_of_its_own() -> None:
    rows = list(csv.DictReader(FILE.read_text(encoding="utf-8").splitlines()))
    assert len(norm_catalogue()) == len(rows) == 147
    for row in rows:
        assert vars(norm_catalogue()[row["id"]]) == row
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", row["id"])


def test_every_norm_has_a_known_mark_and_an_address_where_something_was_read() -> None:
    for norm in norm_catalogue().values():
        assert norm.mark in MARKS
        assert all((norm.instrument, norm.text)), norm.id
        assert norm.address or norm.mark == "unverified", norm.id
        assert norm.number_read == (norm.mark in ("read", "number read"))


def test_no_paraphrase_is_longer_than_30_words() -> None:
    assert [norm.id for norm in norm_catalogue().values() if len(norm.text.split()) > 30] == []


def test_a_search_asks_for_every_word_in_any_field_and_any_case() -> None:
    found = {norm.id for norm in search_norms("copenhagen SECRET")}
    assert "copenhagen-7.4" in found
    assert all("copenhagen" in name.casefold() for name in found)
    assert search_norms("") == tuple(norm_catalogue().values())
    assert search_norms("no-such-word-anywhere") == ()
