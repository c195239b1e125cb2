"""verify.html and verify.pyz, written apart from one specification, answer one corpus alike."""

import json
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

# Where verify.pyz passes what docs/reference/bundle.md refuses. Each stays here until verify.pyz is mended.
PASSED_BY_PYZ = {
    "JSON: nothing": "C3",
    "JSON named in capitals": "C3",
    "page: a figure in a dialog": "C12",
    "page: a figure in canvas": "C12",
    "page: a figure in object": "C12",
    "page: a figure in video": "C12",
    "page: a figure in svg defs": "C12",
    "page: a script that escapes": "C12",
    "page: a figure after a script that escapes": "C12",
    "page: a comment begun in a drawing's style": "C12",
    "page: a block in a paragraph": "C12",
    "page: a figure out of a table": "C12",
    "opening: a list that is no list": "C10",
}


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
    assert {name: differ[name] for name in differ if name not in PASSED_BY_PYZ} == {}
    assert sorted(differ) == sorted(PASSED_BY_PYZ)
    for name, (page, pyz) in differ.items():
        check = PASSED_BY_PYZ[name]
        assert (page[0], page[2][check], pyz[2][check]) == ("NOT VERIFIED", "FAIL", "PASS"), name


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
