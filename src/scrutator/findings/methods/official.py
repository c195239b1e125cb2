"""Methods on the official numbers: turnout, vote shares, margins, consistency."""

from scrutator.findings.method import Method
from scrutator.findings.methods.turnout import TURNOUT

METHODS: tuple[Method, ...] = (TURNOUT,)
