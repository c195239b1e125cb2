"""Files that users name: read within bounds, written whole or not at all."""

import errno
import os
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.publishing import whole_files
from scrutator.publishing.key_files import read_bytes
from scrutator.publishing.log_state import _read, state_path
from scrutator.publishing.memory import memory_path, recall
from scrutator.publishing.whole_files import write_bytes, write_folder, write_new
from scrutator.seal.verifier.main import main, read_given


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_file_that_never_ends_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(ScrutatorError, match=r"X01.*plain file"):
            read_bytes(path)
        with pytest.raises(OSError, match="plain file"):
            read_given(path)
        assert main([str(path)]) == 2


@pytest.mark.parametrize(("size", "read"), [(2**30 + 1, False), (3, True)])
def test_a_file_larger_than_a_bundle_may_be_is_refused_before_it_is_read(
    tmp_path: Path, size: int, read: bool
) -> None:
    path = tmp_path / "file"
    path.touch()
    os.truncate(path, size)  # without contents on the disk
    if read:
        assert read_bytes(path) == bytes(3)
        return
    with pytest.raises(ScrutatorError, match=r"X01.*larger"):
        read_bytes(path)


def test_the_single_file_verifier_reads_small_files_alone(tmp_path: Path) -> None:
    path = tmp_path / "policy"
    path.touch()
    os.truncate(path, 2**24)
    assert len(read_given(path)) == 2**24
    os.truncate(path, 2**24 + 1)
    with pytest.raises(OSError, match="larger"):
        read_given(path)


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bundle.zip"
    write_bytes(path, b"the first")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", full)
    for target in (path, tmp_path / "new.zip"):
        with pytest.raises(ScrutatorError, match=r"X04.*No space"):
            write_bytes(target, b"the second")
    assert path.read_bytes() == b"the first"
    assert [one.name for one in tmp_path.iterdir()] == ["bundle.zip"]


def test_an_interruption_leaves_nothing_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(whole_files.os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_bytes(tmp_path / "bundle.zip", b"half")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_what_is_written_for_others_has_the_mode_of_the_users_mask_and_a_link_stays_one(
    tmp_path: Path,
) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    before = os.umask(0o027)
    try:
        write_bytes(tmp_path / "link", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o640
    with pytest.raises(ScrutatorError, match=r"X04.*no folder"):
        write_bytes(tmp_path / "none" / "file", b"x")


@pytest.mark.parametrize("text", ["[" * 100_000, "", "7", '{"logs":7}'])
def test_a_state_that_cannot_be_read_is_an_error_with_a_remedy(tmp_path: Path, text: str) -> None:
    memory_path(tmp_path, "mission").write_text(text)
    with pytest.raises(ScrutatorError, match="Z03"):
        recall(tmp_path, "mission")
    if text == '{"logs":7}':
        return
    state = state_path(tmp_path / "key")
    state.write_text(text)
    with pytest.raises(ScrutatorError, match="Z03"):
        _read(state)
    state.unlink()
    state.mkdir()
    with pytest.raises(ScrutatorError, match="X01"):
        _read(state)


def test_a_new_file_never_replaces_another(tmp_path: Path) -> None:
    path = tmp_path / "new"
    write_new(path, b"one")
    with pytest.raises(ScrutatorError, match=r"X04.*already there"):
        write_new(path, b"two")
    assert path.read_bytes() == b"one"
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")  # a link that leads nowhere is something, too
    with pytest.raises(ScrutatorError, match="X04"):
        write_new(tmp_path / "link", b"two")
    assert not (tmp_path / "nowhere").exists()


def test_a_folder_of_files_that_cannot_be_made_is_an_error_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ScrutatorError, match="X04"):
        write_folder(tmp_path / "file", {"case.toml": b""})
    write_folder(tmp_path / "case", {"case.toml": b"a", "tables/one.csv": b"b"})
    assert (tmp_path / "case" / "tables" / "one.csv").read_bytes() == b"b"
