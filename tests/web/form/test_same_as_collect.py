"""The web form sends what ODK Collect sends: every bundled form, in each language, question by question."""

from collections.abc import Callable

import pytest

from scrutator.field.forms import bundled
from scrutator.field.questions import AnswerKind
from scrutator.field.submission import parse
from support.field_forms import bundled_published
from support.javarosa import LANGUAGES, Filling, filled_by_javarosa, named, same
from support.web_form import FormPage, Place

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("web form")]


@pytest.fixture(scope="module")
def by_collect(tmp_path_factory: pytest.TempPathFactory) -> Filling:
    return filled_by_javarosa(tmp_path_factory.mktemp("javarosa"))


def test_filled_in_without_a_network_every_form_arrives_as_collect_would_send_it(
    new_phone: Callable[..., FormPage], form_place: Place, by_collect: Filling
) -> None:
    phone = new_phone()
    phone.sign_in()
    phone.context.set_offline(True)
    phone.page.reload()
    phone.unlock()
    tasks = [(name, language, variant) for name in bundled() for language in LANGUAGES for variant in (0,)]
    tasks += [
        key for key in by_collect if key[2] > 0 and named(by_collect[key].report).get("admitted") == "refused"
    ]
    for name, language, variant in tasks:
        phone.open(bundled_published(name).title)
        phone.language(LANGUAGES[language])
        shown = phone.answer(by_collect[name, language, variant].answers)
        asked = {q.name for q in bundled_published(name).questions if q.kind.is_asked}
        assert set(shown) == by_collect[name, language, variant].questions.keys() & asked, (name, language)
        words = phone.page.locator(".form").inner_text()
        assert all(
            text in words
            for key, text in by_collect[name, language, variant].questions.items()
            if key in asked
        )
        phone.finish()
    before = len(form_place.reports())
    phone.context.set_offline(False)
    assert len(set(phone.receipts(len(tasks)))) == len(tasks)
    arrived = {}
    for report in map(parse, form_place.reports()[before:]):
        arrived.setdefault(report.form_id, []).append(named(report))
    for name in bundled():
        wanted = [named(by_collect[key].report) for key in tasks if key[0] == name]
        assert len(arrived[name]) == len(wanted)
        assert all(any(equal(name, one, other) for other in arrived[name]) for one in wanted)
    assert form_place.rows("SELECT kind FROM intake_flag") == []
    assert [one for one in phone.said if "ERR_INTERNET_DISCONNECTED" not in one] == []


def equal(name: str, collect: dict[str, str], web: dict[str, str]) -> bool:
    """The same answers by question; a photo has a name of its own."""
    kinds = {question.name: question for question in bundled_published(name).questions}

    def alike(key: str) -> bool:
        if kinds[key].kind is AnswerKind.PHOTO:
            return bool(collect[key]) == web[key].endswith(".jpg")
        return collect[key] == web[key] or (
            collect[key] != "" and web[key] != "" and same(kinds[key], collect[key], web[key])
        )

    return list(collect) == list(web) and all(map(alike, collect))
