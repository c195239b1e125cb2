from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.record.folder.checks import check_case
from scrutator.record.folder.opening import bundled_cases, case_files, read_folder, sound_case
from scrutator.record.folder.reading import read_case
from scrutator.record.folder.template import write_new_case


def test_a_new_case_passes_the_check(tmp_path: Path) -> None:
    write_new_case(tmp_path / "my election!")
    assert check_case(read_case(read_folder(tmp_path / "my election!"))) == ()


def test_a_new_case_never_overwrites(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("x")
    with pytest.raises(ScrutatorError, match="X04"):
        write_new_case(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_every_file_is_read_hidden_ones_too_and_a_hidden_folder_is_one_entry(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text("x")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("x")
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "observers.xlsx").write_text("x")
    found = {".git/", ".hidden.csv", "case.toml", "private/observers.xlsx"}
    assert set(read_folder(tmp_path)) == found


@pytest.mark.parametrize("stray", [".hidden.csv", ".git/", "private/observers.csv", "notes.txt", ".DS_Store"])
def test_what_is_no_part_of_a_case_is_a_fault_even_when_it_is_hidden(
    small_files: dict[str, bytes], stray: str
) -> None:
    faults = check_case(read_case({**small_files, stray: b""}))
    assert [(fault.file, fault.code) for fault in faults] == [(stray, "R24")]


def test_a_link_is_refused_wherever_it_leads(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("secret")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "sources.csv").symlink_to(tmp_path / "outside.csv")
    with pytest.raises(ScrutatorError, match="not a regular file"):
        read_folder(tmp_path / "case")


def test_a_file_that_is_not_part_of_a_case_is_a_fault(small_files: dict[str, bytes]) -> None:
    small_files |= {"private/observers.csv": b"name,phone\n", "old.csv.bak": b"", "README.md": b"Read me."}
    found = [(fault.file, fault.code) for fault in check_case(read_case(small_files))]
    assert found == [("old.csv.bak", "R24"), ("private/observers.csv", "R24")]


def test_every_bundled_case_is_sound() -> None:
    assert "kazakhstan-2012" in bundled_cases()
    for name in bundled_cases():
        assert sound_case(case_files(name), name).header.id == name


def test_an_unknown_case_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ScrutatorError, match="kazakhstan-2012"):
        case_files("no-such-case")


def test_a_case_with_faults_is_not_sound(small_files: dict[str, bytes]) -> None:
    small_files["lists.csv"] = b"id,name\n"
    with pytest.raises(ScrutatorError, match="R30"):
        sound_case(small_files, "small")


def test_a_file_of_more_than_256_mib_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(256 * 1024 * 1024 + 1)
    with pytest.raises(ScrutatorError, match="larger than 256 MiB"):
        read_folder(tmp_path)
