"""The forms that come with Scrutator: files of the package, written by `tools/forms/make_forms.py`."""

from importlib.resources import files

from scrutator.errors import ScrutatorError

_BUNDLED = ("opening", "voting", "counting", "tabulation", "incident", "quickcount", "voters")


def bundled() -> tuple[str, ...]:
    """The names of the bundled forms, in the order of an election day."""
    return _BUNDLED


def bundled_form(name: str) -> bytes:
    """The XLSForm of this name, as xlsx. Raises D06."""
    if name not in _BUNDLED:
        remedy = f"Bundled forms: {', '.join(_BUNDLED)}."
        raise ScrutatorError("D06", f"there is no bundled form “{name[:40]}”", remedy=remedy)
    return (files("scrutator.field") / "bundled_forms" / f"{name}.xlsx").read_bytes()
