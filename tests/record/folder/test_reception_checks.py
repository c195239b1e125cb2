"""Do the reports of a mission add up?"""

import pytest

from scrutator.record.folder.checks import check_case
from scrutator.record.folder.reading import read_case
from scrutator.record.folder.template import new_case_files

RECEIVED = "form,reports\nvoting,6\nquickcount,2\n"
RECEPTION = """form,outcome,reason,reports
voting,published,visits,2
voting,duplicate,same bytes,1
voting,quarantined,revoked device,1
voting,withheld,the observer did not agree,2
quickcount,published,copies,1
quickcount,withheld,the protocol was not posted,1
"""
VISITS = "visit,station,team,selection,form\na,s,t,unknown,voting\nb,s,t,unknown,voting\n"
COPIES = "station,list_1\nS1,5\n"


def faults(**changed: str) -> list[str]:
    tables = {"received": RECEIVED, "reception": RECEPTION, "visits": VISITS, "copies": COPIES} | changed
    files = {path: text.encode() for path, text in new_case_files("x").items()}
    files |= {f"{name}.csv": text.encode() for name, text in tables.items() if text}
    return [
        f"{fault.file}:{fault.line} {fault.reason}"
        for fault in check_case(read_case(files))
        if fault.code == "R26"
    ]


def test_reports_that_add_up_have_no_fault() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"received": RECEIVED.replace("6", "7")},
            "received.csv:2 7 reports of voting came in, and 6 are accounted for",
        ),
        (
            {"received": "form,reports\nvoting,6\n"},
            "received.csv:0 0 reports of quickcount came in, and 2 are accounted for",
        ),
        (
            {"received": RECEIVED + "opening,1\n"},
            "received.csv:4 1 reports of opening came in, and 0 are accounted for",
        ),
        (
            {"visits": VISITS + "c,s,t,unknown,voting\n"},
            "reception.csv:2 2 reports of voting are said to be in visits.csv, which holds 3",
        ),
        (
            {"visits": VISITS + "c,s,t,unknown,opening\n"},
            "reception.csv:0 0 reports of opening are said to be in visits.csv, which holds 1",
        ),
        (
            {"visits": VISITS + "c,s,t,unknown,\n"},
            "reception.csv:0 0 reports of no form are said to be in visits.csv, which holds 1",
        ),
        (
            {"copies": COPIES + "S2,5\n"},
            "reception.csv:0 1 reports are said to be in copies.csv, which holds 2",
        ),
        ({"copies": ""}, "reception.csv:0 1 reports are said to be in copies.csv, which holds 0"),
        ({"received": ""}, "received.csv:0 received.csv is missing"),
        ({"reception": ""}, "reception.csv:0 reception.csv is missing"),
        (
            {"reception": RECEPTION.replace("published,visits", "published,elsewhere")},
            "reception.csv:2 published reports are in visits or copies, not in 'elsewhere'",
        ),
    ],
)
def test_reports_that_do_not_add_up_are_named(changed: dict[str, str], said: str) -> None:
    assert any(fault.startswith(said) for fault in faults(**changed))


def test_a_case_without_reports_says_nothing_of_them() -> None:
    assert faults(received="", reception="") == []
