"""Methods on the mission's own papers: keyed forms, versions of protocols, visits during the day."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scrutator.errors import ScrutatorError
from scrutator.findings.context import Context
from scrutator.findings.method import Method, ParameterKind
from scrutator.findings.methods.counting.files import rows_of
from scrutator.findings.model import Figure, Interval, Outcome, Table, Value
from scrutator.record.unknown import Missing, Unknown

if TYPE_CHECKING:
    from scrutator.counting.protocols.keying import Entry, Keyed
    from scrutator.counting.protocols.versions import Version
    from scrutator.counting.visits.observation import Selection


def read_keying(context: Context) -> "tuple[list[Entry], tuple[Keyed, ...]]":
    """The keyings and the state of every form. Raises N03, C10, C11 and C13."""
    from scrutator.counting.protocols.checking import bundled_type, hard_relations_hold
    from scrutator.counting.protocols.keying import read_entries, resolve_all

    kind = str(context.parameters.get("type", ""))
    entries = read_entries(rows_of(context.case, "keying"), str(context.parameters.get("machine", "")))
    return entries, resolve_all(entries, hard_relations_hold(bundled_type(kind) if kind else None))


def run_keying(context: Context) -> Outcome:
    """Which forms two people keyed alike, which are open and why, and each keyer's error on seeded forms."""
    case = context.case
    from scrutator.counting.protocols.keying import keyer_errors, read_seeded

    entries, keyed = read_keying(context)
    waiting = tuple((one.form, one.needed) for one in keyed if one.accepted is None)
    doubted = sum(one.machine_agrees is False for one in keyed)
    figures = [
        Figure("forms", len(keyed), "forms"),
        Figure("accepted", len(keyed) - len(waiting), "forms"),
        Figure("machine_read_otherwise", doubted, "forms"),
    ]
    if "seeded" in case.columns:
        people = [one for one in entries if not one.machine]
        for error in keyer_errors(people, read_seeded(rows_of(case, "seeded"))):
            interval = Interval(100 * error.interval.low, 100 * error.interval.high, error.interval.kind)
            at = {"keyer": error.keyer}
            none = Unknown(Missing.NOT_APPLICABLE, "no seeded field was keyed")
            share: Value = 100 * error.wrong / error.fields if error.fields else none
            figures.append(Figure("error", share, "%", at, interval, error.wrong, error.fields))
    table = Table("open", "Forms that are not accepted yet", ("form", "needed"), waiting)
    title = f"{len(keyed) - len(waiting)} of {len(keyed)} forms were keyed alike by two people"
    return Outcome(
        title, tuple(figures), (table,), ("Keyed alike means copied alike, not filled in rightly.",)
    )


def read_chains(context: Context) -> "dict[str, list[Version]]":
    """The versions of each station's protocol. Raises N03, C11 and C12."""
    from scrutator.counting.protocols.versions import changes, read_versions

    chains = read_versions(rows_of(context.case, "versions"))
    for chain in chains.values():
        changes(chain)
    return chains


def run_versions(context: Context) -> Outcome:
    """What later versions changed, on what basis, and how each is known."""
    from scrutator.counting.protocols.versions import changes, standing

    chains = read_chains(context)
    found = [change for chain in chains.values() for change in changes(chain)]
    figures = [
        Figure("stations", len(chains), "stations"),
        Figure("later_versions", len(found), "versions"),
        Figure("without_recount", sum(one.without_recount for one in found), "versions"),
        Figure("without_basis", sum(one.without_basis for one in found), "versions"),
        Figure("weaker_provenance", sum(one.weaker is True for one in found), "versions"),
        Figure("provenance_unknown", sum(one.weaker is None for one in found), "versions"),
    ]
    for known, number in standing(chains.values()).items():
        figures.append(Figure("known_from", number, "stations", {"provenance": known or "unknown"}))
    rows = tuple(
        (
            one.version.station,
            one.version.number,
            one.version.step.value,
            one.said,
            one.version.basis or "none given",
            one.replaced.provenance or "unknown",
            one.version.provenance or "unknown",
        )
        for one in found
    )
    columns = ("station", "version", "step", "changed", "legal basis", "known from before", "known from")
    table = Table("changes", "What later versions changed", columns, rows)
    caveat = "A correction is a legal act; without a recount or a basis it is a question, not an accusation."
    return Outcome(
        f"{len(found)} later versions at {len(chains)} stations", tuple(figures), (table,), (caveat,)
    )


def read_monitored(context: Context) -> "tuple[dict[Selection, dict[str, bool]], float]":
    """The visits by selection, and the level of the interval. Raises N03 and C11."""
    from scrutator.counting.visits.monitoring import read_seen

    answer = str(context.parameters.get("answer", "answer"))
    return read_seen(rows_of(context.case, "visits", (answer,)), answer), _level(context.parameters)


def run_monitoring(context: Context) -> Outcome:
    """Rates by who chose the stations, with an interval that allows for looking all day long."""
    from scrutator.counting.visits.monitoring import monitor

    seen, level = read_monitored(context)
    figures: list[Figure] = []
    rows: list[tuple[Value | None, ...]] = []
    for one in monitor(seen, level):
        at = {"selection": one.selection.value}
        interval, limits = None, one.interval
        if limits is not None:
            interval = Interval(100 * limits.low, 100 * limits.high, limits.kind)
        missing = Unknown(Missing.NOT_APPLICABLE, "no answer")
        rate: Value = 100 * one.cases / one.stations if one.stations else missing
        figures += [
            Figure("stations", one.stations, "stations", at),
            Figure("rate", rate, "%", at, interval, one.cases, one.stations, note=one.because),
        ]
        why = limits.kind if limits is not None else one.because
        rows.append((one.selection.value, one.stations, one.cases, rate, why))
    columns = ("who chose the stations", "stations", "cases", "of stations, %", "for the country")
    table = Table("monitoring", "What was seen so far, at how many stations", columns, tuple(rows))
    caveat = "Several visits of a station count once; it counts as a case when any of them saw it."
    return Outcome("The day's visits, valid at any moment", tuple(figures), (table,), (caveat,))


def _level(parameters: Mapping[str, object]) -> float:
    given = parameters.get("level", 95)
    if not isinstance(given, int | float) or not 50 < given < 100:
        raise ScrutatorError("N03", "the parameter level is a number between 50 and 100, in per cent")
    return given / 100


KEYING = Method(
    id="counting.keying",
    version="1",
    question="Which forms did two people key alike, and how often does each keyer err?",
    run=run_keying,
    prepare=read_keying,
    reads=("keying.csv", "seeded.csv"),
    parameters={
        "type": "bundled protocol type whose hard relations equal keyings must satisfy (default none)",
        "machine": "the keyer that is a machine: compared, never decisive (default none)",
    },
)
VERSIONS = Method(
    id="counting.versions",
    version="1",
    question="What did later versions of protocols change, on what basis, and how is each known?",
    run=run_versions,
    prepare=read_chains,
    reads=("versions.csv",),
)
MONITORING = Method(
    id="counting.monitoring",
    version="1",
    question="At how many stations was it seen so far, with an interval that is valid at any moment?",
    run=run_monitoring,
    prepare=read_monitored,
    reads=("visits.csv",),
    parameters={
        "answer": "column with yes, no or nothing (default answer)",
        "level": "level of the interval in per cent (default 95)",
    },
    kinds={"level": ParameterKind.NUMBER},
)
