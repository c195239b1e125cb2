"""The list of commands: quick to show, and true to the commands it names."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from scrutator.cli.commands import COMMANDS
from scrutator.cli.main import app

ROOT = Path(__file__).parents[2]
LOADED = "import sys, json; sys.argv = {argv}\nfrom scrutator.cli.main import main\ntry:\n    main()\nexcept SystemExit:\n    pass\nprint('\\n' + json.dumps(sorted(sys.modules)))"


def modules_after(*argv: str) -> set[str]:
    code = LOADED.format(argv=["scrutator", *argv])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("argv", [["--help"], ["--version"]])
def test_help_and_version_load_no_command_and_nothing_heavy(argv: list[str]) -> None:
    found = modules_after(*argv)
    assert not {name for name in found if name.startswith("scrutator.") and name.count(".") > 2}
    assert not found & {"rich", "markdown_it", "numpy", "scipy", "pydantic", "cryptography", "jinja2"}


@pytest.mark.parametrize("argv", [["seats", "--help"], ["verify", "--help"], ["forensics", "--help"]])
def test_the_help_of_one_command_loads_no_other_room_and_no_numbers(argv: list[str]) -> None:
    found = modules_after(*argv)
    rooms = {
        name.split(".")[2] for name in found if name.startswith("scrutator.cli.") and name.count(".") > 2
    }
    assert len(rooms) <= 2
    assert not found & {"rich", "markdown_it", "numpy", "scipy", "jinja2"}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_says_of_a_command_what_its_own_help_begins_with(name: str) -> None:
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    assert command.name == name
    first = " ".join((command.help or "").split("\n\n")[0].split()).split(" Example:")[0]
    assert first.startswith(COMMANDS[name].help)


def test_the_commands_are_in_alphabetical_order_and_a_slip_of_the_pen_is_answered() -> None:
    assert list(COMMANDS) == sorted(COMMANDS)
    code = LOADED.format(argv=["scrutator", "publsh"])
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True)
    assert "Did you mean 'publish'?" in done.stderr
