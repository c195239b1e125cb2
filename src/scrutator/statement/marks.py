"""The one set of marks: which words have a sign, and which sign, on the page and on paper.

On the page the class of a mark gives its sign and colour (`page.css`); on paper the sign stands first.
"""

from scrutator.findings.model import Value

# Words that carry a mark, with the class of the mark: a shape and a colour beside the word.
MARKED_WORDS = {
    "supported": "supported",
    "partly supported": "partly",
    "contradicted": "contradicted",
    "contradicted in part": "partly-against",
    "cannot be determined": "undetermined",
    "cannot_be_determined": "undetermined",
    "opinion": "opinion",
    "none on record": "ring-open",
    "declared": "ring-half",
    "ended before": "ring-half",
    "on record, disclosure unknown": "ring-link",
    "on record, not disclosed": "ring-link",
    "undeclared against a duty to declare": "ring-link",
    "speaks for it": "ring-full",
    "speaks of itself": "ring-full",
    "met": "supported",
    "met in part": "partly",
    "not met in part": "partly-against",
    "not met": "contradicted",
}
SIGNS = {
    "supported": "●",
    "partly": "◐",
    "contradicted": "×",
    "partly-against": "⊗",
    "undetermined": "◌",
    "opinion": "“",
    "ring-open": "○",
    "ring-half": "◑",
    "ring-link": "⊙",
    "ring-full": "◎",
}
"""Class of a mark -> its sign: all of them are in the fonts of the PDF."""
CERTAINTY_LEVELS = {"very_low": 25, "low": 50, "moderate": 75, "high": 100}
OTHERS_WORDS = ("concluded",)  # columns of what others concluded: none of our marks
ADDED = ("independence of the speaker",)  # columns whose word has an addition in brackets


def mark_of(value: Value | None, column: str) -> str:
    """The class of the mark of a cell, or none: the same word has the same mark, whatever is added to it."""
    if not isinstance(value, str) or column in OTHERS_WORDS:
        return ""
    return MARKED_WORDS.get(value.partition(" (")[0] if column in ADDED else value, "")
