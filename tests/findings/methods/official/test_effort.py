from types import SimpleNamespace

import pytest

from scrutator.findings.methods.official.effort import found_something, upper_bound
from scrutator.record.unknown import Missing, Unknown


@pytest.mark.parametrize(("n", "bound"), [(8, 31.2), (22, 12.7), (65, 4.5), (300, 0.99)])
def test_the_exact_bound_of_none_in_n(n: int, bound: float) -> None:
    assert upper_bound(n) == pytest.approx(bound, abs=0.05)


def test_at_the_bound_finding_nothing_has_a_chance_of_five_per_cent() -> None:
    assert (1 - upper_bound(65) / 100) ** 65 == pytest.approx(0.05, abs=1e-12)


@pytest.mark.parametrize(
    ("infringements", "found"),
    [
        (0, False),
        (1, True),
        (Unknown(Missing.NOT_PUBLISHED, "listed one by one, not counted"), True),
        (Unknown(Missing.NOT_PUBLISHED, "no report"), False),
    ],
)
def test_a_mission_that_listed_infringements_without_a_count_found_something(
    infringements: int | Unknown, found: bool
) -> None:
    assert found_something(SimpleNamespace(infringements=infringements)) is found  # type: ignore[arg-type]
