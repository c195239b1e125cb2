"""Weigh the claims of a case: what its evidence supports, contradicts, or leaves open."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scrutator.api.arguments import checked
from scrutator.api.cases import CaseLike, as_case
from scrutator.api.shown import Grid, Shown, View
from scrutator.errors import ScrutatorError
from scrutator.findings.methods.ledger.verdicts import verdicts_of
from scrutator.findings.running import context_of
from scrutator.ledger.claims.explain import derivation, why
from scrutator.ledger.claims.verdicts import Verdict, mark_of
from scrutator.record.nouns.claims import Proposition


@dataclass(frozen=True, repr=False)
class Claims(Shown):
    """The verdict on every proposition of a case, derived from its evidence by one table.

    A verdict says what the evidence on record gives; it never depends on who spoke.
    """

    name: str
    propositions: tuple[Proposition, ...]
    verdicts: Mapping[str, Verdict]

    def __len__(self) -> int:
        return len(self.propositions)

    def __getitem__(self, proposition: str) -> Verdict:
        """The verdict on one proposition by its id. Raises G02."""
        if proposition not in self.verdicts:
            raise ScrutatorError("G02", f"there is no proposition {proposition!r}")
        return self.verdicts[proposition]

    def explain(self, proposition: str) -> tuple[str, ...]:
        """Every step from the lines of evidence to the verdict, in order. Raises G02."""
        return tuple(derivation(self[proposition]))

    def view(self) -> View:
        rows = tuple(
            (one["proposition"], one["mark"], one["certainty"], one["text"], one["why"])
            for one in self.to_dict()["propositions"]
        )
        return View(
            f"{self.name}: {len(self)} propositions weighed",
            (Grid("", ("proposition", "verdict", "certainty", "text", "why"), rows),),
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain values: for each proposition verdict, extent, certainty and why."""
        found = []
        for one in self.propositions:
            verdict = self.verdicts[one.id]
            found.append(
                {
                    "proposition": one.id,
                    "text": one.text,
                    "verdict": verdict.verdict,
                    "extent": verdict.extent,
                    "mark": mark_of(verdict.verdict, verdict.extent),
                    "certainty": verdict.certainty.level if verdict.certainty else None,
                    "why": why(verdict),
                    "differs_from_author": verdict.unsupported,
                }
            )
        return {"case": self.name, "propositions": found}


@checked
def weigh_claims(case: CaseLike) -> Claims:
    """What does the evidence on record say about each claim?

    `case` is a folder, the id of a bundled case, or what `read_case` returned. Raises R30 for a case
    with faults.

    Examples:
        >>> import scrutator
        >>> claims = scrutator.weigh_claims("kazakhstan-2012")
        >>> claims["C06"].verdict in ("supported", "contradicted", "cannot_be_determined", "opinion")
        True
    """
    given = as_case(case)
    record = given.record
    verdicts = {verdict.proposition: verdict for verdict in verdicts_of(context_of(record))}
    return Claims(given.name, record.propositions, verdicts)
