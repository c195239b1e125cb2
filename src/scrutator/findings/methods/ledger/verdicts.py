"""The verdicts of a case, derived once for every method that needs them, and who holds what they judge."""

from collections.abc import Mapping

from scrutator.findings.context import Context
from scrutator.findings.methods.ledger.bound_figures import figures_behind
from scrutator.ledger.actors.graph import build_graph
from scrutator.ledger.actors.independence import Independence, caps_for_all, towards, worst
from scrutator.ledger.actors.mouths import mouths_of
from scrutator.ledger.claims.assessments import Profile
from scrutator.ledger.claims.conditions_met import judge_all, profiles
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import Verdict, derive_all
from scrutator.record.case import Case
from scrutator.record.catalogue import TABLES
from scrutator.record.nouns.claims import Claim, Proposition
from scrutator.record.nouns.hypotheses import Hypothesis

READS = (*(spec.path for spec in TABLES), "case.toml", "findings.toml")


def verdicts_of(context: Context) -> tuple[Verdict, ...]:
    """Every verdict of a case, with figures computed and certainty capped by independence."""
    return context.once(_derive)


def evidence_of(context: Context) -> Evidence:
    """The sources and figures that lines of evidence are looked up in."""
    return context.once(_evidence)


def _evidence(context: Context) -> Evidence:
    lookup = figures_behind(context, (line.figure for line in context.case.evidence))
    return Evidence(cards_of(context.case.sources), lookup, voices_of(context.case))


def voices_of(case: Case) -> dict[str, frozenset[str]]:
    """Through which bodies that publish on record those who claim, answer or are spoken about also speak."""
    named = [c.speaker for c in case.claims] + [p.speaker for p in case.propositions if p.speaker]
    named += [one.responsible for one in case.conditions if one.responsible]
    named += [p.about for p in case.propositions if p.kind == "motive" and p.about]
    publish = {source.actor for source in case.sources if source.actor}
    return mouths_of(case.links, case.actors, {name for names in named for name in names}, publish)


def conditions_of(context: Context) -> dict[str, Verdict]:
    """The verdict on every condition of the case, by id."""
    return context.once(_conditions)


def _conditions(context: Context) -> dict[str, Verdict]:
    return judge_all(context.case.conditions, context.case.evidence, evidence_of(context))


def profiles_of(context: Context) -> dict[str, Profile]:
    """The conditions of each contest, met or not."""
    return profiles(context.case.conditions, conditions_of(context))


def _derive(context: Context) -> tuple[Verdict, ...]:
    case, found = context.case, profiles_of(context)

    def profile_of(proposition: Proposition) -> Profile:
        contest = proposition.contest or case.header.contest or ""
        return found.get(contest, Profile(contest, ()))

    evidence = evidence_of(context)
    caps = caps_for_all(build_graph(case.links, case.actors), case.propositions, case.claims, case.sources)
    return derive_all(case.propositions, case.claims, case.evidence, evidence, caps, profile_of)


def names_of(case: Case) -> dict[str, str]:
    return {actor.id: actor.name for actor in case.actors}


def holders_of(hypothesis: Hypothesis, names: Mapping[str, str]) -> str:
    """Who holds a competing verdict, by name."""
    return "; ".join(names[actor] for actor in hypothesis.held_by or ()) or "no one on record"


def speakers_of(claim: Claim, proposition: Proposition | None = None) -> tuple[str, ...]:
    """Who holds a proposition: its own speakers, or those of its claim. Who reports it is not among them."""
    return (proposition.speaker if proposition else None) or claim.speaker


def speakers_in_words(case: Case, claim: Claim, proposition: Proposition) -> str:
    """Who holds a proposition and, apart from them, who reports that they do."""
    names = names_of(case)
    said = "; ".join(names.get(speaker, speaker) for speaker in speakers_of(claim, proposition))
    reported = "; ".join(names.get(name, name) for name in claim.reported_by or ())
    return f"{said}, as reported by {reported}" if reported else said


def closest_tie(case: Case, claim: Claim, proposition: Proposition) -> Independence | None:
    """The closest tie of any who hold a proposition to those it speaks about."""
    graph = build_graph(case.links, case.actors)
    about = proposition.about or ()
    found = [towards(graph, speaker, about, claim.date) for speaker in speakers_of(claim, proposition)]
    return worst(one for one in found if one is not None)
