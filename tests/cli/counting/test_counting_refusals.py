"""Rubbish given to the counting commands: an error with a code and a remedy, never a traceback or a guess."""

import json
from pathlib import Path

import pytest
from tests.cli.counting.test_counting_commands import NIGHT, SEED, run, write

ROW = {"station": "s1", "a": 10, "b": 20, "valid": 30}


@pytest.mark.parametrize("cell", ["1e400", "-5", "3.7", "99999999999999999", "x"])
def test_what_is_no_count_is_refused_by_every_command(tmp_path: Path, cell: str) -> None:
    table = write(tmp_path / "t.csv", [ROW, ROW | {"station": "s2", "a": cell}])
    lists = ["--lists", "a,b"]
    for words in (
        ["protocols", "reconcile", table, table, *lists],
        ["audit", "plan", table, *lists, "--bound", "valid", "--ahead", "b>a"],
        ["sample", "plan", table, "--votes", "a,b", "--denominator", "valid", "--stations", 2],
    ):
        failed = run(*words)
        assert failed.returncode == 2, words
        assert "is not a count" in failed.stderr


@pytest.mark.parametrize(
    ("cell", "value"), [("٣", 3), ("1 000", 1000), ("1\u202f000", 1000), ("1'000", 1000)]
)
def test_a_count_may_be_written_in_any_usual_way(tmp_path: Path, cell: str, value: int) -> None:
    table = write(
        tmp_path / "t.csv",
        [ROW | {"valid": 5000}, ROW | {"station": "s2", "a": cell, "b": 3000, "valid": 5000}],
    )
    plain = write(
        tmp_path / "p.csv",
        [ROW | {"valid": 5000}, ROW | {"station": "s2", "a": value, "b": 3000, "valid": 5000}],
    )
    words = ["--lists", "a,b", "--bound", "valid", "--ahead", "b>a", "--json"]
    assert run("audit", "plan", table, *words).stdout == run("audit", "plan", plain, *words).stdout != ""


def test_a_station_that_stands_twice_is_refused_not_overwritten(tmp_path: Path) -> None:
    table = write(tmp_path / "t.csv", [ROW, ROW | {"a": 25}])
    for words in (
        ["protocols", "reconcile", table, table, "--lists", "a,b"],
        ["audit", "plan", table, "--lists", "a,b", "--bound", "valid", "--ahead", "b>a"],
    ):
        assert "is a duplicate" in run(*words).stderr
    twice = write(tmp_path / "levels.csv", [{"path": "land", "a": 1}, {"path": "land", "a": 2}])
    assert "is a duplicate" in run("protocols", "levels", twice).stderr


def test_rows_with_empty_cells_are_left_out_and_counted(tmp_path: Path) -> None:
    official = write(tmp_path / "o.csv", [ROW, ROW | {"station": "s2", "a": ""}])
    body = json.loads(run("protocols", "reconcile", official, official, "--lists", "a,b", "--json").stdout)
    assert (body["compared"], body["official_with_empty_cells"]) == (1, 1)


def test_an_audit_of_a_misspelled_list_or_a_bound_below_the_votes_is_refused(tmp_path: Path) -> None:
    table = write(tmp_path / "t.csv", [ROW])
    common = ["audit", "plan", table, "--lists", "a,b"]
    assert "not among the lists" in run(*common, "--bound", "valid", "--ahead", "b>z").stderr
    assert "more votes published than their bound" in run(*common, "--bound", "a", "--ahead", "b>a").stderr
    assert run(*common, "--bound", "valid", "--ahead", "b>a", "--risk", 0).returncode == 2


@pytest.mark.parametrize("spread", ["x", "-1", "nan"])
def test_a_spread_that_is_no_number_is_refused(tmp_path: Path, spread: str) -> None:
    frame = write(tmp_path / "f.csv", [ROW | {"station": f"s{i}"} for i in range(20)])
    spreads = write(tmp_path / "s.csv", [{"stratum": "30", "spread": spread}])
    failed = run("sample", "draw", frame, "--stations", 4, "--seed", SEED, "--spreads", spreads)
    assert (failed.returncode, "is not a spread" in failed.stderr) == (2, True)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("least_response = 0.2", "least_respnse = 0.2", "has no key 'least_respnse'"),
        ("least_response = 0.2", "least_response = 20", "least_response is 20"),
        ("least_response = 0.2", "level = 95", "level is 95"),
        ("least_response = 0.2", 'shift = "wide"', "shift is 'wide'"),
        ("b = 7", 'b = "x"', "must be a number"),
        ("date = 2026-11-21", 'date = "today"', "must be a date"),
        ('stratum = ["region"]', "stratum = 3", "must be a list of texts"),
        ("a = 60.0", "a = nan", "must be a number"),
        ("[thresholds]", "[treshholds]", "unknown section"),
    ],
)
def test_a_night_file_that_would_be_misread_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    path = tmp_path / "NIGHT.toml"
    path.write_text(NIGHT.replace(old, new))
    failed = run("quickcount", path)
    assert failed.returncode == 2
    assert why in failed.stderr


def test_levels_takes_a_bundled_case_and_names_them_when_there_is_none() -> None:
    unpublished = run("protocols", "levels", "kazakhstan-2012", "--json")
    body = json.loads(unpublished.stdout)
    assert body["verdict"] == "published totals cannot be recomputed"
    parts = {one["unit"][9:13]: int(one["why"].split()[5]) for one in body["cannot_be_recomputed"]}
    assert parts == {"1999": 16, "2007": 16, "2012": 16, "2016": 16, "2021": 17, "2023": 20}
    altered = run("protocols", "levels", "simulated-republic", "--json")
    assert altered.returncode == 1
    units = {one["unit"] for one in json.loads(altered.stdout)["partings"]}
    assert len(units) == 2
    assert "simulated-republic" in run("protocols", "levels", "atlantis").stderr


def test_the_two_venezuelan_files_join_straight_from_the_archive(reference_data: Path) -> None:
    folder = reference_data / "protocols"
    first = folder / "venezuela2024_resultadosconvzla_v1.csv.gz"
    second = folder / "venezuela2024_second_digitisation.csv.gz"
    columns = ["--lists", "egu,nm,otros", "--copy-lists", "Gonzalez,Maduro,Otros"]
    groups = ["--group", "Estado", "--copy-group", "ESTADO", "--same", "CAPITAL=DISTRITO CAPITAL"]
    body = json.loads(run("protocols", "reconcile", first, second, *columns, *groups, "--json").stdout)
    assert (body["exact"], body["unmatched"], len(body["one_field"])) == (21_919, 33, 10)
    assert body["groups_only_in_copies"] == []


def test_double_entry_says_which_forms_wait_and_measures_the_keyers(tmp_path: Path) -> None:
    keyed = [("f1", "ann", 5), ("f1", "bob", 5), ("f2", "ann", 7), ("f2", "bob", 9), ("f3", "ann", 1)]
    entries = write(tmp_path / "e.csv", [{"form": f, "keyer": k, "votes": v} for f, k, v in keyed])
    seeded = write(tmp_path / "t.csv", [{"form": "f2", "votes": 7}])
    waiting = run("protocols", "keying", entries, "--seeded", seeded, "--json")
    assert waiting.returncode == 1
    body = json.loads(waiting.stdout)
    assert [one["needed"] for one in body["forms"]] == [
        "",
        "third keying: the two differ",
        "second keying",
    ]
    assert [(one["keyer"], one["wrong"], one["fields"]) for one in body["keyers"]] == [
        ("ann", 0, 1),
        ("bob", 1, 1),
    ]
    assert "third keying" in run("protocols", "keying", entries).stdout


def test_versions_of_a_protocol_show_what_changed_and_on_what_basis(tmp_path: Path) -> None:
    first = {"station": "1", "number": 1, "step": "original", "author": "commission"}
    first |= {"at": "2026-11-21T21:00", "basis": "", "a": 50, "b": 30}
    later = first | {"number": 2, "step": "correction", "at": "2026-11-22T02:00", "a": 90}
    table = write(tmp_path / "v.csv", [first, later])
    found = run("protocols", "versions", table, "--json")
    assert found.returncode == 1
    change = json.loads(found.stdout)["changes"][0]
    assert (change["differences"], change["without_basis"], change["without_recount"]) == (
        {"a": 40},
        True,
        True,
    )
    assert change["weaker_provenance"] is None
    copy, published = {"provenance": "signed_copy"}, {"provenance": "official_publication"}
    desk = write(tmp_path / "d.csv", [first | copy, later | published | {"basis": "art. 72"}])
    told = run("protocols", "versions", desk)
    assert told.returncode == 0
    assert (
        "version 2 is known from official publication, the version it replaces from copy signed"
        in told.stdout
    )
    body = json.loads(run("protocols", "versions", desk, "--json").stdout)
    assert body["changes"][0]["weaker_provenance"] is True
    assert body["standing"] == {"official_publication": 1}
    broken = run("protocols", "versions", write(tmp_path / "w.csv", [first, later | {"step": "mended"}]))
    assert broken.returncode == 2
    assert "C12" in broken.stderr


def test_a_rate_may_be_watched_all_day_but_only_of_drawn_stations(tmp_path: Path) -> None:
    drawn = [{"station": f"s{i}", "selection": "probability sample", "answer": "no"} for i in range(40)]
    drawn += [{"station": "s0", "selection": "probability sample", "answer": "yes"}]
    route = [{"station": "r1", "selection": "team's own route", "answer": "yes"}]
    table = write(tmp_path / "v.csv", [*drawn, *route])
    sample, own = json.loads(run("sample", "monitor", table, "--json").stdout)["rates"]
    assert (sample["stations"], sample["cases"]) == (40, 1)
    # Wider than the Clopper–Pearson interval for one look, 0.06 to 13.2 per cent.
    assert 0 < sample["low"] < 0.0006
    assert 0.132 < sample["high"] < 0.25
    assert own["low"] is None
    assert "team's own route" in own["no_interval_because"]
    assert (
        run("sample", "monitor", write(tmp_path / "w.csv", [route[0] | {"answer": "maybe"}])).returncode == 2
    )


def test_a_replacement_that_stepped_in_is_named_in_the_release(tmp_path: Path) -> None:
    rows = [{"station": f"s{i:02d}", "region": "n", "registered": 300} for i in range(30)]
    out, frame = tmp_path / "draw.json", write(tmp_path / "frame.csv", list(rows))
    size = ["--size", "registered", "--method", "pps-systematic", "--replacements", 1]
    run("sample", "draw", frame, "--stations", 10, "--seed", SEED, *size, "--out", out)
    drawn = json.loads(out.read_text())["drawn"]
    lost, spare = drawn[0]["station"], next(one["station"] for one in drawn if one["replacement"] == 1)
    write(tmp_path / "replaced.csv", [{"station": lost, "replaced_by": spare}])
    report = {"at": "2026-11-21 20:00", "a": 60, "b": 30, "c": 10, "valid": 100}
    reports = [{"station": one["station"]} | report for one in drawn if one["station"] != lost]
    write(tmp_path / "arrivals.csv", reports)
    content = NIGHT.replace(
        'station = "station"', 'station = "station"\nweight = "weight"\nreplaced = "replaced.csv"', 1
    )
    night = tmp_path / "NIGHT.toml"
    night.write_text(content)
    body = json.loads(run("quickcount", night, "--json").stdout)
    assert body["replaced"] == [{"station": lost, "replaced_by": spare}]
    assert body["stations"] == {"drawn": 10, "arrived": 10}
    assert f"{lost} was replaced by {spare}" in run("quickcount", night).stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--lists", "a,a"), "'a' is named twice"),
        (("--lists", "a,b", "--same", "x=y"), "--same has no effect"),
        (("--lists", "a,b", "--copy-group", "region"), "--copy-group has no effect"),
    ],
)
def test_what_would_have_no_effect_or_count_twice_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    table = tmp_path / "t.csv"
    table.write_text("station,region,a,b\n1,N,5,6\n2,N,7,8\n", encoding="utf-8")
    result = run("protocols", "reconcile", table, table, *arguments)
    assert result.returncode == 2
    assert words in result.stderr


@pytest.mark.parametrize("cost", ["nan", "-5"])
def test_a_station_that_costs_nothing_that_is_known_is_refused(tmp_path: Path, cost: str) -> None:
    table = tmp_path / "t.csv"
    table.write_text("station,valid,a\n1,50,5\n2,60,7\n3,60,9\n", encoding="utf-8")
    asked = ("--votes", "a", "--denominator", "valid", "--stations", "2", "--cost", cost)
    assert run("sample", "plan", table, *asked).returncode == 2
