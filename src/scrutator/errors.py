"""The one catalogue of errors: what is wrong, where, and what to do.

A code is stable and never reused. The exit status of the command line derives from the code:

    0  success
    1  faults were found (a check, an audit or a verification did not pass)
    2  the input or the arguments cannot be used as given
    3  something this command needs is not installed or not present

Each room has its letter: A the Python functions, B tables, R record, L law, C counting, F forensics,
G ledger, S simulation, N findings, T statement, Z seal, X command line and files, D field (its server
from D50), E expressions.
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
    """A fault that a person can understand and fix: `code`, `what`, `where`, `remedy`.

    `str()` of it says all four. Every code is listed by `scrutator docs errors`.
    """

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
    Entry("X02", "an optional part is not installed", "Run the `pip install` command it names.", 3),
    Entry("X03", "an option's value cannot be used", "See the command's --help for what it accepts."),
    Entry("X04", "the output already exists or cannot be written", "Choose another output."),
    Entry("X06", "the workers of a long run were lost", "Restart them and run the command again.", 3),
    Entry("X05", "there is no such page of the documentation", "`scrutator docs` lists the pages."),
    # --- tables (B)
    Entry(
        "B01", "a file cannot be unpacked or is not a table", "Open it in a spreadsheet and save it as CSV."
    ),
    Entry("B02", "a file is too large, or unpacks to too much", "Split it, or save only its table as CSV."),
    Entry(
        "B03",
        "the encoding of a text is unknown",
        'Save it as UTF-8, or write `encoding = "…"` in a mapping.',
    ),
    Entry("B04", "it is not clear which part of a file is the table", "Name it with --sheet."),
    Entry("B05", "the heading of a table cannot be used", "Write `heading = ROW` in a mapping."),
    Entry("B06", "a named column is not in the table", "Name a column of the table: --map NAME=COLUMN."),
    Entry("B07", "rows of a table cannot be used", "Correct them, or leave them out with --accept-losses."),
    Entry(
        "B08",
        "rows may be totals or notes, not stations",
        "Write `drop = [ROW]` or `keep = [ROW]` in a mapping.",
    ),
    Entry(
        "B09", "columns contradict each other in many rows", "Check --map, or continue with --accept-losses."
    ),
    Entry("B10", "a mapping cannot be used", "See `scrutator docs tables`."),
    Entry("B11", "numbers can be read in two ways", 'Write `thousands = "."` (or ",", "none") in a mapping.'),
    # --- the Python functions (A)
    Entry("A01", "an argument of a function cannot be used", "See the function's help for what it accepts."),
    # --- record (R)
    Entry("R01", "a file of the case is missing", "Create a case with `scrutator case new DIR`.", 1),
    Entry("R02", "a file is too large", "Split it, or keep bulk data outside the folder.", 1),
    Entry("R03", "a file is not UTF-8", "Save the file as UTF-8.", 1),
    Entry("R04", "a file is not TOML, CSV or GeoJSON", "Correct the line.", 1),
    Entry("R05", "a column or key is unknown, missing or duplicated", "See `scrutator docs case-folder`.", 1),
    Entry(
        "R06",
        "a row has more or fewer cells than the header",
        "Look for a missing or extra comma or quote.",
        1,
    ),
    Entry("R07", "a required cell is empty", "Fill it in, or say why the value is missing.", 1),
    Entry("R08", "a value is marked as missing where one is required", "Fill it in.", 1),
    Entry("R09", "the case has another format", "Run `scrutator case upgrade DIR`.", 1),
    Entry("R10", "a cell has the wrong type", "See `scrutator docs case-folder`.", 1),
    Entry("R11", "a value is out of range", "Check it against the source.", 1),
    Entry("R12", "a text contains what a reader cannot see", "Remove it.", 1),
    Entry("R13", "a value is not one of the allowed words", "Use one of the words listed.", 1),
    Entry("R20", "duplicate key", "Give one of the rows a different id.", 1),
    Entry("R21", "a reference names a row that does not exist", "Add the row, or correct the id.", 1),
    Entry("R22", "votes or ballots exceed their total", "Correct the figure, or mark it.", 1),
    Entry("R23", "dates are out of order", "Correct one of them.", 1),
    Entry("R24", "a file is not part of a case", "Move it out of the folder.", 1),
    Entry("R25", "what is withheld cannot be withheld so", "See `scrutator docs withhold-and-disclose`.", 1),
    Entry("R26", "a mission's reports do not add up", "Say what became of every report.", 1),
    Entry("R27", "a log's checkpoint does not hold", "Make the case again from the mission's records.", 1),
    Entry("R30", "the case has faults", "Run `scrutator case check` and correct what it names.", 1),
    Entry("R31", "there is no such case", "Name a folder with a case.toml, or a bundled case."),
    # --- law (L)
    Entry("L01", "the contest has no such list", "Check the spelling of the name."),
    Entry("L02", "a number of votes is negative, fractional or missing", "Correct the number in the file."),
    Entry(
        "L03",
        "a list has no name, or two have the same name",
        "Add up the rows, or give the lists different names.",
    ),
    Entry("L04", "there are no votes to allocate seats by", "Check that the file has rows with votes."),
    Entry("L05", "totals of the votes contradict each other", "Correct the total or the parts."),
    Entry("L06", "the rules need a number that the input does not give", "Add a row or column for it."),
    Entry("L07", "the file of votes cannot be read as a table", "See `scrutator docs statute`."),
    Entry("L10", "a rule of a seat law cannot be used as written", "See `scrutator docs statute`."),
    Entry("L11", "there is no such quota or divisor", "Use one of the names listed."),
    Entry(
        "L12", "more lists must have a seat than there are seats", "The law must exclude some lists first."
    ),
    Entry(
        "L13", "the quota leaves too many or too few seats", "The law must say what follows; add that rule."
    ),
    Entry("L14", "more seats are guaranteed than the house has", "Check the guarantees and the house."),
    Entry("L20", "a rule for ties cannot be used", "Decide ties by facts that are in the record."),
    Entry("L30", "there is no such statute", "See `scrutator law list`."),
    Entry("L31", "a statute file cannot be used as written", "See `scrutator docs statute`."),
    Entry("L32", "a statute has a gap or an overlap in time", "Make every version begin where one ends."),
    Entry("L33", "a statute has no rules on that date", "Choose a date on which it was in force."),
    Entry("L40", "a seat system over districts cannot be computed", "Check districts, seats and tiers."),
    Entry(
        "L41",
        "a biproportional distribution was not found",
        "The search is bounded; please report these votes.",
    ),
    Entry("L50", "a margin cannot be computed", "See what the message names."),
    Entry("L60", "a party's file cannot be checked", "See `scrutator docs statute`, registration."),
    Entry("L70", "a file of ballot papers cannot be read", "See `scrutator docs ballots`."),
    Entry("L71", "a ballot paper cannot be counted as it is", "Correct the row, or take the paper out."),
    Entry("L72", "the rules of a count cannot be used as written", "See `scrutator docs ballots`."),
    Entry(
        "L73",
        "a recorded lot cannot be used",
        "Name who stood in the lot, for what, who was drawn, the source.",
    ),
    Entry("L74", "a contest cannot be decided from these votes", "See what the message names."),
    Entry("L90", "a deadline has no end, or two", "Give `due`, or `start` with `allowed` and `unit`."),
    # --- counting (C)
    Entry("C01", "a sampling design contradicts itself", "Compare the design with how the draw was made."),
    Entry("C02", "replicates cannot be formed", "Merge the stratum with its registered neighbour."),
    Entry("C03", "known totals cannot be met", "Merge groups, or use fewer calibration variables."),
    Entry("C04", "a public seed is too short", "Roll more dice in public and record every digit."),
    Entry("C05", "a station list cannot be used as a frame", "Correct the station list as the message says."),
    Entry("C06", "a design does not fit the frame", "Change the number of stations or the strata."),
    Entry("C07", "a published draw cannot be read", "Ask for the file that `sample draw --out` wrote."),
    Entry("C08", "a night cannot be read as registered", "Compare NIGHT.toml with the columns of its files."),
    Entry("C09", "shares do not add up", "Check which ballots the denominator counts."),
    Entry(
        "C10",
        "a protocol type cannot be used",
        "Correct the type, or transcribe the missing lines from the form.",
    ),
    Entry("C11", "a table of protocols cannot be read", "Correct the table as the message says."),
    Entry("C12", "versions do not form a chain", "Number the versions of each station from 1."),
    Entry("C13", "a form was not entered twice, independently", "Have two different people key each form."),
    Entry("C14", "an audit cannot be planned", "Correct what the message names."),
    Entry(
        "C15", "a release record cannot be signed or checked", "Write it again and have two people sign it."
    ),
    Entry(
        "C16",
        "limits of tolerance cannot be used",
        "Give votes of 0 or more, and per cent above 0 and up to 100.",
    ),
    # --- field (D)
    Entry("D01", "a form cannot be published", "See `scrutator docs forms`."),
    Entry(
        "D02",
        "a form lacks a translation, or phones and browsers would read it differently",
        "Correct the row of the XLSForm that it names.",
    ),
    Entry("D03", "a form would expose an observer", "Take it out of the form."),
    Entry("D04", "a submission cannot be read", "Send it again from the form itself."),
    Entry("D05", "a submission is larger than a report can be", "Send photographs as attachments."),
    Entry("D06", "there is no such bundled form", "Use one of the names listed."),
    Entry("D07", "a mission's records cannot become a case", "Correct what it names; nothing was written."),
    Entry("D08", "a deployment or a decision cannot be used", "Correct what it names."),
    Entry("D09", "a rehearsal cannot be planned so", "Correct what it names."),
    Entry("D10", "a table of checks cannot be used", "Correct what it names; nothing was changed."),
    # --- expressions (E)
    Entry("E01", "an expression cannot be read", "See `scrutator docs expressions`."),
    Entry("E02", "the parts of an expression do not fit together", "See `scrutator docs expressions`."),
    # --- forensics (F)
    Entry("F01", "a table of station results cannot be used", "See `scrutator docs station-results`."),
    Entry("F02", "a named column is not in the table", "Name a column of the table, e.g. --map leader=NAME."),
    Entry("F03", "the election cannot be tested in this way", "The message says what the test needs."),
    Entry("F04", "there is no comparison between the two groups", "Choose strata in which both occur."),
    Entry("F05", "a model's own checks failed, so nothing is printed", "Do not use this fit.", 1),
    Entry(
        "F06",
        "a stored calibration or panel does not fit",
        "Make it again: see `scrutator forensics --help`.",
    ),
    Entry("F07", "a data set is not known", "See `scrutator data list`."),
    Entry("F08", "a data set's content differs from its registered hash", "Fetch it again or report it.", 1),
    # --- ledger (G)
    Entry(
        "G01", "a condition on a figure cannot be read", "Write e.g. `turnout/turnout(region=Astana) <= 60`."
    ),
    Entry("G02", "there is no such proposition", "See `scrutator ledger verdicts CASE`."),
    Entry("G03", "there is no such actor", "See actors.csv."),
    Entry("G04", "there is no such erratum", "See errata.csv."),
    Entry(
        "G10",
        "agreement cannot be computed",
        "Have two coders code the same units, with more than one value.",
    ),
    Entry("G11", "a coding sheet cannot be used", "Start from `scrutator ledger media template`."),
    Entry(
        "G12",
        "a file contains nothing that can be imported",
        "Give FollowTheMoney JSON, or a .csv with the columns text, speaker or name, kind.",
    ),
    Entry("G20", "an override has no verdict", "Enter the verdict, or remove the reason.", 1),
    Entry(
        "G21",
        "a status claims an official evaluation before there was one",
        "Say who set it: the analyst.",
        1,
    ),
    Entry("G22", "a reply is mishandled", "State the reason, or correct the entry it answers.", 1),
    Entry("G23", "corrections of one cell do not form a chain", "Correct the column `was`.", 1),
    Entry("G24", "a name may be misleading", "Correct it, or give the actors distinct names.", 1),
    Entry("G25", "a reply cannot be filed", "Correct what it names; nothing was written."),
    Entry(
        "G26",
        "a correction is not signed with a known key",
        "Sign it with `scrutator ledger erratum sign`, or name its signer's key with --errata-key.",
        1,
    ),
    Entry("G27", "two actors are connected in more ways than can be listed", "Merge links, or split it."),
    Entry(
        "G28",
        "an overall assessment is entered as something else",
        "Give it the kind `overall assessment` and say in `assessment` whether conditions were met.",
        1,
    ),
    Entry(
        "G29",
        "missing evidence does not say whether it was looked for",
        "Fill `gap`, and `search` unless it was not looked for.",
        1,
    ),
    Entry("G30", "a line of evidence bears on the wrong thing", "Name one proposition, or one condition.", 1),
    Entry(
        "G31",
        "a complaint's outcome and decision disagree",
        "Correct the outcome, the decision or its date.",
        1,
    ),
    Entry(
        "G32",
        "a recommendation is placed in the wrong cycle",
        "Name a recommendation of commitments.csv; it may repeat only earlier ones that have a row.",
        1,
    ),
    Entry("G33", "a proposition has the wrong kind", "Make it a `comparison`, with `side` on its lines.", 1),
    Entry("G34", "a competing verdict has words of its own", "Write it in the words of its proposition.", 1),
    Entry("G35", "a source repeats itself", "Name the first source in the chain of repetitions.", 1),
    # --- simulation (S)
    Entry("S01", "a simulation's parameters cannot be used", "See `scrutator docs simulation`."),
    # --- findings (N)
    Entry("N01", "there is no such method", "See `scrutator docs methods`."),
    Entry("N02", "a method has no such parameter", "See `scrutator docs methods`."),
    Entry(
        "N03", "a method cannot run on this case", "Add the data it names, or remove it from findings.toml."
    ),
    Entry("N04", "there is no such figure", "See `scrutator findings CASE` for the figures there are."),
    Entry(
        "N06",
        "findings depend on one another in a circle",
        "Bind one of them to another figure, or to none.",
    ),
    Entry("N05", "a relation's expression cannot be computed", "Use ids of stated.csv, numbers and + - * /."),
    # --- statement (T)
    Entry(
        "T01", "a cell of the statement cannot be read", 'Write {{ figure("finding/figure", key="value") }}.'
    ),
    Entry("T02", "there is no such cell or chart", "See `scrutator docs statement`."),
    Entry(
        "T03",
        "the statement names something the case does not have",
        "Add it to the case, or correct the name.",
    ),
    Entry(
        "T04",
        "numbers in the prose come from no figure",
        "Put a figure cell there, or a source cell beside the quotation.",
        1,
    ),
    Entry("T05", "the PDF cannot be typeset", "See the typesetter's message; it names the place."),
    Entry(
        "T07",
        "a character cannot be drawn the same on every computer",
        "Write the name in a script that `scrutator docs charts` lists.",
    ),
    Entry(
        "T08",
        "a page would hold what verifiers refuse",
        "Take it out of the statement: links are to http(s) addresses, members and places in the page;"
        " images are files of the bundle; a table or chart stands alone in its paragraph;"
        " no figure stands in a link.",
    ),
    Entry("T06", "parts of the case are not written yet", "Write them; a source goes into sources.csv.", 1),
    # --- the field's server (D50 to D79)
    Entry("D50", "a post is not what ODK Collect sends", "Send it with ODK Collect."),
    Entry("D51", "the phone did not sign in", "Scan the QR code of this phone's token again."),
    Entry("D52", "a request is larger than is accepted", "Make photos smaller: see the form's settings."),
    Entry("D53", "a file has a format that is not accepted", "Attach photos as JPEG or PNG."),
    Entry("D54", "there is nothing at this address", "Go back to the mission's first page."),
    Entry("D55", "a receipt cannot be read", "Copy it again, with its last character."),
    Entry("D56", "this role may not do this", "Ask a coordinator of the mission."),
    Entry("D57", "the server cannot write now", "Send it again in a minute; nothing is lost.", 3),
    Entry("D58", "the server's folder or a setting cannot be used", "See `scrutator docs server`."),
    Entry("D59", "the server's disk is full", "Make room on the server's disk, then send it again.", 3),
    Entry("D60", "a first-run token is wrong, used or too old", "Start `scrutator serve` again for another."),
    Entry(
        "D61",
        "a table for the set-up cannot be taken over",
        "Correct the rows it names; nothing was written.",
    ),
    Entry("D62", "a mission cannot be made or changed in this way", "Correct what it names."),
    Entry("D63", "a form cannot be published", "Correct what it names; nothing was published."),
    Entry("D64", "an evidence key cannot be used", "Make one with `scrutator mission evidence-key -o FILE`."),
    Entry("D65", "a page of the server did not understand what was sent to it", "Go back and try again."),
    Entry(
        "D66",
        "the server failed in a way that was not foreseen",
        "Try again; tell the administrator when it was.",
        3,
    ),
    Entry("D67", "a copy of a server cannot be made or opened", "Give the passphrase it was made with."),
    Entry("D70", "a rehearsal could not go on", "Start the server with `scrutator serve`, and try again.", 3),
    Entry("D74", "a gateway's message cannot be read", "See `scrutator docs sms`, the hook."),
    Entry("D75", "a gateway did not sign its request", "See `scrutator docs sms`, the hook."),
    # --- seal (Z)
    Entry("Z01", "a key cannot be used", "Make one with `scrutator key new -o FILE --name NAME`."),
    Entry("Z02", "a secret key can be read by others", "Run `chmod 600` on the file."),
    Entry("Z03", "a key, checkpoint or remembered state cannot be read", "Copy it again, whole."),
    Entry("Z04", "the bundle cannot be written", "Correct what it names; nothing was published."),
    Entry(
        "Z06",
        "the log has continued since, or was never at the point this continues from",
        "Give --previous with the log's last bundle, or start another log with --new-log.",
    ),
    Entry("Z07", "a root document or notice cannot be used", "See `scrutator key root show FOLDER`."),
    Entry("Z08", "a witness did not cosign", "Ask its owner; an answer 409 or 422 may mean a fork.", 1),
    Entry(
        "Z09",
        "something that is withheld can still be read in the publication",
        "Withhold it there too; or say `shown_elsewhere = true` in withheld.toml where that is right.",
        1,
    ),
    Entry("Z10", "a withheld value cannot be opened", "`scrutator disclose list` says what can be.", 1),
    Entry("Z05", "the log fails its checks", "Keep both files as evidence, and ask the log's owner.", 1),
)

CATALOGUE: dict[str, Entry] = {entry.code: entry for entry in _ENTRIES}


def no_effect(option: str, without: str) -> ScrutatorError:
    """X03 for an option that does nothing without another: what is given is never silently unused."""
    return ScrutatorError("X03", f"{option} has no effect without {without}", remedy=f"Give {without} too.")


def missing_extra(what: str, extra: str) -> ScrutatorError:
    """The error of something that only an optional part of the installation can do, with its command."""
    remedy = f"Run `pip install 'scrutator[{extra}]'`."
    return ScrutatorError("X02", f"{what} needs the extra scrutator[{extra}]", remedy=remedy)
