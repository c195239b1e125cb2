"""What a phone sealed opens on its mission's server alone; everything else is refused by name."""

import io

import pytest
from django.test import Client

from scrutator.errors import ScrutatorError
from scrutator.web.form.sealed import head_length, key_of, point_of, receipt_key_of
from support.field_server import Mission, new_mission
from support.phone import JPEG, incident_xml, multipart, report_xml
from support.sealing import is_signed, seal, seal_bytes


def envelope(
    mission: Mission, xml: bytes, files: tuple[tuple[str, bytes], ...] = (), **said: object
) -> bytes:
    """A report as the page seals it."""
    body, kind = multipart(xml, files)
    who = {"username": mission.device.username, "password": mission.password, "device": "one", "type": kind}
    return seal(who | said, body, point_of(key_of(mission.slug)))


def post(mission: Mission, sealed: bytes):
    return Client().post(f"/m/{mission.slug}/form/reports", sealed, "application/octet-stream")


def test_a_sealed_report_is_stored_as_it_was_posted_and_its_receipt_is_in_the_log(mission: Mission) -> None:
    answer = post(mission, envelope(mission, report_xml(1)))
    assert (answer.status_code, answer.json()["repeated"]) == (201, False)
    received = mission.row.received.get()
    assert (bytes(received.content), received.channel) == (report_xml(1), "web form")
    assert Client().get(f"/log/{mission.slug}/leaf/{answer.json()['receipt']}").status_code == 200


def test_the_same_report_sealed_again_is_one_report_with_the_same_receipt(mission: Mission) -> None:
    first, second = (post(mission, envelope(mission, report_xml(1))).json() for _ in range(2))
    assert (first["receipt"], second["repeated"]) == (second["receipt"], True)
    assert mission.row.received.count() == 1


def test_photos_come_in_sealed_too(mission: Mission) -> None:
    photo = (("p.jpg", JPEG),)
    assert post(mission, envelope(mission, incident_xml(1, photo="p.jpg"), photo)).status_code == 201
    assert [one.name for one in mission.row.submissions.get().attachments.all()] == ["p.jpg"]


@pytest.mark.parametrize("said", [{"password": "X" * 24}, {"username": "nobody"}, {"username": "a" * 65}])
def test_a_report_of_an_unknown_token_is_refused(mission: Mission, said: dict[str, str]) -> None:
    answer = post(mission, envelope(mission, report_xml(1), **said))
    assert (answer.status_code, answer.json()["code"]) == (401, "D51")
    assert mission.row.received.count() == 0


def test_a_report_sealed_to_another_mission_is_refused_even_with_its_token(mission: Mission) -> None:
    other = new_mission()
    answer = post(mission, envelope(other, report_xml(1)))
    assert (answer.status_code, answer.json()["code"]) == (400, "D50")


def test_a_token_of_another_mission_is_not_known_here(mission: Mission) -> None:
    other = new_mission()
    said = {"username": other.device.username, "password": other.password}
    assert post(mission, envelope(mission, report_xml(1), **said)).status_code == 401


def test_a_revoked_token_s_report_is_kept_and_set_aside(mission: Mission) -> None:
    from scrutator.web.clock import now

    mission.device.revoked = now()
    mission.device.save()
    assert post(mission, envelope(mission, report_xml(1))).status_code == 201
    assert mission.row.submissions.get().state == "quarantined"


def test_a_second_phone_with_the_same_link_is_set_aside(mission: Mission) -> None:
    post(mission, envelope(mission, report_xml(1)))
    post(mission, envelope(mission, report_xml(2), device="two"))
    assert [one.state for one in mission.row.submissions.order_by("pk")] == ["new", "quarantined"]


def test_any_changed_byte_of_a_sealed_report_is_noticed(mission: Mission) -> None:
    sealed = envelope(mission, report_xml(1))
    for at in [*range(0, 84, 7), len(sealed) - 1, len(sealed) // 2, 150]:
        changed = sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]
        assert post(mission, changed).json()["code"] == "D50"
    assert mission.row.received.count() == 0


@pytest.mark.parametrize("change", [-1, 1])
def test_a_sealed_report_that_is_longer_or_shorter_than_it_says_is_refused(
    mission: Mission, change: int
) -> None:
    sealed = envelope(mission, report_xml(1))
    changed = sealed[:change] if change < 0 else sealed + b"x"
    assert post(mission, changed).json()["code"] == "D50"
    assert post(mission, sealed).status_code == 201


def test_of_an_unknown_sender_s_post_only_the_head_is_read(mission: Mission) -> None:
    """A body that cannot be read to its end: what is beyond the head is not asked for."""

    class Counting(io.BytesIO):
        taken = 0

        def read(self, count: int | None = -1) -> bytes:
            found = super().read(count)
            self.taken += len(found)
            return found

    known = envelope(mission, report_xml(1))
    strange = seal_bytes(
        b'{"username": "nobody", "password": "x", "device": "x", "type": "x", "size": 11000000}',
        bytes(11_000_000 - 16),
        point_of(key_of(mission.slug)),
    )
    for content, least, most in (
        (strange, 0, 300),
        (bytes(11_000_000), 0, 300),
        (known, len(known), len(known)),
    ):
        body = Counting(content)
        environment = {
            "wsgi.input": body,
            "CONTENT_LENGTH": str(len(content)),
            "CONTENT_TYPE": "application/octet-stream",
        }
        Client().generic("POST", f"/m/{mission.slug}/form/reports", **environment)
        assert least <= body.taken <= most


def test_a_receipt_is_signed_for_the_report_that_was_sent_and_for_no_other(mission: Mission) -> None:
    signer = point_of(receipt_key_of(mission.slug))
    first, second = envelope(mission, report_xml(1)), envelope(mission, report_xml(2))
    said = post(mission, first).json()
    other = post(mission, second).json()
    assert is_signed(said, first, signer)
    assert is_signed(other, second, signer)
    assert not is_signed(said, second, signer)
    assert not is_signed(said | {"receipt": other["receipt"]}, first, signer)
    assert not is_signed(said, first, point_of(key_of(mission.slug)))
    assert not is_signed(said, first, point_of(receipt_key_of(new_mission().slug)))


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"notebook 1\n",
        b"notebook 1\n" + bytes(200),
        b"notebook 1\n" + bytes(65) + b"\xff\xff" + bytes(70000),
        b"NOTEBOOK 1\n" + bytes(200),
    ],
)
def test_bytes_that_are_no_sealed_report_are_refused(mission: Mission, content: bytes) -> None:
    assert (post(mission, content).status_code, post(mission, content).json()["code"]) == (400, "D50")


@pytest.mark.parametrize(
    "head",
    [
        b" ",
        b"[]",
        b"{}",
        b'{"username": 1, "password": "", "device": "", "type": "", "size": 1}',
        b'{"username": "", "password": "", "device": "", "type": "", "size": true}',
        b'{"username": "", "password": "", "device": "", "type": "", "size": "1"}',
        b'{"username": "", "password": "", "device": "", "type": ""}',
        b"[" * 1900,
        b" " * 1984,
        b" " * 1985,
    ],
)
def test_a_sealed_report_that_does_not_say_who_sends_it_is_refused(mission: Mission, head: bytes) -> None:
    sealed = seal_bytes(head, multipart(report_xml(1))[0], point_of(key_of(mission.slug)))
    assert post(mission, sealed).json()["code"] == "D50"


def test_a_body_over_the_limit_is_refused_before_it_is_read(mission: Mission) -> None:
    answer = post(mission, bytes(12_000_001))
    assert (answer.status_code, answer.json()["code"]) == (413, "D52")


def test_each_sealing_has_a_key_of_its_own(mission: Mission) -> None:
    public = point_of(key_of(mission.slug))
    assert seal({}, b"the same", public)[:76] != seal({}, b"the same", public)[:76]


def test_with_a_mission_s_reports_goes_the_key_that_opens_sealed_ones(mission: Mission) -> None:
    from scrutator.web.clock import now
    from scrutator.web.folder import folder
    from scrutator.web.upkeep.retention import retire

    key_of(mission.slug)
    path = folder() / "secrets" / f"{mission.slug}.reports"
    retire(mission.row, now(), reports=False)
    assert path.exists()
    retire(mission.row, now(), reports=True)
    assert not path.exists()


def test_what_is_no_sealed_report_or_has_a_long_head_is_refused_before_its_head_is_read() -> None:
    def prefix(length: int, magic: bytes = b"notebook 1\n") -> bytes:
        return magic + bytes(65) + length.to_bytes(2, "big")

    assert (head_length(prefix(17)), head_length(prefix(2_000))) == (17, 2_000)
    for wrong in (prefix(16), prefix(2_001), prefix(100, b"notebook 2\n"), prefix(100)[:-1]):
        with pytest.raises(ScrutatorError, match="not a sealed report"):
            head_length(wrong)
