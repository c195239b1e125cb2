"""Numbers for SMS by their page: given and shown once, bound, released, ended; no telephone number is shown."""

import re

from django.test import Client

from scrutator.web.sms.models import SmsNumber
from scrutator.web.sms.taking import Inbound, take
from support.field_server import Mission, new_mission
from web.sms.conftest import START

MINE, OTHER = "+7 701 555-98-76", "+77015550000"
SHOWN = re.compile(r"<dd>(\d+)</dd>")


class Page:
    """A coordinator at the page of numbers."""

    def __init__(self, mission: Mission) -> None:
        self.mission, self.url = mission, f"/m/{mission.slug}/sms/numbers"
        self.client: Client = mission.client("coordinator")

    def give(self, observer: str = "A-01", language: str = "en") -> tuple[str, str]:
        page = self.client.post(self.url, {"observer": observer, "language": language})
        number, code = SHOWN.findall(page.content.decode())
        return number, code

    @property
    def row(self) -> SmsNumber:
        return SmsNumber.objects.filter(mission=self.mission.row).latest("pk")

    def change(self, act: str, telephone: str = "") -> int:
        given = {"act": act, "telephone": telephone}
        return int(self.client.post(f"{self.url}/{self.row.pk}", given).status_code)

    def sent(self, card: tuple[str, str], sender: str, name: str) -> str:
        text = f"VO {card[0]} {card[1]} ST=S1 AD1 OV2 @ {name}"
        return take(self.mission.row, Inbound(name, sender, text), START).outcome


def test_a_number_is_shown_once_and_an_earlier_one_ends(mission: Mission) -> None:
    page = Page(mission)
    first, second = page.give(), page.give()
    assert first[0] != second[0]
    listed = page.client.get(page.url).content.decode()
    assert (second[0] in listed, second[1] in listed, first[0] in listed) == (True, False, False)
    assert page.sent(first, OTHER, "a") == "stored and set aside"
    assert page.sent(second, OTHER, "b") == "stored"


def test_a_bound_number_takes_reports_of_its_telephone_and_no_page_shows_it(mission: Mission) -> None:
    page = Page(mission)
    card = page.give()
    assert page.change("bind", MINE) == 302
    assert page.sent(card, OTHER, "a") == "stored and set aside"
    assert page.sent(card, "+77015559876", "b") == "stored"
    listed = page.client.get(page.url).content.decode()
    assert ("bound" in listed, "5559876" in listed, "555-98" in listed) == (True, False, False)


def test_a_released_number_belongs_to_the_next_that_sends_the_right_code(mission: Mission) -> None:
    page = Page(mission)
    card = page.give()
    page.change("bind", MINE)
    assert page.change("release") == 302
    assert page.sent(card, OTHER, "a") == "stored"
    assert page.sent(card, "+77015559876", "b") == "stored and set aside"


def test_an_ended_number_is_set_aside(mission: Mission) -> None:
    page = Page(mission)
    card = page.give()
    assert page.change("end") == 302
    assert page.sent(card, OTHER, "a") == "stored and set aside"
    assert card[0] not in page.client.get(page.url).content.decode()


def test_what_is_no_telephone_no_act_no_observer_or_no_language_changes_nothing(mission: Mission) -> None:
    page = Page(mission)
    page.give()
    for act, telephone in (("bind", ""), ("bind", "12345"), ("bind", "1" * 16), ("bind", "call me"),
                           ("x", ""), ("", ""), ("release", MINE), ("end", MINE)):  # fmt: skip
        assert page.change(act, telephone) == 400, (act, telephone)
    assert (page.row.device.fingerprint, page.row.device.revoked) == ("", None)
    assert (page.change("bind", "123456"), page.change("bind", "1" * 15)) == (302, 302)
    for given in ({"observer": "B-9", "language": "en"}, {"observer": "A-01", "language": "xx"}):
        assert page.client.post(page.url, given).status_code == 400
    assert SmsNumber.objects.filter(mission=mission.row).count() == 1


def test_a_number_of_another_mission_is_not_found(mission: Mission) -> None:
    theirs, mine = Page(new_mission(forms=())), Page(mission)
    theirs.give()
    for act in ("bind", "release", "end"):
        given = {"act": act, "telephone": MINE if act == "bind" else ""}
        assert mine.client.post(f"{mine.url}/{theirs.row.pk}", given).status_code == 404
    assert (theirs.row.device.fingerprint, theirs.row.device.revoked) == ("", None)


def test_a_telephone_is_the_same_however_people_write_it() -> None:
    from scrutator.web.sms.numbers import sender_hash

    same = {sender_hash(one) for one in (MINE, "+77015559876", "0077015559876", "7 (701) 555.98.76")}
    assert (len(same), sender_hash("+77015559877") in same) == (1, False)
