"""The methods of the forensics room, for the register."""

from scrutator.findings.method import Method
from scrutator.findings.methods.forensics import lists, named, stations, tallies

METHODS: tuple[Method, ...] = (*stations.METHODS, *lists.METHODS, *tallies.METHODS, named.NAMED)
