"""Messages to many: looked at, confirmed once, handed over once, and what came of each."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from scrutator.web.identities.store import write_person
from scrutator.web.messaging import sending
from scrutator.web.messaging.sending import Handed, send_outgoing
from scrutator.web.missions.models import Duty
from scrutator.web.outbox.models import Bulk, Outgoing
from scrutator.web.outbox.replies import note_delivery
from scrutator.web.sms.numbers import give_number
from scrutator.web.sms.taking import Inbound, take
from support.field_server import Mission, Phone
from support.phone import incident_xml

ANNA, BOB = "+77015550001", "+77771234567"
NOW = datetime.now(UTC)


@pytest.fixture
def late(mission: Mission) -> Mission:
    """A-01 (Kazakh, with a telephone), A-02 (with one) and A-03 (with none) have sent nothing that is due."""
    row, numbers = mission.row, (ANNA, BOB, "")
    for code, team in (("A-02", "T2"), ("A-03", "T3")):
        row.observers.create(code=code, opaque=f"{code}{mission.slug}", team=team, partner="P")
    for observer, phone in zip(row.observers.order_by("code"), numbers, strict=True):
        write_person(observer.opaque, "", phone)
        due = {"place": row.places.get(code="S1"), "form_id": "voting", "due": "2020-01-01T08:00"}
        Duty.objects.create(round=row.rounds.get(), observer=observer, **due)
    give_number(row, row.observers.get(code="A-01"), "kk", NOW)
    for language, words in (("en", "Where are you?"), ("kk", "Сіз қайдасыз?")):
        post(mission, "words", name="reminder", language=language, words=words)
    return mission


def post(mission: Mission, path: str, role: str = "desk", **fields: str) -> Any:
    return mission.client(role).post(f"/m/{mission.slug}/bulk/{path}", fields)


ASKED = {"name": "reminder", "channel": "sms", "by": "team"}


def looked_at(mission: Mission, role: str = "desk", **fields: str) -> tuple[str, dict[str, str]]:
    """The page before anything is sent, and what its button sends."""
    answer = post(mission, "look", role, **{**ASKED, **fields})
    page = answer.content.decode()
    form = page.split('/bulk/confirm"')[1]
    return page, dict(re.findall(r'name="(\w+)" value="([^"]*)"', form.split("</form>")[0]))


def sent(mission: Mission) -> Bulk:
    """A message that was looked at and confirmed."""
    _, fields = looked_at(mission)
    assert post(mission, "confirm", **fields).status_code == 302
    return Bulk.objects.filter(mission=mission.row).latest("pk")


def test_looking_at_a_message_sends_nothing_and_says_who_gets_which_words_at_what_cost(late: Mission) -> None:
    assert post(late, "set-up", "coordinator", channel="sms", price="4.25", currency="kzt").status_code == 302
    page, _ = looked_at(late)
    assert not Outgoing.objects.filter(bulk__mission=late.row).exists()
    assert "8.50 KZT" in page
    assert "en: 2, kk: 1" in page
    assert "No telephone, so not reached: A-03" in page
    assert ">Сіз қайдасыз?<" in page
    assert ANNA not in page


def test_a_price_that_was_not_declared_is_not_known(late: Mission) -> None:
    page, _ = looked_at(late)
    assert "<dt>Cost</dt><dd>not known</dd>" in page


def test_the_same_page_confirmed_twice_sends_once_and_looked_at_again_sends_again(late: Mission) -> None:
    _, fields = looked_at(late)
    assert [post(late, "confirm", **fields).status_code for _ in range(2)] == [302, 302]
    assert Outgoing.objects.filter(bulk__mission=late.row).count() == 3
    sent(late)
    assert Bulk.objects.filter(mission=late.row).count() == 2


def test_what_was_not_looked_at_is_not_sent(late: Mission) -> None:
    _, fields = looked_at(late)
    post(late, "words", name="reminder", language="en", words="Other words")
    assert post(late, "confirm", **fields).status_code == 400
    assert post(late, "confirm", **ASKED, digest="", token="").status_code == 400
    assert not Bulk.objects.filter(mission=late.row).exists()


def test_only_the_part_that_is_asked_for_gets_it(late: Mission) -> None:
    page, _ = looked_at(late, by="partner", part="P", form="voting")
    assert "A-02" in page
    assert "A-01" not in page


def test_each_message_is_handed_over_once(late: Mission, tmp_path: Path) -> None:
    sent(late)
    assert send_outgoing(late.row, tmp_path, "sms") == Handed(2, 0)
    files = sorted((tmp_path / "out").iterdir())
    said = [json.loads(file.read_text()) for file in files]
    assert [(one["to"], one["text"]) for one in said] == [(ANNA, "Сіз қайдасыз?"), (BOB, "Where are you?")]
    for file in files:
        file.unlink()
    assert send_outgoing(late.row, tmp_path, "sms") == Handed(0, 0)
    assert send_outgoing(late.row, tmp_path, "messenger") == Handed(0, 0)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("cut", ["write_durably", "staged", "rename", "moved"])
def test_a_cut_at_any_moment_sends_nothing_twice_and_loses_nothing(
    late: Mission, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    sent(late)
    came: list[str] = []

    def gateway() -> None:
        """It takes away what lies there."""
        for file in (tmp_path / "out").glob("*.json"):
            came.append(json.loads(file.read_text())["to"])
            file.unlink()

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    real = sending._state
    with monkeypatch.context() as patched:
        if cut == "write_durably":
            patched.setattr(sending, "write_durably", fail)
        elif cut == "staged":
            patched.setattr(sending, "_state", fail)
        elif cut == "rename":
            patched.setattr(Path, "rename", fail)
        else:
            patched.setattr(
                sending, "_state", lambda one, a, b: fail() if b == "handed over" else real(one, a, b)
            )
        with pytest.raises(KeyboardInterrupt):
            send_outgoing(late.row, tmp_path, "sms")
    gateway()
    send_outgoing(late.row, tmp_path, "sms")
    gateway()
    send_outgoing(late.row, tmp_path, "sms")
    gateway()
    assert sorted(came) == sorted([ANNA, BOB])


def page_of(mission: Mission, bulk: Bulk, role: str = "desk") -> str:
    return str(mission.client(role).get(f"/m/{mission.slug}/bulk/{bulk.pk}").content.decode())


def came(page: str) -> dict[str, int]:
    return {
        words: int(n)
        for words, n in re.findall(r'<th[^>]*>([^<]*)</th><td[^>]*class="number"[^>]*>(\d+)</td>', page)
    }


def test_who_was_not_reached_is_apart_from_who_did_not_reply(late: Mission, tmp_path: Path) -> None:
    bulk = sent(late)
    assert came(page_of(late, bulk))["waits for the gateway"] == 2
    send_outgoing(late.row, tmp_path, "sms")
    first, second, _ = bulk.outgoing.order_by("observer__code").values_list("pk", flat=True)
    found = came(page_of(late, bulk))
    assert found["not reached"] == 1
    assert found["handed over, not known whether reached; no reply"] == 2
    assert note_delivery(late.row, "sms", first, True)
    assert note_delivery(late.row, "sms", second, False)
    assert not note_delivery(late.row, "messenger", second, True)
    found = came(page_of(late, bulk))
    assert (found["reached, no reply"], found["not reached"], found["replied"]) == (1, 2, 0)
    assert note_delivery(late.row, "sms", first, False)
    assert came(page_of(late, bulk))["reached, no reply"] == 1


def test_a_reply_stands_with_the_message_and_the_observer_and_is_answered_by_no_machine(
    late: Mission, tmp_path: Path
) -> None:
    bulk = sent(late)
    send_outgoing(late.row, tmp_path, "sms")
    at = datetime.now(UTC)
    assert (
        take(late.row, Inbound("1", BOB, "At S1, the <network> was down"), at).outcome
        == "a reply to the desk"
    )
    assert take(late.row, Inbound("1", BOB, "At S1, the <network> was down"), at).reply == ""
    page = page_of(late, bulk)
    assert "At S1, the &lt;network&gt; was down" in page
    assert came(page)["replied"] == 1


@pytest.mark.parametrize(("hours", "outcome"), [(23, "a reply to the desk"), (25, "not read")])
def test_a_message_is_a_reply_for_a_day(late: Mission, tmp_path: Path, hours: int, outcome: str) -> None:
    sent(late)
    send_outgoing(late.row, tmp_path, "sms")
    at = datetime.now(UTC) + timedelta(hours=hours)
    assert take(late.row, Inbound("1", BOB, "hello"), at).outcome == outcome


def test_words_of_a_telephone_that_got_no_message_are_no_reply(late: Mission, tmp_path: Path) -> None:
    sent(late)
    send_outgoing(late.row, tmp_path, "sms")
    assert take(late.row, Inbound("1", "+77010000009", "hello"), datetime.now(UTC)).outcome == "not read"
    by_messenger = Inbound("1", BOB, "hello", "messenger")
    assert take(late.row, by_messenger, datetime.now(UTC)).outcome == "not read"


def test_an_observer_at_risk_gets_nothing_from_the_desk_and_is_on_no_page_of_it(
    late: Mission, phone: Phone
) -> None:
    bulk = sent(late)
    phone.send(incident_xml(1, safe="no"))
    assert "A-01" not in page_of(late, bulk)
    assert "A-01" in page_of(late, bulk, "coordinator")
    page, fields = looked_at(late)
    assert "A-01" not in page
    assert post(late, "confirm", **fields).status_code == 302
    page, _ = looked_at(late, "coordinator")
    assert "A-01" in page


def test_a_message_that_went_to_observers_at_risk_alone_is_not_there_for_the_desk(
    late: Mission, phone: Phone
) -> None:
    Duty.objects.exclude(observer__code="A-01").filter(round__mission=late.row).delete()
    phone.send(incident_xml(1, safe="no"))
    _, fields = looked_at(late, "coordinator")
    assert post(late, "confirm", "coordinator", **fields).status_code == 302
    bulk = Bulk.objects.get(mission=late.row)
    for role, status, count in (("desk", 404, "Sent: 0"), ("coordinator", 200, "Sent: 1")):
        client = late.client(role)
        assert client.get(f"/m/{late.slug}/bulk/{bulk.pk}").status_code == status
        assert count in client.get(f"/m/{late.slug}/bulk").content.decode()


def test_nothing_goes_to_a_telephone_whose_observer_is_not_safe_since_it_was_written(
    late: Mission, phone: Phone, tmp_path: Path
) -> None:
    sent(late)
    phone.send(incident_xml(1, safe="no"))
    assert send_outgoing(late.row, tmp_path, "sms") == Handed(1, 0, 1)
    _, fields = looked_at(late, "coordinator")
    assert post(late, "confirm", "coordinator", **fields).status_code == 302
    assert send_outgoing(late.row, tmp_path, "sms") == Handed(2, 0, 1), "the coordinator knew, and decided"
    late.row.submissions.update(unsafe=False)
    assert send_outgoing(late.row, tmp_path, "sms") == Handed(1, 0, 0), "released"


def test_a_second_sender_waits_and_leaves_no_file_behind(late: Mission, tmp_path: Path) -> None:
    sent(late)
    threads = [Thread(target=send_outgoing, args=(late.row, tmp_path, "sms")) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert [one.name for one in (tmp_path / "staged").iterdir()] == [".sending"]


def test_a_reply_from_a_telephone_of_two_observers_stands_with_both(late: Mission, tmp_path: Path) -> None:
    write_person(late.row.observers.get(code="A-03").opaque, "", BOB)
    bulk = sent(late)
    send_outgoing(late.row, tmp_path, "sms")
    take(late.row, Inbound("1", BOB, "We are both here"), datetime.now(UTC))
    assert came(page_of(late, bulk))["replied"] == 2


def test_a_reply_is_not_lost_while_a_later_message_waits_for_the_gateway(
    late: Mission, tmp_path: Path
) -> None:
    bulk = sent(late)
    send_outgoing(late.row, tmp_path, "sms")
    later = sent(late)
    take(late.row, Inbound("1", BOB, "At S1"), datetime.now(UTC))
    send_outgoing(late.row, tmp_path, "sms")
    assert [came(page_of(late, one))["replied"] for one in (bulk, later)] == [1, 0]


@pytest.mark.parametrize("words", ["Dear {name}", "Dear <<name>>", "Dear [[name]]", "Dear $name", "Dear %s"])
def test_words_with_a_place_that_nothing_fills_in_are_refused(mission: Mission, words: str) -> None:
    answer = post(mission, "words", name="n", language="en", words=words)
    assert answer.status_code == 400
    assert post(mission, "words", name="n", language="en", words="50 % at 5 $ a day").status_code == 302


def test_who_had_the_message_already_and_whose_language_is_not_known_is_said_before_it_goes_again(
    late: Mission,
) -> None:
    page, _ = looked_at(late)
    assert "Not known to be in their language: 2" in page
    assert "get it again" not in page
    sent(late)
    assert "Had a message of this name within a day, and get it again: 2" in looked_at(late)[0]


@pytest.mark.parametrize(
    "fields",
    [{"channel": "sms", "price": "-1", "currency": "KZT"}, {"channel": "sms", "price": "NaN", "currency": "KZT"},
     {"channel": "sms", "price": "1000", "currency": "KZT"}, {"channel": "sms", "price": "0.00001", "currency": "KZT"},
     {"channel": "pigeon", "price": "1", "currency": "KZT"}, {"channel": "sms", "price": "1", "currency": "тнг"},
     {"table": "prefix,operator\n+7701,A\n7701,B\n"}, {"table": "operator,prefix\n"}],
)  # fmt: skip
def test_what_cannot_be_a_price_or_a_table_is_refused(mission: Mission, fields: dict[str, str]) -> None:
    assert post(mission, "set-up", "coordinator", **fields).status_code == 400


@pytest.mark.parametrize("fields", [{"name": ""}, {"language": "xx"}, {"words": ""}, {"words": "x" * 1001}])
def test_words_without_name_language_or_text_are_refused(mission: Mission, fields: dict[str, str]) -> None:
    assert (
        post(mission, "words", **{"name": "n", "language": "en", "words": "w", **fields}).status_code == 400
    )


def missing(mission: Mission, query: str, role: str = "desk") -> str:
    return str(mission.client(role).get(f"/m/{mission.slug}/missing?{query}").content.decode())


def test_the_missing_are_counted_by_operator_without_showing_a_number(late: Mission) -> None:
    table = "prefix,operator\n+7701,Kcell\n+7777,Beeline\n"
    assert post(late, "set-up", "coordinator", table=table).status_code == 302
    page = missing(late, "by=operator")
    rows = re.findall(r'part=[^"]*">([^<]*)</a></th><td[^>]*>voting</td><td[^>]*>(\d+)', page)
    assert sorted(rows) == [("Beeline", "1"), ("Kcell", "1"), ("no telephone", "1")]
    assert "7701555" not in page


def test_the_missing_observers_are_listed_one_by_one_the_longest_overdue_first(late: Mission) -> None:
    for code, due in (("A-01", "2020-01-01T10:00"), ("A-02", "2020-01-01T09:00")):
        Duty.objects.filter(round__mission=late.row, observer__code=code).update(due=due)
    table = missing(late, "by=team").split("<tbody")[2]
    cell = "<td[^>]*>([^<]*)</td>"
    listed = re.findall(f"<th[^>]*>([^<]*)</th>{cell}{cell}{cell}", table)
    assert [(code, forms, since[-5:]) for code, _, forms, since in listed] == [
        ("A-03", "voting", "08:00"),
        ("A-02", "voting", "09:00"),
        ("A-01", "voting", "10:00"),
    ]
    assert [part for _, part, _, _ in listed][:2] == ["T3", "T2"]


@pytest.mark.parametrize("by", ["team", "partner", "operator", "region"])
def test_every_division_of_the_missing_adds_up_to_the_same(late: Mission, by: str) -> None:
    page = missing(late, f"by={by}")
    table = page.split("<tbody")[1]
    assert sum(int(row) for row in re.findall(r">(\d+)</td></tr>", table)) == 3
    assert "Observers with something missing: 3" in page


def test_what_is_due_follows_the_clock_of_the_place(late: Mission) -> None:
    """A duty of noon is due at 07:00 UTC at +05:00, and at noon UTC."""
    from scrutator.web.messaging.missing import By, missing_now

    row = late.row
    row.places.filter(code="S1").update(time_zone="Asia/Almaty")
    Duty.objects.filter(round__mission=row).update(due="2026-11-29T12:00")
    before, after = (datetime(2026, 11, 29, 7, minute, tzinfo=UTC) for minute in (0, 1))
    early = datetime(2026, 11, 29, 6, 59, tzinfo=UTC)
    assert [len(missing_now(row, at, By.TEAM, everyone=True).observers) for at in (early, before, after)] == [
        0,
        3,
        3,
    ]


def test_where_no_one_is_missing_the_desk_is_told_so(late: Mission) -> None:
    Duty.objects.filter(round__mission=late.row).delete()
    answer = post(late, "look", **ASKED)
    assert answer.status_code == 400
    assert "no observer is missing now" in answer.content.decode()
