"""A method: a named, versioned question that is answered from the record by a pure function."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from scrutator.findings.context import Context
from scrutator.findings.model import Outcome
from scrutator.record.case import Case

Asks = Callable[[Case], Iterable[str]]


def nothing(case: Case) -> Iterable[str]:
    """A method that rests on the record alone asks for no other finding."""
    return ()


def ready(context: Context) -> None:
    """A method that reads tables of records alone needs no more than a case without faults."""


Run = Callable[[Context], Outcome]


@dataclass(frozen=True)
class Method:
    """One entry of the register.

    `reads` are the case files the answer depends on (patterns such as "statutes/*.toml" are
    allowed); their hashes are the finding's inputs. `parameters` says in words what each parameter
    is and its default. `asks` names the findings that the method may ask its context for; what they
    read is read by this one too. `prepare` reads the method's files and parameters without computing, so
    that `case check` can say what it lacks. `version` changes whenever the same inputs would give another
    answer.
    """

    id: str
    version: str
    question: str
    run: Run
    reads: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
    asks: Asks = nothing
    prepare: Callable[[Context], object] = ready
