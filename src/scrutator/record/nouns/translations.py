"""Texts of the record in other languages: what a reader of the page sees where the record has only one."""

from dataclasses import dataclass

from scrutator.record.cells import IDENTIFIER, TEXT
from scrutator.record.columns import column


@dataclass(frozen=True)
class Translation:
    """One text of the record, as a cell of another table has it, in the words of one language."""

    text: str = column(TEXT, "the text, exactly as a cell of another table has it")
    language: str = column(IDENTIFIER, "language of the words, e.g. es")
    words: str = column(TEXT, "the same in this language")
