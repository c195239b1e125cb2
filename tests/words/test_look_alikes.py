"""The excerpt of look-alikes is the one its header names, and is read whole."""

import unicodedata
from hashlib import sha256
from pathlib import Path

from scrutator.words.look_alikes import look_alikes

FILE = Path(__file__).parents[2] / "src" / "scrutator" / "words" / "look_alikes.txt"


def head_and_rows() -> tuple[list[str], list[str]]:
    lines = FILE.read_text(encoding="utf-8").splitlines(keepends=True)
    return [line for line in lines if line.startswith("#")], [line for line in lines if line[0] != "#"]


def test_the_excerpt_has_the_hash_its_header_states_and_names_its_unicode_version() -> None:
    head, rows = head_and_rows()
    stated = next(line.split(": ")[1].strip() for line in head if "of the lines below" in line)
    assert sha256("".join(rows).encode()).hexdigest() == stated
    assert stated == "3783c0d15e6f752201d450cf1320e5c889706348a2e060ab4d0ed7e1a05b6c1c"
    assert "# Unicode version: 13.0.0\n" in head
    assert any("Unicode-3.0" in line for line in head)
    assert "UNICODE LICENSE V3" in (FILE.parent / "UNICODE-LICENSE.txt").read_text(encoding="utf-8")


def test_every_row_is_read_and_its_characters_are_those_of_its_code_points() -> None:
    _, rows = head_and_rows()
    found = look_alikes()
    assert len(found) == len(rows) == 405
    for row in rows:
        _, _, letter, prototype = row.rstrip("\n").split(" ; ")
        assert found[letter] == prototype


def test_every_entry_is_a_latin_cyrillic_or_greek_letter_or_a_digit() -> None:
    for letter in look_alikes():
        script = unicodedata.name(letter).split()[0]
        assert script in ("LATIN", "CYRILLIC", "GREEK") or letter in "0123456789"


def test_no_prototype_is_itself_replaced_by_another() -> None:
    found = look_alikes()
    for letter, prototype in found.items():
        if prototype != "rn" and unicodedata.normalize("NFD", prototype) == prototype:
            assert "".join(found.get(c, c) for c in prototype) == prototype, letter
