"""Scrutator: an open workbench for election observation and integrity.

It takes what was seen, said, counted and promised around an election and turns it into a
statement of findings that any third party can re-verify.
"""

__version__ = "0.1.0"
