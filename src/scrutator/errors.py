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
    # --- counting (C)
    # --- forensics (F)
    Entry("F01", "a table of station results cannot be used", "See docs/reference/station-results.md."),
    Entry("F02", "a named column is not in the table", "Name a column of the table, e.g. --map leader=NAME."),
    Entry("F03", "the election cannot be tested in this way", "The message says what the test needs."),
    Entry("F04", "there is no comparison between the two groups", "Choose strata in which both occur."),
    Entry("F05", "a model's own checks failed, so nothing is printed", "Do not use this fit.", 1),
    Entry(
        "F06", "a stored calibration or panel does not fit", "Make it anew: see `scrutator forensics --help`."
    ),
    Entry("F07", "a data set is not known", "See `scrutator data list`."),
    Entry("F08", "a data set's content differs from its registered hash", "Fetch it again or report it.", 1),
    # --- ledger (G)
    # --- simulation (S)
    Entry("S01", "a simulation's parameters cannot be used", "See docs/reference/simulation.md."),
    # --- findings (N)
    # --- statement (T)
    # --- seal (Z)
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}
