"""A site in a folder: whole, or every file named that is not what the case gives; nothing else is deleted."""

from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.publishing.sites.folder import differences_in, write_site
from scrutator.site.folder import SUMS

FILES = {
    "index.html": b"<p>page</p>",
    "small/en/index.html": b"<p>other</p>",
    SUMS: f"{'0' * 64}  index.html\n{'0' * 64}  small/en/index.html\n".encode(),
}


def test_a_site_that_was_just_written_differs_in_nothing(tmp_path: Path) -> None:
    write_site(tmp_path / "site", FILES)
    assert list(differences_in(tmp_path / "site", FILES)) == []


@pytest.mark.parametrize("name", sorted(FILES))
def test_one_changed_byte_of_any_file_is_named(tmp_path: Path, name: str) -> None:
    write_site(tmp_path, FILES)
    data = bytearray(FILES[name])
    data[3] ^= 1
    (tmp_path / name).write_bytes(data)
    assert list(differences_in(tmp_path, FILES)) == [f"{name}: not what the case gives"]


def test_a_longer_file_a_missing_one_and_one_too_many_are_named(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "index.html").write_bytes(FILES["index.html"] + b" ")
    (tmp_path / SUMS).unlink()
    (tmp_path / "small/en/new.html").write_bytes(b"")
    assert list(differences_in(tmp_path, FILES)) == [
        f"{SUMS}: missing",
        "index.html: not what the case gives",
        "small/en/new.html: nothing in the case gives this file",
    ]


def test_a_folder_in_place_of_a_file_is_a_difference(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "index.html").unlink()
    (tmp_path / "index.html").mkdir()
    assert list(differences_in(tmp_path, FILES)) == ["index.html: missing"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for replace in (False, True):
        with pytest.raises(ScrutatorError, match=r"mine\.txt"):
            write_site(tmp_path, FILES, replace)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_site_is_replaced_only_when_asked_and_what_it_no_longer_has_goes(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    newer = {"index.html": b"new", SUMS: f"{'0' * 64}  index.html\n".encode()}
    with pytest.raises(ScrutatorError):
        write_site(tmp_path, newer)
    write_site(tmp_path, newer, replace=True)
    assert list(differences_in(tmp_path, newer)) == []


def test_a_file_that_no_site_wrote_is_not_deleted_with_it(tmp_path: Path) -> None:
    write_site(tmp_path, FILES)
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScrutatorError, match=r"notes\.txt"):
        write_site(tmp_path, FILES, replace=True)
    assert (tmp_path / "notes.txt").is_file()


def test_there_is_nothing_to_compare_where_there_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ScrutatorError) as error:
        list(differences_in(tmp_path / "nowhere", FILES))
    assert error.value.code == "X01"
