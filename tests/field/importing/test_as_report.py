"""What an importer read is written as a phone would have sent it, and read back it says the same."""

from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.field.entries import ONCE, Entry, entries_of
from scrutator.field.importing.as_report import as_report, instance_of
from scrutator.field.importing.export import ForeignReport, Origin
from scrutator.field.submission import parse
from scrutator.field.xlsform import PublishedForm

TEXT = st.text("ab <&>'\"ж\n", min_size=1, max_size=8).map(str.strip).filter(bool)


@st.composite
def said(draw: st.DrawFn) -> dict[Entry, dict[str, str]]:
    entries: dict[Entry, dict[str, str]] = {ONCE: {"station": "S1", "note": draw(TEXT)}}
    for hour in range(1, draw(st.integers(0, 3)) + 1):
        entries["hours", (hour,)] = {"came": str(draw(st.integers(0, 9)))}
        for door in range(1, draw(st.integers(0, 2)) + 1):
            entries["hours/doors", (hour, door)] = {"door": draw(TEXT)}
    return entries


def test_read_back_it_says_the_same(form: PublishedForm) -> None:
    @settings(max_examples=80, deadline=None)
    @given(said())
    def check(entries: dict[Entry, dict[str, str]]) -> None:
        report = ForeignReport("x", "A-01", "", entries)
        read = parse(as_report(report, Origin.KOBO, form))
        assert entries_of(read.answers, form.questions) == entries

    check()


def test_one_report_has_one_id_and_no_other_system_s_or_phone_s(form: PublishedForm) -> None:
    one, other = (ForeignReport(id_, "A-01", "", {ONCE: {}}) for id_ in ("uuid:a", "uuid:b"))
    ids = {instance_of(origin, report) for origin in Origin for report in (one, other)}
    assert len(ids) == 2 * len(Origin)
    assert not any(id_.startswith("uuid:") for id_ in ids)
    assert as_report(one, Origin.NEMO, form) == as_report(one, Origin.NEMO, form)
