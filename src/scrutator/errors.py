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
    Entry("C01", "a sampling design contradicts itself", "Compare the design with how the draw was made."),
    Entry("C02", "replicates cannot be formed", "Merge the stratum with its registered neighbour."),
    Entry("C03", "known totals cannot be met", "Merge groups, or use fewer calibration variables."),
    Entry("C04", "a public seed is too short", "Throw more dice in public and record every digit."),
    Entry("C05", "a station list cannot be used as a frame", "Mend the list; every station appears once."),
    Entry("C06", "a design does not fit the frame", "Change the number of stations or the strata."),
    Entry("C07", "a published draw cannot be read", "Ask for the file that `sample draw --out` wrote."),
    Entry("C08", "a night cannot be read as registered", "Compare NIGHT.toml with the columns of its files."),
    Entry("C09", "shares do not add up", "Check which ballots the denominator counts."),
    # --- forensics (F)
    # --- ledger (G)
    # --- simulation (S)
    # --- findings (N)
    # --- statement (T)
    # --- seal (Z)
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}
