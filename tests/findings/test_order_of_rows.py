"""The order of the rows of a case decides nothing: no title, no number, no verdict."""

import csv
import io
from collections import Counter
from collections.abc import Sequence

from scrutator.findings.model import Finding
from scrutator.findings.running import run_case
from scrutator.record.folder.opening import case_files, sound_case

# Which wording is called the first is a convention of the listing; every other place is one of the record.
LISTED = {"first", "second"}
# Paragraphs name the lines of evidence in the order of the record; what they conclude is a verdict of its own.
TEXTS = {"paragraph"}


def turned(name: str, data: bytes) -> bytes:
    """The same table with its rows from last to first."""
    if not name.endswith(".csv"):
        return data
    heading, *rows = csv.reader(io.StringIO(data.decode("utf-8")))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heading, *reversed(rows)])
    return out.getvalue().encode("utf-8")


def stated(findings: Sequence[Finding]) -> tuple[list[tuple[str, str]], Counter[str]]:
    titles = [(finding.id, finding.outcome.title) for finding in findings]
    values = Counter(
        repr((
            finding.id, figure.name, figure.value, figure.interval,
            sorted(place for place in figure.at.items() if place[0] not in LISTED),
        ))
        for finding in findings
        for figure in finding.outcome.figures
        if figure.name not in TEXTS
    )  # fmt: skip
    return titles, values


def test_a_case_with_every_table_from_last_to_first_says_the_same(
    kazakhstan_findings: tuple[Finding, ...],
) -> None:
    files = {name: turned(name, data) for name, data in case_files("kazakhstan-2012").items()}
    titles, values = stated(run_case(sound_case(files, "kazakhstan-2012")))
    expected_titles, expected_values = stated(kazakhstan_findings)
    assert titles == expected_titles
    assert values - expected_values == expected_values - values == Counter()
