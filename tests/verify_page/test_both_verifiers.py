"""verify.html and verify.pyz, written apart from one specification, answer one corpus alike."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from verify_page.cases import Case
from verify_page.corpus import corpus

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

CORPUS = corpus()


@pytest.fixture(scope="module")
def by_pyz(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The reports of verify.pyz by the case's number."""
    from scrutator.seal.writing.pyz import verifier_bytes

    folder = tmp_path_factory.mktemp("corpus")
    verifier = tmp_path_factory.mktemp("pyz") / "verify.pyz"
    verifier.write_bytes(verifier_bytes())
    for number, case in enumerate(CORPUS.values()):
        place = folder / f"{number:04}"
        place.mkdir()
        (place / "bundle.zip").write_bytes(case.file)
        given = [*(["--key", case.key] if case.key else []), *(["--root", case.root] if case.root else [])]
        for n, notice in enumerate(case.notices):
            (place / f"{n}.notice").write_bytes(notice)
            given += ["--notice", str(place / f"{n}.notice")]
        if case.openings:
            (place / "openings.json").write_bytes(case.openings)
            given += ["--openings", str(place / "openings.json")]
        (place / "arguments.json").write_text(json.dumps(given), encoding="utf-8")
    command = [sys.executable, str(Path(__file__).parent / "run_pyz.py"), str(verifier), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def outcomes(report: Any) -> tuple[str, int, dict[str, str]]:
    return report["word"], report["status"], {check["id"]: check["outcome"] for check in report["checks"]}


def test_both_give_the_same_word_status_and_outcome_of_every_check(
    answer: Callable[[Case], Any], by_pyz: Any
) -> None:
    differ = {}
    for number, (name, case) in enumerate(CORPUS.items()):
        page, pyz = outcomes(answer(case)), outcomes(by_pyz[f"{number:04}"])
        if page != pyz:
            differ[name] = (page, pyz)
    assert differ == {}


def test_both_count_what_is_attested_and_withheld_alike(answer: Callable[[Case], Any], by_pyz: Any) -> None:
    counted = re.compile(r"[^.]*(?:are attested, not rebuilt|each under a commitment)\.")
    found = {}
    for number, (name, case) in enumerate(CORPUS.items()):
        if name.startswith("withheld") or name == "good":
            page = [text.strip() for text in counted.findall(answer(case)["sentence"])]
            pyz = [text.strip() for text in counted.findall(by_pyz[f"{number:04}"]["verdict"])]
            assert page == pyz, name
            found[name] = page
    assert found["good"] == []
    assert found["withheld: attested"] == [
        "1 of 2 findings, and with them 1 of 1 printed figures, are attested, not rebuilt.",
        "3 values, rows or files are withheld, each under a commitment.",
    ]
    assert found["withheld: taken back"] == []


def test_the_corpus_holds_every_word_the_page_can_say_of_a_small_bundle(
    answer: Callable[[Case], Any],
) -> None:
    names = [
        "good",
        "good without a key",
        "a member altered",
        "an empty file",
        "unsigned",
        "notice: withdrawn",
    ]
    assert [answer(CORPUS[name])["word"] for name in names] == [
        "SIGNED, NOT REBUILT",
        "SIGNER UNKNOWN",
        "NOT VERIFIED",
        "UNREADABLE",
        "UNSIGNED",
        "WITHDRAWN",
    ]
    assert [answer(CORPUS[name])["status"] for name in names] == [4, 5, 1, 2, 9, 6]


def test_a_log_goes_on_under_a_key_that_the_root_documents_name_and_under_no_other(by_pyz: Any) -> None:
    words = {
        name: outcomes(by_pyz[f"{number:04}"])[2]["C6"]
        for number, name in enumerate(CORPUS)
        if name.startswith("rotated")
    }
    assert [name for name, word in words.items() if word == "PASS"] == [
        "rotated: the earlier key stood in version 1",
        "rotated: by a key that may not",
    ]


def test_a_page_passes_only_with_what_pages_may_have(by_pyz: Any) -> None:
    numbers = {name: f"{number:04}" for number, name in enumerate(CORPUS)}
    outcome = {name: outcomes(by_pyz[number])[2].get("C12") for name, number in numbers.items()}
    assert {name for name in outcome if name.startswith("page: allowed") and outcome[name] != "PASS"} == set()
    assert {
        name for name in outcome if name.startswith("page: forbidden") and outcome[name] != "FAIL"
    } == set()
