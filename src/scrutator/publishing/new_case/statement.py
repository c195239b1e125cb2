"""What a new case asks and says: findings to run, and a statement whose every number is a cell."""

from collections.abc import Sequence

from scrutator.publishing.new_case.columns import Election
from scrutator.publishing.new_case.contradictions import contradictions
from scrutator.publishing.new_case.sums import PlaceSums
from scrutator.tables.model import UNKNOWN

SEED = 1
# Fewer stations than this are too few for tests of their numbers.
FEWEST_STATIONS = 100


def has_forensics(election: Election) -> bool:
    """Whether there are stations enough, with a sum of votes each, to test their numbers."""
    return "valid" in election.read.counts and len(election.read.table) >= FEWEST_STATIONS


def has_turnout(election: Election) -> bool:
    """Whether registered voters and ballots cast are known together in some row, and not more were cast."""
    counts = election.read.counts
    if not {"registered", "ballots_cast"} <= set(counts):
        return False
    both = (counts["registered"] != UNKNOWN) & (counts["ballots_cast"] != UNKNOWN)
    registered, cast = int(counts["registered"][both].sum()), int(counts["ballots_cast"][both].sum())
    return registered > 0 and cast <= registered


def findings_text(law: str, threshold: str, leader: str, election: Election) -> str:
    """`findings.toml`: every method that these data allow."""
    runs = [("shares", "official.shares", "")]
    if has_turnout(election):
        runs.append(("turnout", "official.turnout", ""))
    if threshold:
        runs.append(("margins", "official.margins", ""))
    if law:
        runs += [("seats", "law.seats", ""), ("seat-margins", "law.margins", "")]
    if election.published:
        runs.append(("levels", "counting.levels", ""))
    if has_forensics(election):
        runs += [("battery", "forensics.battery", leader), ("named-stations", "forensics.stations", leader)]
        if has_turnout(election):
            runs.append(("peaks", "forensics.integer_peaks", leader))
        if has_turnout(election):
            runs.append(("fingerprint", "forensics.fingerprint", leader))
    return "# Which methods run on this case.\n" + "".join(_run(*run) for run in runs)


def _run(identity: str, method: str, of_list: str) -> str:
    lines = ["", "[[finding]]", f'id = "{identity}"', f'method = "{method}"']
    if method in ("forensics.battery", "forensics.stations"):
        lines.append(f"seed = {SEED}")
    if of_list:
        escaped = of_list.replace("\\", "\\\\").replace('"', '\\"')
        lines += ["[finding.parameters]", f'list = "{escaped}"']
    return "\n".join(lines) + "\n"


def statement_text(law: str, threshold: str, places: Sequence[PlaceSums], election: Election) -> str:
    """The statement: neutral sentences with figure cells, tables and charts, to be edited by a person."""
    parts = ['## Results\n\n{{ table("shares/results") }}\n']
    if places[0].votes_missing:
        parts.append(
            "Votes and shares are of the stations that have a figure for every list and for the valid votes. "
            "The others may change them; how many they are, the notes of the results say.\n"
        )
    if has_turnout(election):
        whole = places[0].name.replace('"', "'")
        parts.append(
            "## Turnout\n\nTurnout over all stations was "
            f'{{{{ figure("turnout/turnout", region="{whole}") }}}}.\n\n'
            '{{ table("turnout/snapshots") }}\n'
        )
    if threshold:
        parts.append('## Distance to the threshold\n\n{{ table("margins/margins") }}\n')
    if law:
        parts.append('## Seats\n\n{{ table("seats/seats") }}\n\n{{ table("seats/steps") }}\n')
    if election.published:
        parts.append('## Totals\n\n{{ table("levels/partings") }}\n')
    if has_forensics(election):
        parts.append(
            "## The numbers of the stations\n\nAn anomaly is a fact about numbers. It does not say who did "
            'what, or that anything was done.\n\n{{ table("battery/tests") }}\n'
        )
    parts.append(
        "## What could not be determined, and why\n\n"
        "This statement rests on one file of results. What happened in the stations is not in it.\n"
    )
    if contradictions(election):
        parts.append(
            "In some stations the published numbers contradict each other. They are counted as published, "
            "and what depends on them may be wrong.\n"
        )
    return "\n".join(parts)


def readme_text(source: str, election: Election) -> str:
    """What the folder holds and what to do next, with everything that reading the file assumed."""
    notes = [one.text for one in election.read.assumptions] + list(election.remarks)
    notes += [str(fault) for fault in election.read.faults[:20]]
    notes += contradictions(election)
    body = "".join(f"- {note}\n" for note in notes) or "- nothing\n"
    return (
        f"# A case made from {source}\n\n"
        "`stations.csv` holds the stations; `results.csv`, `totals.csv` and `turnout.csv` hold their sums, "
        "marked as computed. `mapping.toml` says how the file was read. Edit the statement, then run "
        "`scrutator case check` and `scrutator publish`.\n\n## What reading the file assumed\n\n" + body
    )
