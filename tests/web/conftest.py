"""A mission of its own for each test."""

import pytest

from support.field_server import Mission, Phone, new_mission, ready

ready()  # models can be imported only then


@pytest.fixture
def mission() -> Mission:
    return new_mission()


@pytest.fixture
def phone(mission: Mission) -> Phone:
    return Phone(mission)
