"""A mission of its own for each test."""

import os

import pytest

from support.field_server import Mission, Phone, new_mission, ready

# A browser of other tests leaves an event loop in this process, in which Django would refuse to read.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
ready()  # models can be imported only then


@pytest.fixture
def mission() -> Mission:
    return new_mission()


@pytest.fixture
def phone(mission: Mission) -> Phone:
    return Phone(mission)
