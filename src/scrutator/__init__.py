"""Scrutator: an open workbench for election observation and integrity.

It takes what was seen, said, counted and promised around an election and turns it into a
statement of findings that any third party can re-verify.

`import scrutator` offers the functions and result types of `__all__`; each has a page under
docs/reference/api. They are loaded when first used, so that the import itself costs next to nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrutator.api.chances import SeatChances, seat_chances
    from scrutator.api.laws import Law, statute
    from scrutator.api.margins import Margins, margins
    from scrutator.api.seats import Comparison, Seats, counterfactual, seats
    from scrutator.errors import ScrutatorError

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Law",
    "Margins",
    "ScrutatorError",
    "SeatChances",
    "Seats",
    "__version__",
    "counterfactual",
    "margins",
    "seat_chances",
    "seats",
    "statute",
]

_HOME = {
    "scrutator.api.chances": ("SeatChances", "seat_chances"),
    "scrutator.api.laws": ("Law", "statute"),
    "scrutator.api.margins": ("Margins", "margins"),
    "scrutator.api.seats": ("Comparison", "Seats", "counterfactual", "seats"),
    "scrutator.errors": ("ScrutatorError",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    """Load a public name when it is first used."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'scrutator' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_MODULE_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_MODULE_OF])
