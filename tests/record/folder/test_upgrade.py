"""A case says which format it is of; older ones are brought along, newer ones are refused by name."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case
from scrutator.record.folder.upgrade import format_of, upgraded


def of_format_0(files: dict[str, bytes]) -> dict[str, bytes]:
    return files | {"case.toml": files["case.toml"].replace(b"format = 1\n", b"")}


def test_a_case_without_a_format_is_refused_with_the_command_that_helps(
    small_files: dict[str, bytes],
) -> None:
    (fault,) = check_case(read_case(of_format_0(small_files)))
    assert (fault.file, fault.code) == ("case.toml", "R09")
    assert "scrutator case upgrade" in fault.remedy


def test_an_upgraded_case_has_no_faults_and_is_upgraded_once(small_files: dict[str, bytes]) -> None:
    old = of_format_0(small_files)
    changed = upgraded(old)
    assert list(changed) == ["case.toml"]
    new = {**old, **changed}
    assert check_case(read_case(new)) == ()
    assert (format_of(old), format_of(new), upgraded(new)) == (0, 1, {})


def test_a_byte_order_mark_does_not_end_up_in_the_middle(small_files: dict[str, bytes]) -> None:
    old = of_format_0(small_files)
    old["case.toml"] = b"\xef\xbb\xbf" + old["case.toml"]
    assert check_case(read_case({**old, **upgraded(old)})) == ()


@pytest.mark.parametrize("given", ["2", "-1", '"1"', "1.0", "true"])
def test_a_format_that_this_release_does_not_know_is_refused(
    small_files: dict[str, bytes], given: str
) -> None:
    small_files["case.toml"] = small_files["case.toml"].replace(b"format = 1", f"format = {given}".encode())
    assert [fault.code for fault in check_case(read_case(small_files))] == ["R09"]
    with pytest.raises(ScrutatorError, match="R09"):
        upgraded(small_files)


def test_a_folder_without_a_case_or_with_a_broken_one_is_refused() -> None:
    with pytest.raises(ScrutatorError, match="R01"):
        upgraded({})
    with pytest.raises(ScrutatorError, match="R04"):
        upgraded({"case.toml": b"id = "})
