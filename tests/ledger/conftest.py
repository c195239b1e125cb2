"""What the tests of this room share."""

from collections.abc import Callable

import pytest

from scrutator.ledger.claims.rulings import Evidence, cards_of
from scrutator.record.nouns.claims import EvidenceLine, Proposition
from support.ledger_rows import SOURCES, line, proposition


@pytest.fixture
def evidence() -> Evidence:
    return Evidence(cards_of(SOURCES))


@pytest.fixture
def make_line() -> Callable[..., EvidenceLine]:
    return line


@pytest.fixture
def make_proposition() -> Callable[..., Proposition]:
    return proposition
