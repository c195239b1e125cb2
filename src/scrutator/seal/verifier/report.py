"""What the verifier answers: numbered checks, each PASS, FAIL or NOT CHECKED, and a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from scrutator.seal.text_enum import TextEnum


class Outcome(Enum):
    """The three answers of a check; a check that was not done never counts as passed."""

    PASS = "PASS"
    FAIL = "FAIL"
    NOT_CHECKED = "NOT CHECKED"


class Word(TextEnum):
    """The verdict words, each with one meaning; docs/reference/bundle.md has the table."""

    VERIFIED = "VERIFIED"
    NOT_VERIFIED = "NOT VERIFIED"
    UNREADABLE = "UNREADABLE"
    NOT_CHECKED = "NOT CHECKED"
    NOT_REBUILT = "SIGNED, NOT REBUILT"
    PARTLY_REBUILT = "PARTLY REBUILT"
    SIGNER_UNKNOWN = "SIGNER UNKNOWN"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"
    CANNOT_REBUILD = "CANNOT REBUILD"
    STOPPED = "STOPPED AT A LIMIT"
    UNSIGNED = "UNSIGNED"


STATUS = {
    Word.VERIFIED: 0,
    Word.NOT_VERIFIED: 1,
    Word.UNREADABLE: 2,
    Word.NOT_CHECKED: 3,
    Word.NOT_REBUILT: 4,
    Word.PARTLY_REBUILT: 4,
    Word.SIGNER_UNKNOWN: 5,
    Word.SUPERSEDED: 6,
    Word.WITHDRAWN: 6,
    Word.CANNOT_REBUILD: 7,
    Word.STOPPED: 8,
    Word.UNSIGNED: 9,
}
# What a bundle is called when this is all that is wrong with it.
ALONE = {
    "not_a_zip": Word.UNREADABLE,
    "superseded": Word.SUPERSEDED,
    "withdrawn": Word.WITHDRAWN,
}
BY_REASON = {
    "other_release": Word.CANNOT_REBUILD,
    "partly": Word.PARTLY_REBUILT,
    "limit": Word.STOPPED,
    "not_installed": Word.NOT_CHECKED,
    "stopped": Word.NOT_CHECKED,
}


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
    """All checks in order. `checkpoint` is what a reader may remember; empty unless the bundle passed.
    `attested` says which findings no one but the signer computed; empty when there are none."""

    checks: tuple[Check, ...]
    signer: str = ""
    checkpoint: bytes = b""
    unsigned: bool = False
    attested: str = ""
    remark: str = ""

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
    def word(self) -> Word:
        """The verdict word; each names what was checked and what was not."""
        if self.failed:
            reasons = [check.refusal for check in self.failed]
            alone = ALONE.get(reasons[0], Word.NOT_VERIFIED) if len(reasons) == 1 else Word.NOT_VERIFIED
            if alone in (Word.SUPERSEDED, Word.WITHDRAWN) and self["C14"].outcome is not Outcome.PASS:
                return Word.SIGNER_UNKNOWN
            return alone
        if self.unsigned:
            return Word.UNSIGNED
        if self["C14"].outcome is not Outcome.PASS:
            return Word.SIGNER_UNKNOWN
        rebuilt = self["C13"]
        if any(check.id != "C13" for check in self.undone):
            return Word.NOT_CHECKED
        if rebuilt.outcome is not Outcome.PASS:
            return BY_REASON.get(rebuilt.refusal, Word.NOT_REBUILT)
        return Word.PARTLY_REBUILT if self.attested else Word.VERIFIED

    @property
    def status(self) -> int:
        """The exit status that belongs to the word."""
        return STATUS[self.word]

    @property
    def verdict(self) -> str:
        """The answer in one line: the word, what it covers, and what was not done."""
        word = self.word
        if word in (Word.NOT_VERIFIED, Word.UNREADABLE):
            advice = (
                "Do not rely on this bundle." if word is Word.NOT_VERIFIED else self.failed[0].detail + "."
            )
            return f"{word}: {_ids(self.failed)} failed. {advice}"
        if word in (Word.SUPERSEDED, Word.WITHDRAWN):
            return f"{word}: {self.failed[0].detail}. It was signed as you expect; nothing was rebuilt."
        if word is Word.UNSIGNED:
            return f"{word}: no one vouches for this bundle; {self['C13'].detail}. {self._rest}".rstrip()
        if word is Word.SIGNER_UNKNOWN:
            what = f"the signer calls itself {quoted(self.signer)}; anyone can. Give --root or --key."
            later = f" And {self.failed[0].refusal}: {self.failed[0].detail}." if self.failed else ""
            rebuilt = "" if self["C13"].outcome is Outcome.PASS else " Nothing was rebuilt."
            return f"{word}: {what}{later}{rebuilt} {self._rest}".rstrip()
        if word is Word.NOT_CHECKED:
            return f"{word}: nothing failed, but {_ids(self.undone)} could not be done."
        named = self["C14"].detail
        said = f"by {quoted(self.signer)}, {named}, and not altered since; {self['C13'].detail}."
        if word is Word.PARTLY_REBUILT and self.attested:
            # What was not rebuilt comes before what was: the line may be cut where it is shown.
            return f"{word}: {self.attested} The rest: {said} {self.remark}".rstrip()
        return f"{word}: {said} {self._rest}".rstrip()

    @property
    def _rest(self) -> str:
        return " ".join(filter(None, [self.attested, self.remark]))

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
        return {
            "passed": self.passed,
            "word": self.word.value,
            "status": self.status,
            "verdict": self.verdict,
            "signer": self.signer,
            "checks": checks,
        }


def quoted(name: str) -> str:
    """A name that anyone may have chosen: in quotation marks, every letter that is not plain Latin named."""
    odd = sorted({c for c in name if not c.isascii()})
    marks = ", ".join(f"{c} is U+{ord(c):04X}" for c in odd[:5])
    return f"“{name}”" + (f" ({marks})" if odd else "")


def _ids(checks: tuple[Check, ...]) -> str:
    return ", ".join(check.id for check in checks)
