"""`case check` foresees what publishing refuses."""

from pathlib import Path

import pytest
from tests.publishing.withholding.cases import CELL

from scrutator.publishing.build import draft_members
from scrutator.publishing.checks.before_publishing import not_ready, refused_when_tried
from scrutator.record.folder.opening import sound_case
from scrutator.record.folder.template import TITLE
from support.needs import package
from support.small_case import SMALL_CASE

STATEMENT = SMALL_CASE["statement.en.md"]
ERRATA = "id,date,entry,text,source,signature\n"


def files(**changed: str) -> dict[str, bytes]:
    return {name: text.encode() for name, text in {**SMALL_CASE, **changed}.items()}


def refused(**changed: str) -> list[tuple[str, int, str]]:
    package("typst")
    return [
        (one.file, one.line, one.code) for one in refused_when_tried(files(**changed), "small", draft_members)
    ]


def test_a_case_that_can_be_published_has_nothing_open() -> None:
    assert list(not_ready(sound_case(files(), "small"))) == []
    assert refused() == []


def test_parts_that_are_not_written_are_named_with_their_files() -> None:
    title = next(line for line in SMALL_CASE["case.toml"].splitlines() if line.startswith("title"))
    case = sound_case(
        files(**{"case.toml": SMALL_CASE["case.toml"].replace(title, f'title = "{TITLE}"')}), "small"
    )
    (one,) = not_ready(case)
    assert (one.file, one.code) == ("case.toml", "T06")


def test_a_correction_that_is_not_signed_is_named() -> None:
    from dataclasses import replace

    from scrutator.record.nouns.replies import Erratum

    row = Erratum.__new__(Erratum)
    for name, value in {"id": "e1", "signature": None}.items():
        object.__setattr__(row, name, value)
    case = replace(sound_case(files(), "small"), errata=(row,))
    assert [(one.file, one.code) for one in not_ready(case)] == [("errata.csv", "G26")]
    object.__setattr__(row, "signature", "AA==")
    assert list(not_ready(case)) == []


def test_a_figure_that_no_finding_has_is_named_with_its_line() -> None:
    text = f'{STATEMENT}\nIt was {{{{ figure("turnout/turnout", region="Nowhere") }}}}.\n'
    line = text[: text.index("Nowhere")].count("\n") + 1
    assert refused(**{"statement.en.md": text}) == [("statement.en.md", line, "N04")]


def test_what_the_pdf_cannot_set_is_named() -> None:
    text = f"{STATEMENT}\n{'>' * 3_000} x\n"
    (found,) = refused(**{"statement.en.md": text})
    assert found[2] == "T05"


def test_a_withheld_value_that_stands_elsewhere_is_named() -> None:
    (found,) = refused(**{"withheld.toml": CELL.replace("shown_elsewhere = true\n", "")})
    assert found[2] == "Z09"


@pytest.mark.parametrize("whole", [False, True])
def test_the_command_names_what_is_open_and_fails_only_when_asked_for_the_whole(
    tmp_path: Path, whole: bool
) -> None:
    from typer.testing import CliRunner

    from scrutator.cli.main import app

    package("typst")
    CliRunner().invoke(app, ["case", "new", str(tmp_path / "c")], catch_exceptions=False)
    done = CliRunner().invoke(app, ["case", "check", str(tmp_path / "c"), *(["--whole"] if whole else [])])
    assert "T06" in done.output
    assert ("before publishing: case.toml T06" in done.output) is not whole
    assert done.exit_code == (1 if whole else 0)
