"""Refusals by name, for tests of any input."""

from collections.abc import Callable

from scrutator.errors import ScrutatorError


def code_of(action: Callable[[], object]) -> str | None:
    """The code with which an action is refused; None when it is not."""
    try:
        action()
    except ScrutatorError as error:
        return error.code
    return None
