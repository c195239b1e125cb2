"""Figures of the ledger: the verdict on each proposition, and claims counted by verdict."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from scrutator.findings.methods.ledger.verdicts import names_of, speakers_of
from scrutator.findings.model import Figure
from scrutator.ledger.claims.explain import rests_on_one_line, why
from scrutator.ledger.claims.rulings import COUNTED
from scrutator.ledger.claims.verdicts import MARKS, Verdict, mark_of
from scrutator.record.case import Case

DECIDED = ("supported", "contradicted")
Marks = Mapping[str, tuple[str, ...]]
"""The marks of each claim, by id: one, or several where its propositions have different ones."""


def proposition_figures(case: Case, verdicts: Sequence[Verdict]) -> Iterable[Figure]:
    """The verdict and the certainty of each proposition, as words."""
    lines = {line.id: line for line in case.evidence}
    for proposition, verdict in zip(case.propositions, verdicts, strict=True):
        at = {"proposition": proposition.id}
        cited = [str(c) for r in verdict.rulings if r.rule == COUNTED for c in lines[r.line].source]
        mark = mark_of(verdict.verdict, verdict.extent)
        sources = tuple(dict.fromkeys(cited))
        yield Figure("verdict", mark, "", at, sources=sources, note=why(verdict))
        if verdict.certainty:
            level = verdict.certainty.level.replace("_", " ")
            yield Figure(
                "certainty",
                level,
                "",
                at,
                note="how certain the verdict is, separate from the verdict itself",
            )


def marks_by_topic(case: Case, marks: Marks) -> Counter[tuple[str, str]]:
    """How many claims of each topic have each mark. A split claim counts once per mark."""
    return Counter((claim.topic, mark) for claim in case.claims for mark in marks.get(claim.id, ()))


def marks_by_speaker(case: Case, verdicts: Sequence[Verdict]) -> Counter[tuple[str, str]]:
    """How many claims of each speaker have a proposition with each mark that the speaker holds."""
    claims = {claim.id: claim for claim in case.claims}
    found = {
        (speaker, p.claim, mark_of(verdict.verdict, verdict.extent))
        for p, verdict in zip(case.propositions, verdicts, strict=True)
        for speaker in speakers_of(claims[p.claim], p)
    }
    return Counter((speaker, mark) for speaker, _, mark in found)


def count_figures(case: Case, marks: Marks, verdicts: Sequence[Verdict]) -> Iterable[Figure]:
    """Claims by mark: in all, by topic and by speaker. A split claim counts once per mark."""
    names, by_topic = names_of(case), marks_by_topic(case, marks)
    yield from total_figures(by_topic, len(case.claims))
    for (topic, mark), count in sorted(by_topic.items()):
        yield Figure("rows_by_topic", count, "claims", {"topic": topic, "mark": mark})
    by_speaker = {
        (names.get(speaker, speaker), mark): count
        for (speaker, mark), count in marks_by_speaker(case, verdicts).items()
    }
    for (speaker, mark), count in sorted(by_speaker.items()):
        yield Figure("rows_by_speaker", count, "claims", {"speaker": speaker, "mark": mark})


def total_figures(by_topic: Counter[tuple[str, str]], claims: int) -> Iterable[Figure]:
    """Claims by mark over all topics; a mark that no claim has is 0, but for the partial contradiction."""
    total: Counter[str] = Counter()
    for (_, mark), count in by_topic.items():
        total[mark] += count
    note = "claims with at least one proposition that has this mark"
    for mark in (*MARKS, "contradicted in part"):
        if total[mark] or mark in MARKS:
            at, count = {"mark": mark}, total[mark]
            yield Figure("rows", count, "claims", at, None, count, claims or None, note=note)


def summary_figures(case: Case, verdicts: Sequence[Verdict], marks: Marks) -> list[Figure]:
    """How large the ledger is."""
    split = sum(1 for found in marks.values() if len(found) > 1)
    unmarked = [claim.id for claim in case.claims if claim.id not in marks]
    return [
        Figure("claims", len(case.claims), "claims"),
        Figure("propositions", len(case.propositions), "propositions"),
        Figure("evidence_lines", len(case.evidence), "lines"),
        Figure("split_claims", split, "claims", note="claims whose propositions have different marks"),
        Figure("unmarked_claims", len(unmarked), "claims", note=", ".join(unmarked)),
        *care_figures(verdicts),
    ]


def care_figures(verdicts: Sequence[Verdict]) -> list[Figure]:
    """The verdicts to be read with care: contested, not supported, on one line, overridden."""
    decided = [v for v in verdicts if v.verdict in DECIDED]
    contested, unsupported = sum(v.contested for v in verdicts), sum(v.unsupported for v in verdicts)
    one_line = sum(map(rests_on_one_line, decided))
    not_given = "the author's verdict is not what the evidence supports, and no reason is given"
    return [
        Figure("contested", contested, "propositions", note="counted lines point both ways"),
        Figure("not_carried", unsupported, "propositions", note=not_given),
        Figure("one_line", one_line, "propositions", note="decided by a single counted line"),
        Figure("decided", len(decided), "propositions"),
        Figure("overridden", sum(v.override_reason is not None for v in verdicts), "propositions"),
    ]
