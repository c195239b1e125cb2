"""A coordinator and a second person in their browsers, on the page of names."""

from typing import Any

from support.field_server import Mission


class Two:
    """They ask and answer by the page's own posts."""

    def __init__(self, mission: Mission, second: str = "approver") -> None:
        self.mission, self.url = mission, f"/m/{mission.slug}/names"
        self.coordinator, self.second = mission.client("coordinator"), mission.client(second)

    def ask(
        self, reason: str = "they do not answer", observer: str = "A-01", wanted: str = "see the name"
    ) -> int:
        """The status of asking."""
        given = {"observer": observer, "reason": reason, "wanted": wanted}
        return int(self.coordinator.post(f"{self.url}/ask", given).status_code)

    @property
    def number(self) -> int:
        """The number of the last request."""
        return int(self.mission.row.name_requests.latest("pk").pk)

    def answer(self, state: str = "agreed", client: Any = None) -> Any:
        """The second person's answer, or another's."""
        return (client or self.second).post(f"{self.url}/{self.number}", {"state": state})

    def show(self, client: Any = None) -> Any:
        """Do what was agreed on, as the one who asked or another."""
        return (client or self.coordinator).post(f"{self.url}/{self.number}/show")

    def agree(self, wanted: str, observer: str = "A-01") -> None:
        """Both agree on something."""
        assert (self.ask(observer=observer, wanted=wanted), self.answer().status_code) == (302, 302)
