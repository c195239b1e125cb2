import json

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.plain import plain_finding
from scrutator.findings.register import METHODS
from scrutator.findings.running import run_case
from scrutator.record.case import Case
from scrutator.record.folder.opening import sound_case


def test_same_folder_same_findings(kazakhstan: Case) -> None:
    once, twice = ([plain_finding(f) for f in run_case(kazakhstan)] for _ in range(2))
    assert json.dumps(once) == json.dumps(twice)


def test_a_finding_names_the_hash_of_every_file_its_method_reads(small_files: dict[str, bytes]) -> None:
    before = run_case(sound_case(small_files, "small"))[0]
    assert set(before.inputs) == {"turnout.csv", "places.csv"}
    small_files["turnout.csv"] += b"vote,land,12:00,preliminary,25.0,,A\n"
    after = run_case(sound_case(small_files, "small"))[0]
    assert before.inputs["places.csv"] == after.inputs["places.csv"]
    assert before.inputs["turnout.csv"] != after.inputs["turnout.csv"]


def test_an_unknown_method_is_named_with_its_neighbours(small_files: dict[str, bytes]) -> None:
    small_files["findings.toml"] = b'[[finding]]\nid = "x"\nmethod = "official.turnuot"\n'
    with pytest.raises(ScrutatorError, match=r"official\.turnout"):
        run_case(sound_case(small_files, "small"))


def test_an_unknown_parameter_is_refused(small_files: dict[str, bytes]) -> None:
    small_files["findings.toml"] += b'[finding.parameters]\nplace = "north"\n'
    with pytest.raises(ScrutatorError, match="N02"):
        run_case(sound_case(small_files, "small"))


def test_every_method_states_a_question_and_what_it_reads() -> None:
    for method in METHODS.values():
        assert method.question.endswith("?"), method.id
        assert method.reads, method.id
