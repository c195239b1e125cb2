"""What the law methods read from a case: a contest's votes, typed, and the statute it names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.methods.official.published import cited, list_names, published_total, results_of
from scrutator.record.case import Case
from scrutator.record.nouns.contests import Contest
from scrutator.record.unknown import Unknown

if TYPE_CHECKING:
    from scrutator.law.chain.rules import Rules
    from scrutator.law.chain.votes import Votes
    from scrutator.law.statutes.statute import Statute
    from scrutator.law.systems.system import System

READS = ("results.csv", "totals.csv", "contests.csv", "lists.csv", "places.csv", "statutes/*.toml")


@dataclass(frozen=True)
class ContestVotes:
    """The votes of one contest with the published seats and the sources of every list's numbers.

    `unpublished` says of the other lists why their seats are not known.
    """

    contest: Contest
    votes: "Votes"
    published: Mapping[str, int]
    unpublished: Mapping[str, Unknown]
    sources: Mapping[str, tuple[str, ...]]


def contest_votes(case: Case, parameters: Mapping[str, object]) -> ContestVotes:
    """The final national votes of the contest a method asks for.

    Parameter `contest` (default: the case's); `against_all` names the list id of the option "against
    all", which is typed by this parameter and never by a name. Raises N03 when counts are missing.
    """
    from scrutator.law.chain.votes import ListVotes, Votes

    name = str(parameters.get("contest", case.header.contest))
    found = [row for row in case.contests if row.id == name]
    if not found:
        raise ScrutatorError("N03", f"there is no contest '{name}'")
    results, names = results_of(case, name, "final"), list_names(case)
    counted = {key: row.votes for key, row in results.items() if isinstance(row.votes, int)}
    # By votes, then by name: the order of the rows of a file decides nothing, not even a title.
    counted = dict(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))
    if len(counted) < len(results):
        raise ScrutatorError("N03", f"the counts of some lists of '{name}' are missing")
    against = str(parameters.get("against_all", ""))
    lists = tuple(ListVotes(names[key], votes) for key, votes in counted.items() if key != against)
    cast, registered = (
        value if isinstance(value, int) else None
        for value in (published_total(case, name, kind)[0] for kind in ("ballots_cast", "registered"))
    )
    votes = Votes(lists, against_all=counted.get(against), cast=cast, registered=registered)
    return ContestVotes(
        contest=found[0],
        votes=votes,
        published={names[key]: row.seats for key, row in results.items() if isinstance(row.seats, int)},
        unpublished={names[key]: row.seats for key, row in results.items() if isinstance(row.seats, Unknown)},
        sources={names[key]: cited(row) for key, row in results.items()},
    )


def statute_of(case: Case, name: str) -> "Statute":
    """A statute of the case (`statutes/NAME.toml`), or else a bundled one."""
    from scrutator.law.statutes.files import load, parse

    own = case.files.get(f"statutes/{name}.toml")
    return parse(own.decode("utf-8"), name) if own is not None else load(name)


def ready(context: Context) -> None:
    """Raises what keeps a contest's votes and its law from being read."""
    case, parameters = context.case, context.parameters
    rules_of(case, law_of(case, contest_votes(case, parameters), parameters))


def ready_statute(context: Context) -> None:
    """Raises L30 or L31 for a statute that is not there or cannot be read."""
    statute_of(context.case, str(context.parameters.get("statute", "")))


def rules_of(case: Case, law: str) -> "Rules":
    """The seat rules of `STATUTE@DATE`. Raises N03 when the law is not written like that, or is a system."""
    from scrutator.law.chain.rules import Rules

    found = law_in_force(case, law)
    if not isinstance(found, Rules):
        raise ScrutatorError("N03", f"{law} is a system of districts and tiers; use the method law.system")
    return found


def law_in_force(case: Case, law: str) -> "Rules | System":
    """What distributes the seats under `STATUTE@DATE`. Raises N03 when the law is not written like that."""
    name, at, day = law.rpartition("@")
    try:
        moment = date.fromisoformat(day)
    except ValueError as error:
        raise ScrutatorError("N03", f"the law {law!r} is not written STATUTE@DATE") from error
    if not at:
        raise ScrutatorError("N03", f"the law {law!r} is not written STATUTE@DATE")
    return statute_of(case, name).law_at(moment)


def law_of(case: Case, found: ContestVotes, parameters: Mapping[str, object]) -> str:
    """The law of a method: its parameter `law`, or the one contests.csv names."""
    law = parameters.get("law", found.contest.statute)
    if not law:
        raise ScrutatorError("N03", f"contest '{found.contest.id}' names no statute, and no law is given")
    return str(law)


def texts(parameters: Mapping[str, object], name: str) -> list[str]:
    """A parameter that is a list of words. Raises N03 for anything else."""
    value = parameters.get(name, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ScrutatorError("N03", f"the parameter {name} is a list of words")
    return list(value)
