"""The one catalogue of errors: what is wrong, where, and what to do.

A code is stable and never reused. The exit status of the command line derives from the code:

    0  all well
    1  faults were found (a check, an audit or a verification did not pass)
    2  the input or the arguments cannot be used as given
    3  something this command needs is not installed or not present

Rooms own a letter: R record, L law, C counting, F forensics, G ledger, D field, S simulation,
N findings, T statement, Z seal, X command line and files.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One line of the catalogue: the stable code, what it means, what usually helps."""

    code: str
    meaning: str
    remedy: str
    exit_status: int = 2


class ScrutatorError(Exception):
    """A fault a person can understand and mend; never a traceback on the command line."""

    def __init__(self, code: str, what: str, *, where: str = "", remedy: str = "") -> None:
        self.entry = CATALOGUE[code]
        self.code = code
        self.what = what
        self.where = where
        self.remedy = remedy or self.entry.remedy
        super().__init__(f"{code}: {what}" + (f" ({where})" if where else "") + f" {self.remedy}")

    @property
    def exit_status(self) -> int:
        """The command line's exit status for this error."""
        return self.entry.exit_status


_ENTRIES = (
    # --- command line and files (X)
    Entry("X01", "a file or folder cannot be read", "Check the path and its permissions."),
    Entry("X02", "an optional part is not installed", "Install the extra it names.", 3),
    Entry("X03", "an option's value cannot be used", "See the command's --help for what it accepts."),
    Entry("X04", "the output already exists or cannot be written", "Name another output."),
    # --- record (R)
    # --- law (L)
    Entry("L01", "a list is not among those of the contest", "Compare the spelling of the names."),
    Entry("L02", "a number of votes is negative, fractional or missing", "Correct the number in the file."),
    Entry("L03", "a list has no name or stands twice", "Add up the rows, or give the lists different names."),
    Entry("L04", "there are no votes to distribute seats by", "Check that the file has rows with votes."),
    Entry("L05", "totals of the votes contradict each other", "Correct the total or the parts."),
    Entry("L06", "the rules need a number that the input does not give", "Add a row or column for it."),
    Entry("L07", "the file of votes cannot be read as a table", "See docs/reference/statute.md."),
    Entry("L10", "a rule of a seat law cannot be used as written", "See docs/reference/statute.md."),
    Entry("L11", "there is no such quota or divisor", "Use one of the names listed."),
    Entry(
        "L12", "more lists must have a seat than there are seats", "The law must exclude some lists first."
    ),
    Entry(
        "L13", "the quota leaves too many or too few seats", "The law must say what follows; add that rule."
    ),
    Entry("L14", "more seats are guaranteed than the house has", "Check the guarantees and the house."),
    Entry("L20", "a rule for ties cannot be used", "Name recorded facts."),
    Entry("L30", "there is no such statute", "See `scrutator law list`."),
    Entry("L31", "a statute file cannot be used as written", "See docs/reference/statute.md."),
    Entry("L32", "a statute has a gap or an overlap in time", "Make every version begin where one ends."),
    Entry("L33", "a statute has no rules on that date", "Choose a date on which it was in force."),
    Entry("L40", "a seat system over districts cannot be computed", "Check districts, seats and tiers."),
    Entry("L41", "a biproportional distribution was not found", "Report the votes; the search is bounded."),
    Entry("L50", "a margin cannot be computed", "See what the message names."),
    Entry("L60", "a party's file cannot be checked", "See docs/reference/statute.md, registration."),
    # --- counting (C)
    # --- forensics (F)
    # --- ledger (G)
    # --- simulation (S)
    # --- findings (N)
    # --- statement (T)
    # --- seal (Z)
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}
