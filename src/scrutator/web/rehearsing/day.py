"""A rehearsed day sent to a server: each team's reports in their order, the day pressed into some seconds."""

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from scrutator.field.rehearsal import Action
from scrutator.web.missions.tokens import Token
from scrutator.web.rehearsing.phones import Line, RehearsedPhone

LINES = 16


@dataclass(frozen=True)
class Sent:
    """What the phones saw: posts sent, their answers by status, tries beyond the first, seconds in all."""

    posts: int
    statuses: Mapping[int, int]
    further_tries: int
    seconds: float

    @property
    def acknowledged(self) -> int:
        """Posts that the server says it has stored."""
        return self.statuses.get(201, 0)


def send_day(
    actions: Sequence[Action], phones: Mapping[str, Token], address: str, slug: str, seconds: float
) -> Sent:
    """Send everything; the curve of arrivals keeps its shape in `seconds`, 0: as fast as it goes.

    Sixteen lines at most; a team's reports go over one of them, in their order. Raises D70.
    """
    lines = min(LINES, len(phones))
    place = {team: n % lines for n, team in enumerate(sorted(phones))}
    first, last = actions[0].at, max(actions[-1].at, actions[0].at + 1)
    pace = seconds / (last - first)
    began = time.monotonic()
    queues: list[list[Action]] = [[] for _ in range(lines)]
    for action in actions:
        queues[place[action.team]].append(action)

    def go(queue: Sequence[Action]) -> list[tuple[int, int]]:
        line, done = Line(address), []
        ready = {
            team: RehearsedPhone(
                token.device.username,
                token.password,
                f"/o/{slug}/submission?deviceID=rehearsal%3A{team}",
            )
            for team, token in phones.items()
        }
        try:
            for action in queue:
                _wait_until(began + (action.at - first) * pace)
                answered = ready[action.team].send(line, action.body)
                done.append((answered.status, answered.tries))
        finally:
            line.close()
        return done

    with ThreadPoolExecutor(lines) as pool:
        done = [one for part in pool.map(go, queues) for one in part]
    statuses = Counter(status for status, _ in done)
    return Sent(len(done), statuses, sum(tries - 1 for _, tries in done), time.monotonic() - began)


def _wait_until(moment: float) -> None:
    left = moment - time.monotonic()
    if left > 0:
        time.sleep(left)
