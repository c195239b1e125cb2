"""How many stations each stratum gets."""

from collections.abc import Mapping

from scrutator.errors import ScrutatorError


def allocate(
    total: int,
    populations: Mapping[str, int],
    spreads: Mapping[str, float] | None = None,
    *,
    minimum: int = 2,
) -> dict[str, int]:
    """Answer: how are `total` stations divided among strata?

    Proportional to the stratum's number of stations, or (Neyman) to that number times the standard
    deviation in `spreads`. Every stratum gets at least `minimum`, none more than it has. Rounded
    by largest remainders; equal remainders go to the name that sorts first, so the result depends
    on nothing but the arguments. Raises C06 when the strata together cannot hold or need more.
    """
    floors = {name: min(minimum, size) for name, size in populations.items()}
    if sum(floors.values()) > total:
        what = f"{len(populations)} strata with at least {minimum} need more than {total} stations"
        raise ScrutatorError("C06", what)
    if total > sum(populations.values()):
        raise ScrutatorError("C06", f"{total} stations were asked for, the frame has fewer")
    share = {name: size * (spreads[name] if spreads else 1.0) for name, size in populations.items()}
    fixed: dict[str, int] = {}
    while True:
        free = [name for name in populations if name not in fixed]
        rest, mass = total - sum(fixed.values()), sum(share[name] for name in free)
        wanted = {name: rest * share[name] / mass if mass > 0 else rest / len(free) for name in free}
        bound = {n: floors[n] for n in free if wanted[n] < floors[n]}
        bound = bound or {n: populations[n] for n in free if wanted[n] > populations[n]}
        if not bound:
            return fixed | _round(wanted, rest, populations)
        fixed |= bound


def _round(wanted: Mapping[str, float], total: int, populations: Mapping[str, int]) -> dict[str, int]:
    whole = {name: int(value) for name, value in wanted.items()}
    order = sorted(wanted, key=lambda name: (whole[name] - wanted[name], name))
    for name in order[: total - sum(whole.values())]:
        whole[name] += 1
    return {name: min(value, populations[name]) for name, value in whole.items()}
