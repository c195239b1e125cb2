"""Plain English: words that were retired from help, errors, titles, captions and pages stay out of them.

Each pattern takes the word in the sense that was retired and names what to write. Texts are every string of
the source (help, docstrings, messages, titles, tables) and every page; the cases' own prose, quotations of
sources and code are left out.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "scrutator"

RETIRED = {
    r"\bstrangers?\b": "anyone, a third party",
    r"\bnobody\b": "no one",
    r"\bsomebody\b": "someone",
    r"\bwhoever\b": "anyone who",
    r"\bst[ao]nds? twice\b": "is a duplicate",
    r"\bmend(s|ed|ing)?\b": "fix, correct",
    r"\bt(old|ell|ells|elling) (\w+ )?apart\b": "identified, distinguished",
    r"\bdealt\b": "assigned",
    r"\bcarr(y|ies|ied|ying)\b": "support, hold, have",
    r"\bpart(s|ed|ing)? from\b|\bpartings?\b(?!$)|\b(they|levels|totals|figures) part\b": "differ, differences",
    r"\b(seats|they|line|majority|outcome|verdict) turns?\b|\bturns? round\b": "change",
    r"\b(votes|voters|people|citizens|electors) a seat\b": "per seat",
    r"\bto do:": "hint:",
    r"\ball well\b|\bis well\b": "success",
    r"\b(he|him|his|himself)\b": "they, them, their",
}
# Where a retired word must stand: file, the words around it, why. The number is pinned below.
EXCEPTIONS: tuple[tuple[str, str, str], ...] = (
    ("src/scrutator/site/press.py", "he", "the code of Hebrew, a language written from right to left"),
)
# Pages that are written from a case's own texts.
NOT_OURS = {
    f"docs/explanation/{case}-{page}.md"
    for case in ("kazakhstan", "venezuela")
    for page in ("verdicts", "second-marking")
}


def texts() -> Iterator[tuple[str, int, str]]:
    """Every text a reader may meet: file, line, text."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield str(path.relative_to(ROOT)), node.lineno, node.value
    for path in [*sorted((ROOT / "docs").rglob("*.md")), *sorted(ROOT.glob("*.md"))]:
        name = str(path.relative_to(ROOT))
        if name not in NOT_OURS:
            text = re.sub(
                r"```.*?```|`[^`]*`",
                lambda found: re.sub(r"[^\n]", " ", found.group()),
                path.read_text(encoding="utf-8"),
                flags=re.S,
            )
            for number, line in enumerate(text.splitlines(), 1):
                yield name, number, re.sub(r"“[^”]*”", "", line)
    for path in sorted(SOURCE.rglob("*.html")):
        yield (
            str(path.relative_to(ROOT)),
            1,
            re.sub(r"<style>.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S),
        )


def found() -> list[tuple[str, int, str, str]]:
    """Every retired word: file, line, the words around it, what to write."""
    hits = []
    for file, line, given in texts():
        text = re.sub(r"\{\{[^{}\n]*\}\}", "", given)  # a cell of a statement is code
        for pattern, better in RETIRED.items():
            for one in re.finditer(pattern, text, re.I):
                at = line + text.count("\n", 0, one.start())
                around = " ".join(text[max(0, one.start() - 30) : one.end() + 30].split())
                hits.append((file, at, around, better))
    return hits


def excused(hit: tuple[str, int, str, str]) -> bool:
    return any(hit[0] == file and words in hit[2] for file, words, _ in EXCEPTIONS)


def test_no_retired_word_is_left() -> None:
    left = [
        f"{file}:{line}: …{around}… ({better})"
        for file, line, around, better in found()
        if not excused((file, line, around, better))
    ]
    assert not left, "\n".join(left)


def test_the_exceptions_are_few_reasoned_and_needed() -> None:
    assert len(EXCEPTIONS) == 1
    hits = found()
    for file, words, reason in EXCEPTIONS:
        assert reason
        assert any(hit[0] == file and words in hit[2] for hit in hits), f"{file}: {words} needs no exception"


@pytest.mark.parametrize(
    ("text", "retired"),
    [("a stranger can", True), ("Mend the line", True), ("recommend", False), ("the turnout", False), ("the seats turn", True), ("turns it into", False),
     ("it turns out", False), ("votes a seat", True), ("wins a seat", False), ("the parts sum", False), ("it parts from", True),
     ("as well as", False), ("the", False), ("his factual claim", True)],
)  # fmt: skip
def test_the_patterns_take_the_retired_sense_only(text: str, retired: bool) -> None:
    assert any(re.search(pattern, text, re.I) for pattern in RETIRED) is retired
