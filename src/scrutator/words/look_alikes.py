"""Letters and digits that look alike, from an excerpt of the table of Unicode Technical Standard 39."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType


@cache
def look_alikes() -> Mapping[str, str]:
    """What each deceptive letter looks like: letter -> its prototype, one or more characters.

    Prototypes follow the case as written: capital `I` looks like `l`, small `i` like nothing else.
    Source: `look_alikes.txt`, which states the Unicode version and what was left out.
    """
    text = (files("scrutator.words") / "look_alikes.txt").read_text(encoding="utf-8")
    rows = (line.split(" ; ") for line in text.splitlines() if not line.startswith("#"))
    return MappingProxyType({_characters(letter): _characters(prototype) for letter, prototype, *_ in rows})


def _characters(code_points: str) -> str:
    return "".join(chr(int(code, 16)) for code in code_points.split())
