"""When a question is asked, as a person reads it on paper: `[4]: Yes`, `[5] + [6] ≠ [9]`."""

import re
from collections.abc import Mapping, Sequence

_ANSWERED = re.compile(r"\$\{[a-z0-9_]+\} != ''")
_EQUALS = re.compile(r"\$\{([a-z0-9_]+)\} (=|!=) '([a-z0-9_]*)'")
_SELECTED = re.compile(r"selected\(\$\{([a-z0-9_]+)\}, '([a-z0-9_]+)'\)")
_NAME = re.compile(r"\$\{([a-z0-9_]+)\}")
_SIGNS = {"!=": "≠", "<=": "≤", ">=": "≥"}


def condition_words(
    relevance: Sequence[str],
    numbers: Mapping[str, str],
    formulas: Mapping[str, str],
    choices: Mapping[str, Mapping[str, str]],
    words: Mapping[str, str],
) -> str:
    """All conditions of a question in words, "" for none. `numbers` and `formulas` (of what is calculated)
    are by the name of the question, `choices` by name and value.

    That a number is there at all is left out where the condition goes on to use it.
    """
    clauses = [clause for text in relevance for clause in _clauses(text, alone=len(relevance) == 1)]
    kept = [one for one in clauses if not _ANSWERED.fullmatch(one)] or clauses
    said = [_clause(one, numbers, formulas, choices, words) for one in kept]
    return f" {words['and']} ".join(dict.fromkeys(said))


def _clauses(text: str, *, alone: bool) -> list[str]:
    """The parts that all must hold; a text with an `or` stays one part."""
    if re.search(r"\sor\s", text):
        return [text if alone else f"({text})"]
    return re.split(r"\s+and\s+", text)


def _clause(
    text: str,
    numbers: Mapping[str, str],
    formulas: Mapping[str, str],
    choices: Mapping[str, Mapping[str, str]],
    words: Mapping[str, str],
) -> str:
    def chosen(found: re.Match[str]) -> str:
        name, sign, value = found.groups()
        if not value:
            return f"[{numbers.get(name, name)}] {words['answered']}"
        label = f"“{choices.get(name, {}).get(value, value)}”"
        said = f"{words['not']} {label}" if sign == "!=" else label
        return f"[{numbers.get(name, name)}]: {said}"

    def selected(found: re.Match[str]) -> str:
        return f"[{numbers.get(found[1], found[1])}]: “{choices.get(found[1], {}).get(found[2], found[2])}”"

    def number(found: re.Match[str]) -> str:
        name = found[1]
        return f"[{numbers[name]}]" if name in numbers else _NAME.sub(number, formulas.get(name, name))

    text = _SELECTED.sub(selected, _EQUALS.sub(chosen, text))
    text = re.sub(r"\s+or\s+", f" {words['or']} ", _NAME.sub(number, text))
    for sign, shown in _SIGNS.items():
        text = text.replace(f" {sign} ", f" {shown} ")
    return text
