"""The parameters of a question, where phones and browsers agree: the size of a photo, the ends of a range."""

import re
from fractions import Fraction

from scrutator.field.questions import AnswerKind

_PIXELS = re.compile(r"(max-pixels=[0-9]{3,5})?")
_PAIR = re.compile(r"(start|end|step)=(-?[0-9]{1,9}(?:\.[0-9]{1,6})?)")
_PARTS = ("start", "end", "step")
MOST_STEPS = 1000


def parameters_fault(kind: str, text: str) -> str:
    """What is wrong with the parameters of a question of this type, "" when nothing is."""
    if kind == AnswerKind.RANGE:
        return "" if range_bounds(text) else f"the range “{text[:40]}” cannot be asked"
    usable = kind == AnswerKind.PHOTO and _PIXELS.fullmatch(text)
    return "" if not text or usable else f"the parameters “{text[:40]}” act differently"


def parameters_remedy(kind: str) -> str:
    """What to write instead."""
    if kind == AnswerKind.RANGE:
        return f"Write start=1 end=5 step=1: start before end, at most {MOST_STEPS} whole steps between them."
    return "Use max-pixels for an image, or none."


def range_bounds(text: str) -> tuple[str, ...]:
    """Start, end and step of a range; () for what is none.

    The end is reached by whole steps: a slider and a field of numbers stop elsewhere otherwise.
    """
    found = dict[str, str]()
    for part in text.split():
        pair = _PAIR.fullmatch(part)
        if pair is None or pair[1] in found:
            return ()
        found[pair[1]] = pair[2]
    if set(found) != set(_PARTS):
        return ()
    start, end, step = (Fraction(found[name]) for name in _PARTS)
    if step <= 0 or start >= end or (end - start) % step or (end - start) / step > MOST_STEPS:
        return ()
    return tuple(found[name] for name in _PARTS)


def is_in_range(value: int | Fraction, bounds: tuple[str, ...]) -> bool:
    """Whether a number lies in a range, on one of its steps."""
    start, end, step = map(Fraction, bounds)
    return start <= value <= end and (value - start) % step == 0
