"""Voters seen at the door against the ballots of the copies, in a case."""

import pytest

from scrutator.errors import ScrutatorError
from scrutator.findings.model import Finding
from scrutator.record.case import MethodRun
from scrutator.record.folder.opening import sound_case
from scrutator.record.unknown import Unknown
from support.method_case import METHOD_CASE
from support.methods import run_method

HOURS = ",".join(str(hour) for hour in range(8, 20))
COUNTED = "station,hour,counter,voters\n" + "".join(
    f"{station},{hour},{name},{50 + (hour + (name == 'b')) % 2}\n"
    for station in ("001", "003")
    for hour in range(8, 20)
    for name in "ab"
)


def run(cast: tuple[int, int], counted: str = COUNTED, **parameters: str) -> Finding:
    copies = f"station,cast,mobile\n001,{cast[0]},40\n003,{cast[1]},0\n"
    files = {**METHOD_CASE, "copies.csv": copies, "voters.csv": counted, "findings.toml": ""}
    case = sound_case({path: text.encode() for path, text in files.items()}, "small")
    given = {"hours": HOURS, "ballots": "cast", **parameters}
    return run_method(case, MethodRun("doors", "counting.voters", given, 1))


def value(finding: Finding, name: str, **at: str) -> object:
    (found,) = [one for one in finding.outcome.figures if one.name == name and dict(one.at) == at]
    return found.value


def test_a_protocol_beyond_the_counters_error_is_counted_and_named_first() -> None:
    found = run((606, 700))
    assert found.outcome.title == "1 of 2 stations have more ballots than voters seen"
    assert found.outcome.tables[0].rows[0][:2] == ("003", "more ballots than voters seen")
    assert value(found, "ballots_beyond_voters", station="003") == pytest.approx(94)
    assert value(found, "hours_counted_twice") == 24


def test_ballots_cast_elsewhere_are_taken_off() -> None:
    assert value(run((646, 606), elsewhere="mobile"), "more_ballots") == 0
    assert value(run((646, 606)), "more_ballots") == 1


def test_without_hours_counted_twice_nothing_is_said_and_the_error_is_unknown() -> None:
    alone = "\n".join(line for line in COUNTED.splitlines() if ",b," not in line) + "\n"
    found = run((606, 900), alone)
    assert found.outcome.title.startswith("No station can be judged")
    assert isinstance(value(found, "counter_error"), Unknown)


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({"hours": ""}, "N03"), ({"protocols": "frame"}, "N03"), ({"ballots": "votes"}, "N03")],
)
def test_what_cannot_be_used_is_refused(parameters: dict[str, str], code: str) -> None:
    with pytest.raises(ScrutatorError) as caught:
        run((606, 606), **parameters)
    assert caught.value.code == code
