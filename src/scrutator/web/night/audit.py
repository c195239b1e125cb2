"""The audit's draw at the desk: a sealed plan, a seed thrown after it, stations to fetch copies of.

The seed of a plan is written once, and draws only go on: what was drawn stays drawn.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from scrutator.counting.audits.asked import batches_of, plan_for
from scrutator.counting.audits.plan import Plan, draw_stations
from scrutator.counting.audits.preconditions import list_preconditions, unmet_text
from scrutator.counting.audits.sealed import Sealed, read_sealed
from scrutator.counting.sampling.public_seed import normalise_seed
from scrutator.errors import ScrutatorError
from scrutator.web.audit.events import What
from scrutator.web.audit.writing import Log, name_of, note, write, written
from scrutator.web.clock import now
from scrutator.web.missions.models import Mission
from scrutator.web.night.given import rows_of
from scrutator.web.night.keeping import keep
from scrutator.web.night.models import AuditDraw, AuditPlan

LONGEST_SEED, LONGEST_PLAN = 400, 1_000_000
MOST_DRAWN = 10_000


@dataclass(frozen=True)
class Drawn:
    """A drawn station: the first draw that took it, and how many draws did."""

    station: str
    first: int
    times: int


def add_plan(mission: Mission, user: Any, plan: bytes, results: tuple[str, bytes]) -> AuditPlan:
    """Keep a sealed plan with the published results it was made for. Raises C14 for a plan that was changed
    or given before, and for other results; C11 for results that cannot be read."""
    if len(plan) > LONGEST_PLAN:
        raise ScrutatorError("C14", "a plan is no longer than a million bytes", where="plan.json")
    text = plan.decode("utf-8", "replace")
    sealed = read_sealed(text, "plan.json")
    _plan(sealed, *results)
    if mission.audit_plans.filter(seal=sealed.seal).exists():
        raise ScrutatorError("C14", "this plan is here already", where=sealed.seal)
    row = AuditPlan(
        mission=mission,
        plan=text,
        results_name=results[0],
        results=results[1],
        seal=sealed.seal,
        user=user,
        at=now(),
    )
    return keep(mission, row, What.PLAN, seal=row.seal)


def _plan(sealed: Sealed, name: str, results: bytes) -> Plan:
    batches = batches_of(rows_of(results, name), sealed.question)
    return plan_for(sealed.question, batches, sealed.results, name)


@lru_cache(maxsize=4)
def _kept(number: int) -> tuple[Sealed, Plan]:
    one = AuditPlan.objects.get(pk=number)
    sealed = read_sealed(one.plan, "plan.json")
    return sealed, _plan(sealed, one.results_name, bytes(one.results))


def sealed_of(plan: AuditPlan) -> Sealed:
    """The plan as it was sealed."""
    return _kept(plan.pk)[0]


def throw(plan: AuditPlan, user: Any, seed: str) -> None:
    """Write the seed that was thrown in public, and make the plan's own number of draws. Raises C14 when a
    seed stands already, C04 for one that is too short."""
    text = normalise_seed(seed)
    if len(text) > LONGEST_SEED:
        raise ScrutatorError("C14", f"a seed has at most {LONGEST_SEED} characters")
    draws = sealed_of(plan).draws
    _drawable(plan, draws)
    write(lambda log: _thrown(log, plan, user, text, draws))


def _thrown(log: Log, plan: AuditPlan, user: Any, seed: str, draws: int) -> None:
    unthrown = AuditPlan.objects.filter(pk=plan.pk, seed="")
    if not unthrown.update(seed=seed, seed_by=user, seed_at=now()):
        what = "the seed of this plan was thrown, and nothing is drawn anew"
        raise ScrutatorError("C14", what, where=plan.seal, remedy="Draw on by the same seed.")
    first = AuditDraw.objects.create(plan=plan, number=draws, user=user, at=now())
    about = {"seal": plan.seal, "seed": seed, "draws": str(draws)}
    note(log, plan.mission_id, What.SEED, name_of(user), about, written(plan, first))


def draw_on(plan: AuditPlan, user: Any, number: int) -> None:
    """Let the draw go on to so many draws. Raises C14 for a number that is not larger than the last."""
    last = plan.draws.order_by("-number").values_list("number", flat=True).first()
    if last is None or number <= last:
        what = f"the draw went to {last or 0}; it goes on from there, after its seed"
        raise ScrutatorError("C14", what, where=plan.seal, remedy="Give a larger number.")
    _drawable(plan, number)
    row = AuditDraw(plan=plan, number=number, user=user, at=now())
    keep(plan.mission, row, What.DRAWN, seal=plan.seal, draws=str(number))


def _drawable(plan: AuditPlan, number: int) -> None:
    if not 0 < number <= MOST_DRAWN:
        what = f"{number:,} draws; the desk draws up to {MOST_DRAWN:,}"
        raise ScrutatorError("C14", what, where=plan.seal, remedy="Count all stations.")
    sealed, made = _kept(plan.pk)
    able = sum(bound > 0 for bound in made.bounds.values())
    if not sealed.rules.replacement and number > able:
        what = f"{number:,} different stations were asked for, {able:,} can hold an error"
        raise ScrutatorError("C14", what, where=plan.seal, remedy="Count all stations.")


def drawn_stations(plan: AuditPlan) -> tuple[Drawn, ...]:
    """Answer: which stations does the seed of this plan select, so far, in the order of the draws?"""
    last = plan.draws.order_by("-number").values_list("number", flat=True).first()
    if last is None:
        return ()
    sealed, made = _kept(plan.pk)
    names = draw_stations(made, plan.seed, last, replacement=sealed.rules.replacement)
    times = Counter(names)
    first: Mapping[str, int] = {name: len(names) - n for n, name in enumerate(reversed(names))}
    return tuple(Drawn(name, first[name], times[name]) for name in dict.fromkeys(names))


def unmet(plan: AuditPlan) -> str:
    """Which preconditions the plan's answers leave unmet; "" when none."""
    return unmet_text(list_preconditions(sealed_of(plan).answers))
