"""Measure file and function lengths against the house style and print the longest.

Percentile q of n sorted values is the value at index floor(q*n), counted from 0. Fails when a
file exceeds 500 lines, a function 60, or the 90th percentiles exceed 300 and 30.
"""

import ast
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "scrutator"


def lengths() -> tuple[list[tuple[int, str]], list[tuple[int, str]]]:
    files, functions = [], []
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") >= 5:
            files.append((text.count("\n"), str(path.relative_to(SOURCE))))
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                functions.append((length, f"{path.relative_to(SOURCE)}:{node.lineno} {node.name}"))
    return sorted(files), sorted(functions)


def report(what: str, measured: list[tuple[int, str]], at_90: int, at_most: int) -> bool:
    values = [value for value, _ in measured]
    median, p90 = values[len(values) // 2], values[int(0.9 * len(values))]
    print(f"{what}: {len(values)}, median {median}, p90 {p90} (style <= {at_90}), ", end="")
    print(f"longest {values[-1]} (style <= {at_most})")
    for value, name in reversed(measured[-5:]):
        print(f"   {value:5d}  {name}")
    return p90 <= at_90 and values[-1] <= at_most


if __name__ == "__main__":
    files, functions = lengths()
    results = [report("files", files, 300, 500), report("functions", functions, 30, 60)]
    sys.exit(0 if all(results) else 1)
