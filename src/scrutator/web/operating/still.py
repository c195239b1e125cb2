"""What stays in memory is not looked through again and again for garbage.

Pages keep what they read of a hundred thousand reports. Python looks through all that lives from time to
time, which took half a second then, in whichever thread it fell: a phone's or a page's. Nothing is lost by
leaving out what one long look found alive: an object that no one needs is let go by its count, and only one
that is part of a circle stays.
"""

import gc
import time
from collections.abc import Callable, Mapping

OLDEST = 2
LONG = 0.05
"""Seconds of a look through everything, from which what it found alive is left out."""
YOUNG = 10_000
"""New objects before the newest are looked through; Python's own 700 are fewer than one page makes."""
Said = Mapping[str, int]


class Still:
    """Measures each look through everything, and leaves out what a long one found alive."""

    def __init__(
        self,
        leave_out: Callable[[], None] = gc.freeze,
        clock: Callable[[], float] = time.perf_counter,
        long: float = LONG,
    ) -> None:
        self._leave_out, self._clock, self._long = leave_out, clock, long
        self._begun = 0.0

    def __call__(self, phase: str, said: Said) -> None:
        """What the collector calls before and after each look."""
        if said["generation"] != OLDEST:
            return
        if phase == "start":
            self._begun = self._clock()
        elif self._clock() - self._begun >= self._long:
            self._leave_out()


def keep_still() -> None:
    """Begin, once a process; the newest objects are looked through less often, too."""
    if not any(isinstance(one, Still) for one in gc.callbacks):
        gc.callbacks.append(Still())
        gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
