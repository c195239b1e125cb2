"""Commitments: four statuses that do not mix, a timeline, a crosswalk that says what it loses."""

from typing import Any

from scrutator.ledger.promises.commitments import (
    CROSSWALK,
    PUBLIC_LABELS,
    effects,
    faults_of_statuses,
    public_label,
    standings,
    timeline,
    value_of_effect,
)
from scrutator.ledger.promises.norms import coverage
from scrutator.record.cells import read_citations
from scrutator.record.dates import PartialDate
from scrutator.record.nouns.commitments import STATUSES, Commitment, CommitmentStatus, Measure, Norm
from support.ledger_rows import proposition

A = read_citations("A")


def commitment(name: str = "M1", **changes: Any) -> Commitment:
    defaults: dict[str, Any] = {
        "id": name, "kind": "promise", "text": "t", "made_by": None, "addressee": None,
        "date": PartialDate.parse("2007-11-29"), "due": "end of 2008", "due_date": PartialDate.parse("2008-12-31"),
        "verifiable": "yes", "norms": None, "effect": None, "source": A, "note": None,
    }  # fmt: skip
    return Commitment(**{**defaults, **changes})


def status(field: str, word: str, date: str = "", set_by: str = "analyst") -> CommitmentStatus:
    when = PartialDate.parse(date) if date else None
    return CommitmentStatus(
        commitment="M1", field=field, status=word, date=when, set_by=set_by, reason="r", source=A
    )


def measure(name: str, date: str, kind: str = "act") -> Measure:
    return Measure(id=name, commitment="M1", date=PartialDate.parse(date), kind=kind, text=name, source=A)


def test_the_latest_status_of_each_field_stands_and_the_history_stays() -> None:
    statuses = [status("legal text", "changed", "2021-05-25"), status("legal text", "unchanged", "2021-01-10"),
                status("practice", "not met", "2021"), status("schedule", "late")]  # fmt: skip
    (found,) = standings([commitment()], statuses, [])
    assert {field: s.status for field, s in found.latest.items()} == {
        "legal text": "changed", "practice": "not met", "schedule": "late"}  # fmt: skip
    assert len(found.history) == 4
    assert found.public_label == "not implemented"


def test_a_changed_law_alone_is_not_evaluated() -> None:
    (found,) = standings([commitment()], [status("legal text", "changed", "2009")], [])
    assert found.public_label == "not yet evaluated"
    assert public_label(None) == "not yet evaluated"


def test_the_crosswalk_leads_to_public_labels_only_and_leaves_legal_words_out() -> None:
    assert set(CROSSWALK.values()) <= set(PUBLIC_LABELS)
    assert set(CROSSWALK) <= set(STATUSES)
    by_label = {
        label: sorted(word for word in CROSSWALK if CROSSWALK[word] == label) for label in PUBLIC_LABELS
    }
    assert by_label == {
        "fully implemented": ["complete", "met"],
        "mostly implemented": ["mostly met", "substantial"],
        "partially implemented": ["limited", "partly met"],
        "not implemented": ["not met", "not started"],
        "not yet evaluated": ["no evidence available", "open", "unknown"],
    }
    assert not {"changed", "unchanged", "changed with an offsetting rule", "late", "missed"} & set(CROSSWALK)


def test_the_timeline_runs_from_promise_through_act_to_practice() -> None:
    measures = [
        measure("practice", "2012-04-03", "practice"),
        measure("act", "2009-02-09"),
        measure("draft", "2008-11", "draft"),
    ]
    (found,) = standings([commitment()], [status("schedule", "late", "2009-02-09")], measures)
    order = [event.what for event in timeline(found)]
    assert order == ["promise", "draft", "due", "act", "status", "practice"]
    assert str(timeline(found)[2].date) == "2008-12-31"


def test_a_status_before_2014_that_is_not_the_analysts_is_a_fault() -> None:
    wrong = [status("practice", "met", "2009", set_by="ODIHR")]
    assert len(faults_of_statuses([commitment()], wrong)) == 1
    assert faults_of_statuses([commitment()], [status("practice", "met", "2009")]) == ()
    assert faults_of_statuses([commitment(date=PartialDate(2016))], wrong) == ()
    assert faults_of_statuses([commitment(kind="remark")], wrong) == ()


def test_norms_list_what_rests_on_them_and_opinions_rest_on_none() -> None:
    norm = Norm(
        id="n",
        document="d",
        paragraph="7.4",
        text="t",
        certainty="sourced",
        stages="voting; counting",
        source=A,
    )
    bare = Norm(id="m", document="d", paragraph="1", text="t", certainty="sourced", stages=None, source=A)
    spoken = [proposition("1", norms=("n",)), proposition("2", norms=("n",), kind="opinion"),
              proposition("3", stage="counting")]  # fmt: skip
    first, second = coverage([norm, bare], [commitment(norms=("n",))], spoken)
    assert (first.commitments, first.propositions, first.untouched) == (("M1",), ("1",), False)
    assert second.untouched


def test_a_norm_of_the_catalogue_that_is_named_is_listed_with_what_was_read_of_it() -> None:
    own = Norm(
        id="udhr-2", document="our own", paragraph="2", text="t", certainty="sourced", stages=None, source=A
    )
    promise = commitment(norms=("udhr-21", "udhr-2", "udhr-19", "lost"))
    for promised in (promise, commitment(norms=tuple(reversed(promise.norms)))):
        first, *others = coverage([own], [promised], [])
        assert (first.norm, first.commitments) == (
            own,
            ("M1",),
        )  # the record's own row comes before the catalogue's
        assert [c.norm.id for c in others] == ["udhr-19", "udhr-21"]
        assert [c.norm.certainty for c in others] == ["number unverified", "sourced"]
        assert "bundled catalogue, unverified)" in others[0].norm.text
        assert "bundled catalogue, read, " in others[1].norm.text
        assert all(c.commitments == ("M1",) for c in others)


def test_an_effect_is_a_figure_or_a_condition_with_its_words() -> None:
    named = commitment(effect="seats in 2007: a/seats(list=X); a/need(since=2009) <= 59000;")
    found = effects(named)
    assert [(e.words, e.expression) for e in found] == [
        ("seats in 2007", "a/seats(list=X)"), ("", "a/need(since=2009) <= 59000"),
    ]  # fmt: skip
    figures = {"a/seats(list=X)": 4, "a/need(since=2009)": 40000}
    assert [value_of_effect(e, figures.get) for e in found] == [4, "holds"]
    assert [value_of_effect(e, {}.get) for e in found] == [None, None]
    assert value_of_effect(found[1], {"a/need(since=2009)": 60000}.get) == "does not hold"
    assert effects(commitment()) == ()
