"""Every page of the server, asked by everyone in Russian and Kazakh: no sentence on it is left in English."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from support.field_server import Mission, ready
from support.full_mission import full_mission
from support.incidents import event

ready()
SENTENCE = re.compile(r"[A-Za-z][a-z’']+(?: [A-Za-z’']{1,}){2,}")
SHOWN = ("aria-label", "title", "placeholder", "alt")
NOT_READ = {"script", "style", "code", "pre", "textarea"}
"""What is typed or computed with, and what a person wrote."""
NOT_ENDED = {"input", "meta", "link", "br", "hr", "img", "area", "base", "col", "wbr"}
COMMANDS = ("scrutator key show",)
"""What is typed, in the middle of a sentence."""
OF_THE_RECORD = ("irregularity at a station",)
"""Words of a case's tables, shown as they are written there."""


@cache
def names() -> tuple[str, ...]:
    """What has its name in English: laws, norms, forms as the mission published them, lists of the example."""
    from scrutator.api.laws import distributing_laws
    from scrutator.web.law.asked import example
    from scrutator.words.norms import norm_catalogue

    laws = {title for title, _ in distributing_laws().values()}
    lists = {line.partition(",")[0] for line in example().splitlines()[1:]}
    known = {f"{one.instrument}, {one.article}" for one in norm_catalogue().values()}
    return tuple(sorted({*laws, *lists, *known, *COMMANDS, *OF_THE_RECORD}, key=len, reverse=True))


class Texts(HTMLParser):
    """The texts of a page that a person reads, and those of attributes that are read to them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in SHOWN and value]
        if tag not in NOT_ENDED:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not NOT_READ & set(self._open):
            self.found.append(" ".join(data.split()))


def english_of(page: str, others: tuple[str, ...] = ()) -> list[str]:
    """The sentences of a page that are English: three words in a row that are no name."""
    texts = Texts()
    texts.feed(page)
    return [one for one in texts.found if SENTENCE.search(without(one, (*names(), *others)))]


def without(text: str, known: tuple[str, ...]) -> str:
    """The text with a dash for each name."""
    for name in known:
        text = text.replace(name, "–")
    return text


def test_an_english_sentence_is_found_and_codes_are_not() -> None:
    page = (
        '<p>Это <code>scrutator case new DIR</code></p><p title="you may not">Отказ<br>the file is large</p>'
    )
    assert english_of(page) == ["you may not", "the file is large"]


@pytest.fixture(scope="module")
def mission() -> Mission:
    return full_mission("Nida", "A-01", "S9")


def addresses(mission: Mission) -> Iterator[str]:
    """Every route that is asked with GET, with what there is in the mission."""
    from scrutator.web.urls import urlpatterns

    row = mission.row
    report = str(row.submissions.order_by("pk").first().pk)
    leaf = row.leaves.order_by("index").last()
    known = {
        "mission": mission.slug, "report": report, "form": str(row.forms.first().pk), "device": "1",
        "user": "1", "message": "1", "number": "1", "bulk": "1", "attachment": "1", "release": "1",
        "incident": str(event(mission).number), "name": "stations.csv", "token": "t",
        "code": str(leaf), "role": "desk", "language": "ru", "table": "reports", "kind": "csv", "build": "b",
        "work": "no-such-workspace-here", "path": "index.html", "pk": "1", "plan": "1", "key": "1",
    }  # fmt: skip
    for pattern in urlpatterns:
        yield "/" + re.sub(r"<\w+:(\w+)>", lambda place: known[place[1]], str(pattern.pattern))


def asked(client: Any, address: str, language: str) -> str:
    """What a browser of that language gets, when it is a page."""
    answer = client.get(address, headers={"Accept-Language": language})
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        answer.close()
        return ""
    return str(b"".join(answer).decode() if answer.streaming else answer.content.decode())


ROLES = ("coordinator", "desk", "analyst", "editor", "approver", "key-holder", "administrator", "no one")


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("role", ROLES)
def test_no_page_has_an_english_sentence(mission: Mission, role: str, language: str) -> None:
    if role == "no one":
        client = Client()
    elif role == "administrator":
        from scrutator.web.accounts.models import User

        client = Client()
        client.force_login(User.objects.get_or_create(username="root", is_administrator=True)[0])
    else:
        client = mission.client(role)
    left, titles = {}, tuple(mission.row.forms.values_list("title", flat=True))
    for address in (*addresses(mission), f"/m/{mission.slug}/station?code=S9", "/nowhere", "/law/?seats=x"):
        if found := english_of(asked(client, address, language), titles):
            left[address] = found
    assert left == {}
