"""Where the source could be changed by a little: comparisons, numbers and arithmetic, by its syntax tree."""

import ast
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARISONS = {
    ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"),
}  # fmt: skip
ARITHMETIC = {
    ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "/"), ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"), ast.Mod: ("%", "+"),
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Site:
    """One place of one file: the characters from `start` to `end` would become `replacement`."""

    file: str
    start: int
    end: int
    replacement: str


def draw(root: Path, seed: int, count: int) -> list[Site]:
    """Answer: which sites does this seed choose? All sites have the same chance."""
    found = sorted(site for path in sorted((root / "src").rglob("*.py")) for site in sites(path, root))
    return random.Random(seed).sample(found, count)


def sites(path: Path, root: Path) -> Iterator[Site]:
    """Every comparison, number and arithmetic sign of a file. Texts inside f-strings are left out."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    written = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    skipped = {id(inner) for node in written for inner in ast.walk(node)}
    at = _offsets(text)
    name = str(path.relative_to(root))
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            yield Site(name, at(node.lineno, node.col_offset), at(*_end(node)), _next(node.value))
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
            between = at(*_end(node.left)), at(node.comparators[0].lineno, node.comparators[0].col_offset)
            yield from _sign(text, name, between, *COMPARISONS[type(node.ops[0])])
        elif isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _joins(node):
            between = at(*_end(node.left)), at(node.right.lineno, node.right.col_offset)
            yield from _sign(text, name, between, *ARITHMETIC[type(node.op)])


def _joins(node: ast.BinOp) -> bool:
    """Texts and lists put together: another sign would only be a TypeError."""
    joined = (ast.JoinedStr, ast.List, ast.Tuple, ast.ListComp)
    return any(
        isinstance(side, joined) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _sign(text: str, name: str, between: tuple[int, int], old: str, new: str) -> Iterator[Site]:
    start = text.find(old, *between)
    if start >= 0:
        yield Site(name, start, start + len(old), new)


def _next(value: int | float) -> str:
    """A number a little larger: one more for a whole one, a fifth more for a fraction."""
    return repr(value + 1) if isinstance(value, int) else repr(value * 1.2 if value else 0.1)


def _end(node: ast.expr) -> tuple[int, int]:
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    return node.end_lineno, node.end_col_offset


def _offsets(text: str) -> Callable[[int, int], int]:
    """From the tree's line and byte column to a character's place in the text."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    return lambda line, column: starts[line - 1] + len(lines[line - 1].encode()[:column].decode())


def as_toml(site: Site, root: Path) -> str:
    """A site as an entry of the list, its anchor as many whole lines as make it the only one."""
    text = (root / site.file).read_text(encoding="utf-8")
    first, last = text.rfind("\n", 0, site.start) + 1, text.find("\n", site.end)
    while text.count(text[first:last]) > 1 and first > 0:
        first = text.rfind("\n", 0, first - 1) + 1
    anchor = text[first:last]
    changed = text[first : site.start] + site.replacement + text[site.end : last]
    head = f"[[mutant]]\nfile = '{site.file}'\n"
    return f"{head}anchor = '''\n{anchor}'''\nreplacement = '''\n{changed}'''\ntests = []\nwhy = ''\n"
