"""Exports are whole: every report, every version's questions, the count in the last line, nothing that runs."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scrutator.web.exports.tables import ExportedTable
from scrutator.web.exports.writing import csv_lines, write_workbook
from scrutator.web.missions import imports
from scrutator.web.missions.imports import What
from support.field_server import SET_UP, Mission, Phone
from support.incidents import act, event, other, told
from support.phone import incident_xml, report_xml


def read(client: Any, mission: Mission, table: str, kind: str = "csv") -> bytes:
    answer = client.get(f"/m/{mission.slug}/exports/{table}.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode())))


def table(*texts: str) -> ExportedTable:
    return ExportedTable("answers", ("text",), iter([[text] for text in texts]))


def test_every_report_is_a_row_and_the_last_line_says_how_many(mission: Mission, phone: Phone) -> None:
    for number in range(3):
        phone.send(report_xml(number))
    phone.send(report_xml(2, overall="bad"))  # a differing copy
    phone.send(report_xml(9, version="0"))  # of a version that was never published
    found = rows(read(mission.client("desk"), mission, "reports"))
    assert len(found) == 1 + 5 + 1
    assert found[-1] == ["5 rows in all"]
    assert {len(row) for row in found[:-1]} == {len(found[0])}


def test_answers_have_a_column_for_each_question_of_every_version(mission: Mission, phone: Phone) -> None:
    old = mission.row.forms.get(form_id="voting")
    asked = [one for one in old.questions if one["path"] != "seen/overall"]
    mission.row.forms.create(
        form_id="voting", version="2", title="V", languages=["en"], xform=b"", md5="", workbook=b"",
        questions=[*asked, {**old.questions[1], "path": "seen/v_new"}],
    )  # fmt: skip
    phone.send(report_xml(1))
    new = report_xml(2, version="2").replace(b"<overall>good</overall>", b"<v_new>2026-11-29</v_new>")
    phone.send(new)
    heading, first, second, _ = rows(read(mission.client("desk"), mission, "answers"))
    assert first[heading.index("voting/seen/overall")] == "good"
    assert second[heading.index("voting/seen/v_new")] == "2026-11-29"
    assert second[heading.index("voting/seen/overall")] == ""


def test_answers_that_no_column_holds_are_in_the_last_one(mission: Mission, phone: Phone) -> None:
    twice = report_xml(1).replace(b"<seen>", b"<hour><n>5</n></hour><hour><n>6</n></hour><seen>")
    phone.send(twice)
    phone.send(report_xml(2, version="0").replace(b"overall", b"verdict"))
    heading, first, second, _ = rows(read(mission.client("desk"), mission, "answers"))
    assert heading[-1] == "further answers"
    assert first[-1] == '{"hour[1]/n": ["5"], "hour[2]/n": ["6"]}'
    assert second[-1] == '{"seen/verdict": ["good"]}'


def test_a_question_answered_twice_keeps_both_answers(mission: Mission, phone: Phone) -> None:
    phone.send(report_xml(1).replace(b"<seen>", b"<seen><overall>bad</overall></seen><seen>"))
    content = read(mission.client("desk"), mission, "answers").decode()
    assert "bad" in content
    assert "good" in content


def test_observers_are_pseudonyms_that_join_the_tables_and_no_code_is_in_any(
    mission: Mission, phone: Phone
) -> None:
    phone.send(report_xml(1))
    client = mission.client("coordinator")
    reports, observers = (rows(read(client, mission, name)) for name in ("reports", "observers"))
    assert reports[1][reports[0].index("observer")] == observers[1][0] != ""
    everything = b"\n".join(
        read(client, mission, name) for name in ("reports", "answers", "places", "observers", "messages")
    )
    observer = mission.device.observer
    for secret in (observer.code, observer.opaque, "T1"):
        # As a word of its own: a pseudonym of random letters may hold two of them by chance.
        assert not re.search(rb"\b" + re.escape(secret.encode()) + rb"\b", everything)


def test_what_was_planned_and_decided_is_taken_away_under_the_same_pseudonyms(
    mission: Mission, phone: Phone
) -> None:
    for what, given in (
        (
            What.DEPLOYMENT,
            b"round,observer,place,selection,weight,stratum\n1,A-01,S1,probability sample,2.5,A\n",
        ),
        (What.DUTIES, b"round,observer,place,form,due\n1,A-01,S1,voting,2026-11-29T08:30\n"),
    ):
        imports.write(mission.row, what, imports.plan(mission.row, what, given))
    phone.send(report_xml(1))
    phone.send(incident_xml(2, safe="no"))
    client = mission.client("coordinator")
    numbers = mission.row.submissions.order_by("pk").values_list("pk", flat=True)
    for number in numbers:
        given = {"state": "verified", "reason": "=called back"}
        assert client.post(f"/m/{mission.slug}/reports/{number}/decide", given).status_code == 302
    observer = rows(read(client, mission, "observers"))[1][0]
    for name, expected in (
        ("deployment", ["1", observer, "S1", "probability sample", "2.500000", "A"]),
        ("duties", ["1", observer, "S1", "voting", "2026-11-29T08:30"]),
    ):
        assert rows(read(client, mission, name))[1:] == [expected, ["1 row in all"]]
    heading, first, second, last = rows(read(client, mission, "decisions"))
    found = dict(zip(heading, first, strict=True))
    assert (found["report"], found["act"], found["state"]) == (str(SET_UP + 2), "state", "verified")
    assert (found["reason"], second[heading.index("by")], last) == (
        "'=called back",
        found["by"],
        ["2 rows in all"],
    )
    assert not found["by"].startswith("u"), "who decided goes by a pseudonym"
    assert rows(read(mission.client("desk"), mission, "decisions"))[-1] == ["1 row in all"], (
        "of what one may see"
    )


def test_a_decision_names_another_report_as_all_tables_do_and_no_hidden_one(
    mission: Mission, phone: Phone
) -> None:
    phone.send(told(1))
    other(mission, "A-02", "T2").send(told(2, i_text="I saw posters."))
    first, second = event(mission), event(mission, 1)
    assert act(mission, second.number, act="join", into=first.number) == 302

    def joined() -> str:
        heading, row, _ = rows(read(mission.client("desk"), mission, "decisions"))
        return dict(zip(heading, row, strict=True))["content"]

    assert joined() == f'{{"into":"{first.index}"}}'
    mission.row.submissions.filter(pk=first.number).update(unsafe=True)
    assert joined() == '{"into":"hidden"}'


def test_reports_of_observers_in_danger_are_the_coordinators_alone(mission: Mission, phone: Phone) -> None:
    phone.send(incident_xml(1, safe="no"))
    for name in ("reports", "answers"):
        assert rows(read(mission.client("desk"), mission, name))[-1] == ["0 rows in all"]
        assert rows(read(mission.client("coordinator"), mission, name))[-1] == ["1 row in all"]


@pytest.mark.parametrize(("role", "status"), [("coordinator", 200), ("desk", 404), ("analyst", 404)])
def test_duties_that_would_name_who_is_lacking_in_coverage_are_the_coordinators(
    mission: Mission, role: str, status: int
) -> None:
    assert mission.client(role).get(f"/m/{mission.slug}/exports/duties.csv").status_code == status


@pytest.mark.parametrize("kind", ["pdf", "xls"])
def test_another_kind_of_file_is_not_here(mission: Mission, kind: str) -> None:
    assert mission.client("desk").get(f"/m/{mission.slug}/exports/reports.{kind}").status_code == 404


def test_the_page_links_every_table(mission: Mission) -> None:
    page = mission.client("analyst").get(f"/m/{mission.slug}/exports").content.decode()
    assert page.count("/exports/") == 8 * 2, "duties are the coordinator's"
    page = mission.client("coordinator").get(f"/m/{mission.slug}/exports").content.decode()
    assert page.count("/exports/") == 9 * 2


@pytest.mark.parametrize("text", ["=1+1", "+7", "-1", "@SUM(A1)", "\tx"])
def test_a_text_that_a_spreadsheet_would_run_begins_with_an_apostrophe(tmp_path: Path, text: str) -> None:
    assert rows(b"".join(csv_lines(table(text))))[1] == [f"'{text}"]
    write_workbook(table(text), tmp_path / "b.xlsx")
    cell = load_workbook(tmp_path / "b.xlsx")["answers"]["A2"]
    assert (cell.value, cell.data_type) == (f"'{text}", "s")


@pytest.mark.parametrize(("count", "sheets"), [(3, 1), (4, 2), (6, 2), (7, 3)])
def test_a_workbook_goes_on_in_further_sheets_and_says_so(tmp_path: Path, count: int, sheets: int) -> None:
    write_workbook(table(*(f"t{n}" for n in range(count))), tmp_path / "b.xlsx", most_rows=5)
    book = load_workbook(tmp_path / "b.xlsx")
    assert len(book.sheetnames) == sheets
    found = [[row[0].value for row in sheet.iter_rows()] for sheet in book]
    assert all(len(sheet) <= 5 for sheet in found)
    assert [text for sheet in found for text in sheet if str(text).startswith("t") and text != "text"] == [
        f"t{n}" for n in range(count)
    ]
    assert [sheet[-1] for sheet in found[:-1]] == [
        f"goes on in the sheet “{name}”" for name in book.sheetnames[1:]
    ]
    assert found[-1][-1] == f"{count} row{'' if count == 1 else 's'} in all"


def test_a_text_longer_than_a_cell_goes_on_to_the_right(tmp_path: Path) -> None:
    text = "x" * 32_766 + "y" * 40_000
    write_workbook(table(text), tmp_path / "b.xlsx")
    cells = [one.value for one in load_workbook(tmp_path / "b.xlsx")["answers"][2]]
    assert "".join(cells) == text
    assert all(len(one) <= 32_767 for one in cells)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_is_exported_is_its_owner_s_alone(
    mission: Mission, phone: Phone, tmp_path: Path, kind: str
) -> None:
    from scrutator.cli.web.export import export
    from scrutator.web.folder import folder

    phone.send(incident_xml(1, safe="no"))  # on the server's own computer these are in it, too
    file = tmp_path / f"answers.{kind}"
    export(mission.slug, "answers", file, folder())
    assert (file.stat().st_mode & 0o777, file.stat().st_size > 0) == (0o600, True)
