"""What a mission's key has signed last, kept beside the key: so that no log is forked by mistake.

One line of JSON for each log (origin): the checkpoint that was signed last. Written to a new file that is
renamed, and under a lock, so that of two publications at once the second is refused.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.publishing.key_files import read_bytes
from scrutator.publishing.whole_files import locked, replace_whole
from scrutator.seal.bundle import archive
from scrutator.seal.verifier.opened import Opened


def state_path(key: Path) -> Path:
    """Where the state of the logs of a key file stands."""
    return key.with_name(key.name + ".logs")


@contextmanager
def continuing(key: Path, bundle: bytes, previous: bytes | None, new_log: bool) -> Iterator[None]:
    """Write the bundle inside this: the state follows it when nothing is raised there.

    Raises Z06 when the log stands elsewhere than at `previous`: a second tree of one origin, or a second
    child of one parent. With `new_log` the log begins anew: readers who remember the old one will see a fork.
    """
    path = state_path(key)
    text = _checkpoint(bundle)
    origin = text.split("\n")[0]
    with locked(path):
        logs = _read(path)
        if logs.get(origin) != text:  # the same tree again is no other one
            _demand_last(logs.get(origin), origin, previous, new_log)
        yield
        replace_whole(path, _text({**logs, origin: text}))


def _demand_last(last: str | None, origin: str, previous: bytes | None, new_log: bool) -> None:
    if new_log:
        if previous is not None:
            what = "a new log continues nothing"
            raise ScrutatorError("X03", what, where="--new-log", remedy="Leave --previous out.")
        return
    if last is not None and previous is None:
        raise ScrutatorError("Z06", f"this key has published {origin} before", where=origin)
    if last is not None and previous is not None and _checkpoint(previous) != last:
        raise ScrutatorError("Z06", "another publication has followed the one you name", where=origin)


def _checkpoint(bundle: bytes) -> str:
    """The text of a bundle's checkpoint: origin, size and root, without signatures."""
    return Opened(archive.read(bundle)).checkpoint.note.text


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    try:
        logs = json.loads(read_bytes(path).decode())
        return {str(origin): str(text) for origin, text in logs.items()}
    except (ValueError, AttributeError, RecursionError):
        remedy = "Put the file back from a backup: without it the log may be forked."
        raise ScrutatorError(
            "Z03", "the state of the logs cannot be read", where=str(path), remedy=remedy
        ) from None


def _text(logs: Mapping[str, str]) -> bytes:
    return (json.dumps(logs, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
