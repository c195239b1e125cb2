"""What a method is given: the case, its own parameters and seed, and whatever else the case has asked.

A method that needs another finding asks the context for it. Each finding is computed once for a case,
in whatever order it is asked for; findings that would need one another are an error that names them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding
from scrutator.record.case import Case, MethodRun

Value = TypeVar("Value")
Answer = Callable[["Context"], Finding]
Needs = Mapping[str, frozenset[str]]
"""For each finding of a case, by id, the findings that it may ask for."""


@dataclass
class Memory:
    """What has been computed for one case: findings by id, values that several methods share, and the
    hashes of its files."""

    findings: dict[str, Finding] = field(default_factory=dict)
    shared: dict[Callable[..., Any], Any] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Context:
    """One case being answered, seen from one of its findings.

    `answer` computes a finding; `needs` says which findings each of them may ask for; `run` is the entry
    of findings.toml that is being computed, None when a value is asked for outside of any.
    """

    case: Case
    answer: Answer
    needs: Needs
    run: MethodRun | None = None
    memory: Memory = field(default_factory=Memory)

    @property
    def parameters(self) -> Mapping[str, object]:
        """The parameters that findings.toml gives."""
        return self.run.parameters if self.run else {}

    @property
    def seed(self) -> int | None:
        """The seed that findings.toml gives, None when it gives none."""
        return self.run.seed if self.run else None

    @property
    def asks(self) -> frozenset[str]:
        """The other findings that this one may ask for."""
        return self.needs.get(self.run.id, frozenset()) if self.run else frozenset(self.needs)

    def finding(self, name: str) -> Finding:
        """Another finding of the case. Raises N04 when the case asks for none of this id."""
        if name not in self.asks:
            raise ScrutatorError("N04", f"there is no finding '{name}' to build on", where="findings.toml")
        if name not in self.memory.findings:
            run = next(run for run in self.case.runs if run.id == name)
            self.memory.findings[name] = self.answer(self.seen_from(run))
        return self.memory.findings[name]

    def once(self, compute: Callable[["Context"], Value]) -> Value:
        """A value that several methods need, computed for the first of them that asks."""
        if compute not in self.memory.shared:
            self.memory.shared[compute] = compute(self)
        value: Value = self.memory.shared[compute]
        return value

    def seen_from(self, run: MethodRun) -> "Context":
        """The same case and memory, seen from this entry of findings.toml."""
        return Context(self.case, self.answer, self.needs, run, self.memory)


def circle_in(needs: Needs) -> tuple[str, ...]:
    """Findings that wait for one another, from the first in the alphabet back to itself; empty: none do."""
    settled: set[str] = set()
    for start in sorted(needs):
        found = _walk(start, needs, (), settled)
        if found:
            first = found.index(min(found))
            return (*found[first:], *found[:first], found[first])
    return ()


def _walk(name: str, needs: Needs, chain: tuple[str, ...], settled: set[str]) -> tuple[str, ...]:
    if name in chain:
        return chain[chain.index(name) :]
    if name in settled:
        return ()
    for other in sorted(needs[name]):
        found = _walk(other, needs, (*chain, name), settled)
        if found:
            return found
    settled.add(name)
    return ()
