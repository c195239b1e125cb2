"""What the night computes in words is said in every language of the desk; each reason that can be given."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from scrutator.counting.estimation.intervals import NO_VARIATION
from scrutator.counting.night.held_weights import Origin
from scrutator.counting.night.late import NOT_MEASURABLE
from scrutator.web.night.live import live
from scrutator.words.saying import LANGUAGES, Speech
from support.desk import protocol_xml
from support.field_server import Mission, Phone
from support.night import RULES, approver, arrive, give, lines, new_night, signed

MORE = RULES + "majority = 50\n[thresholds]\nAccord = 30\n"
LATIN = re.compile("[A-Za-z]{2,}")
NAMES = re.compile("Union|Accord|east|west|N[0-9]+")


def said(mission: Mission) -> Iterator[str]:
    found = live(mission.row)
    assert found is not None
    assert found.look is not None
    yield from (gate.why for gate in found.gates)
    yield from (
        gate.why.partition(":")[0] for gate in found.gates if gate.name in ("statement", "adjustment")
    )
    yield from (one.text for one in found.look.said)
    yield from (getattr(one.interval, "kind", "the denominator is zero") for one in found.look.moment.shares)


def untranslated(texts: Iterator[str]) -> list[tuple[str, str]]:
    """Each text with what is left of its English words."""
    found = [(text, language, Speech(language).say(text)) for text in texts for language in ("ru", "kk")]
    return [
        (text, language)
        for text, language, words in found
        if words is None or LATIN.search(NAMES.sub("", words))
    ]


@pytest.mark.parametrize("stations", [range(12), range(0, 12, 2), range(1), range(0), range(11)])
@pytest.mark.parametrize(
    "rules", [MORE, MORE.replace("shift = 0.5", "shift = 60"), MORE.replace("Accord = 30", "Accord = 36")]
)
def test_gates_and_sentences_are_said_in_russian_and_kazakh(stations: range, rules: str) -> None:
    mission = new_night(rules=rules)
    arrive(mission, Phone(mission), stations)
    assert untranslated(said(mission)) == []


def test_so_are_reasons_of_nights_that_can_say_nothing() -> None:
    for valid in (0, 100):
        mission = new_night(rules=MORE)
        phone = Phone(mission)
        for n in range(12):
            phone.send(protocol_xml(n, f"N{n:02d}", valid=valid, list_1=valid // 2, list_2=valid // 2))
        assert untranslated(said(mission)) == []


def test_every_reason_stands_in_every_language() -> None:
    reasons = [NO_VARIATION, NOT_MEASURABLE, *(one.value for one in Origin)]
    for reason in reasons:
        assert [language for language in LANGUAGES if Speech(language).say(reason) is None] == [], reason


def test_the_public_page_says_a_release_in_russian_and_kazakh() -> None:
    mission = new_night()
    one, two = approver(mission, "one.example"), approver(mission, "two.example")
    arrive(mission, Phone(mission))
    mission.client("desk").post(f"/m/{mission.slug}/night/releases")
    record = bytes(mission.row.releases.get().record)
    give(mission, one[0], signed(record, one[1], two[1]))
    for language, words in (
        ("ru", "Больше всего голосов: Union."),
        ("kk", "Ең көп дауыс: Union."),
    ):
        client = Client()
        client.cookies["language"] = language
        page = client.get(f"/night/{mission.slug}/").content.decode()
        assert words in page
        assert 'lang="en"' not in page.split("<main")[1].split("</main>")[0]


def test_why_nothing_was_released_is_said_in_the_language_of_who_signs() -> None:
    mission = new_night()
    one, _ = approver(mission, "one.example"), approver(mission, "two.example")
    arrive(mission, Phone(mission))
    mission.client("desk").post(f"/m/{mission.slug}/night/releases")
    one[0].cookies["language"] = "ru"
    give(mission, one[0], signed(bytes(mission.row.releases.get().record), one[1]))
    assert "подписали 1 из 2 разных людей" in one[0].get(f"/m/{mission.slug}/night").content.decode()


def test_a_sentence_that_a_list_of_that_name_could_forge_is_escaped() -> None:
    mission = new_night(rules=RULES.replace("Union =", '"<b>Union" ='))
    arrive(mission, Phone(mission))
    client = mission.client("desk")
    client.cookies["language"] = "ru"
    page = client.get(f"/m/{mission.slug}/night").content.decode()
    assert "&lt;b&gt;Union" in page
    assert "<b>Union" not in page


def test_a_closed_gate_for_intervals_names_no_list() -> None:
    mission = new_night()
    phone = Phone(mission)
    for n in range(12):
        phone.send(protocol_xml(n, f"N{n:02d}", **lines(0)))
    page = mission.client("desk").get(f"/m/{mission.slug}/night").content.decode()
    assert "2 of 2 have none" in page
    assert not re.search("Union|Accord", page)
