"""Another key for names and telephones: all open under it, the old one opens nothing, and a cut is mended."""

import os
from datetime import date
from pathlib import Path

import pytest

from scrutator.errors import ScrutatorError
from scrutator.web import at_rest
from scrutator.web.identities import rotation
from scrutator.web.identities.models import Person
from scrutator.web.identities.store import (
    consents_of,
    count_unopened,
    erase_people,
    read_person,
    record_consent,
    write_person,
)
from support.field_server import ready

ready()
OPAQUE = [f"{number:032x}" for number in (0xABC1, 0xABC2)]
NAMES = {OPAQUE[0]: ("Aigerim Seitkali", "+77015559876"), OPAQUE[1]: ("Dana Omarova", "")}


@pytest.fixture(autouse=True)
def people() -> None:
    erase_people(Person.objects.values_list("opaque", flat=True))
    for opaque, (name, phone) in NAMES.items():
        write_person(opaque, name, phone)
    record_consent(OPAQUE[0], "2026-1", date(2026, 11, 20))


def known() -> dict[str, tuple[str, str]]:
    return {opaque: (one.name, one.phone) for opaque in OPAQUE for one in [read_person(opaque)]}


def secrets_place() -> Path:
    return ready() / "secrets"


def test_names_open_under_the_new_key_alone_and_consents_stay() -> None:
    old = (secrets_place() / "identities").read_bytes()
    assert rotation.rotate() == 2
    assert known() == NAMES
    assert consents_of(OPAQUE[0]) == [("2026-1", date(2026, 11, 20))]
    assert (secrets_place() / "identities").read_bytes() != old
    assert (secrets_place() / "identities").stat().st_mode & 0o777 == 0o600
    assert not (secrets_place() / "identities.next").exists()
    for person in Person.objects.all():
        with pytest.raises(ScrutatorError):
            at_rest.opened(old, bytes(person.name), f"name {person.opaque}")


def test_what_was_sealed_under_the_old_key_is_gone_from_the_file() -> None:
    before = [bytes(one.name) for one in Person.objects.all()]

    def there() -> list[bool]:
        files = [path.read_bytes() for path in ready().glob("identities.sqlite3*")]
        return [any(sealed in content for content in files) for sealed in before]

    assert there() == [True, True], "the positive control"
    rotation.rotate()
    assert there() == [False, False]


def test_a_rotation_that_was_cut_off_before_the_key_changed_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(source: object, target: object) -> None:
        raise KeyboardInterrupt

    true_replace = os.replace
    monkeypatch.setattr(
        rotation.os,
        "replace",
        lambda a, b: cut(a, b) if str(b).endswith("identities") else true_replace(a, b),
    )
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate()
    monkeypatch.undo()
    assert count_unopened() == (2, 2), "the doctor sees it"
    rotation.rotate()
    assert (known(), count_unopened()) == (NAMES, (2, 0))


def test_a_name_that_opens_under_no_key_stops_it_and_nothing_is_changed() -> None:
    broken = Person.objects.get(opaque=OPAQUE[1])
    Person.objects.filter(pk=broken.pk).update(name=at_rest.seal(bytes(32), b"x", "other"))
    with pytest.raises(ScrutatorError, match="D58"):
        rotation.rotate()
    assert read_person(OPAQUE[0]).name == NAMES[OPAQUE[0]][0]
    assert count_unopened() == (2, 1)


def test_a_name_moved_to_another_person_does_not_open() -> None:
    one, other = Person.objects.order_by("opaque")
    Person.objects.filter(pk=one.pk).update(name=bytes(other.name))
    with pytest.raises(ScrutatorError, match="D58"):
        read_person(one.opaque)
    assert count_unopened() == (2, 1)
