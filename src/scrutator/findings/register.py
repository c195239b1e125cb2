"""The register of methods: every question a case may ask, by id."""

from collections.abc import Iterable

from scrutator.errors import ScrutatorError
from scrutator.findings.method import Method
from scrutator.findings.methods import counting, forensics, law, ledger, official


def _by_id(groups: Iterable[tuple[Method, ...]]) -> dict[str, Method]:
    methods: dict[str, Method] = {}
    for group in groups:
        for method in group:
            if method.id in methods:
                raise ValueError(f"two methods are called {method.id}")
            methods[method.id] = method
    return dict(sorted(methods.items()))


METHODS: dict[str, Method] = _by_id(
    [
        counting.METHODS,
        forensics.METHODS,
        law.METHODS,
        ledger.METHODS,
        official.METHODS,
    ]
)


def find_method(name: str) -> Method:
    """The method of this id; raises N01 with the nearest names."""
    if name in METHODS:
        return METHODS[name]
    import difflib

    near = difflib.get_close_matches(name, METHODS, n=3) or list(METHODS)
    raise ScrutatorError("N01", f"there is no method '{name}'", remedy=f"Known methods: {', '.join(near)}.")
