"""What the database holds is compared with what the log says was received; no change of it goes unseen."""

from collections.abc import Callable
from hashlib import sha256

import pytest

from scrutator.errors import ScrutatorError
from scrutator.seal.keys.sign import new_key, sign_checkpoint
from scrutator.seal.log.checkpoint import parse_checkpoint
from scrutator.web.desk.records import records_of
from scrutator.web.intake.held import what_is_changed
from scrutator.web.intake.models import Attachment, Checkpoint, Leaf, Received
from support.field_server import SET_UP, Mission, Phone
from support.phone import JPEG, incident_xml, report_xml


def _rewritten(mission: Mission) -> None:
    row = Received.objects.filter(mission=mission.row).earliest("pk")
    Received.objects.filter(pk=row.pk).update(content=bytes(row.content).replace(b"S1", b"S2"))


def _rewritten_with_its_hash(mission: Mission) -> None:
    row = Received.objects.filter(mission=mission.row).earliest("pk")
    content = bytes(row.content).replace(b"S1", b"S2")
    Received.objects.filter(pk=row.pk).update(content=content, sha256=sha256(content).hexdigest())


def _another_photo(mission: Mission) -> None:
    Attachment.objects.filter(received__mission=mission.row).update(sha256="0" * 64)


def _swapped(mission: Mission) -> None:
    one, two = Leaf.objects.filter(mission=mission.row).order_by("index")[:2]
    Leaf.objects.filter(pk=one.pk).update(hash=two.hash, entry=two.entry)
    Leaf.objects.filter(pk=two.pk).update(hash=one.hash, entry=one.entry)


def _gone(mission: Mission) -> None:
    Leaf.objects.filter(mission=mission.row, index=SET_UP).delete()


def _cut(mission: Mission) -> None:
    Leaf.objects.filter(mission=mission.row).latest("index").delete()


def _beyond_the_checkpoint(mission: Mission) -> None:
    Checkpoint.objects.filter(mission=mission.row).latest("size").delete()


def _hash_alone(mission: Mission) -> None:
    Leaf.objects.filter(mission=mission.row, index=0).update(hash=bytes(32))


def _deleted_one_of(mission: Mission) -> None:
    Received.objects.filter(mission=mission.row, leaf__index=SET_UP).update(salt=b"", content=b"")


def _other_key(mission: Mission) -> None:
    last, key = (
        Checkpoint.objects.filter(mission=mission.row).latest("size"),
        new_key(f"{mission.slug}/field"),
    )
    stated = parse_checkpoint(bytes(last.note))
    note = sign_checkpoint(key, key.name, stated.size, stated.root)
    Checkpoint.objects.filter(pk=last.pk).update(note=note)
    type(mission.row).objects.filter(pk=mission.row.pk).update(log_key=str(key.key))
    mission.row.refresh_from_db()


@pytest.mark.parametrize(
    "harm",
    [
        _rewritten, _rewritten_with_its_hash, _another_photo, _swapped, _gone, _cut, _beyond_the_checkpoint,
        _hash_alone, _deleted_one_of, _other_key,
    ],
)  # fmt: skip
def test_nothing_that_was_changed_becomes_a_case(
    mission: Mission, phone: Phone, harm: Callable[[Mission], None]
) -> None:
    phone.send(report_xml(1))
    phone.send(incident_xml(2, photo="h.jpg"), (("h.jpg", JPEG + b"held"),))
    assert what_is_changed(mission.row) == ""
    assert len(records_of(mission.row).reports) == 2
    harm(mission)
    assert what_is_changed(mission.row)
    with pytest.raises(ScrutatorError, match="D07"):
        records_of(mission.row)


def test_a_log_of_nothing_is_whole(mission: Mission) -> None:
    assert what_is_changed(mission.row) == ""
