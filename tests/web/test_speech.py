"""Every page in English, Russian and Kazakh: no word is missing, none is left over, and the choice is kept."""

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from django.test import Client

from scrutator.words.server import LANGUAGES, READERS_LANGUAGES, reader_phrases, server_phrases
from support.field_server import Mission, Phone, ready
from support.phone import report_xml

ready()
TEMPLATES = Path(str(files("scrutator.web") / "templates"))
SAID = re.compile(r"""\{% say (?:"([^"]+)"|'([^']+)')""")
HOLE = re.compile(r"{(\w+)}")
# What stands on a page outside the words: names, and what is typed into a terminal.
NOT_WORDS = {"Scrutator", "English", "Русский", "Қазақша", "Español", "scrutator", "mission", "evidence", "key", "log", "receipt", "tlog",
             "proof", "quickcount", "check", "release", "json", "KEY"}  # fmt: skip
# Pages for readers speak Spanish too, from a table of their own.
FOR_READERS = {"law.html", "own.html", "own_work.html"}


def templates() -> Iterator[tuple[str, str]]:
    for path in sorted(TEMPLATES.rglob("*.html")):
        if path.name not in FOR_READERS:
            yield str(path.relative_to(TEMPLATES)), path.read_text(encoding="utf-8")


def reasons(source: str) -> Iterator[str]:
    """Why an answer is impossible: what the function of that name returns."""
    (found,) = [
        one
        for one in ast.parse(source).body
        if isinstance(one, ast.FunctionDef) and one.name == "_impossible"
    ]
    returned = [part for one in ast.walk(found) if isinstance(one, ast.Return) for part in ast.walk(one)]
    for part in returned:
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
            yield part.value


def named_by_code() -> set[str]:
    """The words that pages take from the program: states, flags, checks, roles, changes, tables."""
    from scrutator.field.checks.across import TOO_MANY
    from scrutator.field.checks.declared import Scope
    from scrutator.field.checks.flags import FlagKind
    from scrutator.field.deciding.standing import Act
    from scrutator.field.examining.evidence import Kind
    from scrutator.field.incidents import status
    from scrutator.field.sms import operators
    from scrutator.web.audit.events import What as Event
    from scrutator.web.desk.checking.said import COPY_OF
    from scrutator.web.desk.models import Message, NameRequest
    from scrutator.web.desk.queue import RANKS
    from scrutator.web.exports.tables import Exported
    from scrutator.web.incidents import mapping
    from scrutator.web.intake.models import Flag, Submission
    from scrutator.web.messaging.missing import By
    from scrutator.web.messaging.views import CAME
    from scrutator.web.missions.imports import What
    from scrutator.web.missions.plans import Change
    from scrutator.web.night.words import SAID_BY_CODE
    from scrutator.web.outbox.models import Channel, Outgoing
    from scrutator.web.roles import Role
    from scrutator.web.sms.models import SmsMessage

    source = (files("scrutator.field") / "checks" / "answers.py").read_text(encoding="utf-8")
    checks = set(re.findall(r'FlagKind\.[A-Z]+, "([^"]+)"', source)) | set(reasons(source))
    return {
        *Submission.State.values, *SmsMessage.Outcome.values, *Message.State.values, *NameRequest.State.values, *NameRequest.Wanted.values, *Flag.Kind.values,
        *(one.value for kind in (FlagKind, What, Change, Role, Act, Scope, status.Status, By, Kind, Event, Exported) for one in kind),
        *status.COVERS.values(), status.TOO_FEW, status.NO_REPORT, status.CHANGED, operators.NO_PHONE,
        operators.NOT_DECLARED, mapping.TITLE, mapping.COARSE_TITLE, *mapping.OPEN_OR_NOT.values(),
        *Channel.values, *Outgoing.State.values, *CAME,
        *RANKS.values(), *checks, TOO_MANY, "the same answers", COPY_OF, *SAID_BY_CODE,
    }  # fmt: skip


def test_every_word_of_every_page_is_in_all_languages_and_none_is_left_over() -> None:
    said = {one or two for _, text in templates() for one, two in SAID.findall(text)}
    for language in LANGUAGES[1:]:
        known = server_phrases(language)
        assert sorted((said | named_by_code()) - set(known)) == []
        assert sorted(set(known) - said - named_by_code()) == []
        assert all(text.strip() for text in known.values())


def named_to_readers() -> set[str]:
    """The words that pages for readers take from the program: roles of columns, steps, ends, files, marks."""
    from scrutator.web.jobs.children import Ending
    from scrutator.web.own.asked import DELIMITERS, MARKS, ROLES
    from scrutator.web.own.plan import READ, steps_of
    from scrutator.web.own.problems import HEADS
    from scrutator.web.own.results import WHAT

    source = (files("scrutator.web.own") / "plan.py").read_text(encoding="utf-8")
    steps = {*re.findall(r'Step\("([^"]+)"', source), *(step.name for step in steps_of(Path(), READ))}
    ends = {one.value for one in (Ending.FAILED, Ending.TOO_LONG, Ending.TOO_LARGE)}
    problems = {text for pair in HEADS.values() for text in pair}
    return {*ROLES, *MARKS, *DELIMITERS, *WHAT.values(), *steps, *ends, *problems} - {"none"}


def test_every_word_of_pages_for_readers_is_in_all_their_languages_and_none_is_left_over() -> None:
    pages = [TEMPLATES / name for name in (*FOR_READERS, "base.html")]
    said = {one or two for path in pages for one, two in SAID.findall(path.read_text(encoding="utf-8"))}
    for language in READERS_LANGUAGES[1:]:
        known = reader_phrases(language)
        assert sorted((said | named_to_readers()) - set(known)) == []
        assert sorted(set(known) - said - named_to_readers()) == []
        assert [english for english, text in known.items() if not text.strip()] == []
        assert all(
            sorted(HOLE.findall(english)) == sorted(HOLE.findall(text)) for english, text in known.items()
        )
    same = [english for english, text in reader_phrases("es").items() if text == english]
    assert same == ["bytes"]
    letters = [text for language in ("ru", "kk") for text in reader_phrases(language).values()]
    assert [text for text in letters if not re.search("[а-яәғқңөұүһі]", text.lower())] == []


def test_words_that_the_desk_says_too_are_the_same_there() -> None:
    for language in ("ru", "kk"):
        desk, readers = server_phrases(language), reader_phrases(language)
        assert {
            name: (desk[name], readers[name])
            for name in set(desk) & set(readers)
            if desk[name] != readers[name]
        } == {}


@pytest.mark.parametrize("name", sorted(FOR_READERS))
def test_no_page_for_readers_has_a_word_that_is_not_said_in_their_language(name: str) -> None:
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    text = re.sub(r"<code>.*?</code>", "", text)
    plain = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text, flags=re.S)
    assert set(re.findall(r"[^\W\d_]{2,}", plain)) <= {"UTC", "SHA"}


def test_readers_are_spoken_to_in_spanish_and_the_desk_in_english_then() -> None:
    client = Client()
    assert client.post("/language", {"language": "es", "next": "/law/"}).headers["Location"] == "/law/"
    page = client.get("/law/")
    assert page.headers["Content-Language"] == "es"
    assert "La ley con un giro de mando" in page.content.decode()
    assert client.get("/accounts/login/").headers["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("language", "word"),
    [("ru", "изменили бы одно место"), ("kk", "бір орынды өзгертер еді"), ("es", "cambiarían un escaño")],
)
def test_the_law_page_says_what_it_computed_in_the_reader_s_language(language: str, word: str) -> None:
    client = Client()
    client.post("/language", {"language": language, "next": "/law/"})
    assert word in client.get("/law/").content.decode()


def test_a_computed_sentence_that_names_make_very_long_is_not_looked_at() -> None:
    from scrutator.web.speech import computed

    long = "1 votes moved from " + "A" * 500 + " to B would change a seat; found by a search."
    assert computed(long, "ru") == long
    assert computed("found by a search.", "ru") != "found by a search."


def test_a_translation_has_the_same_holes() -> None:
    for language in LANGUAGES[1:]:
        for english, text in server_phrases(language).items():
            assert sorted(HOLE.findall(english)) == sorted(HOLE.findall(text)), english


def test_russian_and_kazakh_are_written_in_their_letters_and_differ() -> None:
    for english, text in server_phrases("kk").items():
        assert re.search("[а-яәғқңөұүһі]", text.lower()), english
    same = [
        english for english, text in server_phrases("ru").items() if text == server_phrases("kk")[english]
    ]
    assert same == ["Mission", "desk", "editor", "Token", "Telephone", "SMS", "File", "operator", "messenger"]


@pytest.mark.parametrize(("name", "text"), list(templates()))
def test_no_page_has_a_word_that_is_not_said_in_the_reader_s_language(name: str, text: str) -> None:
    plain = re.sub(r"{%.*?%}|{{.*?}}|<[^>]*>|&\w+;", " ", text, flags=re.S)
    assert [word for word in re.findall(r"[^\W\d_]{2,}", plain) if word not in NOT_WORDS] == []
    attributes = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]*)"', text)
    assert [one for one in attributes if re.search(r"[A-Za-z]{2}", re.sub(r"{.*?}", "", one))] == []


@pytest.mark.parametrize(("language", "word"), [("en", "Coverage"), ("ru", "Охват"), ("kk", "Қамту")])
def test_a_page_is_in_the_language_that_was_chosen(mission: Mission, language: str, word: str) -> None:
    client = mission.client("desk")
    back = f"/m/{mission.slug}/coverage"
    answer = client.post("/language", {"language": language, "next": back})
    assert answer.headers["Location"] == back
    page = client.get(back)
    assert f'<html lang="{language}">' in page.content.decode()
    assert f"<h1>{word}</h1>" in page.content.decode()
    assert page.headers["Content-Language"] == language


@pytest.mark.parametrize(
    ("asked", "found"), [("kk", "kk"), ("ru-RU,ru;q=0.9", "ru"), ("fr", "en"), ("", "en")]
)
def test_without_a_choice_it_is_the_browser_s(asked: str, found: str) -> None:
    page = Client().get("/accounts/login/", headers={"Accept-Language": asked})
    assert page.headers["Content-Language"] == found


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_choice_of_a_language_leads_nowhere_else(back: str) -> None:
    answer = Client().post("/language", {"language": "ru", "next": back})
    assert answer.headers["Location"] == "/"


def test_a_language_that_is_not_spoken_is_refused() -> None:
    assert Client().post("/language", {"language": "xx", "next": "/"}).status_code == 400


def test_a_page_kept_in_one_language_is_asked_for_again_in_another(mission: Mission, phone: Phone) -> None:
    client, url = mission.client("desk"), f"/m/{mission.slug}/"
    tag = client.get(url).headers["ETag"]
    client.post("/language", {"language": "ru", "next": url})
    assert client.get(url, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_filled_in_is_made_safe(mission: Mission) -> None:
    from scrutator.web.speech import say

    assert say("Observer {code}", code="<b>") == "Observer &lt;b&gt;"
    assert say("<b>") == "&lt;b&gt;"


def test_a_report_stands_in_the_form_s_words_of_the_page_s_language(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1))
    number = mission.row.submissions.get().pk
    client = mission.client("desk")
    client.post("/language", {"language": "ru", "next": "/"})
    for name in (f"reports/{number}", "station?code=S1"):
        assert "Вас допустили на участок?" in client.get(f"/m/{mission.slug}/{name}").content.decode()


def test_a_phone_is_answered_in_english_whatever_its_browser_says(mission: Mission, phone: Phone) -> None:
    assert b"Stored. Receipt" in phone.send(report_xml(1)).content
