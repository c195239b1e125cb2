"""What a test does when something it needs is not there."""

import os

import pytest


def lacking(reason: str) -> None:
    """Skip with the reason; fail where everything must be present (SCRUTATOR_REQUIRE_ALL=1)."""
    if os.environ.get("SCRUTATOR_REQUIRE_ALL") == "1":
        pytest.fail(f"required here, but {reason}")
    pytest.skip(reason)
