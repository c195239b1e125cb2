"""Each gate, fault and refusal of the night has words in every language of the desk, wherever its code says it.

Found by reading the code: what is given to an error, a gate or a refused report, as it stands or by a name.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scrutator.web.night.live import REGISTERED, STEPPED_IN
from scrutator.words.saying import Speech
from scrutator.words.server import LANGUAGES

SOURCE = Path(__file__).parents[3] / "src" / "scrutator"
COMMANDS_ONLY = {"official.py", "replay.py", "seat_chances.py", "figures.py", "parts.py", "rehearsed.py"}
"""Modules that no page of the night reaches."""
SAID = {"ScrutatorError", "Gate", "Refused", "NoInterval", "HeldWeights"}
NAMED = {"what", "why", "wrong", "remedy", "asked", "hint", "missing", "REMEDY", "_SHOW", "_AGAIN"}
IN_PARTS = {
    "every list has one",
    " (at most {} %, {} has {} % for {} %)",
    " (at most {} apart)",
    " (at most {} times as many; give [frame], or population = the stations of each)",
    "; {} of {} {} fall short",
    ": it includes the invalid ballots",
    "{} % of the drawn weight must be in {} with at least ",
    "no station may have two reports of one time with different figures",
    "the shares of all lists must sum to 100 %",
    "shows it twice",
}
"""Parts of reasons: `WHOLE` and `test_spoken.py` say the reasons that they make."""
WHOLE = (
    "no station may have two reports of one time with different figures: 2 have: N01, N02",
    "the shares of all lists must sum to 100 %: they do",
    "the shares of all lists must sum to 100 %: the shares of all lists sum to 98.00 %, not 100 %",
    "95 % of the drawn weight must be in cells with at least 25 % response: 12.0 %; 2 of 3 cells fall short",
    "weights must fit the frame, the register and the draw: weights from all strata declared equal: 1 to 9 stations"
    " were drawn of strata that count the same (at most 4 times as many; give [frame], or population = the stations"
    " of each)",
    "weights must fit the frame, the register and the draw: weights from the stations counted in the frame: 9.1 % of"
    " the weight is in other strata than the frame's stations (at most 2 %, 'east' has 60.0 % for 50.9 %); the"
    " weighted register is 2,400, the frame's 3,000 (at most 60 apart)",
)
FILLED = ("7", "x7", "'x7'", "no station has arrived", "no column", "every list has one")
"""What a hole may be filled with: a number, a name, a name as it is quoted, another reason."""


def modules() -> list[Path]:
    folders = (SOURCE / "web" / "night", SOURCE / "web" / "night" / "public", SOURCE / "counting" / "night")
    return [one for folder in folders for one in sorted(folder.glob("*.py")) if one.name not in COMMANDS_ONLY]


def reasons(tree: ast.AST) -> Iterator[str]:
    """The texts, with `{}` for what is filled in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID:
            given = [*node.args[1:], *(one.value for one in node.keywords if one.arg == "remedy")]
            yield from (text for one in given for text in texts(one))
        elif isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(one, ast.Name) and one.id in NAMED for one in targets):
                yield from texts(node.value)


def texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression may be; names of this module's own texts are put in."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=parts):
            yield "".join(map(part, parts))
        case ast.IfExp(body=one, orelse=other):
            yield from (*texts(one), *texts(other))
        case ast.BoolOp(values=several):
            yield from (text for one in several for text in texts(one))


def part(one: ast.expr) -> str:
    if isinstance(one, ast.Constant):
        return str(one.value)
    name = getattr(getattr(one, "value", None), "id", "")
    return {"REGISTERED": REGISTERED, "STEPPED_IN": STEPPED_IN}.get(name, "{}")


def is_sentence(text: str) -> bool:
    return len(re.findall("[a-z]{2,}", text)) > 2


CASES = sorted(
    (path.name, text)
    for path in modules()
    for text in set(reasons(ast.parse(path.read_text()))) - IN_PARTS
    if is_sentence(text)
)


def says(text: str, language: str) -> bool:
    speech = Speech(language)
    ways = [text.replace("{}", one) for one in FILLED]
    ways += [text.replace("{}", first, 1).replace("{}", other) for first in FILLED for other in FILLED]
    return any(is_said(way, speech) for way in ways)


def is_said(text: str, speech: Speech) -> bool:
    """Said, and with no English word left but what stands in code: names of commands, sections, zones."""
    words = speech.say(text)
    if words is None:
        return False
    rest = re.sub(r"`[^`]*`|\[\w+\]|\"\w+\"|\w+ =|Asia/Almaty|IANA|\.note|zone|x7", "", words)
    return not set(re.findall("[a-z]{3,}", rest)) - {"lists", "denominator", "withdrawn", "means", *CODE}


CODE = ("adjustment", "population")
"""Words of the night file, as they stand in it."""


def test_the_code_gives_reasons() -> None:
    assert len(CASES) > 80


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("text", WHOLE)
def test_a_reason_of_several_parts_has_words_in_every_language(text: str, language: str) -> None:
    words = Speech(language).say(text)
    assert words is not None
    assert "fall short" not in words


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize(("module", "text"), CASES)
def test_a_reason_has_words_in_every_language(module: str, text: str, language: str) -> None:
    assert says(text, language), f"{module}: {text}"
