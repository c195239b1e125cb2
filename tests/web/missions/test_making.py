"""A new mission's short name."""

from datetime import date

import pytest

from scrutator.errors import ScrutatorError
from scrutator.web.missions.making import new_mission
from scrutator.web.sms.numbers import SECRET
from scrutator.web.sms.views import gateway_key


def test_no_mission_has_a_name_whose_gateway_key_is_a_secret_of_the_server() -> None:
    slug = SECRET.removeprefix("sms-")
    with pytest.raises(ScrutatorError, match="D62"):
        new_mission(slug, "A mission", date(2026, 11, 29), "Asia/Almaty", "")
    assert gateway_key("code") != gateway_key(slug)
