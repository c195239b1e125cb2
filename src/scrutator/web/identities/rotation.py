"""Another key for names and telephones: everything is sealed anew, and the old key is gone.

The new key waits in a file beside the old one until every row is sealed under it; a rotation that was cut
off goes on where it was when it is asked for again.
"""

import os
import secrets
from pathlib import Path

from django.db import transaction

from scrutator.errors import ScrutatorError
from scrutator.web import at_rest
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.identities.models import Contact, Person
from scrutator.web.identities.store import SECRET, emptied, overwriting
from scrutator.web.routers import DATABASE

NEXT = f"{SECRET}.next"


def rotate() -> int:
    """Seal every name and telephone under a new key; how many persons. The server must be stopped, since
    it keeps the key it started with. Raises D58 for a row that opens under neither key: nothing is changed
    then."""
    place = folder() / "secrets"
    secret(folder(), SECRET)  # a server that never wrote a name has none yet
    waiting = place / NEXT
    if not waiting.exists():
        _write(waiting, secrets.token_bytes(32))
    old, new = (place / SECRET).read_bytes(), waiting.read_bytes()
    overwriting()
    with transaction.atomic(using=DATABASE):
        for person in Person.objects.order_by("pk"):
            person.name = _anew(old, new, bytes(person.name), f"name {person.opaque}")
            person.save(update_fields=["name"])
        for contact in Contact.objects.select_related("person").order_by("pk"):
            about = f"{contact.kind} {contact.person.opaque}"
            contact.value = _anew(old, new, bytes(contact.value), about)
            contact.save(update_fields=["value"])
    emptied()
    os.replace(waiting, place / SECRET)
    _to_disk(place)
    secret.cache_clear()
    return Person.objects.count()


def _anew(old: bytes, new: bytes, sealed: bytes, about: str) -> bytes:
    try:
        plain = at_rest.opened(old, sealed, about)
    except ScrutatorError:
        plain = at_rest.opened(new, sealed, about)
    return at_rest.seal(new, plain, about)


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    _to_disk(path.parent)


def _to_disk(place: Path) -> None:
    """Let the names in a folder survive a power cut."""
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
