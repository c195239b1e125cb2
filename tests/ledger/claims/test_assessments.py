"""One declared list judges everyone who praised an election and everyone who condemned it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrutator.ledger.claims.assessments import Profile, Standard, State, in_words, verdict_on
from scrutator.ledger.claims.conditions_met import judge, judge_all, profiles, state_of
from scrutator.ledger.claims.paragraphs import telling_lines
from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.ledger.claims.verdicts import derive_all, replay
from scrutator.record.nouns.conditions import Condition
from scrutator.record.nouns.hypotheses import Reading
from support.ledger_rows import SOURCES, claim, line, proposition

EVIDENCE = Evidence(cards_of(SOURCES))
MET, NOT, OPEN = State.MET, State.NOT_MET, State.UNDETERMINED
PART, FAIL = State.MET_IN_PART, State.NOT_MET_IN_PART


def profile(*states: State) -> Profile:
    return Profile("election", tuple((f"K{number}", state) for number, state in enumerate(states)))


def condition(name: str = "K1", responsible: tuple[str, ...] | None = None) -> Condition:
    return Condition(id=name, contest="election", text="t", stage="voting", norms=("n",),
                     responsible=responsible, missing=None, gap=None)  # fmt: skip


@pytest.mark.parametrize(
    ("states", "standard"),
    [
        ((), "cannot be determined"),
        ((MET, MET, MET, MET), "met"),
        ((MET, MET, MET, OPEN), "met in part"),
        ((MET, MET, OPEN, OPEN), "cannot be determined"),
        ((MET, MET, MET, NOT), "not met in part"),
        ((MET, NOT, OPEN, OPEN), "not met in part"),
        ((NOT, NOT, NOT, OPEN), "not met"),
        ((NOT, NOT, MET, OPEN), "not met in part"),
        ((NOT, NOT, OPEN, OPEN), "not met in part"),
        ((NOT, NOT, FAIL, OPEN), "not met"),
        ((NOT, FAIL, FAIL, MET), "not met in part"),
        ((FAIL, FAIL, FAIL, FAIL), "not met in part"),
        ((FAIL, MET, MET, MET), "not met in part"),
        ((PART, PART, PART, OPEN), "met in part"),
        ((PART, PART, OPEN, OPEN), "cannot be determined"),
        ((PART, PART, PART, PART), "met in part"),
        ((FAIL, OPEN), "not met in part"),
        ((NOT,), "not met"),
        ((FAIL,), "not met in part"),
        ((NOT, OPEN, OPEN, OPEN), "not met in part"),
        ((MET, MET, NOT, NOT), "not met in part"),
        ((OPEN, OPEN, OPEN, OPEN), "cannot be determined"),
    ],
)
def test_the_word_for_the_whole_follows_from_the_profile(states: tuple[State, ...], standard: str) -> None:
    assert profile(*states).standard == standard


@given(st.lists(st.sampled_from(list(State)), max_size=9), st.randoms(use_true_random=False))
def test_praise_and_condemnation_get_mirrored_verdicts_whatever_the_order(
    states: list[State], random: object
) -> None:
    one = profile(*states)
    mirror = {"supported": "contradicted", "contradicted": "supported"}
    praise, blame = verdict_on("met", one), verdict_on("not met", one)
    assert blame == (mirror.get(praise[0], praise[0]), praise[1])
    random.shuffle(states)  # type: ignore[attr-defined]
    assert profile(*states).standard is one.standard


@given(
    st.lists(st.sampled_from(list(State)), min_size=1, max_size=14),
    st.integers(0, 13),
    st.sampled_from(list(State)),
)
def test_a_condition_that_turns_out_better_never_makes_the_word_worse(
    states: list[State], place: int, other: State
) -> None:
    ranks = [NOT, FAIL, OPEN, PART, MET]
    words = ["not met", "not met in part", "cannot be determined", "met in part", "met"]
    changed = [*states]
    changed[place % len(states)] = other
    first, second = sorted((states, changed), key=lambda found: ranks.index(found[place % len(states)]))
    assert words.index(profile(*first).standard) <= words.index(profile(*second).standard)


def test_a_condition_is_judged_like_any_proposition_and_those_responsible_do_not_vouch_for_it() -> None:
    own = line("1", "own", method="own words", proposition=None, condition="K1")
    assert state_of(judge(condition(responsible=("speaker",)), [own], EVIDENCE)) is OPEN
    assert state_of(judge(condition(), [own], EVIDENCE)) is MET
    against = line("2", "B", proposition=None, condition="K1", direction="contradicts", covers="part")
    assert state_of(judge(condition(), [against], EVIDENCE)) is FAIL
    assert state_of(judge(condition(), [own, against], EVIDENCE)) is PART


def test_a_line_that_reaches_a_part_decides_a_part_in_either_direction() -> None:
    for direction, state in (("supports", PART), ("contradicts", FAIL)):
        part = line("1", "A", proposition=None, condition="K1", covers="part", direction=direction)
        assert state_of(judge(condition(), [part], EVIDENCE)) is state


def test_the_profile_in_words_names_every_state() -> None:
    assert in_words(profile(PART, FAIL, NOT)) == (
        "of 3 declared conditions 0 met, 1 met in part, 1 not met in part, 1 not met, 0 cannot be determined"
    )


def test_mirror_sentences_of_any_speaker_are_judged_on_the_same_list() -> None:
    lines = [line("1", "A", proposition=None, condition="K1", direction="contradicts")]
    judged = judge_all([condition()], lines, EVIDENCE)
    found = profiles([condition()], judged)
    both = [
        proposition("1", claim="A", kind="overall assessment", assessment="met", contest="election"),
        proposition("2", claim="B", kind="overall assessment", assessment="not met", contest="election"),
        proposition("3", claim="B", kind="overall assessment", assessment="not met", contest="other"),
    ]
    verdicts = derive_all(
        both, [claim("A", "sco"), claim("B", "critic")], lines, EVIDENCE, None,
        lambda p: found.get(p.contest or "", Profile(p.contest or "", ())),
    )  # fmt: skip
    assert [(v.verdict, v.extent) for v in verdicts] == [
        ("contradicted", "whole"), ("supported", "whole"), ("cannot_be_determined", None),
    ]  # fmt: skip
    assert all(replay(verdict) == verdict.derived for verdict in verdicts)
    assert Standard.UNDETERMINED is verdicts[2].profile.standard  # type: ignore[union-attr]


def test_lines_that_do_not_count_are_set_aside_with_their_rule() -> None:
    readings = [
        Reading(hypothesis=h, line=name, reading=r, reason="t")
        for name, pair in {
            "1": ("consistent", "inconsistent"),
            "2": ("consistent", "inconsistent"),
            "3": ("neutral", "neutral"),
        }.items()
        for h, r in zip(("good", "bad"), pair, strict=True)
    ]
    telling = telling_lines("good", readings, {"1": "counted", "2": "no-denominator", "3": "counted"})
    assert (telling.supporting, telling.opposing) == (("1",), ())
    assert [line for line, _ in telling.aside] == ["2"]
