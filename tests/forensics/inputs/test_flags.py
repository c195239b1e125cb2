from dataclasses import replace

import numpy as np
import pytest
from made_up import plain_election

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.flags import read_flag


def read(*cells: str) -> tuple[list[bool], list[bool]]:
    results = replace(plain_election(len(cells)), labels={"seen": np.array(cells)})
    present, known = read_flag(results, "seen")
    return present.tolist(), known.tolist()


def test_yes_and_no_are_read_in_several_languages_and_cases() -> None:
    present, known = read("yes", "", "No", "0", "1", "false", "нет", "Да", " жоқ ", "иә", "2")
    assert present == [True, False, False, False, True, False, False, True, False, True, True]
    assert all(known)


@pytest.mark.parametrize("cell", ["n/a", "-", "?", "N/A", "н/д", "unknown"])
def test_what_is_not_known_is_neither_yes_nor_no(cell: str) -> None:
    assert read(cell, "1") == ([False, True], [False, True])


def test_other_text_is_an_error_and_not_a_yes() -> None:
    with pytest.raises(ScrutatorError, match="neither yes nor no") as caught:
        read("1", "nein")
    assert caught.value.code == "F02"


def test_a_flag_that_is_not_in_the_file_is_an_error() -> None:
    with pytest.raises(ScrutatorError, match="there is no flag") as caught:
        read_flag(plain_election(6), "seen")
    assert caught.value.code == "F02"
