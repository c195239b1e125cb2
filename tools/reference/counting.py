"""Reference pages of the counting room: the night file and the bundled protocol types."""

import dataclasses

from scrutator.counting.night.publication import Registered
from scrutator.counting.protocols.checking import ProtocolType, bundled_type, known_types

HEAD = "*Generated from the code by `make docs`; do not edit.*"

SECTIONS = (
    ("title, date", "title of the night; date that times such as 21:30 belong to"),
    (
        "zone",
        "time zone (an IANA name, Asia/Almaty) of the night's own times: --at, [replay] times, reports without a zone of their own; without it all times are on one clock",
    ),
    (
        "[frame] file",
        "the station list, optional; counted for stratum sizes, every drawn station must be in it",
    ),
    (
        "[sample] file",
        "CSV of the drawn stations, or the JSON of `sample draw`; planned replacements wait until they step in",
    ),
    (
        "[sample] replaced",
        "CSV with columns station, replaced_by: who stepped in; inherits the weight and is named in the release",
    ),
    ("[sample] station", "column of the station's code"),
    (
        "[sample] zone",
        "column of each drawn station's time zone (an IANA name): its times are read on its own clock; needs zone",
    ),
    ("[sample] stratum", "columns that together name the stratum"),
    (
        "[sample] weight",
        "column of the design weight; without it population ÷ drawn; without either every station counts 1, which closes the gate `weights` when there is more than one stratum",
    ),
    (
        "[sample] population",
        "column, or table stratum = number, with the stations of the stratum in the frame; every stratum has one size, and without weights one above 0",
    ),
    (
        "[sample] equal_strata",
        "when sizes are not known: every stratum counts as this many stations, no finite correction; held against the frame, else against the numbers drawn (gate `weights`)",
    ),
    ("[sample] registered", "column of the register, for stations above their register"),
    ("[cells] columns", "columns that together name the response cell"),
    (
        "[domains] columns",
        "parts of the country, named before the vote, with intervals that hold for all at once",
    ),
    (
        "[cells] quartiles, zero_as",
        "a numeric column whose quartiles over the drawn stations split the cells; what 0 is read as",
    ),
    (
        "[arrivals] file, station, at",
        "CSV of reports; columns of station and time (ISO without a zone, or HH:MM on the night's date, 24:30 for half past midnight; with zone also ISO with the distance from UTC)",
    ),
    ("[arrivals] denominator", "column that the shares are of; lists together may not exceed it"),
    (
        "[arrivals] means, complete, invalid",
        "what the denominator is (valid or cast); whether all lists are counted (with valid, their shares must then sum to 100 % before a release); column of invalid ballots",
    ),
    (
        "[arrivals] withdrawn, id",
        "columns: filled when the report withdraws the station; breaks ties of time",
    ),
    ("[arrivals.lists]", "name = column, one line per list"),
    ("[registered]", 'the rules below; `shift` in points or "observed", `majority` in per cent'),
    ("[thresholds]", "list = per cent"),
    ("[neighbours]", "stratum = the stratum it joins when fewer than two of its stations have arrived"),
    (
        "[official]",
        "list = per cent, the official result: a verdict beside the range of all lists, and the replay's error",
    ),
    ("[official_domains.NAME]", "the same for one domain: a verdict for each, over one family"),
    ("[replay] times", "moments to replay; default every half hour"),
)
RULES = {
    "level": "level of the intervals",
    "shift": "registered late shift; none: measured on the night",
    "neighbours": "see [neighbours]",
    "least_response": "a stratum or cell counts when this part of its drawn weight has arrived",
    "least_coverage": "such strata, and such cells, must hold this part of all weight",
    "largest_gap": "adjusting may move a list by this part of its published half-width",
    "called_at": "a sentence is decided at this probability, the late bound counted against it",
    "thresholds": "see [thresholds]",
    "majority": "per cent that elects in this round; none: no run-off sentence",
    "adjustment": "how the arrived are made to stand for the drawn in strata and cells: raking, or linear "
    "(the regression estimator; where one of its weights is not positive, raking, and the result says so)",
}


def night_file() -> str:
    """The page of NIGHT.toml."""
    lines = ["# The night file", "", HEAD, ""]
    lines += ["`NIGHT.toml` says what was registered before the vote and which columns hold what.", ""]
    lines += ["| key | what it is |", "|---|---|"]
    lines += [f"| `{key}` | {text} |" for key, text in SECTIONS]
    lines += ["", "## Rules of [registered]", "", "| rule | default | what it is |", "|---|---|---|"]
    for field in dataclasses.fields(Registered):
        if field.name == "complete":  # said under [arrivals]
            continue
        given = field.default
        default = "none" if given is None else f"{given:g}" if isinstance(given, float) else str(given)
        lines.append(f"| `{field.name}` | {default} | {RULES[field.name]} |")
    return "\n".join(lines) + "\n"


def one_type(kind: ProtocolType) -> list[str]:
    """One protocol type as a section."""
    lines = [
        "",
        f"## {kind.id}",
        "",
        f"{kind.country}: {kind.title}. Law: {kind.law}. Source: {kind.source}.",
    ]
    if kind.unverified:
        lines += ["", f"**Not verified:** {kind.unverified}."]
    if kind.lines:
        named = ", ".join(f"{line.number} `{line.name}` ({line.counts})" for line in kind.lines)
        lists = "every other column" if kind.other_columns_are_lists else f"{len(kind.lists)} columns"
        lines += ["", f"Lines: {named}. Lists: {lists}."]
    if kind.relations:
        lines += ["", "| relation | kind | must hold | where | meaning |", "|---|---|---|---|---|"]
    for one in kind.relations:
        where = f"`{one.where.holds}`" if one.where else ""
        lines.append(f"| {one.name} | {one.kind} | `{one.holds}` | {where} | {one.meaning} |")
    return lines


def pages() -> dict[str, str]:
    """Path under docs/reference → text."""
    types = ["# Protocol types", "", HEAD, ""]
    types += ["Each is a TOML file of the package; `votes` is the sum of the lists' votes."]
    for name in known_types():
        types += one_type(bundled_type(name))
    return {"night-file.md": night_file(), "protocol-types.md": "\n".join(types) + "\n"}
