"""Sentences of the statement that once said more than the record: each is there, and holds by the record."""

from functools import cache

import pytest

from scrutator.findings.methods.ledger.verdicts import profiles_of, verdicts_of
from scrutator.findings.running import context_of
from scrutator.ledger.claims.assessments import Profile, Standard, State
from scrutator.ledger.claims.explain import rests_on_one_line
from scrutator.record.case import Case
from scrutator.record.folder.opening import case_files, sound_case
from scrutator.record.unknown import Missing, Unknown
from scrutator.statement.document import Document


@cache
def kazakhstan() -> Case:
    return sound_case(case_files("kazakhstan-2012"), "kazakhstan-2012")


SENTENCES = (
    "by a margin of one condition; with one fewer not met it would be *not met in part*",
    "are on record without a number of stations; where a report was not obtained, it may state one",
    "had to be made again; of some the text was not obtained, and whether they returned cannot be told",
    "rest on a single line; where that line has a single root as well, certainty is capped for it",
    "the readings of the law that could be computed give the seats that were published",
    "The authors chose and rated these lines; each reading has its reason",
    "dead the next day, one more than at first",
    "it became known that",
)


@pytest.mark.parametrize("words", SENTENCES)
def test_the_sentence_stands_as_it_was_reworded(words: str) -> None:
    plain = kazakhstan().statements["en"].replace("**", "")
    assert words in plain or words.replace("*", "") in plain.replace("*", "")


def test_one_condition_fewer_not_met_would_change_the_word() -> None:
    (profile,) = profiles_of(context_of(kazakhstan())).values()
    assert profile.standard is Standard.NOT_MET
    failing = [
        at for at, (_, state) in enumerate(profile.states) if state in (State.NOT_MET, State.NOT_MET_IN_PART)
    ]
    for at in failing:
        states = list(profile.states)
        states[at] = (states[at][0], State.UNDETERMINED)
        assert Profile(profile.contest, tuple(states)).standard is Standard.NOT_MET_IN_PART


def test_missions_without_a_number_of_stations_are_those_on_record_without_one() -> None:
    without = [mission for mission in kazakhstan().missions if not isinstance(mission.stations, int)]
    unread = [
        m for m in without if isinstance(m.stations, Unknown) and m.stations.kind is Missing.NOT_OBTAINED
    ]
    assert 0 < len(unread) < len(kazakhstan().missions)


def test_at_least_is_said_because_some_recommendations_were_not_read(kazakhstan_document: Document) -> None:
    unread = [one for one in kazakhstan().commitments if one.text.startswith("not obtained")]
    assert unread
    assert 'at least {{ figure("recommendations/repeated"' in kazakhstan().statements["en"]


def test_a_single_line_caps_certainty_only_with_a_single_root() -> None:
    alone = [v for v in verdicts_of(context_of(kazakhstan())) if v.certainty and rests_on_one_line(v)]
    high = [v for v in alone if v.certainty and v.certainty.level == "high"]
    assert high
    for verdict in high:
        assert len({root for r in verdict.rulings if r.rule == "counted" for root in r.roots}) > 1


def test_the_loss_that_still_clears_is_the_last_that_does(kazakhstan_document: Document) -> None:
    """498,788 of 6,941,220 valid votes; seven per cent are 485,885.4."""
    (loss,) = (
        item.figure.value
        for identity, item in kazakhstan_document.figures.items()
        if identity.startswith("margins-2012/loss_that_still_clears(base=valid")
    )
    assert isinstance(loss, int)
    assert 100 * (498_788 - loss) >= 7 * 6_941_220 > 100 * (498_788 - loss - 1)
