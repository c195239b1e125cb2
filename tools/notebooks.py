"""Worked notebooks: run the cells of an .ipynb file in one namespace, and show what each gives.

The notebooks hold no outputs, so that running them changes no byte; the site and the tests run them. Only
plain Python cells are needed for that, and no Jupyter.
"""

import ast
import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cell:
    """One cell: prose, or code with what it printed and what its last line gives (HTML where it has any)."""

    kind: str
    source: str
    printed: str = ""
    shown: str = ""
    html: str = ""


def read_notebook(path: Path) -> list[Cell]:
    """The cells as they are written. Raises ValueError for stored outputs or other kinds of cells."""
    body = json.loads(path.read_text(encoding="utf-8"))
    cells = []
    for cell in body["cells"]:
        if cell["cell_type"] not in ("markdown", "code") or cell.get("outputs"):
            raise ValueError(f"{path.name}: only prose and code without outputs")
        cells.append(Cell(cell["cell_type"], "".join(cell["source"])))
    return cells


def run_notebook(path: Path) -> list[Cell]:
    """The cells with what they give, each run after the one before it. Any exception ends the run."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return [cell if cell.kind == "markdown" else _run(cell, names, path) for cell in read_notebook(path)]


def _run(cell: Cell, names: dict[str, Any], path: Path) -> Cell:
    tree, out, value = ast.parse(cell.source), io.StringIO(), None
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(out):
        exec(compile(tree, path.name, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
    html = value._repr_html_() if hasattr(value, "_repr_html_") else ""
    return Cell("code", cell.source, out.getvalue(), "" if value is None else repr(value), html)


def as_markdown(cells: list[Cell]) -> str:
    """The notebook as a page: prose, code, and under each piece of code what it gives."""
    parts = []
    for cell in cells:
        if cell.kind == "markdown":
            parts.append(cell.source)
            continue
        parts.append(f"```python\n{cell.source}\n```")
        if cell.printed.strip():
            parts.append(f"```text\n{cell.printed.rstrip()}\n```")
        if cell.html:
            parts.append(cell.html.replace("\n", " "))
        elif cell.shown:
            parts.append(f"```text\n{cell.shown}\n```")
    return "\n\n".join(parts) + "\n"
