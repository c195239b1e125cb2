"""Each finding is computed once, whoever asks for it; circles are named; order decides nothing."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrutator.errors import ScrutatorError
from scrutator.findings import running
from scrutator.findings.context import Context, circle_in
from scrutator.findings.model import Outcome
from scrutator.findings.plain import plain_finding
from scrutator.findings.register import METHODS
from scrutator.findings.running import context_of, run_all, run_case
from scrutator.record.case import Case, MethodRun
from scrutator.record.folder.opening import case_files, sound_case
from support.methods import run_method
from support.needs import package

KAZAKHSTAN = sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
FOUND = {finding.id: plain_finding(finding) for finding in run_case(KAZAKHSTAN)}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often the method of each finding has run."""
    calls: Counter[str] = Counter()

    def counting(run: Callable[[Context], Outcome]) -> Callable[[Context], Outcome]:
        def counted_run(context: Context) -> Outcome:
            assert context.run is not None
            calls[context.run.id] += 1
            return run(context)

        return counted_run

    found = {name: replace(method, run=counting(method.run)) for name, method in METHODS.items()}
    monkeypatch.setattr(running, "find_method", found.__getitem__)
    return calls


def test_every_finding_of_kazakhstan_is_one_run(counted: Counter[str]) -> None:
    findings = run_case(KAZAKHSTAN)
    assert len(findings) == len(KAZAKHSTAN.runs) >= 28
    assert set(counted.values()) == {1}
    assert sum(counted.values()) == len(findings)


def test_publishing_kazakhstan_runs_each_finding_once(counted: Counter[str]) -> None:
    package("typst")
    from scrutator.publishing.build import build_bundle
    from scrutator.seal.keys.sign import key_from_seed

    build_bundle("kazakhstan-2012", key_from_seed("test.example", bytes(32)))
    assert len(counted) == sum(counted.values()) == len(KAZAKHSTAN.runs)


def test_a_finding_asked_for_alone_runs_only_what_it_rests_on(counted: Counter[str]) -> None:
    context_of(KAZAKHSTAN).finding("verdicts")
    named = {line.figure.partition("/")[0] for line in KAZAKHSTAN.evidence if line.figure}
    assert set(counted) == {"verdicts"} | (named & {run.id for run in KAZAKHSTAN.runs})
    assert set(counted.values()) == {1}


@given(st.permutations(KAZAKHSTAN.runs))
@settings(max_examples=5)
def test_the_order_of_findings_toml_changes_no_finding(runs: list[MethodRun]) -> None:
    again = run_case(replace(KAZAKHSTAN, runs=tuple(runs)))
    assert [finding.id for finding in again] == [run.id for run in runs]
    assert {finding.id: plain_finding(finding) for finding in again} == FOUND


def bound_to(case: Case, figure: str) -> Case:
    """The case with its first line of evidence bound to a condition on this figure."""
    first = replace(case.evidence[0], figure=figure)
    return replace(case, evidence=(first, *case.evidence[1:]))


@pytest.mark.parametrize(
    ("figure", "chain"),
    [
        ("verdicts/claims > 0", "evidence → verdicts → verdicts"),
        ("norms/norms > 0", "norms → norms"),
    ],
)
def test_findings_that_need_one_another_are_an_error_that_names_the_chain(figure: str, chain: str) -> None:
    with pytest.raises(ScrutatorError, match="N06") as caught:
        run_case(bound_to(KAZAKHSTAN, figure))
    assert chain.split(" → ", 1)[1] in caught.value.what


def test_a_line_of_evidence_may_hang_on_another_finding_of_the_ledger() -> None:
    context = context_of(bound_to(KAZAKHSTAN, "missions/missions > 0"))
    assert "missions" in context.needs["verdicts"]
    run_all(context)


def test_what_a_finding_rests_on_is_among_its_inputs() -> None:
    context = context_of(bound_to(KAZAKHSTAN, "seats-2012/seats_that_differ = 0"))
    assert set(context.finding("seats-2012").inputs) <= set(context.finding("verdicts").inputs)


def test_a_context_refuses_a_finding_that_its_method_did_not_say_it_asks_for() -> None:
    turnout = next(run for run in KAZAKHSTAN.runs if run.method == "official.turnout")
    with pytest.raises(ScrutatorError, match="N04"):
        context_of(KAZAKHSTAN).seen_from(turnout).finding("verdicts")


def test_an_entry_that_findings_toml_does_not_have_can_be_run() -> None:
    finding = run_method(KAZAKHSTAN, MethodRun("extra", "official.turnout", {}, None))
    assert finding.id == "extra"


def test_a_value_shared_by_methods_is_computed_once() -> None:
    context, calls = context_of(KAZAKHSTAN), []

    def length(asking: Context) -> int:
        calls.append(asking)
        return len(asking.case.sources)

    assert context.once(length) == context.once(length) == len(KAZAKHSTAN.sources)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("needs", "circle"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, ()),
        ({"a": {"b", "c"}, "b": {"d"}, "c": {"d"}, "d": set()}, ()),
        ({"a": {"a"}}, ("a", "a")),
        ({"z": {"b"}, "b": {"c"}, "c": {"b"}}, ("b", "c", "b")),
        ({"x": {"b"}, "b": {"a"}, "a": {"b"}}, ("a", "b", "a")),
    ],
)
def test_a_circle_is_named_from_its_first_member(needs: dict[str, set[str]], circle: tuple[str, ...]) -> None:
    assert circle_in({name: frozenset(asked) for name, asked in needs.items()}) == circle
