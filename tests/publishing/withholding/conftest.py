"""Publications that withhold something, made once."""

import pytest
from tests.publishing.withholding.cases import CELL, OUTSIDE, published

from scrutator.publishing.build import Built


@pytest.fixture(scope="module")
def cell(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A publication that withholds one figure of turnout."""
    return published(tmp_path_factory.mktemp("cell"), CELL)


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return published(tmp_path_factory.mktemp("outside"), OUTSIDE)
