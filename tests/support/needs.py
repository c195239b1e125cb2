"""What a test does when something it needs is not there."""

import importlib
import os
from types import ModuleType
from typing import NoReturn

import pytest


def lacking(reason: str) -> NoReturn:
    """Skip with the reason; fail where everything must be present (SCRUTATOR_REQUIRE_ALL=1)."""
    if os.environ.get("SCRUTATOR_REQUIRE_ALL") == "1":
        pytest.fail(f"required here, but {reason}")
    pytest.skip(reason, allow_module_level=True)


def package(name: str) -> ModuleType:
    """A package that an extra brings; without it the test skips, and fails where everything is required."""
    try:
        return importlib.import_module(name)
    except ImportError:
        lacking(f"the package {name} is not installed")
