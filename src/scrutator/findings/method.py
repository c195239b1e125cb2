"""A method: a named, versioned question that is answered from the record by a pure function."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from scrutator.findings.context import Context
from scrutator.findings.model import Outcome
from scrutator.record.case import Case

Asks = Callable[[Case], Iterable[str]]


def nothing(case: Case) -> Iterable[str]:
    """A method that rests on the record alone asks for no other finding."""
    return ()


class ParameterKind(StrEnum):
    """What findings.toml may give a parameter."""

    TEXT = "a text in quotation marks"
    NUMBER = "a number"
    TEXTS = "a list of texts"

    def fits(self, value: object) -> bool:
        """Is the value of this kind? A date is as good as its text."""
        if self is ParameterKind.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        if self is ParameterKind.TEXTS:
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        return isinstance(value, str | date) and not isinstance(value, datetime)


def parameter_faults(method: "Method", given: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """Name, reason and remedy for each parameter that the method does not have or cannot use."""
    known = ", ".join(method.parameters) or "none"
    for name in sorted(given):
        kind = method.kinds.get(name, ParameterKind.TEXT)
        if name not in method.parameters:
            yield name, f"'{name}' is not a parameter of {method.id}", f"Its parameters are: {known}."
        elif not kind.fits(given[name]):
            yield name, f"the parameter '{name}' of {method.id} is not {kind}", f"Write {kind}."


def ready(context: Context) -> None:
    """A method that reads tables of records alone needs no more than a case without faults."""


Run = Callable[[Context], Outcome]


@dataclass(frozen=True)
class Method:
    """One entry of the register.

    `reads` are the case files the answer depends on (patterns such as "statutes/*.toml" are
    allowed); their hashes are the finding's inputs. `parameters` says in words what each parameter
    is and its default; `kinds` of which kind each is, where it is no text. `asks` names the findings
    that the method may ask its context for; what they read is read by this one too. `prepare` reads
    the method's files and parameters without computing, so that `case check` can say what it lacks.
    `version` changes whenever the same inputs would give another answer.
    """

    id: str
    version: str
    question: str
    run: Run
    reads: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, ParameterKind] = field(default_factory=dict)
    asks: Asks = nothing
    prepare: Callable[[Context], object] = ready
