"""The web form sends what ODK Collect sends: every bundled form, in each language, question by question."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scrutator.field.forms import bundled
from scrutator.field.questions import AnswerKind
from scrutator.field.submission import parse
from support.corpus import FITTING, WRONG, corpus
from support.field_forms import bundled_published
from support.javarosa import LANGUAGES, Filling, filled_alone, filled_by_javarosa, named, same
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


def test_the_corpus_of_all_types_gives_what_the_library_gives_and_refuses_what_it_refuses(
    new_phone: Callable[..., FormPage], form_place: Place, tmp_path: Path
) -> None:
    variants = [*FITTING, *(answers for answers, _ in WRONG)]
    filled = filled_alone(tmp_path, corpus().xform, variants, "Қазақша (kk)")
    asked = {q.name for q in corpus().questions if q.kind.is_asked}
    phone = new_phone()
    phone.sign_in()
    before = len(form_place.reports())
    for answers, one in zip(FITTING, filled, strict=False):
        phone.open("Corpus")
        phone.language("Қазақша (kk)")
        shown = phone.answer(answers)
        assert set(shown) == one.questions.keys() & asked
        phone.finish()
    phone.receipts(len(FITTING))
    arrived = [parse(one) for one in form_place.reports()[before:]]
    for one in filled[: len(FITTING)]:
        wanted = dict(one.report.answers)
        assert any(alike(wanted, dict(web.answers)) for web in arrived), wanted
    assert (
        form_place.rows(
            "SELECT kind FROM intake_flag f JOIN intake_submission s ON s.id = f.submission_id WHERE s.form_id = 'corpus'"
        )
        == []
    )
    for answers, name in WRONG:
        phone.open("Corpus")
        phone.answer(answers)
        phone.page.click(".row button.strong")
        phone.page.wait_for_selector(".problems:not([hidden])")
        wrong = "() => [...document.querySelectorAll('.question')].filter((one) => one.querySelector('.error:not([hidden])')).map((one) => one.dataset.question.split('/').pop())"
        assert phone.page.evaluate(wrong) == [name]
        phone.page.click("text=Back to the list")
        phone.page.wait_for_selector("main h2:text-is('Drafts')")


def alike(collect: dict[str, str], web: dict[str, str]) -> bool:
    """The same answers; a photo has a name of its own, a moment another zone, a sum other last digits."""
    if collect.keys() != web.keys():
        return False
    kinds = {question.name: question for question in corpus().questions}

    def one(path: str) -> bool:
        kind, first, second = kinds[path.rpartition("/")[2]], collect[path], web[path]
        if kind.kind is AnswerKind.PHOTO:
            return bool(first) == second.endswith(".jpg")
        if kind.kind in (AnswerKind.NUMBER, AnswerKind.RANGE, AnswerKind.CALCULATED) and first and second:
            return abs(float(first) - float(second)) < 1e-9
        return first == second or bool(first and second and same(kind, first, second))

    return all(map(one, collect))


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
