"""On every page of the desk the parts of a table add up to the line below them, as a reader would add them."""

from html.parser import HTMLParser
from typing import Any

import pytest

from scrutator.web.missions import imports
from scrutator.web.missions.imports import What
from support.field_server import Mission
from support.full_mission import full_mission
from support.night import lines

PAGES = ("", "coverage", "keying", "night", "published")


class Tables(HTMLParser):
    """The cells of a page's tables: for each its lines of the body, and the lines below them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tables: list[dict[str, list[list[str]]]] = []
        self._part, self._is_cell = "", False
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        if tag == "table":
            self.tables.append({"thead": [], "tbody": [], "tfoot": []})
        elif tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        elif tag == "tr":
            self.tables[-1][self._part].append([])
        self._is_cell = tag in ("td", "th")
        if self._is_cell:
            self.tables[-1][self._part][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._is_cell = self._is_cell and tag not in ("td", "th")

    def handle_data(self, data: str) -> None:
        if self._is_cell:
            self.tables[-1][self._part][-1][-1] += data.strip()


@pytest.fixture(scope="module")
def mission() -> Mission:
    made = full_mission("own", "A-01", "S9")
    made.row.places.create(code="R2", name="South", kind="region")
    made.row.places.filter(code="S2").update(parent=made.row.places.get(code="R2"))
    duties = "".join(
        f"1,A-01,{station},{form},2026-11-29T{hour:02d}:30\n"
        for form in ("voting", "incident")
        for hour, station in ((8, "S1"), (9, "S2"), (12, "S3"))
    )
    given = f"round,observer,place,form,due\n{duties}1,A-01,S1,voting,2099-01-01T00:00\n".encode()
    imports.write(made.row, What.DUTIES, imports.plan(made.row, What.DUTIES, given))
    rows = [f"N{n:02d},{lines(n)['list_1']},{lines(n)['list_2'] + n % 2},a school" for n in range(10)]
    published = {"pasted": "\n".join(["station,Union,Accord,place", *rows]) + "\n"}
    assert made.client("desk").post(f"/m/{made.slug}/published/add", published).status_code == 302
    return made


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "kk"])
def test_every_line_of_sums_is_the_sum_of_the_lines_above_it(
    mission: Mission, path: str, language: str
) -> None:
    client = mission.client("coordinator")
    client.cookies["django_language"] = language
    page = client.get(f"/m/{mission.slug}/{path}").content.decode()
    summed = [table for table in Tables(page).tables if table["tfoot"]]
    assert summed, "the page has a table with a line of sums"
    for table in summed:
        for line in table["tfoot"]:
            _is_sum(line, table["tbody"], of_form=path == "coverage")


def _is_sum(line: list[str], body: list[list[str]], *, of_form: bool) -> None:
    parts = [row for row in body if len(row) == len(line) and (not of_form or row[0] == line[0])]
    assert parts
    compared = 0
    for place, said in enumerate(line):
        if said.isdigit():
            assert int(said) == sum(int(row[place]) for row in parts), (place, line, parts)
            compared += 1
    assert compared > 0


def test_partners_and_teams_add_up_to_all_places(mission: Mission) -> None:
    page = mission.client("desk").get(f"/m/{mission.slug}/coverage").content.decode()
    first, *others = Tables(page).tables
    compared = 0
    for table in (one for one in others if one["tbody"] and len(one["tbody"][0]) == len(first["tfoot"][0])):
        for line in first["tfoot"]:
            _is_sum(line, table["tbody"], of_form=True)
            compared += 1
    assert compared > 0
