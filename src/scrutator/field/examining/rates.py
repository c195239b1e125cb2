"""The rates that stand beside every verdict, as they were measured and stored with the program."""

from functools import cache
from importlib.resources import files

import msgspec

from scrutator.errors import ScrutatorError
from scrutator.field.examining.measuring import VERSION, Power, Rates

FILE = "rates.json"


@cache
def stored_rates() -> Rates:
    """The stored rates. Raises D09 when they were measured with other tests than these."""
    found = msgspec.json.decode((files("scrutator.field.examining") / FILE).read_bytes(), type=Rates)
    if found.version != VERSION:
        remedy = "Measure them again with `scrutator forms observers-rates`."
        raise ScrutatorError("D09", f"the stored rates are of version {found.version}", remedy=remedy)
    return found


def rates_text(rates: Rates) -> bytes:
    """The rates as they are stored: the same for the same rates."""
    return msgspec.json.format(msgspec.json.encode(rates), indent=1) + b"\n"


def worst_honest(rates: Rates) -> tuple[float, float]:
    """Answer: what share of honest observers is named in the world where most are, and its upper limit?"""
    worst = max(rates.honest, key=lambda one: one.named / one.observers)
    return worst.named / worst.observers, worst.high


def found_of(rates: Rates, kind: str, share: float) -> tuple[Power, ...]:
    """What was measured of a kind where this share of observers is not honest, by the part they invent."""
    return tuple(one for one in rates.power if one.kind == kind and one.share == share)
