"""`scrutator ledger verdicts` and `explain`: what the evidence shows, and every step from it to a verdict."""

from typing import TYPE_CHECKING, Any

import typer

from scrutator.cli.output import CASE, JSON_OPTION, print_json, print_table

if TYPE_CHECKING:
    from scrutator.ledger.claims.verdicts import Verdict
    from scrutator.record.case import Case
    from scrutator.record.nouns.claims import Proposition


def verdicts(
    case: str = CASE,
    topic: str = typer.Option("", help="Only claims of this topic."),
    speaker: str = typer.Option("", help="Only claims of this actor, by id."),
    as_json: bool = JSON_OPTION,
) -> None:
    """What the evidence shows for every proposition. Exit status 1 when the author's verdict
    is not supported and no reason is stated: the table shows it beside what the evidence gives. A ledger with
    faults is refused.

    Example: `scrutator ledger verdicts kazakhstan-2012 --speaker foust`
    """
    found = verdict_rows(open_ledger(case), topic, speaker)
    if as_json:
        print_json(found)
    else:
        columns = ("proposition", "mark", "certainty", "text", "why")
        print_table("", columns, [[entry[name] or "" for name in columns] for entry in found])
        for entry in found:
            if entry["remark"]:
                typer.echo(f"{entry['proposition']}: {entry['remark']}")
    if any(entry["not_carried"] for entry in found):
        raise typer.Exit(1)


def verdict_rows(record: "Case", topic: str, speaker: str) -> list[dict[str, Any]]:
    """One entry per proposition of the claims on a topic and of a speaker; empty words ask for all."""
    from scrutator.findings.methods.ledger.verdicts import verdicts_of
    from scrutator.findings.running import context_of
    from scrutator.ledger.claims.explain import why
    from scrutator.ledger.claims.verdicts import mark_of

    claims = {claim.id: claim for claim in record.claims}
    pairs = zip(record.propositions, verdicts_of(context_of(record)), strict=True)
    return [
        {
            "proposition": proposition.id,
            "topic": claims[proposition.claim].topic,
            "speaker": list(claims[proposition.claim].speaker),
            "text": proposition.text,
            "verdict": verdict.verdict,
            "extent": verdict.extent,
            "mark": mark_of(verdict.verdict, verdict.extent),
            "certainty": verdict.certainty.level.replace("_", " ") if verdict.certainty else None,
            "why": why(verdict),
            "not_carried": verdict.unsupported,
            "remark": remark_on(proposition, verdict),
        }
        for proposition, verdict in pairs
        if topic in ("", claims[proposition.claim].topic)
        and (not speaker or speaker in claims[proposition.claim].speaker)
    ]


def explain(
    case: str = CASE,
    proposition: str = typer.Argument(..., help="Id of the proposition, e.g. C08."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Every step from the evidence to one verdict, the speaker's closest tie and the replies.

    Example: `scrutator ledger explain kazakhstan-2012 C06`
    """
    record = open_ledger(case)
    body = explanation(record, find_proposition(record, proposition))
    if as_json:
        print_json({name: value for name, value in body.items() if name != "tie"})
        return
    typer.secho(body["text"], bold=True)
    for step in body["derivation"]:
        typer.echo(f"  {step}")
    if body["tie"]:
        typer.echo(f"  {body['tie']} (never changes the verdict)")
    for one in body["replies"]:
        typer.echo(f"  reply of {one['by']}, {one['date']}: {one['text']}")


def remark_on(proposition: "Proposition", verdict: "Verdict") -> str:
    """What is to be said of the verdict that the author typed; "" when it is the derived one."""
    from scrutator.ledger.claims.verdicts import mark_of

    typed, derived = mark_of(str(proposition.verdict), proposition.extent), mark_of(*verdict.derived)
    if verdict.unsupported:
        return f"the author's verdict is {typed}, the evidence gives {derived}, and no reason is stated"
    if verdict.override_reason:
        return f"the evidence gives {derived}; the author overrides it: {verdict.override_reason}"
    if proposition.override_reason:
        return "a reason to override is stated, and the author's verdict is what the evidence gives"
    return ""


def open_ledger(case: str) -> "Case":
    """The case given as a folder or by its id, its ledger without faults. Raises R31, or R30 naming them."""
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.checks.ledger import check_ledger
    from scrutator.publishing.sources import case_files
    from scrutator.record.folder.opening import sound_case
    from scrutator.record.folder.reading import read_case

    files = case_files(case)
    record = sound_case(files, case)
    faults = check_ledger(read_case(files))
    if faults:
        shown = "\n         ".join(map(str, faults[:MOST_SHOWN]))
        what = f"the ledger of {case} has {len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise ScrutatorError("R30", what, where=shown)
    return record


MOST_SHOWN = 5


def find_proposition(record: "Case", name: str) -> "Proposition":
    """The proposition of this id. Raises G02 with ids that begin alike."""
    from scrutator.errors import ScrutatorError

    found = {p.id: p for p in record.propositions}
    if name not in found:
        near = ", ".join(other for other in found if other.startswith(name[:3])) or "see `ledger verdicts`"
        raise ScrutatorError("G02", f"there is no proposition '{name}'", remedy=f"Near it: {near}.")
    return found[name]


def explanation(record: "Case", proposition: "Proposition") -> dict[str, Any]:
    """The steps to the verdict on a proposition, its speaker's closest tie, and the replies to it."""
    from scrutator.findings.methods.ledger.verdicts import closest_tie, verdicts_of
    from scrutator.findings.running import context_of
    from scrutator.ledger.claims.explain import derivation
    from scrutator.ledger.texts.replies import replies_to

    verdict = next(v for v in verdicts_of(context_of(record)) if v.proposition == proposition.id)
    claim = next(c for c in record.claims if c.id == proposition.claim)
    tie, replies = closest_tie(record, claim, proposition), replies_to(record.replies, proposition, claim)
    return {
        "proposition": proposition.id,
        "text": proposition.text,
        "derivation": list(derivation(verdict)),
        "independence": tie.status.value if tie else None,
        "tie": f"independence of {tie.speaker}: {tie.status} towards {tie.subject}" if tie else "",
        "replies": [{"by": r.by, "text": r.text, "date": str(r.date)} for r in replies],
    }
