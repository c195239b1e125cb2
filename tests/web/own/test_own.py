"""One's own election: what is understood, what is refused, and who opens what."""

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scrutator.web.jobs.state import Job, State, write_job
from scrutator.web.own import limits, plan, results, taking, views, workspace
from scrutator.web.own.addresses import PerHour
from scrutator.web.own.running import queue
from scrutator.web.own.understanding import understand
from support.field_server import ready
from support.workbooks import xlsx

ready()
HEADING = "Region,Station,Registered voters,Ballots cast,Valid ballots,Red,Blue"
ROWS = [f"R{i % 3},S{i},{200 + i},{100 + i},{90 + i},{50 + i},40" for i in range(12)]
FILE = "\n".join([HEADING, *ROWS, ""]).encode()
ROUTES = ("", "read", "compute", "cancel", "delete", "get/case.zip", "get/findings.json", "pages/index.html",
          "pages/own-election/en/index.html")  # fmt: skip


@pytest.fixture(autouse=True)
def an_empty_server(monkeypatch: pytest.MonkeyPatch) -> None:
    for place, _ in workspace.all_of():
        workspace.delete(place)
    for name in ("FILES_ASKED", "JOBS_ASKED"):
        monkeypatch.setattr(taking, name, PerHour(1_000))


def give(client: Client, content: bytes = FILE, name: str = "results.csv") -> Any:
    return client.post("/own/", {"file": SimpleUploadedFile(name, content)})


def given(client: Client, content: bytes = FILE, name: str = "results.csv") -> str:
    """The address of a workspace with a file that was read."""
    answer = give(client, content, name)
    assert answer.status_code == 302, answer.content.decode()
    address = str(answer.headers["Location"])
    work(place_of(address))
    return address


def work(place: Path) -> None:
    """What the queue does with a reading, without a process of its own."""
    (place / plan.UNDERSTOOD).write_bytes(msgspec.json.encode(understand(place)))
    write_job(place, Job(plan.READ, 0.0, State.DONE))


def place_of(address: str) -> Path:
    return workspace.root() / address.split("/")[2]


def text_of(client: Client, address: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(address).content.decode()).split())


def test_what_was_understood_is_shown_with_proposals_assumptions_totals_and_sums() -> None:
    client = Client()
    rows = [["Results of the commission"], [], HEADING.split(","), *([*row.split(",")[:2], *map(int, row.split(",")[2:])] for row in ROWS),
            ["Total", "", *(sum(int(row.split(",")[i]) for row in ROWS) for i in range(2, 7))]]  # fmt: skip
    address = given(client, xlsx({"Notes": [["x"]], "Results": rows}), "results.xlsx")
    text = text_of(client, address)
    for words in ("12 rows are stations", "Regions: 3", "row 3 is the heading", "the sheet “Results”", "row 16: Total",
                  "was proposed from their headings", "they add up to the valid votes in 12 of 12 rows", "valid 1146 0"):  # fmt: skip
        assert words in text


def test_a_russian_commission_s_table_is_understood_at_first_sight() -> None:
    """Titles, a row that numbers the columns, headings of regions, sums of regions, thousands with spaces, a note."""
    heading = [
        "Область",
        "№ участка",
        "Число избирателей",
        "Приняло участие",
        "Действительных",
        "Север",
        "Юг",
    ]
    rows: list[list[Any]] = [["Результаты"], ["на 16.01.2012"], [], heading, list("1234567")]
    total = [0] * 5
    for region in ("Акмолинская", "Алматы"):
        rows.append([region, *[""] * 6])
        sums = [0] * 5
        for number in range(1, 11):
            counts = [1_000 + number, 900 + number, 800 + number, 500, 300 + number]
            shown = [f"{one:,}".replace(",", " ") if one >= 1_000 else one for one in counts]
            rows.append([region, str(number), *shown])
            sums = [before + one for before, one in zip(sums, counts, strict=True)]
        rows.append(["Итого по области", "", *sums])
        total = [before + one for before, one in zip(total, sums, strict=True)]
    rows += [["Всего", "", *total], [], ["Примечание: данные предварительные"]]
    client = Client()
    text = text_of(client, given(client, xlsx({"Титул": [["x"]], "Лист1": rows}), "results.xlsx"))
    assert "20 rows are stations" in text
    assert "the lists are Север, Юг" in text
    assert "What to compute" in text
    assert "Rows set aside as totals: 3" in text


def test_a_mapping_that_is_put_right_is_read_again() -> None:
    client = Client()
    odd = FILE.replace(b"Valid ballots", b"Total V")
    address = given(client, odd)
    assert "it is not clear which columns hold the votes" in text_of(client, address)
    assert "What to compute" not in text_of(client, address)
    roles = {"role-0": "region", "role-1": "station", "role-2": "registered", "role-3": "ballots_cast"}
    answer = client.post(address + "read", {**roles, "role-4": "valid", "role-5": "list", "role-6": "list"})
    assert answer.status_code == 302
    work(place_of(address))
    assert "What to compute" in text_of(client, address)
    mapping = (place_of(address) / "mapping.toml").read_text()
    assert '"valid" = "Total V"' in mapping


def test_options_of_reading_have_an_effect_and_are_kept() -> None:
    client = Client()
    address = given(client, FILE.decode().replace("Red", "Красные").encode("cp1251").replace(b",", b"|"))
    fields = {f"role-{i}": role for i, role in enumerate(plan_roles())}
    answer = client.post(address + "read", {**fields, "encoding": "windows-1251", "delimiter": "bar", "drop": "13", "thousands": "none"})  # fmt: skip
    assert answer.status_code == 302
    work(place_of(address))
    text = text_of(client, address)
    assert "Красные" in text
    assert "11 rows are stations" in text
    assert 'value="windows-1251"' in client.get(address).content.decode()


def plan_roles() -> tuple[str, ...]:
    return ("region", "station", "registered", "ballots_cast", "valid", "list", "list")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"role-0": "king"}, "is nothing that a column can be"),
        ({"role-7": "list"}, "is no field of this form"),
        ({"knob": "1"}, "is no field of this form"),
        ({"role-0": "region", "role-1": "region"}, "two columns are the region"),
        ({"heading": "0"}, "is no whole number"),
        ({"heading": "²"}, "is no whole number"),
        ({"drop": "1 x"}, "is no whole number"),
        ({"delimiter": "space"}, "Choose one of those offered"),
        ({"long_list": "Red"}, "needs two columns"),
    ],
)
def test_a_form_of_reading_that_is_not_ours_is_refused_and_changes_nothing(
    fields: dict[str, str], said: str
) -> None:
    client = Client()
    address = given(client)
    answer = client.post(address + "read", fields)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not (place_of(address) / "mapping.toml").exists()
    assert (place_of(address) / plan.UNDERSTOOD).exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "is no date"),
        ({"day": "soon"}, "is no date"),
        ({"day": "2012-01-15", "law": "atlantis"}, "there is no law"),
        ({"day": "2012-01-15", "seats": "9"}, "seats without a law"),
        ({"day": "2012-01-15", "law": "kazakhstan/elections", "seats": "-1"}, "is no whole number"),
        ({"day": "2012-01-15", "regions": "R9"}, "a region is not one of the file"),
        ({"day": "2012-01-15", "knob": "1"}, "is no field of this form"),
    ],
)
def test_a_form_of_computing_that_is_not_ours_is_refused(fields: dict[str, str], said: str) -> None:
    client = Client()
    address = given(client)
    answer = client.post(address + "compute", fields)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert not (place_of(address) / plan.ASKED).exists()


def test_what_a_visitor_writes_is_never_an_option_of_a_command() -> None:
    client = Client()
    address = given(client, FILE.replace(b"Red", b"--force"))
    client.post(
        address + "compute", {"day": "2012-01-15", "title": "--help", "source": "--x", "publisher": "-o"}
    )
    place = place_of(address)
    for step in plan.steps_of(place, plan.COMPUTE):
        assert not {"--force", "--help", "--x"} & set(step.arguments), step
        assert step.arguments.count("-o") == (1 if step.arguments[0] in ("site", "publish") else 0)
    assert "--list=--force" in plan.steps_of(place, plan.COMPUTE)[0].arguments


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_another_browser_finds_nothing_at_any_route(route: str, method: str) -> None:
    mine, other = Client(), Client()
    address = given(mine)
    out = place_of(address) / "out" / "pages" / "own-election" / "en"
    out.mkdir(parents=True)
    for path in (
        out / "index.html",
        out.parents[1] / "index.html",
        out.parents[2] / "case.zip",
        out.parents[2] / "findings.json",
    ):
        path.write_text("[]")
    given(other)  # it has a key, of another file
    for client in (other, Client()):
        answer = getattr(client, method)(address + route)
        assert answer.status_code == (405 if _of_other_method(route, method) else 404)
    assert mine.get(address).status_code == 200


def _of_other_method(route: str, method: str) -> bool:
    return (route in ("read", "compute", "cancel", "delete")) != (method == "post")


def test_names_of_workspaces_are_no_paths() -> None:
    client = Client()
    given(client)
    for name in ("..", ".", "%2e%2e", "a" * 22, "x" * 5000, "..%2f..%2fsecrets", "\u0430" * 22):
        assert client.get(f"/own/{name}/").status_code == 404


@pytest.mark.parametrize("path", ["../../../secrets/django", "..%2f..%2fabout.json", "/etc/passwd", "%00", "a/../../x", "."])  # fmt: skip
def test_pages_lead_out_of_no_workspace(path: str) -> None:
    client = Client()
    address = given(client)
    (place_of(address) / "out" / "pages").mkdir(parents=True)
    (place_of(address) / "out" / "pages" / "link").symlink_to("/etc/passwd")
    assert client.get(f"{address}pages/{path}").status_code == 404
    assert client.get(f"{address}pages/link").status_code == 404
    assert client.get(f"{address}get/..%2fabout.json").status_code == 404


def test_only_pages_styles_scripts_and_pictures_are_shown_and_the_rest_is_saved() -> None:
    client = Client()
    address = given(client)
    pages = place_of(address) / "out" / "pages"
    pages.mkdir(parents=True)
    for name in ("a.html", "a.js", "a.json", "statement.en.html", "a"):
        (pages / name).write_text("x")
    shown = {
        name: client.get(f"{address}pages/{name}")
        for name in ("a.html", "a.js", "a.json", "statement.en.html", "a")
    }
    for answer in shown.values():
        answer.close()
    saved = {
        name
        for name, answer in shown.items()
        if "attachment" in answer.headers.get("Content-Disposition", "")
    }
    assert saved == {"a.json", "statement.en.html", "a"}
    assert all(one.headers["X-Content-Type-Options"] == "nosniff" for one in shown.values())


def test_after_a_day_it_is_closed_and_then_deleted(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    address = given(client)
    place = place_of(address)
    about = workspace.about_of(place)
    assert about is not None
    for seconds, status in ((86_399, 200), (86_400, 404)):
        moment = about.made + seconds
        monkeypatch.setattr(
            views,
            "now",
            lambda moment=moment: __import__("datetime").datetime.fromtimestamp(
                moment, __import__("datetime").UTC
            ),
        )
        assert client.get(address).status_code == status
    workspace.sweep(about.made + 86_399)
    assert place.exists()
    workspace.sweep(about.made + 86_400)
    assert not place.exists()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "A file is deleted after 24 hours"), ("ru", "удаляется через 24 ч"), ("kk", "24 сағаттан кейін")],
)
def test_what_is_over_says_why_and_where_to_begin_and_is_as_what_never_was(language: str, words: str) -> None:
    client = Client(headers={"Accept-Language": language})
    address = given(client)
    client.post(address + "delete")
    said = [text_of(client, one) for one in (address, f"/own/{'a' * 22}/")]
    assert words in said[0]
    assert "/own/" in said[0]
    assert said[0] == said[1]


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_file_that_is_no_table_is_refused_in_the_language_and_another_is_asked_for(language: str) -> None:
    client = Client(headers={"Accept-Language": language})
    page = client.get(given(client, b"%PDF-1.7 nothing", "paper.pdf")).content.decode()
    assert 'name="encoding"' not in page  # no way of reading makes a table of it
    assert 'class="screen"><a href="/own/"' in page
    assert "the file is a PDF" not in page


def test_what_was_never_finished_and_what_a_deletion_left_is_swept() -> None:
    import time

    (workspace.root() / "halfway").mkdir()
    (workspace.root() / ".gone-x").mkdir()
    workspace.sweep(time.time())
    assert (workspace.root() / "halfway").exists()  # it may be being made
    assert not (workspace.root() / ".gone-x").exists()
    workspace.sweep(time.time() + 3_700)
    assert not (workspace.root() / "halfway").exists()


def test_deleted_by_its_visitor_it_is_gone_at_once() -> None:
    client = Client()
    address = given(client)
    assert client.post(address + "delete").headers["Location"] == "/own/"
    assert client.get(address).status_code == 404
    assert not place_of(address).exists()
    assert not list(workspace.root().iterdir())


def test_what_was_computed_never_stands_beside_another_reading_or_wish() -> None:
    client = Client()
    address = given(client)
    out = place_of(address) / "out"
    for route, fields in (
        ("read", {f"role-{i}": role for i, role in enumerate(plan_roles())}),
        ("compute", {"day": "2012-01-15"}),
    ):
        out.mkdir(exist_ok=True)
        (out / "findings.json").write_text("[]")
        assert "What came of it" in text_of(client, address)
        client.post(address + route, fields)
        assert "What came of it" not in text_of(client, address)
        client.post(address + "cancel")
        assert "What came of it" not in text_of(client, address)
        if route == "read":
            client.post(address + "read", fields)
            work(place_of(address))


def test_progress_is_said_and_follows_without_a_script_too() -> None:
    client = Client()
    answer = give(client)
    page = client.get(answer.headers["Location"]).content.decode()
    assert "It waits" in page
    assert 'hx-trigger="every 2s"' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    queue().work_once()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "every 2s" not in page
    assert "refresh" not in page


def bomb(size: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("results.csv", b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (bomb(60_000_000), "bytes unpack to more than"),
        (b"<!doctype html><script>alert(1)</script>", "is a web page or XML"),
        (b"%PDF-1.7", "is a PDF"),
        (b"PK\x03\x04 broken", "cannot be read"),
        (b"a,b\n1,2\0\n3,4\n", "zero bytes"),
        (b"x" * 100_000 + b"\n1\n2\n", "one column"),
        (b"a,b\n", "no rows"),
        (",".join(f"c{i}" for i in range(4_500)).encode() + b"\n" + b"1," * 4_499 + b"1\n", "more than 4,000 columns"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_an_error_in_words(content: bytes, said: str) -> None:
    client = Client()
    address = given(client, content, "x.csv")
    assert said in text_of(client, address)


def test_names_in_a_file_are_shown_as_text() -> None:
    client = Client()
    evil = FILE.replace(b"Red", b"<script>x</script>").replace(b"R1,", b'"""><img src=x>",')
    page = client.get(given(client, evil, '"><svg onload=x>.csv')).content.decode()
    for text in ("<script>x", "<img src=x", "<svg onload"):
        assert text not in page


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    answer = Client().post(
        "/own/",
        b"",
        "multipart/form-data; boundary=x",
        headers={"Content-Length": str(limits.LARGEST_POST + 1)},
    )
    assert answer.status_code == 413
    answer = Client().generic("POST", "/own/", b"x", "text/plain", CONTENT_LENGTH="9" * 30)
    assert answer.status_code == 413


@pytest.mark.parametrize(("size", "status"), [(20_000_000, 302), (20_000_001, 413)])
def test_a_file_has_twenty_million_bytes_at_most(
    size: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert give(Client(), b"a" * size).status_code == status


def test_no_file_and_an_empty_one_are_errors_in_words() -> None:
    for fields in ({}, {"file": SimpleUploadedFile("x.csv", b"")}):
        answer = Client().post("/own/", fields)
        assert answer.status_code == 400
        assert "no file was chosen" in answer.content.decode()


def test_a_visitor_has_three_files_and_a_server_a_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    assert [give(client).status_code for _ in range(4)] == [302, 302, 302, 503]
    assert give(Client()).status_code == 302
    monkeypatch.setattr(taking, "MOST_WORKSPACES", 4)
    assert give(Client()).status_code == 503


def test_an_address_gives_ten_files_an_hour_whatever_its_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "FILES_ASKED", PerHour(10))
    monkeypatch.setattr(taking, "MOST_WAITING", 1_000)
    assert [give(Client()).status_code for _ in range(11)] == [302] * 10 + [503]


def test_no_more_jobs_wait_than_the_server_takes_and_no_disk_is_filled(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(taking, "MOST_WAITING", 1)
    assert [give(Client()).status_code for _ in range(2)] == [302, 503]
    monkeypatch.setattr(taking, "LEAST_FREE", 10**18)
    assert give(Client()).status_code == 507


def test_a_server_that_takes_no_visitors_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from django.conf import settings

    client = Client()
    address = given(client)
    monkeypatch.setattr(settings, "SERVER", replace(settings.SERVER, own=False))
    assert [client.get(one).status_code for one in ("/own/", address)] == [404, 404]
    assert give(client).status_code == 404


@pytest.mark.parametrize(
    ("given", "own"), [({}, True), ({"HTTPS": "yes"}, False), ({"HTTPS": "yes", "OWN": "yes"}, True), ({"OWN": "no"}, False)]
)  # fmt: skip
def test_a_server_on_the_internet_takes_visitors_only_when_it_is_told(
    given: dict[str, str], own: bool
) -> None:
    from scrutator.web.env import from_environment

    assert from_environment({f"SCRUTATOR_SERVER_{name}": text for name, text in given.items()}).own is own


def test_the_key_of_a_browser_is_a_strict_cookie_and_only_its_hash_is_kept() -> None:
    client = Client()
    address = given(client)
    cookie = client.cookies["own"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"]) == (
        True,
        "Strict",
        "/own/",
        86_400,
    )
    assert all(
        cookie.value.encode() not in path.read_bytes()
        for path in place_of(address).rglob("*")
        if path.is_file()
    )


def test_a_workspace_is_readable_by_the_server_alone_and_in_no_copy_of_it() -> None:
    from scrutator.web.upkeep.backup import LEFT_OUT

    address = given(Client())
    assert place_of(address).stat().st_mode & 0o077 == 0
    assert workspace.root().name in LEFT_OUT


def test_a_station_that_stands_twice_is_named_before_anything_is_computed() -> None:
    client = Client()
    twice = FILE + ROWS[4].encode() + b"\n"
    text = text_of(client, given(client, twice))
    assert "rows 6 and 14 are one station: R1, S4" in text
    assert "What to compute" not in text


@pytest.mark.parametrize(
    ("route", "fields"),
    [
        ("compute", {"day": "2012-01-15", "title": "A long title", "source": "The paper", "seats": "ninety"}),
        ("read", {"heading": "x", "drop": "3 4 5", "encoding": "koi8-r", "role-5": "list"}),
    ],
)
def test_what_was_typed_is_shown_again_after_a_mistake(route: str, fields: dict[str, str]) -> None:
    client = Client()
    address = given(client)
    answer = client.post(address + route, fields)
    assert answer.status_code == 400
    page = answer.content.decode()
    for text in (one for name, one in fields.items() if name != "role-5"):
        assert f'value="{text}"' in page
    chosen = re.search(r'name="role-5".*?</select>', page)
    assert route == "compute" or (chosen and 'value="list" selected' in chosen[0])


@pytest.mark.parametrize(("length", "status"), [(10_000, 302), (10_001, 400)])
def test_row_numbers_are_never_cut_short(length: int, status: int) -> None:
    client = Client()
    address = given(client)
    rows = ("3 4 5 " + "3 " * length)[: length - 1] + "6"
    answer = client.post(
        address + "read", {f"role-{i}": r for i, r in enumerate(plan_roles())} | {"drop": rows}
    )
    assert answer.status_code == status


@pytest.mark.parametrize(("length", "status"), [(200, 302), (201, 400)])
def test_a_title_has_two_hundred_letters_and_is_never_cut(length: int, status: int) -> None:
    client = Client()
    answer = client.post(given(client) + "compute", {"day": "2012-01-15", "title": "x" * length})
    assert answer.status_code == status


def test_what_was_understood_and_computed_stays_when_no_job_can_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client()
    address = given(client)
    out = place_of(address) / "out"
    out.mkdir()
    (out / "findings.json").write_text("[]")
    monkeypatch.setattr(taking, "MOST_WAITING", 0)
    for route, fields in (("read", {"role-5": "list"}), ("compute", {"day": "2012-01-15"})):
        assert client.post(address + route, fields).status_code == 503
        text = text_of(client, address)
        assert "What came of it" in text
        assert "12 rows are stations" in text


def test_a_file_that_cannot_be_read_now_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking, "MOST_WAITING", 0)
    assert give(Client()).status_code == 503
    assert workspace.all_of() == []


@pytest.mark.parametrize("chosen", ["a", "x" * 42, "x" * 44])
def test_a_visitor_cannot_choose_the_key(chosen: str) -> None:
    client = Client()
    client.cookies["own"] = chosen
    assert give(client).status_code == 302
    assert client.cookies["own"].value != chosen


def test_figures_of_a_finding_are_not_held_by_the_server_and_its_sentences_are_said() -> None:
    client = Client()
    address = given(client)
    out = place_of(address) / "out"
    out.mkdir()
    one = {
        "id": "shares",
        "method": "official.shares",
        "question": "Which?",
        "title": "These <b>",
        "caveats": ["So"],
    }
    (out / "findings.json").write_bytes(
        msgspec.json.encode([{**one, "figures": [{"value": 1}] * 9, "tables": {}}])
    )
    client.cookies["language"] = "ru"
    page = client.get(address).content.decode()
    assert '<span lang="en">These &lt;b&gt;</span>' in page
    assert not hasattr(results.Found("", "", "", "", ()), "figures")
