"""Methods on the official numbers: turnout, vote shares, margins, consistency; effort of missions."""

from scrutator.findings.method import Method
from scrutator.findings.methods.official.consistency import CONSISTENCY
from scrutator.findings.methods.official.effort import EFFORT
from scrutator.findings.methods.official.elections import ELECTIONS
from scrutator.findings.methods.official.margins import MARGINS
from scrutator.findings.methods.official.regions import REGIONS
from scrutator.findings.methods.official.rounding import ROUNDING
from scrutator.findings.methods.official.shares import SHARES
from scrutator.findings.methods.official.turnout import TURNOUT

METHODS: tuple[Method, ...] = (CONSISTENCY, EFFORT, ELECTIONS, MARGINS, REGIONS, ROUNDING, SHARES, TURNOUT)
