"""What a provision may ask of a party's file: the four forms of `requires`, each with its keys."""

from collections.abc import Mapping
from typing import Any

from scrutator.errors import ScrutatorError

FORMS: Mapping[str, Mapping[str, type]] = {
    "at_least": {"fact": str, "at_least": int},
    "in_each_region": {"fact": str, "in_each_region": int, "regions": int},
    "within_months": {"fact": str, "within_months": int, "after": str},
    "must_be": {"fact": str, "must_be": str},
}
LARGEST = 10**9


def check_requirement(asked: Mapping[str, Any], where: str) -> None:
    """Raise L31 unless this is one of the forms, with all its keys and no other."""
    keys = next((keys for form, keys in FORMS.items() if form in asked), {})
    if set(asked) != set(keys):
        said = "; ".join(", ".join(form) for form in FORMS.values())
        what = f"requires has {', '.join(sorted(asked))}"
        raise ScrutatorError("L31", what, where=where, remedy=f"One of: {said}.")
    for key, kind in keys.items():
        if not _is_right(asked[key], kind):
            said = "a text" if kind is str else "a whole number of 1 or more"
            raise ScrutatorError("L31", f"{key} = {asked[key]!r}: write {said}", where=where)


def _is_right(value: object, kind: type) -> bool:
    if isinstance(value, str):
        return kind is str and bool(value.strip())
    return kind is int and type(value) is int and 1 <= value <= LARGEST
