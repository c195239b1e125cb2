"""What the verifier answers: numbered checks, each PASS, FAIL or NOT CHECKED, and a verdict."""

from dataclasses import dataclass
from enum import Enum


class Outcome(Enum):
    """The three answers of a check; a check that was not done never counts as passed."""

    PASS = "PASS"
    FAIL = "FAIL"
    NOT_CHECKED = "NOT CHECKED"


@dataclass(frozen=True)
class Check:
    """One numbered check: what it asks, how it went and why; `refusal` names the rule that was broken.

    `asked` is true for checks every bundle must pass and for those the reader supplied something for.
    """

    id: str
    title: str
    outcome: Outcome
    detail: str
    refusal: str = ""
    asked: bool = True

    def line(self) -> str:
        """The check as one line of text."""
        name = f" [{self.refusal}]" if self.refusal else ""
        return f"{self.id:<4}{self.outcome.value:<12}{self.title}: {self.detail}{name}"


@dataclass(frozen=True)
class Report:
    """All checks in order. `checkpoint` is what a reader may remember; empty unless the bundle passed."""

    checks: tuple[Check, ...]
    signer: str = ""
    checkpoint: bytes = b""

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome is Outcome.FAIL)

    @property
    def undone(self) -> tuple[Check, ...]:
        """The checks that were asked for and could not be done."""
        return tuple(check for check in self.checks if check.asked and check.outcome is Outcome.NOT_CHECKED)

    @property
    def passed(self) -> bool:
        """Whether nothing failed and everything that was asked for was done."""
        return not self.failed and not self.undone

    @property
    def verdict(self) -> str:
        """The answer in one line; it says what was not done."""
        if self.failed:
            return f"NOT VERIFIED: {_ids(self.failed)} failed. Do not rely on this bundle."
        if self.undone:
            return f"NOT VERIFIED: nothing failed, but {_ids(self.undone)} could not be done."
        missing = []
        if self["C13"].outcome is not Outcome.PASS:
            missing.append("the figures were not recomputed")
        if self["C14"].outcome is not Outcome.PASS:
            missing.append("the key was not compared with one you hold (give it with --key)")
        if missing:
            return f"INTACT: nothing was altered since {self.signer} signed it. But {' and '.join(missing)}."
        return f"VERIFIED: nothing was altered since {self.signer} signed it, and every figure recomputes."

    def __getitem__(self, id_: str) -> Check:
        return next(check for check in self.checks if check.id == id_)

    def as_json(self) -> dict[str, object]:
        """The report as plain values."""
        checks = [
            {
                "id": check.id,
                "title": check.title,
                "outcome": check.outcome.value,
                "detail": check.detail,
                "refusal": check.refusal,
                "asked": check.asked,
            }
            for check in self.checks
        ]
        return {"passed": self.passed, "verdict": self.verdict, "signer": self.signer, "checks": checks}


def _ids(checks: tuple[Check, ...]) -> str:
    return ", ".join(check.id for check in checks)
