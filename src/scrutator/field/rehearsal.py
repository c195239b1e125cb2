"""A day of observation as timed actions with known truth: what is sent when, and what should come of it.

Pure: the same stations, plan and seed give the same actions. Sending them is not done here.
"""

import datetime
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from scrutator.errors import ScrutatorError
from scrutator.field.mission import Duty
from scrutator.field.report_xml import report_xml
from scrutator.field.xlsform import PublishedForm

VOTING_OPENS, VOTING_CLOSES = 7 * 3600, 20 * 3600
THOUSAND = 1000
DAY = datetime.date(2026, 6, 14)


class ActionKind(StrEnum):
    """Why something is sent."""

    SEND = "send"  # a report, when it is filled in
    LATE = "late"  # a report that waited for a network
    RETRY = "retry"  # the same bytes again: the answer was lost
    COPY = "copy"  # the same answers as another instance
    EDIT = "edit"  # a report that replaces an earlier one
    CONFLICT = "conflict"  # another team that saw the opposite


@dataclass(frozen=True)
class RehearsedStation:
    """A station with its truth: does the problem occur there, what was posted, and what was announced."""

    code: str
    has_problem: bool
    posted: Mapping[str, int]
    announced: Mapping[str, int]


@dataclass(frozen=True)
class Plan:
    """How often things go wrong, in thousandths of the reports. `visits` is the number per station."""

    visits: int = 1
    late: int = 100
    retry: int = 100
    copy: int = 20
    wrong_station: int = 20
    conflict: int = 20


@dataclass(frozen=True)
class Action:
    """One thing that a phone does: seconds after midnight, whose phone, why, and the bytes it sends."""

    at: int
    team: str
    kind: ActionKind
    instance_id: str
    body: bytes


@dataclass(frozen=True)
class RehearsalTruth:
    """What must be found: `sent` distinct reports, of them `replaced` by an edit, `copied` and `conflicting`;
    `retries` are bytes that are already there. `problem_visits` of `visits` saw the problem, once copies,
    conflicts and replaced reports are set aside; `conflicting_problem` of the conflicting ones say they did.
    `tampered` are stations whose announced votes are not those
    posted."""

    sent: int
    retries: int
    replaced: int
    copied: int
    conflicting: int
    conflicting_problem: int
    visits: int
    problem_visits: int
    protocols: int
    tampered: tuple[str, ...]


@dataclass(frozen=True)
class Rehearsal:
    """The actions in the order of time, the duties they fulfil, and the truth behind them."""

    actions: tuple[Action, ...]
    duties: tuple[Duty, ...]
    truth: RehearsalTruth


def rehearse(
    stations: Sequence[RehearsedStation],
    voting: PublishedForm,
    protocol: PublishedForm,
    plan: Plan,
    *,
    teams: int,
    seed: int,
) -> Rehearsal:
    """Answer: what would phones send on such a day, and what should a statement say of it?

    `voting` has the question v_secrecy, whose problem is `no`; `protocol` has lines list_1, list_2, …; both
    are bundled forms. Raises D09 for fewer than two teams or stations, and for shares above a thousand.
    """
    _check_plan(stations, plan, teams)
    day = _Day(Random(seed), voting, protocol, plan, tuple(f"team-{n}" for n in range(teams)))
    codes = [station.code for station in stations]
    actions: list[Action] = []
    for place, station in enumerate(stations):
        for _ in range(plan.visits):
            actions += day.visit(station, codes[(place + 1) % len(codes)])
        actions += day.count(station)
    ordered = tuple(sorted(actions, key=lambda one: (one.at, one.instance_id, one.kind)))
    tampered = tuple(sorted(one.code for one in stations if dict(one.posted) != dict(one.announced)))
    return Rehearsal(ordered, tuple(day.duties), _truth(ordered, stations, plan, tampered))


def _check_plan(stations: Sequence[RehearsedStation], plan: Plan, teams: int) -> None:
    shares = (plan.late, plan.retry, plan.copy, plan.wrong_station, plan.conflict)
    if teams < 2:
        raise ScrutatorError("D09", f"{teams} teams cannot contradict each other", remedy="Take two or more.")
    if len({station.code for station in stations}) != len(stations) or len(stations) < 2:
        raise ScrutatorError("D09", "a rehearsal needs two stations or more, each with its own code")
    if not all(0 <= share <= THOUSAND for share in shares) or plan.visits < 1:
        raise ScrutatorError("D09", "a plan's numbers are thousandths from 0 to 1000, and one visit or more")


@dataclass(frozen=True)
class _Day:
    """Draws the day, visit by visit, from one source of chance."""

    chance: Random
    voting: PublishedForm
    protocol: PublishedForm
    plan: Plan
    teams: Sequence[str]
    duties: list[Duty] = field(default_factory=list)

    def _on_duty(self, team: str, code: str, form: PublishedForm, at: int) -> None:
        due = datetime.datetime.combine(DAY, datetime.time()) + datetime.timedelta(seconds=at)
        self.duties.append(Duty(team, code, form.form_id, due))

    def _happens(self, share: int) -> bool:
        return self.chance.randrange(THOUSAND) < share

    def _instance(self) -> str:
        return f"uuid:{uuid.UUID(int=self.chance.getrandbits(128), version=4)}"

    def visit(self, station: RehearsedStation, neighbour: str) -> Iterator[Action]:
        """One visit during voting, with what goes wrong on the way."""
        at = self.chance.randrange(VOTING_OPENS, VOTING_CLOSES)
        team = self.chance.choice(self.teams)
        answers = self._answers(station.code, at, saw=station.has_problem)
        self._on_duty(team, station.code, self.voting, VOTING_CLOSES)
        wrong = self._happens(self.plan.wrong_station)
        first = self._instance()
        sent = answers | {"station": neighbour} if wrong else answers
        yield from self._sent(at, team, self.voting, sent, first)
        if wrong:
            later = self._instance()
            body = report_xml(self.voting, answers, later, first)
            yield Action(at + 1800, team, ActionKind.EDIT, later, body)
        if self._happens(self.plan.copy):
            again = self._instance()
            yield Action(at + 60, team, ActionKind.COPY, again, report_xml(self.voting, sent, again))
        if self._happens(self.plan.conflict):
            other = self.chance.choice([one for one in self.teams if one != team])
            opposite = self._answers(station.code, at + 600, saw=not station.has_problem)
            instance = self._instance()
            body = report_xml(self.voting, opposite, instance)
            self._on_duty(other, station.code, self.voting, VOTING_CLOSES)
            yield Action(at + 600, other, ActionKind.CONFLICT, instance, body)

    def count(self, station: RehearsedStation) -> Iterator[Action]:
        """The posted protocol of a station, sent in the night."""
        at = VOTING_CLOSES + self.chance.randrange(3600, 4 * 3600)
        lines = {name: str(votes) for name, votes in station.posted.items()}
        answers = {"station": station.code, "q_how": "posted", **lines, "overall": "good"}
        team = self.chance.choice(self.teams)
        self._on_duty(team, station.code, self.protocol, VOTING_CLOSES + 4 * 3600 - 1)
        yield from self._sent(at, team, self.protocol, answers, self._instance())

    def _answers(self, code: str, at: int, *, saw: bool) -> dict[str, str]:
        clock = f"{at // 3600:02d}:{at // 60 % 60:02d}"
        secret = "no" if saw else "yes"
        return {
            "station": code,
            "arrived": f"{DAY}T{clock}:00.000+00:00",
            "admitted": "at_once",
            "v_secrecy": secret,
            "overall": "bad" if saw else "good",
        }

    def _sent(
        self, at: int, team: str, form: PublishedForm, answers: Mapping[str, str], instance: str
    ) -> Iterator[Action]:
        body = report_xml(form, answers, instance)
        late = self._happens(self.plan.late)
        if late:
            at += self.chance.randrange(1800, 5 * 3600)
        yield Action(at, team, ActionKind.LATE if late else ActionKind.SEND, instance, body)
        if self._happens(self.plan.retry):
            yield Action(at + 30, team, ActionKind.RETRY, instance, body)


def _truth(
    actions: Sequence[Action], stations: Sequence[RehearsedStation], plan: Plan, tampered: tuple[str, ...]
) -> RehearsalTruth:
    kinds = [action.kind for action in actions]
    return RehearsalTruth(
        sent=len({action.instance_id for action in actions}),
        retries=kinds.count(ActionKind.RETRY),
        replaced=kinds.count(ActionKind.EDIT),
        copied=kinds.count(ActionKind.COPY),
        conflicting=kinds.count(ActionKind.CONFLICT),
        conflicting_problem=sum(
            b"<v_secrecy>no<" in action.body for action in actions if action.kind is ActionKind.CONFLICT
        ),
        visits=plan.visits * len(stations),
        problem_visits=plan.visits * sum(station.has_problem for station in stations),
        protocols=len(stations),
        tampered=tampered,
    )
