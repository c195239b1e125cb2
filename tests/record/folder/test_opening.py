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


def test_hidden_files_foreign_files_and_links_that_lead_out_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "outside.csv").write_text("secret")
    folder = tmp_path / "case"
    folder.mkdir()
    (folder / "case.toml").write_text("x")
    (folder / ".hidden.csv").write_text("x")
    (folder / "program.py").write_text("x")
    (folder / "sources.csv").symlink_to(tmp_path / "outside.csv")
    assert list(read_folder(folder)) == ["case.toml"]


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
