"""Generated pages of the public Python names: one page a name, from signature and docstring."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from typing import Any

import scrutator

HEAD = "*Generated from the code by `make docs`; do not edit.*"
GROUPS = {
    "Cases and bundles": ("cases", "bundles"),
    "Station results": ("forensics",),
    "Seats and laws": ("seats", "what_if", "systems", "margins", "laws", "chances", "ballots", "majorities"),
    "Samples, estimates, audits": ("samples", "estimating", "estimates", "audits"),
    "Claims": ("claims",),
    "Errors": ("errors",),
}
INTRODUCTION = """`import scrutator` offers the names below; they are loaded when first used. Every result is frozen, prints itself in a terminal
(`print(result)`) and in a notebook, and gives plain values by `.to_dict()`. What cannot be used raises `ScrutatorError` with a code, what is
wrong, where, and what to do. Three worked notebooks: [seats](../../notebooks/seats.ipynb), [forensics](../../notebooks/forensics.ipynb),
[a quick count](../../notebooks/quick_count.ipynb)."""


def pages() -> dict[str, str]:
    """Path under docs/reference -> text."""
    names = [name for name in scrutator.__all__ if not name.startswith("__")]
    return {"api/index.md": index(names)} | {f"api/{path_of(name)}": page(name) for name in names}


def path_of(name: str) -> str:
    """A page's path: types in a folder of their own, for `Seats.md` and `seats.md` are one file on some disks."""
    return f"types/{name}.md" if inspect.isclass(getattr(scrutator, name)) else f"{name}.md"


def index(names: list[str]) -> str:
    """The list of all names, by what they are about."""
    lines = ["# From Python", "", HEAD, "", INTRODUCTION]
    for title, modules in GROUPS.items():
        here = [name for name in names if _module(name) in modules]
        here.sort(key=lambda name: (inspect.isclass(getattr(scrutator, name)), name))
        rows = [
            f"| [`{name}`]({path_of(name)}) | {_first_sentence(getattr(scrutator, name))} |" for name in here
        ]
        lines += ["", f"## {title}", "", "| name | what it is |", "|---|---|", *rows]
    return "\n".join(lines) + "\n"


def _module(name: str) -> str:
    return str(getattr(scrutator, name).__module__).rpartition(".")[2]


def _first_sentence(thing: Any) -> str:
    text = (inspect.getdoc(thing) or "").split("\n\n")[0].replace("\n", " ")
    return re.split(r"(?<=[.?;])\s", text)[0].replace("|", "\\|").rstrip(";")


def page(name: str) -> str:
    """One name's page. What stands between the two remarks, the site draws by mkdocstrings instead."""
    thing = getattr(scrutator, name)
    body = _class(thing) if inspect.isclass(thing) else [*_code(_signature(name, thing)), "", *_text(thing)]
    return "\n".join([f"# {name}", "", HEAD, "", "<!-- begin -->", "", *body, "", "<!-- end -->"]) + "\n"


def _class(thing: type) -> list[str]:
    lines = _text(thing)
    for name, member in _members(thing):
        shown = _property(name, member) if isinstance(member, property) else _signature(name, member)
        lines += ["", f"## {name}", "", *_code(shown), "", *_text(member)]
    return lines


def _members(thing: type) -> list[tuple[str, Any]]:
    """The class's own public properties and methods, `[]` where it has a meaning, in the order of the source."""
    if issubclass(thing, Exception):
        return []
    return [
        (name, member)
        for name, member in vars(thing).items()
        if (not name.startswith("_") or name == "__getitem__")
        and name != "view"
        and (isinstance(member, property) or inspect.isfunction(member))
        and inspect.getdoc(member)
    ]


def _signature(name: str, function: Any) -> str:
    """The signature as the source writes it; on several lines where it is long."""
    (made,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(made, ast.FunctionDef)
    parameters, returns = list(_parameters(made.args)), ast.unparse(made.returns) if made.returns else "None"
    line = f"{name}({', '.join(parameters)}) -> {returns}"
    below = "".join(f"    {one},\n" for one in parameters)
    return line if len(line) <= 100 else f"{name}(\n{below}) -> {returns}"


def _parameters(given: ast.arguments) -> Iterator[str]:
    plain = [None] * (len(given.args) - len(given.defaults)) + list(given.defaults)
    for one, default in zip(given.args, plain, strict=True):
        if one.arg != "self":
            yield _parameter(one, default)
    if given.kwonlyargs:
        yield "*"
    for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
        yield _parameter(one, default)


def _parameter(one: ast.arg, default: ast.expr | None) -> str:
    return ast.unparse(one) + (f" = {ast.unparse(default)}" if default is not None else "")


def _property(name: str, member: property) -> str:
    returns = inspect.signature(member.fget).return_annotation if member.fget else ""
    shown = (
        returns.__name__ if isinstance(returns, type) and not hasattr(returns, "__args__") else str(returns)
    )
    return f"{name}: " + re.sub(r"\b(?:[a-z_]+\.)+(?=\w)", "", shown)


def _code(text: str) -> list[str]:
    return ["```python", text, "```"]


def _text(thing: Any) -> list[str]:
    """The docstring; its example as a block of Python that the tests run."""
    text = inspect.getdoc(thing) or ""
    before, _, example = text.partition("\nExamples:\n")
    lines = [before.strip()]
    if example:
        lines += ["", "Examples:", "", "```pycon", textwrap.dedent(example).strip(), "```"]
    return "\n".join(lines).split("\n")
