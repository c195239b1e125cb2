"""Every file a case may hold: tables whose rows are records, open tables, and what is no table.

A file that is not listed here is a fault, because it would be published without being read.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from scrutator.record.cells import COUNT, TEXT, Kind
from scrutator.record.nouns.actors import Actor, Link
from scrutator.record.nouns.ballots import BallotRow, DrawnLot
from scrutator.record.nouns.claims import Claim, EvidenceLine, Proposition
from scrutator.record.nouns.commitments import Commitment, CommitmentStatus, Measure, Norm
from scrutator.record.nouns.complaints import Complaint, Recommendation
from scrutator.record.nouns.conditions import Condition
from scrutator.record.nouns.contests import (
    Contest,
    ElectoralList,
    ListResult,
    Place,
    Relation,
    StatedFigure,
    Total,
    Turnout,
)
from scrutator.record.nouns.deadlines import Deadline
from scrutator.record.nouns.hypotheses import Hypothesis, Reading
from scrutator.record.nouns.observation import Incident, MediaShare, Mission, ObservationStatistic
from scrutator.record.nouns.protocols import (
    ArrivalRow,
    CopyRow,
    DoorCount,
    KeyedForm,
    LevelRow,
    SeededForm,
    VersionRow,
)
from scrutator.record.nouns.replies import ConductRule, Erratum, Quotation, Reply
from scrutator.record.nouns.sources import Source
from scrutator.record.nouns.stations import DrawnStation, FrameStation, StationResult
from scrutator.record.nouns.tallies import DigitisedSheet, TallyRow
from scrutator.record.nouns.translations import Translation
from scrutator.record.nouns.truth import AlteredDistrict, Deed, HonestVotes
from scrutator.record.nouns.visits import (
    YES_NO,
    Answer,
    CoverageRow,
    EntryAnswer,
    Question,
    Received,
    Reception,
    VisitRow,
)

FORMAT = 1
"""The version of the case format that this release reads and writes; see `scrutator case upgrade`."""

SMALL_UP_TO = 5_000
_NAME_IN = re.compile(r"name_([a-z]{2,3})")


class Size(StrEnum):
    """How a table enters the log."""

    SMALL = "small"  # every row is a record
    BULK = "bulk"  # the file is one record


@dataclass(frozen=True)
class TableSpec:
    """One table of the folder: its name, its row type, what makes a row unique, and how it enters the log.

    `small_up_to`: with more rows it is bulk; None: always small. `others`: the kind of further columns
    of an open table, which is always bulk; `others_required`: their cells may not be empty. `named`:
    its names may be there in further languages, as `name_ru`; other texts are translated in `translations`.
    """

    name: str
    row_type: type
    key: tuple[str, ...]
    small_up_to: int | None = None
    others: Kind | None = None
    others_required: bool = False
    named: bool = False

    def language_of(self, column: str) -> str:
        """The language of a further column such as `name_ru`; "" for any other column."""
        found = _NAME_IN.fullmatch(column) if self.named else None
        return found[1] if found else ""

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @property
    def paths(self) -> tuple[str, str]:
        """The file's name, plain and compressed."""
        return self.path, f"{self.path}.gz"

    def size(self, rows: int) -> Size:
        """Small or bulk, with so many rows."""
        small = self.small_up_to is None or rows <= self.small_up_to
        return Size.SMALL if small else Size.BULK


TABLES: tuple[TableSpec, ...] = (
    TableSpec("sources", Source, ("id",)),
    TableSpec("places", Place, ("id",), SMALL_UP_TO, named=True),
    TableSpec("contests", Contest, ("id",)),
    TableSpec("lists", ElectoralList, ("id",), named=True),
    TableSpec("results", ListResult, ("contest", "place", "list", "stage", "source"), SMALL_UP_TO),
    TableSpec("totals", Total, ("contest", "place", "stage", "quantity", "source"), SMALL_UP_TO),
    TableSpec("turnout", Turnout, ("contest", "place", "time", "stage", "source"), SMALL_UP_TO),
    TableSpec("lots", DrawnLot, ("contest", "purpose", "between", "drawn")),
    TableSpec("stated", StatedFigure, ("id",)),
    TableSpec("relations", Relation, ("id",)),
    TableSpec("missions", Mission, ("id",), named=True),
    TableSpec("observation", ObservationStatistic, ("mission", "stage", "measure")),
    TableSpec("media", MediaShare, ("monitor", "period", "outlets", "counted", "subject")),
    TableSpec("incidents", Incident, ("id",)),
    TableSpec("actors", Actor, ("id",), named=True),
    TableSpec("links", Link, ("id",)),
    TableSpec("claims", Claim, ("id",)),
    TableSpec("quotations", Quotation, ("id",)),
    TableSpec("propositions", Proposition, ("id",)),
    TableSpec("conditions", Condition, ("id",)),
    TableSpec("evidence", EvidenceLine, ("id",)),
    TableSpec("hypotheses", Hypothesis, ("id",)),
    TableSpec("readings", Reading, ("hypothesis", "line")),
    TableSpec("norms", Norm, ("id",)),
    TableSpec("commitments", Commitment, ("id",)),
    TableSpec("measures", Measure, ("id",)),
    TableSpec("statuses", CommitmentStatus, ("commitment", "field", "date")),
    TableSpec("recommendations", Recommendation, ("commitment",)),
    TableSpec("complaints", Complaint, ("id",)),
    TableSpec("deadlines", Deadline, ("id",)),
    TableSpec("replies", Reply, ("id",)),
    TableSpec("errata", Erratum, ("id",)),
    TableSpec("translations", Translation, ("text", "language"), SMALL_UP_TO),
    TableSpec("codes", ConductRule, ("id",)),
)
"""Tables whose rows are objects of the case and, while they are small, records of the log."""

OPEN_TABLES: tuple[TableSpec, ...] = (
    TableSpec("stations", StationResult, ("region", "district", "station"), 0, TEXT),
    TableSpec("frame", FrameStation, ("station",), 0, TEXT),
    TableSpec("draw", DrawnStation, ("station",), 0, TEXT),
    TableSpec("sample", DrawnStation, ("station",), 0, TEXT),
    TableSpec("questions", Question, ("form", "question", "language"), 0),
    TableSpec("visits", VisitRow, (), 0, YES_NO),
    TableSpec("answers", Answer, ("visit", "question"), 0),
    TableSpec("entries", EntryAnswer, ("visit", "group", "entry", "question"), 0),
    TableSpec("coverage", CoverageRow, ("form", "by", "part"), 0),
    TableSpec("received", Received, ("form",), 0),
    TableSpec("reception", Reception, ("form", "outcome", "reason"), 0),
    TableSpec("copies", CopyRow, ("station",), 0, COUNT, others_required=True),
    TableSpec("voters", DoorCount, ("station", "hour", "counter"), 0),
    TableSpec("levels", LevelRow, ("path",), 0, COUNT),
    TableSpec("levels_truth", AlteredDistrict, ("district",), 0),
    TableSpec("arrivals", ArrivalRow, (), 0, TEXT),
    TableSpec("versions", VersionRow, ("station", "number"), 0, COUNT),
    TableSpec("keying", KeyedForm, ("form", "keyer"), 0, COUNT),
    TableSpec("ballots", BallotRow, (), 0),
    TableSpec("seeded", SeededForm, ("form",), 0, COUNT),
    TableSpec("tallies", TallyRow, ("contest", "quantity", "votes"), 0),
    TableSpec("digitisations", DigitisedSheet, (), 0, COUNT, others_required=True),
    TableSpec("truth", Deed, ("kind", "regions"), 0),
    TableSpec("honest", HonestVotes, ("list",), 0),
)
"""Tables that methods read by column; they may grow to a million rows and are always bulk."""

OTHER_FILES: dict[str, str] = {
    "case.toml": "what the case is, who publishes it, as of when",
    "findings.toml": "which methods run, with their parameters and seeds",
    "statement.*.md": "the statement in one language",
    "boundaries.geojson": "polygons of places, joined by their code",
    "statutes/*.toml": "a law that belongs to this case",
    "draw.toml": "how the sample was drawn: frame, seed, design",
    "night.toml": "what was registered before a quick count",
    "mapping.toml": "how the columns of a file of results were read",
    "withheld.toml": "what is committed to instead of shown, and which files stay outside the bundle",
    "recipe.toml": "how a simulated case is made",
    "visits_truth.toml": "the true rate of a simulated case",
    "checkpoint.txt": "the signed checkpoint of the field's log, when the reports of a mission came in",
    "log_key.txt": "the public key of the field's log, with which its checkpoint is verified",
    "README.md": "what a reader of the folder should know",
}
"""Files that are no tables, as patterns, and what each holds."""
