"""A method: a named, versioned question that is answered from the record by a pure function."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from scrutator.findings.model import Outcome
from scrutator.record.case import Case

Run = Callable[[Case, Mapping[str, object], int | None], Outcome]


@dataclass(frozen=True)
class Method:
    """One entry of the register.

    `reads` are the case files the answer depends on (patterns such as "statutes/*.toml" are
    allowed); their hashes are the finding's inputs. `parameters` says in words what each parameter
    is and its default. `version` changes whenever the same inputs would give another answer.
    """

    id: str
    version: str
    question: str
    run: Run
    reads: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict)
