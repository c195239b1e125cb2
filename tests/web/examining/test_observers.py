"""The page that examines a mission's own reports: for the desk alone, with what speaks for an observer."""

from datetime import UTC, datetime

import pytest

from scrutator.errors import ScrutatorError
from scrutator.field.examining.rates import stored_rates, worst_honest
from scrutator.field.report_xml import report_xml
from scrutator.web.examining.observers import examined_mission
from scrutator.web.intake.models import Received
from scrutator.web.missions.forms import published_form
from scrutator.web.missions.tokens import new_token
from support.field_server import Mission, Phone, new_mission

QUESTIONS = (
    *("v_identity", "v_signature", "v_secrecy", "v_together", "v_for_other", "v_same_hand", "v_seals"),
    *("v_pressure", "v_campaign", "restricted"),
)


@pytest.fixture
def mission() -> Mission:
    """Observer A-01 says yes to everything in four reports; A-02 to A-05 do not."""
    made = new_mission()
    form = published_form(made.row.forms.get(form_id="voting").pk)
    for n, code in enumerate(("A-01", "A-02", "A-03", "A-04", "A-05")):
        observer = made.row.observers.filter(code=code).first() or made.row.observers.create(
            code=code, opaque=f"{made.row.pk:016x}{n:016x}"
        )
        token = new_token(made.row, observer, (), datetime.now(UTC))
        phone = Phone(Mission(made.row, token.device, token.password), f"collect:{n}")
        for visit in range(4):
            answers = {"station": f"S{1 + visit % 3}", "admitted": "at_once", "overall": "good"}
            answers |= {
                name: "yes" if n == 0 or place in (0, 1, 2, 6) else "no"
                for place, name in enumerate(QUESTIONS)
            }
            assert phone.send(report_xml(form, answers, f"uuid:{made.slug}-{n}-{visit}")).status_code == 201
    return made


def test_who_says_yes_to_everything_is_named_with_what_speaks_for_them_and_nobody_else(
    mission: Mission,
) -> None:
    page = mission.client("desk").post(f"/m/{mission.slug}/observers-examined").content.decode()
    assert "<h3>A-01</h3>" in page
    assert "<h3>A-02</h3>" not in page
    assert "resembles straight-lined reports: 4 of 4" in page
    assert "answers as another observer gave them at the same station" in page
    assert "fabricat" not in page.lower()
    assert "Observers of whom nothing stands out: 4" in page


def test_before_it_is_asked_for_nothing_is_examined_and_the_rates_stand_on_the_page(mission: Mission) -> None:
    page = mission.client("coordinator").get(f"/m/{mission.slug}/observers-examined").content.decode()
    share, high = worst_honest(stored_rates())
    assert f"at most {100 * share:.2f} % are named (limits up to {100 * high:.2f} %)" in page
    assert "A-01" not in page


def test_a_report_that_is_set_aside_or_replaced_is_not_examined(mission: Mission) -> None:
    mission.row.submissions.filter(received__device__observer__code="A-01").update(state="quarantined")
    found = examined_mission(mission.row.submissions.all(), 100)
    assert (found.named, found.reports) == ((), 16)


def test_reports_of_observers_who_are_not_safe_are_the_coordinator_s(mission: Mission) -> None:
    mission.row.submissions.filter(received__device__observer__code="A-01").update(unsafe=True)
    path = f"/m/{mission.slug}/observers-examined"
    assert "A-01" not in mission.client("desk").post(path).content.decode()
    assert "<h3>A-01</h3>" in mission.client("coordinator").post(path).content.decode()


def test_reports_of_another_system_accuse_nobody_and_are_counted_apart(mission: Mission) -> None:
    named = mission.row.submissions.filter(received__device__observer__code="A-01")
    Received.objects.filter(submission__in=named).update(channel="import nemo")
    found = examined_mission(mission.row.submissions.all(), 100)
    assert (found.named, found.reports, found.imported) == ((), 16, 4)
    page = mission.client("desk").post(f"/m/{mission.slug}/observers-examined").content.decode()
    assert "Taken over from another system, not looked at: 4" in page
    assert "A commission that rounds or copies its protocols makes honest observers resemble this" in page


def test_too_many_reports_for_a_page_are_answered_with_the_command(mission: Mission) -> None:
    with pytest.raises(ScrutatorError, match="scrutator mission observers"):
        examined_mission(mission.row.submissions.all(), 19)
    assert examined_mission(mission.row.submissions.all(), 20).reports == 20


def test_the_stored_rates_are_within_what_was_promised() -> None:
    rates = stored_rates()
    assert all(one.named <= one.observers // 100 for one in rates.honest)
    assert worst_honest(rates)[1] < 0.05
    assert {one.kind for one in rates.power} == {
        "copied",
        "straight-lined",
        "impossibly fast",
        "invented numbers",
    }
