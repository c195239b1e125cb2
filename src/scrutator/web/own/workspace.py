"""A visitor's workspace: a folder under a random name, which only the browser that made it opens.

`own/<id>/` beside the databases, never in the media of missions: `owner` (a hash of the browser's secret),
`about.json`, `upload`, what was understood, the job, and `out/`. Everything ends after a day.
"""

import hashlib
import hmac
import secrets
import shutil
from pathlib import Path

import msgspec

from scrutator.publishing.whole_files import replace_whole
from scrutator.web.folder import folder
from scrutator.web.own.limits import KEPT_HOURS

UPLOAD, OUT = "upload", "out"
_ABOUT, _GONE = "about.json", ".gone-"
_ID_LENGTH = 22  # characters of 16 random bytes
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


class About(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whose a workspace is (a hash), the file's own name, its size and hash, and since when it is here."""

    owner: str
    name: str
    size: int
    sha256: str
    made: float


def root() -> Path:
    """Where all workspaces are."""
    place = folder() / "own"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def owner_of(browser: str) -> str:
    """What is kept of a browser's secret."""
    return hashlib.sha256(b"own election\0" + browser.encode()).hexdigest()


def make(content: bytes, name: str, browser: str, at: float) -> Path:
    """A new workspace with a file; `name` is only shown."""
    digest = hashlib.sha256(content).hexdigest()
    place = root() / secrets.token_urlsafe(16)
    place.mkdir(mode=0o700)
    (place / UPLOAD).write_bytes(content)
    about = About(owner_of(browser), _plain(name), len(content), digest, at)
    replace_whole(place / _ABOUT, msgspec.json.encode(about))
    return place


def _plain(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable())[:120] or "file"


def about_of(place: Path) -> About | None:
    """What is known of a workspace; None when it is not there."""
    try:
        return msgspec.json.decode((place / _ABOUT).read_bytes(), type=About)
    except (OSError, msgspec.DecodeError):
        return None


def opened(name: str, browser: str, at: float) -> Path | None:
    """The workspace of this name, for the browser that made it, until its day is over; else None."""
    if len(name) != _ID_LENGTH or not _LETTERS.issuperset(name) or not browser:
        return None
    place = root() / name
    about = about_of(place)
    if about is None or not hmac.compare_digest(about.owner, owner_of(browser)) or is_over(about, at):
        return None
    return place


def is_over(about: About, at: float) -> bool:
    """Whether its time has passed."""
    return at >= about.made + KEPT_HOURS * 3600


def all_of() -> list[tuple[Path, About]]:
    """Every workspace, the oldest first."""
    found = [(place, about_of(place)) for place in root().iterdir() if not place.name.startswith(".")]
    known = [(place, about) for place, about in found if about is not None]
    return sorted(known, key=lambda one: (one[1].made, one[0].name))


def forget(place: Path, *names: str) -> None:
    """Remove what was made from an earlier wish, so that it stands beside no later one."""
    for name in names:
        shutil.rmtree(place / name, ignore_errors=True)
        if (place / name).is_file():
            (place / name).unlink()


def delete(place: Path) -> None:
    """Delete it: from now on it is not there, whatever is still written to it."""
    gone = place.with_name(_GONE + place.name)
    try:
        place.rename(gone)
    except OSError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def sweep(at: float) -> None:
    """Delete what is over, what was begun and never finished, and what a deletion left."""
    for place in list(root().iterdir()):
        about = about_of(place)
        if place.name.startswith(_GONE):
            shutil.rmtree(place, ignore_errors=True)
        elif is_over(about, at) if about else at - place.stat().st_mtime > 3600:
            delete(place)


def size_of(place: Path) -> int:
    """Bytes of the files of a folder."""
    return sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
