"""Measure the lengths of files and of functions against the house style, count what escapes the formatter,
and print the longest.

A file's length is its lines. A function's is the lines of its body: its signature (for a command, its
options) and its docstring do not count. Nine of ten files have at most 250 lines, and nine of ten
functions at most 25: percentile q of n sorted values is the value at index floor(q*n), counted from 0.
The longest file and function, and the number of `fmt: skip` and `fmt: off` in the source, may only fall:
lower their limits here when they have.
"""

import ast
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "scrutator"
FILES_AT_90, FUNCTIONS_AT_90 = 250, 25
LONGEST_FILE, LONGEST_FUNCTION = 390, 53
MOST_ESCAPES = 70

Measured = list[tuple[int, str]]


def body_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From the first statement behind the docstring to the last line; 0 where there is none."""
    first = node.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = node.body[1:] if is_docstring else node.body
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1 if body else 0


def measure() -> tuple[Measured, Measured, int]:
    """Files and functions with their lengths, shortest first, and how often the formatter is told to stop.

    Files of fewer than five lines (the `__init__.py` of a folder) are left out.
    """
    files, functions, escapes = [], [], 0
    for path in sorted(SOURCE.rglob("*.py")):
        name, text = str(path.relative_to(SOURCE)), path.read_text(encoding="utf-8")
        escapes += text.count("# fmt: skip") + text.count("# fmt: off")
        if text.count("\n") >= 5:
            files.append((text.count("\n"), name))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                functions.append((body_lines(node), f"{name}:{node.lineno} {node.name}"))
    return sorted(files), sorted(functions), escapes


def holds(what: str, measured: Measured, at_90: int, at_most: int) -> bool:
    """Print the lengths and the five longest; is the style kept?"""
    values = [value for value, _ in measured]
    median, p90 = values[len(values) // 2], values[int(0.9 * len(values))]
    print(f"{what}: {len(values)}, median {median}, p90 {p90} (at most {at_90}), ", end="")
    print(f"longest {values[-1]} (at most {at_most}, only falling)")
    for value, name in reversed(measured[-5:]):
        print(f"   {value:5d}  {name}")
    return p90 <= at_90 and values[-1] <= at_most


if __name__ == "__main__":
    files, functions, escapes = measure()
    print(f"`fmt: skip` and `fmt: off`: {escapes} (at most {MOST_ESCAPES}, only falling)")
    kept = [
        holds("lines of a file", files, FILES_AT_90, LONGEST_FILE),
        holds("lines of a function's body", functions, FUNCTIONS_AT_90, LONGEST_FUNCTION),
        escapes <= MOST_ESCAPES,
    ]
    sys.exit(0 if all(kept) else 1)
