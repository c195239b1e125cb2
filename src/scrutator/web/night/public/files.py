"""The public pages of a night as files: `public/night/MISSION/` in the server's folder, for any web server.

They are written when two people have released something, when a key ends and when the desk changes what a
release counts; each file is replaced whole. Nothing is in them that two people did not sign.
"""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Q
from django.template.loader import render_to_string
from django.utils import translation

from scrutator.errors import ScrutatorError
from scrutator.publishing.whole_files import replace_whole
from scrutator.statement.page.looks import looks
from scrutator.web.folder import folder
from scrutator.web.intake.models import Decision
from scrutator.web.intake.moment import one_moment
from scrutator.web.missions.models import Mission
from scrutator.web.night.cosigning import note_of, signatures_shown
from scrutator.web.night.models import Release
from scrutator.web.night.public.since import changed_since
from scrutator.web.night.shown import release_shown
from scrutator.words.server import LANGUAGES

RECORD, NOTE, STYLE = "release.json", "release.json.note", "scrutator.css"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".note": "text/plain; charset=utf-8",
}


def page_name(language: str) -> str:
    """The file of the page in a language: the first one's is what a web server shows for the folder."""
    return "index.html" if language == LANGUAGES[0] else f"index.{language}.html"


PAGES = {page_name(language): language for language in LANGUAGES}


def place_of(mission: Mission) -> Path:
    """The folder of a mission's public pages."""
    return folder() / "public" / "night" / mission.slug


def files_of(mission: Mission) -> Iterator[tuple[str, bytes]]:
    """The files by their names below the folder, what a page leads to before the page; as the database has
    them at one moment."""
    with one_moment():
        listed = list(mission.releases.filter(released__isnull=False).order_by("-number"))
        for one in listed:
            yield f"{one.number}/{RECORD}", bytes(one.record)
            yield f"{one.number}/{NOTE}", note_of(one)
        # With the colours, sizes and themes that it is written in: the server itself sends them apart.
        yield STYLE, looks().encode() + (Path(settings.STATIC_ROOT) / STYLE).read_bytes()
        changed = [changed_since(one) for one in listed]
        for name, language in PAGES.items():
            yield name, _page(mission, list(zip(listed, changed, strict=True)), language)


def _page(mission: Mission, listed: list[tuple[Release, int | None]], language: str) -> bytes:
    shown = [
        {
            "release": one,
            "keys": [signature.key for signature in signatures_shown(one)],
            "superseded": place > 0,
            "changed": changed,
            **release_shown(one, language),
        }
        for place, (one, changed) in enumerate(listed)
    ]
    pages = [(page_name(one), one) for one in LANGUAGES]
    context: dict[str, Any] = {"mission": mission, "shown": shown, "language": language, "pages": pages}
    with translation.override(language):
        return render_to_string("released.html", context).encode()


def write_public(mission: Mission) -> None:
    """Write the files that are not there as they are to be. Raises X04 where the disk takes none."""
    place = place_of(mission)
    for name, data in list(files_of(mission)):
        path = place / name
        if not path.is_file() or path.read_bytes() != data:
            replace_whole(path, data, 0o644)


def public_file(mission: Mission, name: str) -> bytes:
    """The bytes of a file; all are written first where it is gone, and for no other name: who asks for
    what is not there has no page made. Raises D54 for what is not public."""
    path = place_of(mission) / name
    try:
        if not path.is_file() and _is_public(mission, name):
            with _WRITING:
                write_public(mission)
        return path.read_bytes()
    except OSError:
        raise ScrutatorError("D54", "there is no such release") from None


def _is_public(mission: Mission, name: str) -> bool:
    numbers = mission.releases.filter(released__isnull=False).values_list("number", flat=True)
    return name in {*PAGES, STYLE, *(f"{one}/{file}" for one in numbers for file in (RECORD, NOTE))}


State = tuple[Any, ...]
_WRITTEN: dict[int, State] = {}
_WRITING = threading.Lock()
"""One at a time: who read an earlier state must not write after one who read a later."""


def keep_public(mission: Mission) -> None:
    """Write the files again when a release, a key's end or a decision of the desk may have changed them, and
    once after a start. Nothing for a mission that released nothing."""
    with _WRITING:
        state = _state(mission)
        if state[0] is None or _WRITTEN.get(mission.pk) == state:
            return
        write_public(mission)
        _WRITTEN[mission.pk] = state


def _state(mission: Mission) -> State:
    released = mission.releases.aggregate(
        last=Max("released"), n=Count("pk", filter=Q(released__isnull=False))
    )
    ended = mission.approver_keys.exclude(revoked=None).count()
    mine = Decision.objects.filter(Q(submission__mission=mission) | Q(place__mission=mission))
    decided = mine.aggregate(last=Max("pk"))["last"]
    emptied = mission.nights.filter(sample=b"").count()
    shown = mission.places_version, mission.name
    return released["last"], released["n"], ended, decided, emptied, *shown
