"""The generated page of the command line: the help of every command, as it prints."""

from typing import Any

import typer

from scrutator.cli.main import app


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    command = typer.main.get_command(app)
    parts = ["# The command line\n\n*Generated from the code by `make docs`; do not edit.*\n"]
    parts += list(sections(command, ["scrutator"]))
    return {"commands.md": "\n".join(parts)}


def sections(command: Any, path: list[str]) -> list[str]:
    """One section a command, groups before their members."""
    own = f"## {' '.join(path)}\n\n{help_text(command)}\n"
    members = getattr(command, "commands", {})
    return [own] + [text for name in sorted(members) for text in sections(members[name], [*path, name])]


def help_text(command: Any) -> str:
    """What the command answers, its arguments and its options."""
    lines = [paragraph for paragraph in (command.help or "").strip().split("\n\n") if paragraph]
    rows = []
    for parameter in command.params:
        if parameter.name in ("help", "install_completion", "show_completion"):
            continue
        names = ", ".join(f"`{name}`" for name in parameter.opts) if parameter.opts else ""
        is_option = parameter.param_type_name == "option"
        shown = names if is_option else f"`{parameter.metavar or parameter.name.upper()}`"
        text = " ".join((getattr(parameter, "help", "") or "").split()).replace("|", "\\|")
        rows.append(f"| {shown} | {text} |")
    table = ["| argument or option | meaning |", "|---|---|", *rows] if rows else []
    return "\n\n".join([*(" ".join(line.split()) for line in lines), "\n".join(table)]).strip()
