"""The table of measured error rates: of every test's p, and of the verdicts that the whole rule prints.

Made by `scrutator forensics calibrate` with the seeds it names; read wherever a test or a verdict is shown.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import resources

from scipy.special import betaincinv

from scrutator.errors import ScrutatorError
from scrutator.forensics.examination.verdicts import NOT_DIAGNOSTIC, Standing

NOMINAL = 0.05
# A test may speak when its rate is shown to be below the second, and its silence counts above the first.
HOLDS = (0.02, 0.08)
CONFIDENCE = 0.95
TABLE = "calibration.json"
EVERYTHING = "all tests"
# What each test was made to see, and the size of it that a reader is told the power for.
MADE_FOR: Mapping[str, tuple[str, float]] = {
    "integer_peaks_symmetric_either": ("rounded turnout", 1),
    "integer_peaks_symmetric_turnout": ("rounded turnout", 1),
    "integer_peaks_symmetric_leader_share": ("rounded share", 1),
    "multiples_of_five": ("turnout in fives", 1),
    "coarse_fractions": ("turnout in fives", 1),
    "identical_protocols": ("copied protocols", 1),
    "digit_shifts": ("shifted protocols", 1),
    "arithmetic_runs": ("arithmetic runs", 1),
    "even_districts": ("dictated shares", 1),
    "missing_zeros": ("filled zeros", 1),
    "flag_contrast": ("stuffing away from observers", 1),
}


@dataclass(frozen=True)
class Rate:
    """How often one test reported p ≤ 0.05 (`fired`) and how often the rule called it (`called`).

    In one world, under one kind and size of manipulation. In clean worlds `tails` counts p ≤ 0.05/m for
    m = 1, 2, … as Holm's rule asks of the smallest of m tests.
    """

    test: str
    world: str
    kind: str
    percent: float
    fired: int
    elections: int
    called: int = 0
    tails: tuple[int, ...] = ()

    @property
    def rate(self) -> float:
        """Share of elections in which the test fired."""
        return self.fired / self.elections if self.elections else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """One-sided 95 % bounds of the rate, below and above (Clopper and Pearson)."""
        return bounds(self.fired, self.elections)


@dataclass(frozen=True)
class FamilyRate:
    """In how many honest elections of a world the rule called at least one of a set of tests."""

    tests: str
    world: str
    called: int
    elections: int


@dataclass(frozen=True)
class FalseAlarms:
    """The worst rate over the worlds at which the rule calls any of the tests that ran, and how it is known.

    `measured` is false where only a bound is known: the sum over the tests of the rate at which each alone
    passes the rule's limit for the smallest p.
    """

    rate: float
    world: str
    measured: bool


def bounds(successes: int, trials: int) -> tuple[float, float]:
    """One-sided 95 % confidence bounds of a rate, below and above; 0 and 1 without trials."""
    if trials == 0:
        return 0.0, 1.0
    low = float(betaincinv(successes, trials - successes + 1, 1 - CONFIDENCE)) if successes else 0.0
    high = float(betaincinv(successes + 1, trials - successes, CONFIDENCE)) if successes < trials else 1.0
    return low, high


@dataclass(frozen=True)
class Calibration:
    """The measured table: seeds, stations per clean and per manipulated election, and every rate.

    `by_seed` has each test's rate under each seed alone, over all worlds; `repeat` a digest of the first
    clean elections of every world, which a later run must give again.
    """

    seeds: tuple[int, ...]
    stations: int
    powered_stations: int
    rates: tuple[Rate, ...]
    families: tuple[FamilyRate, ...] = ()
    by_seed: Mapping[str, tuple[float, ...]] | None = None
    repeat: str = ""

    def sizes(self, test: str) -> dict[str, Rate]:
        """False-alarm rate of one test in each clean world."""
        return {rate.world: rate for rate in self.rates if rate.test == test and rate.kind == "clean"}

    def power(self, test: str, kind: str) -> dict[float, float]:
        """How often the test fires by size of manipulation, averaged over the worlds."""
        return self._average(test, kind, lambda rate: rate.rate)

    def called(self, test: str, kind: str) -> dict[float, float]:
        """How often the whole rule calls the test by size of manipulation, averaged over the worlds."""
        return self._average(test, kind, lambda rate: rate.called / max(rate.elections, 1))

    def _average(self, test: str, kind: str, of: Callable[[Rate], float]) -> dict[float, float]:
        found: dict[float, list[float]] = {}
        for rate in self.rates:
            if rate.test == test and rate.kind == kind:
                found.setdefault(rate.percent, []).append(of(rate))
        return {percent: sum(values) / len(values) for percent, values in sorted(found.items())}

    def power_table(self, test: str) -> dict[str, dict[float, float]]:
        """Rates at which the rule calls the test by kind and size of manipulation, where measured."""
        kinds = sorted({rate.kind for rate in self.rates if rate.test == test and rate.kind != "clean"})
        return {kind: self.called(test, kind) for kind in kinds}

    def tests(self) -> list[str]:
        """Every test in the table."""
        return sorted({rate.test for rate in self.rates})

    def standing(self, test: str) -> Standing:
        """What the measured rates allow the test to say; a test never measured says nothing."""
        return standing_of(test, [rate.bounds for rate in self.sizes(test).values()])

    def speaking(self) -> tuple[str, ...]:
        """The tests of the battery whose standing allows a verdict."""
        held = {test: self.standing(test) for test in self.tests() if test != "flag_contrast"}
        return tuple(test for test, one in held.items() if one is not Standing.NOT_DIAGNOSTIC)

    def false_alarms(self, ran: Collection[str]) -> FalseAlarms | None:
        """Answer: in how many honest elections does the rule call any of these tests?

        None when one of them was never measured in a clean world.
        """
        name = set_name(ran, self.speaking())
        measured = [one for one in self.families if one.tests == name]
        if measured:
            worst = max(measured, key=lambda one: (one.called / one.elections, one.world))
            return FalseAlarms(worst.called / worst.elections, worst.world, True)
        return self._bounded(sorted(ran))

    def _bounded(self, ran: Sequence[str]) -> FalseAlarms | None:
        place, found = len(ran) - 1, []
        for world in sorted({rate.world for rate in self.rates if rate.kind == "clean"}):
            rates = [self.sizes(test).get(world) for test in ran]
            if any(rate is None or len(rate.tails) <= place for rate in rates):
                return None
            found.append((sum(rate.tails[place] / rate.elections for rate in rates if rate), world))
        return FalseAlarms(*max(found), measured=False) if found and ran else None


def set_name(ran: Collection[str], speaking: Collection[str]) -> str:
    """The name under which a set of tests is measured: the tests in order, or that it was all of them."""
    return EVERYTHING if set(ran) == set(speaking) else " + ".join(sorted(ran))


def standing_of(test: str, held: Sequence[tuple[float, float]]) -> Standing:
    """The standing of a test from the bounds of its rate in every clean world."""
    if test in NOT_DIAGNOSTIC or not held or max(high for _, high in held) > HOLDS[1]:
        return Standing.NOT_DIAGNOSTIC
    return Standing.DIAGNOSTIC if min(low for low, _ in held) >= HOLDS[0] else Standing.CONSERVATIVE


def to_json(calibration: Calibration) -> str:
    """The table as text that is the same for the same numbers."""
    body = asdict(calibration)
    return json.dumps(body, indent=None, separators=(",", ":"), sort_keys=True).replace("},{", "},\n{") + "\n"


def from_json(text: str) -> Calibration:
    """Read a stored table. Raises F06 when it is not one."""
    try:
        body = json.loads(text)
        rates = tuple(Rate(**{**rate, "tails": tuple(rate["tails"])}) for rate in body.pop("rates"))
        families = tuple(FamilyRate(**one) for one in body.pop("families"))
        by_seed = {test: tuple(one) for test, one in (body.pop("by_seed") or {}).items()}
        seeds = tuple(body.pop("seeds"))
        return Calibration(seeds=seeds, rates=rates, families=families, by_seed=by_seed, **body)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ScrutatorError("F06", f"not a calibration table: {error}") from error


def stored_calibration() -> Calibration:
    """The table that ships with Scrutator."""
    path = resources.files("scrutator.forensics") / "tables" / TABLE
    if not path.is_file():
        raise ScrutatorError("F06", "the calibration table is missing", where=str(path))
    return from_json(path.read_text(encoding="utf-8"))
