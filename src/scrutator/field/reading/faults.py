"""One reason not to publish a form."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class FormFault:
    """One reason not to publish a form: sheet and row, the error's code, what is wrong, what to do."""

    sheet: str
    row: int
    code: str
    reason: str
    remedy: str
