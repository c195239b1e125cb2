"""Whether two accounts can be taken for two persons, and whether both still may."""

from dataclasses import dataclass
from typing import Any

from scrutator.web.accounts.models import User
from scrutator.web.accounts.people import SECOND_PERSONS, role_of
from scrutator.web.roles import Role


@dataclass(frozen=True)
class Party:
    """An account, those that made it (its maker, the maker's maker, …), and a mark of its browser, "" where
    that is not known."""

    account: int
    makers: frozenset[int]
    browser: str = ""


def why_one(first: Party, second: Party) -> str:
    """Why two accounts are not taken for two persons; "" when they are."""
    if first.account == second.account:
        return "the one who asked is not the second person"
    if (first.makers | {first.account}) & (second.makers | {second.account}):
        return "one of the two accounts was made by the other, or both by the same person"
    if first.browser and first.browser == second.browser:
        return "the other asked in this browser: the second person has one of their own"
    return ""


def makers_of(account: int) -> frozenset[int]:
    """Who made an account, who made that one, and so on."""
    made_by = dict(User.objects.values_list("pk", "made_by"))
    found: set[int] = set()
    while (maker := made_by.get(account)) is not None and maker not in found:
        found.add(maker)
        account = maker
    return frozenset(found)


def both_still_may(mission: Any, asker: int, second: int) -> bool:
    """Whether the one who asked is a coordinator, and the other a second person, at this moment."""
    return role_of(asker, mission) is Role.COORDINATOR and role_of(second, mission) in SECOND_PERSONS
