"""Writing and reading who an observer is; each text is sealed under its own key and bound to its row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connections

from scrutator.errors import ScrutatorError
from scrutator.web import at_rest
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.identities.models import Consent, Contact, Person
from scrutator.web.routers import DATABASE

SECRET, PHONE = "identities", "phone"


def write_person(opaque: str, name: str, phone: str) -> None:
    """Write the name and the telephone number of the observer with this opaque id; "" leaves one as it is."""
    key = secret(folder(), SECRET)
    person, _ = Person.objects.get_or_create(
        opaque=opaque, defaults={"name": at_rest.seal(key, b"", f"name {opaque}")}
    )
    if name:
        person.name = at_rest.seal(key, name.encode(), f"name {opaque}")
        person.save(update_fields=["name"])
    if phone:
        value = at_rest.seal(key, phone.encode(), f"{PHONE} {opaque}")
        Contact.objects.update_or_create(person=person, kind=PHONE, defaults={"value": value})


@dataclass(frozen=True)
class Known:
    """What is known of a person; "" for what is not."""

    name: str
    phone: str


def read_person(opaque: str) -> Known:
    """The name and the telephone number behind an opaque id."""
    key = secret(folder(), SECRET)
    person = Person.objects.filter(opaque=opaque).first()
    if person is None:
        return Known("", "")
    contact = person.contacts.filter(kind=PHONE).first()
    name = at_rest.opened(key, bytes(person.name), f"name {opaque}").decode()
    phone = at_rest.opened(key, bytes(contact.value), f"{PHONE} {opaque}").decode() if contact else ""
    return Known(name, phone)


def phones_of(opaque: Iterable[str]) -> dict[str, str]:
    """The telephone numbers behind these opaque ids, of those that have one."""
    key, wanted = secret(folder(), SECRET), set(opaque)
    rows = Contact.objects.filter(kind=PHONE).values_list("person__opaque", "value")
    return {
        one: at_rest.opened(key, bytes(value), f"{PHONE} {one}").decode()
        for one, value in rows.iterator(chunk_size=1_000)
        if one in wanted
    }


def record_consent(opaque: str, version: str, day: date) -> None:
    """Write down that a person agreed to this version; what they agreed to before stays."""
    key = secret(folder(), SECRET)
    person, _ = Person.objects.get_or_create(
        opaque=opaque, defaults={"name": at_rest.seal(key, b"", f"name {opaque}")}
    )
    person.consents.create(version=version, day=day)


def consents_of(opaque: str) -> list[tuple[str, date]]:
    """The versions a person agreed to, with the days, in their order."""
    listed = Consent.objects.filter(person__opaque=opaque).order_by("pk")
    return list(listed.values_list("version", "day"))


def count_unopened() -> tuple[int, int]:
    """How many persons there are, and of how many the name or a contact does not open with the server's
    key."""
    key, unopened = secret(folder(), SECRET), set()
    for person in Person.objects.prefetch_related("contacts"):
        texts = [(bytes(person.name), "name")]
        texts += [(bytes(one.value), one.kind) for one in person.contacts.all()]
        try:
            for sealed, kind in texts:
                at_rest.opened(key, sealed, f"{kind} {person.opaque}")
        except ScrutatorError:
            unopened.add(person.pk)
    return Person.objects.count(), len(unopened)


def erase_people(opaque: Iterable[str]) -> int:
    """Erase all that is kept of these persons, also in the pages of the file it lay in. Returns how many."""
    overwriting()
    count = sum(Person.objects.filter(opaque=one).delete()[0] > 0 for one in opaque)
    emptied()
    return count


def overwriting() -> None:
    """Let SQLite overwrite what this connection deletes or replaces."""
    if connections[DATABASE].vendor == "sqlite":
        with connections[DATABASE].cursor() as cursor:
            cursor.execute("PRAGMA secure_delete=ON")


def emptied() -> None:
    """Let nothing of before stay in the log that SQLite writes ahead."""
    if connections[DATABASE].vendor == "sqlite":
        with connections[DATABASE].cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
