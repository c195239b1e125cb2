import hashlib
import json
import re
from html import unescape
from pathlib import Path

import pytest
from tests.statement.pdf_text import pdf_pages
from typer.testing import CliRunner

from scrutator.cli.main import app
from scrutator.errors import ScrutatorError
from support.needs import package

RUNNER = CliRunner()


@pytest.fixture
def election(tmp_path: Path) -> Path:
    import numpy as np

    rng = np.random.default_rng(1)
    path = tmp_path / "votes.csv"
    lines = ["region,tik,no,voters,cast,valid,A,B,seen"]
    for number in range(900):
        voters = int(rng.integers(300, 2500))
        cast = int(rng.binomial(voters, rng.beta(30, 20)))
        first = int(rng.binomial(cast, rng.beta(12, 15)))
        seen = "yes" if rng.random() < 0.4 else ""
        place = f"region {number % 5},district {number % 30}"
        lines.append(f"{place},{number},{voters},{cast},{cast},{first},{cast - first},{seen}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


MAPPED = [
    "--map", "district=tik", "--map", "station=no", "--map", "registered=voters",
    "--map", "ballots_cast=cast", "--map", "runner_up=B", "--list", "A",
]  # fmt: skip


def test_json_alone_is_printed_under_the_documented_path(election: Path) -> None:
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, "--json"])
    assert result.exit_code == 0, result.output
    body = json.loads(result.output)
    cell = body["tests"]["integer_peaks"]["either"]["stations"]
    assert set(cell) == {"observed", "expected", "anomaly", "sd", "z", "p"}
    assert body["usable_stations"] == 900


def test_files_are_written_and_the_table_is_shown(election: Path, tmp_path: Path) -> None:
    page, numbers = tmp_path / "page.html", tmp_path / "numbers.json"
    options = ["--html", str(page), "--json", str(numbers), "--flag", "seen"]
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options])
    assert result.exit_code == 0, result.output
    assert "integer_peaks_symmetric_either" in result.output
    assert json.loads(numbers.read_text())["contrasts"][0]["flag"] == "seen"
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert text.count("<svg") >= 4
    assert 'id="chart-region-clouds"' in text
    assert text.index("What was found") < text.index("What was asked")
    digest = hashlib.sha256(election.read_bytes()).hexdigest()
    assert "<p>Leader: A; Runner-up: B</p>" in text
    assert f"Input: votes.csv, SHA-256 <code>{digest}</code>" in text
    assert json.loads(numbers.read_text())["source"] == {"file": "votes.csv", "sha256": digest}


def test_the_pdf_says_what_the_page_says_and_is_the_same_each_time(election: Path, tmp_path: Path) -> None:
    package("typst")
    page, first, second = tmp_path / "page.html", tmp_path / "a.pdf", tmp_path / "b.pdf"
    options = ["--title", "Votes of <May>", "--source", "the commission, 5 May"]
    for pdf in (first, second):
        files = ["--html", str(page), "--pdf", str(pdf)]
        result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options, *files])
        assert result.exit_code == 0, result.exception
    assert first.read_bytes() == second.read_bytes()
    said = "".join(run.text for runs in pdf_pages(first.read_bytes()) for run in runs)
    html = page.read_text(encoding="utf-8")
    assert "<title>Votes of &lt;May&gt;</title>" in html
    assert "Source: the commission, 5 May" in html
    digest = hashlib.sha256(election.read_bytes()).hexdigest()
    for words in ("Votes of <May>", "Source: the commission, 5 May", digest, "Leader: A; Runner-up: B"):
        assert words.replace(" ", "") in said.replace(" ", "").replace("\xad", "").replace("-\n", "")
    rows = re.findall(r'data-label="test">([^<]*)<', html)
    assert len(rows) > 20
    for name in rows:
        assert unescape(name).replace("\xa0", "").replace(" ", "") in said.replace("\xa0", "").replace(
            " ", ""
        )


def test_the_page_never_calls_an_anomaly_by_another_name(election: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert RUNNER.invoke(app, ["forensics", str(election), *MAPPED, "--html", str(page)]).exit_code == 0
    assert "fraud" not in page.read_text(encoding="utf-8").lower()


def test_boundaries_add_a_map(election: Path, tmp_path: Path) -> None:
    square = [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]
    features = [
        {"type": "Feature", "properties": {"name": f"region {i}"},
         "geometry": {"type": "Polygon", "coordinates": [[[x + i, y] for x, y in square[0]]]}}
        for i in range(5)
    ]  # fmt: skip
    shapes = tmp_path / "regions.geojson"
    shapes.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    page = tmp_path / "page.html"
    options = ["--html", str(page), "--boundaries", str(shapes)]
    assert RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options]).exit_code == 0
    assert 'id="chart-region-map"' in page.read_text(encoding="utf-8")


def test_a_missing_column_is_named_with_a_code(election: Path) -> None:
    result = RUNNER.invoke(app, ["forensics", str(election), "--list", "C"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F02"


def test_a_broken_map_option_is_explained(election: Path) -> None:
    result = RUNNER.invoke(app, ["forensics", str(election), "--map", "leader"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "B10"


HEADING = "region,district,station,registered,ballots_cast,valid,leader"


@pytest.mark.parametrize(
    ("row", "usable"),
    [("1000,500,500,0", 40), ("1000,0,0,0", 0), ("1000,1000,1000,1000", 40), ("99999999999999999999,5,5,2", 40),
     ("9999999999,5,5,2", 40), ("-5,nan,inf,1e400", 0), ("100,50,50,25", 40), ("20,10,10,5", 40)],
)  # fmt: skip
def test_strange_numbers_are_reported_and_never_break_the_run(tmp_path: Path, row: str, usable: int) -> None:
    path = tmp_path / "strange.csv"
    path.write_text("\n".join([HEADING, *(f"r,d,{number},{row}" for number in range(40))]))
    result = RUNNER.invoke(app, ["forensics", str(path), "--accept-losses", "--json"])
    if usable:
        assert result.exit_code == 0, result.exception
        assert json.loads(result.output)["usable_stations"] == usable
    else:
        assert isinstance(result.exception, ScrutatorError)
        assert "no test can be run" in result.exception.what


def test_one_station_of_one_hundred_voters_can_be_examined(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f"{HEADING}\nr,d,1,100,50,50,25\n")
    result = RUNNER.invoke(app, ["forensics", str(path), "--json"])
    body = json.loads(result.output)
    assert body["tests"]["integer_peaks_detection_limit"] == {}
    assert body["not_run"]["twins and runs"] == "no usable station has 100 ballots"


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (["--map", "foo=A"], "B10", "none of the columns"),
        (["--boundaries", "x.geojson"], "X03", "--boundaries has no effect without --html or --pdf"),
        (["--title", "x"], "X03", "--title has no effect without --html or --pdf"),
        (["--source", "x"], "X03", "--source has no effect without --html or --pdf"),
        (["--draws", "200"], "X03", "--draws has no effect without --posterior"),
        (["--processes", "2"], "X03", "--processes has no effect without --posterior"),
        (["--map", "leader=A"], "X03", "--list has no effect: --map names the leader"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    election: Path, options: list[str], code: str, words: str
) -> None:
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == code
    assert words in result.exception.what


@pytest.mark.parametrize("options", [["--seed", "-1"], ["--seed", "x"]])
def test_an_impossible_seed_is_a_usage_error(election: Path, options: list[str]) -> None:
    assert RUNNER.invoke(app, ["forensics", str(election), *options]).exit_code == 2


def test_the_posterior_without_its_extra_is_refused_at_once(
    election: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, "--posterior"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "X02"


def test_a_refused_posterior_does_not_cost_the_rest_of_the_report(
    election: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package("numpyro")

    def refuse(*_columns: object, **_options: object) -> None:
        raise ScrutatorError("F05", "the chains disagree")

    monkeypatch.setattr("scrutator.forensics.models.posterior.sample_posterior", refuse)
    target, page = tmp_path / "out.json", tmp_path / "page.html"
    options = ["--posterior", "--processes", "1", "--json", str(target), "--html", str(page)]
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options])
    assert result.exit_code == 0, result.exception
    body = json.loads(target.read_text())
    assert body["posterior"] == {"status": "experimental", "refused": "the chains disagree"}
    assert body["tests_tried"] > 20
    assert "full posterior (experimental): refused: the chains disagree" in result.output
    assert "the chains disagree" in page.read_text(encoding="utf-8")


def test_a_posterior_of_too_many_stations_is_refused_before_anything_else(
    election: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package("numpyro")
    monkeypatch.setattr("scrutator.forensics.models.posterior.MOST_STATIONS", 899)
    monkeypatch.setattr(
        "scrutator.forensics.examination.examination.examine", lambda *_: pytest.fail("examined")
    )
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, "--posterior"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F03"
    assert "--only-region" in result.exception.remedy


@pytest.mark.filterwarnings("ignore")
def test_the_real_posterior_of_a_small_region_is_in_the_text_the_json_and_the_page(tmp_path: Path) -> None:
    package("numpyro")
    path, target, page = tmp_path / "drawn.csv", tmp_path / "out.json", tmp_path / "page.html"
    path.write_text(drawn_from_the_model(), encoding="utf-8")
    options = ["--posterior", "--only-region", "west", "--draws", "250", "--processes", "1"]
    outputs = ["--json", str(target), "--html", str(page)]
    result = RUNNER.invoke(app, ["forensics", str(path), *options, *outputs])
    assert result.exit_code == 0, result.exception
    body = json.loads(target.read_text())
    assert (body["stations"], body["election"]) == (50, "drawn: west")
    found = body["posterior"]
    assert "refused" not in found
    assert (found["stations"], found["parameters"], found["chains"], found["draws"]) == (50, 8, 4, 250)
    assert found["largest_r_hat"] <= 1.01
    assert found["smallest_sample"] >= 400
    assert set(found["versions"]) == {"jax", "numpy", "numpyro"}
    assert f"{found['stuffed'][0]:,.0f} votes stuffed" in result.output
    assert "Full posterior of the mixture: added" in page.read_text(encoding="utf-8")


def drawn_from_the_model() -> str:
    """A file of two regions, 50 and 10 stations, drawn from the mixture itself."""
    import numpy as np

    from scrutator.forensics.models.mixture import simulate_mixture
    from scrutator.forensics.models.mixture_likelihood import PRIOR_MEAN

    rng = np.random.default_rng(8)
    registered, region = rng.integers(300, 2500, 60), np.zeros(60, dtype=int)
    parameters = np.concatenate([PRIOR_MEAN, [0.4, 0.0]])
    parameters[2] = -1.0
    cast, leader, _, _ = simulate_mixture(registered, region, parameters, rng)
    lines = ["region,district,station,registered,ballots_cast,valid,leader"]
    for i in range(60):
        place = ("west" if i < 50 else "east") + ",one"
        lines.append(f"{place},{i},{registered[i]},{cast[i]},{cast[i]},{leader[i]}")
    return "\n".join(lines) + "\n"


def test_only_one_region_is_examined_when_asked(election: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    options = ["--only-region", "region 3", "--only-region", "region 1", "--json", str(target)]
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options])
    assert result.exit_code == 0, result.exception
    body = json.loads(target.read_text())
    assert body["stations"] == 360
    assert body["election"] == "votes: region 1, region 3"
    assert {row["region"] for row in body["tests"]["integer_peaks_regions"]} == {"region 1", "region 3"}


def test_a_region_that_is_not_there_is_refused_with_those_that_are(election: Path) -> None:
    result = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, "--only-region", "region 9"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F03"
    assert "region 0, region 1" in result.exception.where


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_without_workers_is_refused(tmp_path: Path) -> None:
    distributed = package("distributed")
    with distributed.LocalCluster(n_workers=0, dashboard_address=None, host="127.0.0.1") as cluster:
        options = ["--cluster", cluster.scheduler_address]
        result = RUNNER.invoke(app, ["forensics", "calibrate", str(tmp_path / "x"), *options])
    assert isinstance(result.exception, ScrutatorError)
    assert "has no workers" in result.exception.what


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_calibrate_on_a_real_cluster_writes_the_same_bytes(tmp_path: Path) -> None:
    distributed = package("distributed")
    small = ["--elections", "2", "--powered", "0", "--stations", "200", "--seed", "5"]
    serial, spread = tmp_path / "serial.json", tmp_path / "cluster.json"
    assert RUNNER.invoke(app, ["forensics", "calibrate", str(serial), *small]).exit_code == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        options = ["--cluster", cluster.scheduler_address]
        result = RUNNER.invoke(app, ["forensics", "calibrate", str(spread), *small, *options])
        assert result.exit_code == 0, result.exception
        assert len(cluster.scheduler.workers) == 2
        assert not [name for name in cluster.scheduler.clients if name.startswith("Client")]
    assert spread.read_bytes() == serial.read_bytes()


def test_calibrate_writes_a_small_table(tmp_path: Path) -> None:
    from scrutator.forensics.examination.rates import from_json

    target = tmp_path / "table.json"
    arguments = [str(target), "--elections", "1", "--powered", "0", "--stations", "200", "--seed", "5"]
    result = RUNNER.invoke(app, ["forensics", "calibrate", *arguments])
    assert result.exit_code == 0, result.output
    assert len(from_json(target.read_text()).sizes("multiples_of_five")) == 10


def test_a_data_set_is_found_in_the_folder_that_is_named(
    reference_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTATOR_DATA", str(reference_data))
    result = RUNNER.invoke(app, ["data", "get", "georgia-2012"])
    assert result.output.strip() == str(reference_data / "results" / "georgia-2012.csv.gz")


def test_a_data_set_that_cannot_be_fetched_says_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SCRUTATOR_DATA", raising=False)
    result = RUNNER.invoke(app, ["data", "get", "uganda-2011"])
    assert isinstance(result.exception, ScrutatorError)
    assert "bt-IRI/UEDP" in result.exception.remedy


def test_the_made_case_is_listed_and_made(tmp_path: Path) -> None:
    from scrutator.publishing.sources import all_cases, case_files

    assert "simulated-republic" in all_cases()
    assert {"case.toml", "stations.csv", "truth.csv", "findings.toml"} <= set(
        case_files("simulated-republic")
    )
    result = RUNNER.invoke(app, ["case", "check", "simulated-republic"])
    assert result.exit_code == 0, result.output


TABLE = "region,district,station,registered,early,day,valid,list A,list B,list C\n" + "".join(
    f"r{n % 4},d{n % 8},{n},{600 + n},{40 + n % 9},{300 + 3 * n % 90},{330 + n % 7},"
    f"{150 + n % 31},{100 + n % 13},{n % 3}\n"
    for n in range(240)
)


def test_an_election_without_registers_keeps_its_report_when_the_models_are_asked_for(tmp_path: Path) -> None:
    path, page = tmp_path / "tallies.csv", tmp_path / "page.html"
    rows = [f"d{n % 5},{n},{400 + n % 50},{150 + n % 91}" for n in range(200)]
    path.write_text("\n".join(["district,station,valid,leader", *rows]))
    result = RUNNER.invoke(app, ["forensics", str(path), "--model", "--html", str(page), "--json"])
    assert result.exit_code == 0, result.exception
    model = json.loads(result.output)["stuffing_model"]
    assert "not published" in model["refused"]
    assert "not published" in model["klimek"]["refused"]
    assert "Klimek" in page.read_text()


def test_several_lists_are_examined_together_and_counts_are_added_up(tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(TABLE)
    sums = ["--map", "ballots_cast=early + day"]
    result = RUNNER.invoke(app, ["forensics", str(path), *sums, "--list", "list *", "--json"])
    assert result.exit_code == 0, result.exception
    tests = json.loads(result.output)["tests"]
    assert [row["list"] for row in tests["integer_peaks_lists"]] == ["list A", "list B"]
    assert tests["missing_zeros"]["tried"] > 0
    assert tests["turnout_window"]["leader_votes"] == sum(150 + n % 31 for n in range(240))
    shown = RUNNER.invoke(app, ["forensics", str(path), *sums, "--list", "list *"]).output
    assert "whole percentages of the share of list B" in shown
    assert "lists in districts beyond chance" in shown


def test_a_pattern_that_matches_no_column_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "lists.csv"
    path.write_text(TABLE)
    result = RUNNER.invoke(app, ["forensics", str(path), "--list", "party *"])
    assert isinstance(result.exception, ScrutatorError)
    assert result.exception.code == "F02"


def test_a_flag_without_a_comparison_does_not_cost_the_rest_of_the_report(
    election: Path, tmp_path: Path
) -> None:
    text = election.read_text().splitlines()
    flagged = tmp_path / "flagged.csv"
    flagged.write_text("\n".join([text[0] + ",guarded", *(line + ",yes" for line in text[1:])]))
    page = tmp_path / "page.html"
    result = RUNNER.invoke(
        app, ["forensics", str(flagged), *MAPPED, "--flag", "guarded", "--html", str(page), "--json"]
    )
    assert result.exit_code == 0, result.exception
    contrast = json.loads(result.output)["contrasts"][0]
    assert contrast["flag"] == "guarded"
    assert "no district has stations both with and without" in contrast["refused"]
    assert "no district has stations both with and without" in page.read_text()


def test_the_ladder_of_bounds_is_in_the_text_the_json_and_the_page(election: Path, tmp_path: Path) -> None:
    page, body = tmp_path / "page.html", tmp_path / "body.json"
    options = ["--html", str(page), "--json", str(body)]
    found = RUNNER.invoke(app, ["forensics", str(election), *MAPPED, *options])
    assert "How many votes were added, under assumptions one by one" in found.output
    rungs = json.loads(body.read_text(encoding="utf-8"))["bounds"]["rungs"]
    assert len(rungs) == 5
    assert rungs[0]["assumes"] in page.read_text(encoding="utf-8")
    assert "bounds under stated assumptions" in page.read_text(encoding="utf-8")
