"""What to do next in an audit: draw on, fetch copies, escalate, or count all."""

from dataclasses import dataclass
from enum import StrEnum

from scrutator.counting.audits.plan import Plan, draw_stations
from scrutator.counting.audits.verdict import State, Verdict


class Action(StrEnum):
    """The next step, by the sealed plan."""

    STOP = "stop: the comparison is complete"
    ANSWER = "answer the preconditions: more draws do not help"
    DRAW = "draw on"
    COUNT_ALL = "count all: no further draw helps"


@dataclass(frozen=True)
class NextStep:
    """The action; for `DRAW` how many draws, up to which draw, and the stations whose copies to fetch.

    `fetch` are drawn stations that still count as the worst case for want of a readable copy.
    """

    action: Action
    draws: int
    until: int
    stations: tuple[str, ...]
    fetch: tuple[str, ...]


ACTIONS = {
    State.CONFIRMED: Action.STOP,
    State.PRECONDITIONS: Action.ANSWER,
    State.NOT_YET: Action.DRAW,
    State.COUNT_ALL: Action.COUNT_ALL,
    State.CONTRADICTED: Action.COUNT_ALL,
    State.BOUND_BROKEN: Action.COUNT_ALL,
}


def next_step(plan: Plan, verdict: Verdict, seed: str, drawn: int, *, replacement: bool = True) -> NextStep:
    """Answer: what does the plan ask for after this verdict?

    A further draw is by the same seed, so that it continues the draw that was made.
    """
    action = ACTIONS[verdict.state]
    further = (verdict.further or 0) if action is Action.DRAW else 0
    stations = draw_stations(plan, seed, drawn + further, replacement=replacement)
    new = dict.fromkeys(name for name in stations[drawn:] if name not in stations[:drawn])
    fetch = verdict.missing if action is Action.DRAW else ()
    return NextStep(action, further, drawn + further, tuple(new), fetch)
