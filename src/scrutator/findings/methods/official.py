"""Methods on the official numbers: turnout, vote shares, margins, consistency; effort of missions."""

from scrutator.findings.method import Method
from scrutator.findings.methods.consistency import CONSISTENCY
from scrutator.findings.methods.effort import EFFORT
from scrutator.findings.methods.margins import MARGINS
from scrutator.findings.methods.shares import SHARES
from scrutator.findings.methods.turnout import TURNOUT

METHODS: tuple[Method, ...] = (CONSISTENCY, EFFORT, MARGINS, SHARES, TURNOUT)
