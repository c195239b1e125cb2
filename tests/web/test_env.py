"""The settings of the server: passwords of databases from files."""

from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.web.env import database, from_environment

ADDRESS = "postgresql://scrutator@localhost/scrutator"


def test_a_password_comes_from_its_file_or_from_the_address(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("a%20b\n")
    given = {
        "SCRUTATOR_SERVER_DATABASE": ADDRESS,
        "SCRUTATOR_SERVER_DATABASE_PASSWORD_FILE": str(tmp_path / "password"),
        "SCRUTATOR_SERVER_IDENTITIES": "postgresql://scrutator:c%20d@localhost/people",
    }
    found = from_environment(given)
    one = database(found.database, tmp_path, found.database_password_file)
    other = database(found.identities, tmp_path, found.identities_password_file)
    assert (one["PASSWORD"], other["PASSWORD"]) == ("a%20b", "c d"), "in a file it stands as it is"


def test_the_mark_with_which_some_editors_begin_a_file_is_no_part_of_a_password(tmp_path: Path) -> None:
    (tmp_path / "password").write_bytes(b"\xef\xbb\xbfword\r\n")
    assert database(ADDRESS, tmp_path, str(tmp_path / "password"))["PASSWORD"] == "word"


@pytest.mark.parametrize("port", ["99999", "x"])
def test_an_address_with_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    with pytest.raises(ScrutatorError, match="D58"):
        database(f"postgresql://scrutator@localhost:{port}/scrutator", tmp_path)


@pytest.mark.parametrize(
    ("address", "content"),
    [
        (ADDRESS, None),
        (ADDRESS, b""),
        (ADDRESS, b"\n"),
        (ADDRESS, b"one\ntwo\n"),
        (ADDRESS, b"  \n"),
        (ADDRESS, b"on\0e\n"),
        (ADDRESS, b"\xff\n"),
        ("postgresql://scrutator:word@localhost/scrutator", b"word\n"),
        ("", b"word\n"),
    ],
)
def test_a_file_that_gives_no_password_or_one_too_many_is_refused(
    tmp_path: Path, address: str, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "password").write_bytes(content)
    with pytest.raises(ScrutatorError) as refused:
        database(address, tmp_path, str(tmp_path / "password"))
    assert (refused.value.code, "word" in refused.value.what.split()) == ("D58", False)
