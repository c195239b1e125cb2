"""Messages as reports: once each, with a receipt that holds; never by number alone; no one locked out."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrutator.web.sms.taking import MESSAGES, Inbound, opened_text, take
from support.field_server import new_mission, ready
from web.sms.conftest import OTHER, PHONE, START, Gateway

ready()
HOUR = timedelta(hours=1)
WRONG = "000000"


def reports(gateway: Gateway) -> Any:
    return gateway.mission.row.submissions.order_by("pk")


def outcomes(gateway: Gateway) -> list[str]:
    return [one.outcome for one in gateway.mission.row.sms_messages.order_by("pk")]


def test_a_message_becomes_a_report_by_the_write_path_of_all_with_a_receipt_in_the_log(
    gateway: Gateway,
) -> None:
    answer = gateway.report("ST=S1 AD1 SC2 OV2 @ calm")
    assert (answer.outcome, answer.reply) == ("stored", f"Принято. Квитанция {answer.receipt}.")
    one = reports(gateway).get()
    assert (one.received.channel, one.form_id, one.place.code, one.state) == ("sms", "voting", "S1", "new")
    assert one.jobs.count() == 1, "the checks of any report"
    said = bytes(one.received.content).decode()
    assert "<v_secrecy>no</v_secrecy>" in said
    assert "<comment>calm</comment>" in said
    found = Client().get(f"/log/{gateway.mission.slug}/leaf/{answer.receipt}")
    assert found.status_code == 200


def test_the_same_message_twice_is_one_report_with_the_same_receipt(gateway: Gateway) -> None:  # SMS-16
    first = gateway.report()
    again = [gateway.report(), gateway.report("OV2, ad 1 ST=S1", later=timedelta(days=3))]
    assert {one.outcome for one in again} == {"stored before"}
    assert {one.receipt for one in again} == {first.receipt}
    assert "X2" in again[0].reply
    assert reports(gateway).count() == 1
    assert len(gateway.mission.report_leaves) == 1


def test_a_serial_makes_another_report_of_the_same_answers(gateway: Gateway) -> None:
    first, second = gateway.report(), gateway.report("X2 ST=S1 AD1 OV2")
    assert (second.outcome, second.receipt != first.receipt) == ("stored", True)
    assert reports(gateway).count() == 2


def test_the_same_id_of_the_gateway_is_answered_the_same_and_written_once(gateway: Gateway) -> None:
    first, again = gateway.report(id="one"), gateway.report(id="one")
    assert again == first
    assert gateway.mission.row.sms_messages.count() == 1


def test_another_message_under_a_used_id_is_a_message_of_its_own(gateway: Gateway) -> None:
    first, other = gateway.report(id="one"), gateway.report("ST=S2 AD1 OV1", id="one")
    assert (other.outcome, reports(gateway).count()) == ("stored", 2)
    assert other.receipt != first.receipt
    assert gateway.send("hello", OTHER, id="one").receipt == ""
    assert gateway.report("ST=S2 AD1 OV1", id="one") == other
    assert gateway.mission.row.sms_messages.count() == 3


def test_an_observer_s_listed_telephone_is_not_kept_out_by_others_guesses_before_its_first_message(
    gateway: Gateway,
) -> None:
    from scrutator.web.identities.store import write_person

    write_person(gateway.mission.row.observers.get().opaque, "", PHONE.replace("+", "00"))
    for n in range(6):
        gateway.send(f"VO {gateway.number} {n:06d} ST=S1 AD1 OV1", f"+7702{n:07d}")
    assert gateway.report(sender=OTHER).outcome == "too many wrong codes"
    assert gateway.report().outcome == "stored"


def test_the_station_of_an_observer_who_is_deployed_at_one_is_known(gateway: Gateway) -> None:
    assert "ST" in gateway.report("AD1 OV2").reply
    row = gateway.mission.row
    row.rounds.get().deployments.create(observer=row.observers.get(), place=row.places.get(code="S2"))
    assert gateway.report("AD1 OV2").outcome == "stored"
    assert reports(gateway).get().place.code == "S2"
    row.rounds.get().deployments.create(observer=row.observers.get(), place=row.places.get(code="S3"))
    assert "ST" in gateway.report("AD2 OV2").reply, "of two stations neither is chosen"


def test_a_station_that_the_mission_does_not_have_is_refused_by_its_tag(gateway: Gateway) -> None:
    answer = gateway.report("ST=S9 AD1 OV2")
    assert (answer.outcome, "ST" in answer.reply, reports(gateway).count()) == ("not read", True, 0)


def test_the_sender_s_number_is_no_authentication(gateway: Gateway) -> None:  # SMS-15
    gateway.report()
    for text in (f"VO {gateway.number} ST=S1 AD2 OV1", f"VO {gateway.number} {WRONG} ST=S1 AD2 OV1"):
        assert gateway.send(text, PHONE).outcome in ("not read", "wrong number or code")
    assert reports(gateway).count() == 1


def test_the_right_code_from_another_telephone_is_kept_and_set_aside(gateway: Gateway) -> None:
    gateway.report()
    answer = gateway.report("ST=S1 AD2 OV1", OTHER)
    assert answer.outcome == "stored and set aside"
    assert "отложено" in answer.reply
    assert [one.state for one in reports(gateway)] == ["new", "quarantined"]
    assert gateway.report("ST=S2 AD1 OV1", PHONE).outcome == "stored", (
        "the first telephone stays the right one"
    )


def test_a_number_that_was_given_again_ends_the_one_before(gateway: Gateway) -> None:
    from scrutator.web.sms.numbers import give_number

    row = gateway.mission.row
    new = give_number(row, row.observers.get(), "en", START)
    assert gateway.report().outcome == "stored and set aside"
    assert gateway.send(f"VO {new.number} {new.code} ST=S1 AD1 OV1", OTHER).outcome == "stored"


def test_a_device_for_sms_does_not_sign_in_by_digest(gateway: Gateway) -> None:
    from support.field_server import Phone

    device = gateway.mission.row.devices.get(sms__isnull=False)
    phone = Phone(gateway.mission)
    for password in ("", gateway.code, gateway.number):
        phone.username, phone.password, phone.nonce = device.username, password, ""
        assert phone.ask("GET", "formList").status_code == 401


def test_an_unknown_number_and_a_wrong_code_are_answered_the_same(gateway: Gateway) -> None:
    from scrutator.field.sms.numbers import number_of

    unknown = next(n for n in map(number_of, range(100)) if n != gateway.number)
    wrong = gateway.send(f"VO {gateway.number} {WRONG} AD1 OV1", OTHER)
    other = gateway.send(f"VO {unknown} {WRONG} AD1 OV1", "+77020000002")
    assert (wrong.outcome, wrong.reply) == (other.outcome, other.reply)
    assert wrong.reply == "Not stored. Number or code is not right.", "not in the observer's language"


def test_guessing_is_stopped_after_five_wrong_codes_and_the_observer_still_reports(gateway: Gateway) -> None:
    gateway.report()
    guesses = [gateway.send(f"VO {gateway.number} {n:06d} ST=S1 AD1 OV1", f"+7702{n:07d}") for n in range(60)]
    assert [one.outcome for one in guesses].count("wrong number or code") == 5
    assert {one.outcome for one in guesses[5:]} == {"too many wrong codes"}
    right = gateway.report("ST=S1 AD2 OV1", "+77029999999")
    assert right.outcome == "too many wrong codes", "not even the right code tells a guesser anything"
    assert gateway.report("ST=S2 AD1 OV1", PHONE).outcome == "stored", "the victim is not locked out"
    assert (
        gateway.send(f"VO {gateway.number} {WRONG} AD1 OV1", OTHER, later=HOUR).outcome
        == "wrong number or code"
    )


def test_one_telephone_guesses_five_codes_an_hour_of_whatever_numbers(gateway: Gateway) -> None:
    from scrutator.field.sms.numbers import number_of

    said = [gateway.send(f"VO {number_of(n)} {WRONG} AD1 OV1", OTHER).outcome for n in range(7)]
    assert said == ["wrong number or code"] * 5 + ["too many wrong codes"] * 2


def test_the_observer_s_own_telephone_may_be_wrong_fifty_times_an_hour(gateway: Gateway) -> None:
    gateway.report()
    said = [gateway.send(f"VO {gateway.number} {n:06d} AD1 OV1", PHONE).outcome for n in range(52)]
    assert said == ["wrong number or code"] * 50 + ["too many wrong codes"] * 2
    assert gateway.report("ST=S2 AD1 OV1", later=HOUR).outcome == "stored"


def test_machines_are_not_answered_and_not_read(gateway: Gateway) -> None:
    for sender in ("Beeline", "1234", ""):
        answer = gateway.report(sender=sender or " ")
        assert (answer.outcome, answer.reply) == ("from a machine", "")
    assert reports(gateway).count() == 0
    assert outcomes(gateway) == ["from a machine"] * 3


def test_a_message_that_cannot_be_read_is_in_the_log_with_its_reply(gateway: Gateway) -> None:
    answer = gateway.send("ВО1 help", OTHER)
    assert answer.reply == "Not stored. Unknown form ВО. VO?"
    row = gateway.mission.row.sms_messages.get()
    assert (row.outcome, row.reply, opened_text(row)) == ("not read", answer.reply, "ВО• help")


def test_the_log_holds_neither_code_nor_telephone_nor_text_in_the_clear(gateway: Gateway) -> None:
    from scrutator.web.folder import folder

    gateway.report("ST=S1 AD1 OV2 @ a very particular sentence")
    row = gateway.mission.row.sms_messages.get()
    kept = f"VO {gateway.number} •••••• ST=S1 AD1 OV2 @ a very particular sentence"
    assert opened_text(row) == kept
    secrets = (gateway.code, PHONE.strip("+"), "a very particular sentence")
    fields = [bytes(row.text), row.sender.encode(), row.reply.encode(), row.receipt.encode()]
    assert not any(one.encode() in field for one in secrets for field in fields)
    code = gateway.mission.row.sms_numbers.get().code
    assert gateway.code.encode() not in bytes(code)
    assert (folder() / "secrets" / MESSAGES).stat().st_mode & 0o077 == 0


def test_a_number_of_one_mission_is_unknown_in_another(gateway: Gateway) -> None:
    other = new_mission()
    text = f"VO {gateway.number} {gateway.code} ST=S1 AD1 OV2"
    assert take(other.row, Inbound("1", PHONE, text), START).outcome == "wrong number or code"


def test_an_observer_who_is_not_safe_is_marked_so(gateway: Gateway) -> None:
    answer = gateway.send(f"IN {gateway.number} {gateway.code} ST=S1 KI1 SG3 KN1 SF2 EF3 PU2")
    assert (answer.outcome, reports(gateway).get().unsafe) == ("stored", True)


REPLY = re.compile(r"[^@<>]{1,500}")


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything=st.text(max_size=120), sender=st.sampled_from([PHONE, OTHER, "x"]))
def test_any_text_is_answered_and_none_of_it_fails(gateway: Gateway, anything: str, sender: str) -> None:
    for text in (anything, f"VO {gateway.number} {gateway.code} ST=S1 AD1 OV2 {anything}"):
        answer = gateway.send(text, sender)
        assert answer.reply == "" or REPLY.fullmatch(answer.reply)
