"""What a long look through memory found alive is left out of the next; a short one leaves nothing out."""

import gc

import pytest

from scrutator.web.operating.still import LONG, YOUNG, Still, keep_still


def looked(seconds: float, generation: int = 2) -> int:
    """How often a look of so many seconds leaves out what it found."""
    times, left = iter([0.0, seconds]), list[int]()
    still = Still(lambda: left.append(1), lambda: next(times))
    for phase in ("start", "stop"):
        still(phase, {"generation": generation})
    return len(left)


@pytest.mark.parametrize(
    ("seconds", "generation", "left"),
    [(LONG, 2, 1), (LONG - 0.001, 2, 0), (10 * LONG, 1, 0), (10 * LONG, 0, 0)],
)
def test_only_a_long_look_through_everything_leaves_out_what_it_found(
    seconds: float, generation: int, left: int
) -> None:
    assert looked(seconds, generation) == left


def test_it_begins_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "callbacks", [])
    before = gc.get_threshold()
    gc.set_threshold(700, *before[1:])
    try:
        keep_still()
        keep_still()
        assert [type(one) for one in gc.callbacks] == [Still]
        assert gc.get_threshold() == (YOUNG, *before[1:])
    finally:
        gc.set_threshold(*before)
