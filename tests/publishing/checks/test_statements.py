from scrutator.publishing.checks.runs import check_runs
from scrutator.publishing.checks.statements import check_statements
from scrutator.record.folder.opening import sound_case


def test_faults_of_the_text_are_named_with_their_line_before_anything_is_computed(
    small_files: dict[str, bytes],
) -> None:
    text = 'One.\n\n{{ figure("turnuot", region="x") }}\n{{ picture("x") }}\nIt was 12 %.\n'
    small_files["statement.en.md"] = text.encode()
    faults = check_statements(sound_case(small_files, "small"))
    assert [(f.line, f.code) for f in faults] == [(3, "N04"), (4, "T02"), (5, "T04")]


def test_a_cell_that_cannot_be_read_is_a_fault(small_files: dict[str, bytes]) -> None:
    small_files["statement.en.md"] = b"\n{{ figure( }}"
    assert [(f.line, f.code) for f in check_statements(sound_case(small_files, "small"))] == [(2, "T01")]


def test_unknown_methods_and_parameters_are_faults(small_files: dict[str, bytes]) -> None:
    small_files["findings.toml"] = (
        b'[[finding]]\nid = "a"\nmethod = "none"\n[[finding]]\nid = "b"\nmethod = "official.turnout"\n'
        b'[finding.parameters]\nplace = "x"\n'
    )
    assert [(f.line, f.code) for f in check_runs(sound_case(small_files, "small"))] == [
        (1, "N01"),
        (4, "N02"),
    ]


def test_a_faultless_text_has_no_faults(small_files: dict[str, bytes]) -> None:
    case = sound_case(small_files, "small")
    assert [*check_statements(case), *check_runs(case)] == []
