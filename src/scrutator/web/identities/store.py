"""Writing and reading who an observer is; each text is sealed under its own key and bound to its row."""

from dataclasses import dataclass

from scrutator.web import at_rest
from scrutator.web.env import secret
from scrutator.web.folder import folder
from scrutator.web.identities.models import Contact, Person

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
