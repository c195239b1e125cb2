"""Norms: what each recommendation and conclusion rests on, and on which norms nothing was observed."""

from collections.abc import Sequence
from dataclasses import dataclass

from scrutator.record.nouns.claims import Proposition
from scrutator.record.nouns.commitments import Commitment, Norm
from scrutator.record.nouns.conditions import Condition
from scrutator.words.norms import CatalogueNorm, norm_catalogue


@dataclass(frozen=True)
class Coverage:
    """A norm with the commitments, propositions and conditions that name it."""

    norm: Norm
    commitments: tuple[str, ...]
    propositions: tuple[str, ...]
    conditions: tuple[str, ...]

    @property
    def untouched(self) -> bool:
        """Whether nothing on record names the norm."""
        return not self.commitments and not self.propositions and not self.conditions


def coverage(
    norms: Sequence[Norm],
    commitments: Sequence[Commitment],
    propositions: Sequence[Proposition],
    conditions: Sequence[Condition] = (),
) -> tuple[Coverage, ...]:
    """What on record rests on each norm? Only what names it: sharing a stage of the process is not enough.

    Opinions rest on none. Norms of the bundled catalogue that the record names follow its own, by id; where
    both have an id, the record's own row counts.
    """
    own = {norm.id for norm in norms}
    lists = [row.norms or () for rows in (commitments, propositions, conditions) for row in rows]
    named = {one for norms_of_row in lists for one in norms_of_row}
    catalogue = norm_catalogue()
    borrowed = [_as_record(catalogue[one]) for one in sorted(named - own) if one in catalogue]
    return tuple(
        Coverage(
            norm,
            tuple(c.id for c in commitments if norm.id in (c.norms or ())),
            tuple(p.id for p in propositions if norm.id in (p.norms or ()) and p.kind != "opinion"),
            tuple(c.id for c in conditions if norm.id in c.norms),
        )
        for norm in (*norms, *borrowed)
    )


def norm_names(norms: Sequence[Norm], named: Sequence[str]) -> str:
    """The norms with these ids as people cite them, document and paragraph; an id no one knows as it is."""
    own = {norm.id: f"{norm.document}, {norm.paragraph}" for norm in norms}
    catalogue = norm_catalogue()
    return "; ".join(
        own.get(one)
        or (f"{catalogue[one].instrument}, {catalogue[one].article}" if one in catalogue else one)
        for one in named
    )


def _as_record(norm: CatalogueNorm) -> Norm:
    """A norm of the catalogue as a row of `norms.csv`: no source of the case; its text says what was read."""
    where = f", {norm.address}" if norm.address else ""
    return Norm(
        id=norm.id,
        document=norm.instrument,
        paragraph=norm.article,
        text=f"{norm.text} (bundled catalogue, {norm.mark}{where})",
        certainty="sourced" if norm.number_read else "number unverified",
        stages=norm.stages or None,
        source=(),
    )
