"""Decisions, published results, the audit and the night's rules by keyboard, without scripts, in three languages;
and the pages that they fill, held to WCAG."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scrutator.seal.keys.sign import new_key
from support.axe import faults_of
from support.desk import protocol_xml, worked
from support.field_server import Mission, Phone, ready
from support.full_mission import RESULTS, full_mission, sealed_plan
from support.keyboard import Person, served
from support.night import RULES, SAMPLE, STATIONS, arrive, lines, new_night, signed

ready()
pytestmark = [pytest.mark.system, pytest.mark.browser, pytest.mark.xdist_group("browser")]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ru", "kk"])
SEED = "3 1 4 1 5 9 2 6 5 3 5 8 9 7 9 3 2 3 8 4"
PUBLISHED = "station,Union,Accord\n" + "".join(
    f"N{n:02d},{lines(n)['list_1'] + 9 * (n == 3)},{lines(n)['list_2']}\n" for n in range(STATIONS - 2)
)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as address:
        yield address


@pytest.fixture
def full() -> Mission:
    """A mission with one of everything; two observers' protocols of one station differ."""
    made = full_mission("walk", "A-01", "S9")
    phone = Phone(made)
    for number, votes in ((61, 401), (62, 391)):
        assert phone.send(protocol_xml(number, "S3", list_1=votes)).status_code == 201
    worked(made)
    return made


@pytest.fixture
def enter(chromium: Any, address: str) -> Iterator[Any]:
    made: list[Person] = []

    def enter(mission: Mission, role: str, language: str, **options: Any) -> Person:
        given = {"java_script_enabled": False} | options
        made.append(Person(chromium, address, mission.client(role), language, **given))
        return made[-1]

    yield enter
    for one in made:
        one.context.close()


def protocols(mission: Mission) -> list[Any]:
    """The two protocols of the station, in the order in which they came."""
    found = mission.row.submissions.filter(place__code="S3", form_id="quickcount")
    return list(found.select_related("received__leaf").order_by("pk"))


def form(act: str) -> str:
    return f"form:has(input[name=act][value={act}])"


@LANGUAGES
def test_the_desk_corrects_flags_merges_takes_back_and_chooses_a_station_s_answer(
    enter: Any, full: Mission, language: str
) -> None:
    from scrutator.web.desk.models import Standing
    from scrutator.web.desk.replaying import replayed

    first, second = protocols(full)
    base = f"/m/{full.slug}"
    desk = enter(full, "desk", language)
    desk.opens(f"{base}/reports/{second.pk}")
    desk.chooses(f"{form('correct')} select[name=question]", "list_2")
    desk.writes(f"{form('correct')} input[name=value]", "210")
    desk.writes(f"{form('correct')} input[name=reason]", "they read it again")
    desk.presses(f"{form('correct')} button")
    assert Standing.objects.get(submission=second).corrections == {"list_2": "210"}
    desk.writes(f"{form('flag')} input[name=reason]", "a second pair of eyes")
    desk.presses(f"{form('flag')} button")
    desk.presses(f"nav a[href='{base}/queue']")
    desk.reaches(f"main a[href='{base}/reports/{second.pk}']")
    desk.opens(f"{base}/station?code=S3")
    desk.writes(f"{form('settle')} input[name=reason]", "the photograph says so")
    desk.presses(f"{form('settle')} button")
    assert "the photograph says so" in desk.reads
    desk.opens(f"{base}/reports/{second.pk}")
    desk.writes(f"{form('merge')} input[name=into]", str(first.received.leaf.index))
    desk.writes(f"{form('merge')} input[name=reason]", "one visit")
    desk.presses(f"{form('merge')} button")
    assert state(second) == "duplicate"
    undone = "li:has-text('one visit') form:has(input[value=undo])"
    desk.writes(f"{undone} input[name=reason]", "two visits after all")
    desk.presses(f"{undone} button")
    assert state(second) == "new"
    assert replayed(full.row).differ == ()


def state(one: Any) -> str:
    one.refresh_from_db()
    return str(one.state)


@LANGUAGES
def test_the_desk_pastes_a_published_table_and_reads_what_differs(
    enter: Any, full: Mission, language: str
) -> None:
    base = f"/m/{full.slug}"
    desk = enter(full, "desk", language)
    desk.opens(f"{base}/night")
    desk.presses(f"a[href='{base}/published']")
    desk.writes("textarea[name=pasted]", PUBLISHED)
    desk.presses("form[action$='/published/add'] button")
    assert "N03" in desk.reads
    assert "N10, N11" in desk.reads


@LANGUAGES
def test_the_coordinator_registers_the_night_s_rules_and_draws_on_in_the_audit(
    enter: Any, tmp_path: Path, language: str
) -> None:
    from scrutator.web.night.models import NightRules

    night = new_night(register=False)
    base = f"/m/{night.slug}"
    texts = {"night.toml": RULES, "sample.csv": SAMPLE, "results.csv": RESULTS}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "plan.json").write_bytes(sealed_plan())
    boss = enter(night, "coordinator", language)
    boss.opens(f"{base}/night/rules")
    boss.chooses("main select[name=form]", "quickcount")
    boss.gives("input[name=rules]", tmp_path / "night.toml")
    boss.gives("input[name=sample]", tmp_path / "sample.csv")
    boss.presses("form:has(input[name=rules]) button")
    assert NightRules.objects.filter(mission=night.row).count() == 1
    boss.opens(f"{base}/audit")
    boss.gives("input[name=plan]", tmp_path / "plan.json")
    boss.gives("input[name=results]", tmp_path / "results.csv")
    boss.presses("form:has(input[name=plan]) button")
    boss.writes("input[name=seed]", SEED)
    boss.presses("form:has(input[name=seed]) button")
    plan = night.row.audit_plans.get()
    for more in (10, 20):
        first = plan.draws.order_by("number").first().number
        boss.writes("input[name=number]", str(first + more))
        boss.presses("form:has(input[name=number]) button")
        assert plan.draws.order_by("number").last().number == first + more
    analyst = enter(night, "analyst", language)
    for path in ("audit", "night", "published", "queue"):
        analyst.opens(f"{base}/{path}")
        assert analyst.page.locator("main form[method=post]").count() == 0


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_two_approvers_sign_what_the_desk_releases(enter: Any, tmp_path: Path, language: str) -> None:
    """In English it is walked with scripts off in tests/web/night/test_in_browser.py."""
    night = new_night()
    arrive(night, Phone(night))
    base = f"/m/{night.slug}/night"
    keys = [new_key(f"{name}.example") for name in ("one", "two")]
    approvers = [enter(night, "approver", language) for _ in keys]
    for one, key in zip(approvers, keys, strict=True):
        one.opens(base)
        one.writes("input[name=key]", str(key.key))
        one.presses("form:has(input[name=key]) button")
        assert str(key.key) in one.reads
    desk = enter(night, "desk", language)
    desk.opens(base)
    desk.presses("form[action$='/releases'] button")
    note = tmp_path / "release.json.note"
    for one, key in zip(approvers, keys, strict=True):
        one.opens(base)
        one.reaches("a[href$='/night/releases/1']")
        with one.page.expect_download() as taken:
            one.page.keyboard.press("Enter")
        note.write_bytes(signed(Path(taken.value.path()).read_bytes(), key))
        one.gives("input[name=note]", note)
        one.presses("form[action$='/sign'] button")
    anyone = enter(night, "analyst", language)
    anyone.opens(f"/night/{night.slug}/")
    assert anyone.page.locator("a[href$='1/release.json.note']").count() == 1


@pytest.fixture(scope="module")
def filled() -> dict[str, Any]:
    """A mission whose pages hold something, and their addresses by name."""
    from scrutator.web.outbox.models import Bulk

    made = full_mission("filled", "A-01", "S9")
    phone = Phone(made)
    for number, votes in ((61, 401), (62, 391)):
        phone.send(protocol_xml(number, "S3", list_1=votes))
    worked(made)
    boss = made.client("coordinator")
    base = f"/m/{made.slug}"
    assert boss.post(f"{base}/published/add", {"pasted": PUBLISHED}).status_code == 302
    plan = made.row.audit_plans.get()
    assert boss.post(f"{base}/audit/{plan.pk}/seed", {"seed": SEED}).status_code == 302
    assert boss.post(f"{base}/audit/{plan.pk}/draw", {"number": "300"}).status_code == 302
    one = protocols(made)[0]
    given = {"act": "correct", "question": "list_2", "value": "210", "reason": "read again"}
    assert boss.post(f"{base}/reports/{one.pk}/act", given).status_code == 302
    sheet = made.row.submissions.filter(form_id="quickcount", attachments__isnull=False).get()
    bulk = Bulk.objects.filter(mission=made.row).first()
    names = ["published", "audit", "keying", f"keying/{sheet.pk}", f"keying/{sheet.pk}?photo=1", "bulk",
             f"bulk/{bulk.pk}", "queue", "station?code=S3", "stations", f"reports/{one.pk}", "night",
             "night/rules", "checks", "import-reports"]  # fmt: skip
    return {"mission": made, "paths": [f"{base}/{name}" for name in names]}


@pytest.mark.parametrize(
    ("scheme", "width", "language"),
    [("light", 1280, "en"), ("dark", 390, "kk"), ("light", 390, "ru")],
)
def test_axe_finds_nothing_on_pages_that_are_filled(
    enter: Any, filled: dict[str, Any], scheme: str, width: int, language: str
) -> None:
    look = {"bypass_csp": True, "color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    found = []
    boss = enter(filled["mission"], "coordinator", language, java_script_enabled=True, **look)
    for path in filled["paths"]:
        boss.opens(path)
        assert boss.page.locator("h1").count() == 1, path
        found += [(path, *fault) for fault in faults_of(boss.page, width)]
    assert found == []
