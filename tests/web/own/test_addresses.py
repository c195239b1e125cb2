"""How often an address may ask, and which addresses are one."""

import pytest

from scrutator.web.own.addresses import HOUR, MOST_ADDRESSES, PerHour, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::9", "2001:0db8:0001:0002"),
        ("2001:db8:1:3::9", "2001:0db8:0001:0003"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", ""),
    ],
)
def test_a_household_is_one_address(address: str, network: str) -> None:
    assert network_of(address) == network


def test_within_an_hour_so_many_are_counted_and_an_hour_later_none() -> None:
    asked = PerHour(2)
    assert [asked.may("a", at) for at in (0.0, 1.0, 2.0)] == [True, True, False]
    assert asked.may("b", 2.0)
    assert not asked.may("a", HOUR - 0.1)
    assert asked.may("a", HOUR)


def test_what_is_refused_is_not_counted_and_memory_is_bounded() -> None:
    asked = PerHour(1)
    assert asked.may("a", 0.0)
    assert not any(asked.may("a", float(at)) for at in range(1, 100))
    for number in range(MOST_ADDRESSES):
        asked.may(str(number), 1.0)
    assert asked.may("a", 1.0)  # forgotten: it asked longest ago
