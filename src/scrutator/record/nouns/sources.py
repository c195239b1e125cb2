"""Sources: what was read, how much of it was obtained, and what it rests on."""

from dataclasses import dataclass

from scrutator.record.cells import DATE, IDENTIFIER, SHA256, TEXT, choice
from scrutator.record.columns import column
from scrutator.record.dates import PartialDate

SOURCE_KINDS = (
    "official",
    "law",
    "mission",
    "press",
    "research",
    "advocacy",
    "diplomatic",
    "blog",
    "data",
    "own",
)
OBTAINED = ("whole", "part", "quotation", "not obtained")
LOCATORS = ("line", "page", "paragraph", "table", "address", "row", "none")


@dataclass(frozen=True)
class Source:
    """A document, a page or a data file that the record cites."""

    id: str = column(IDENTIFIER, "its id in this record")
    title: str = column(TEXT, "title, or a description of what it is")
    publisher: str | None = column(TEXT, "who published it", optional=True)
    kind: str = column(choice(*SOURCE_KINDS), "what sort of source it is")
    date: PartialDate | None = column(DATE, "date of publication, as exactly as known", optional=True)
    address: str | None = column(TEXT, "where it can be found", optional=True)
    obtained: str = column(choice(*OBTAINED), "how much of it the authors of the case have seen")
    locator: str = column(choice(*LOCATORS), "what a locator after `#` counts")
    root: str | None = column(
        IDENTIFIER,
        "the source this one repeats; lines from one root count once",
        optional=True,
        target="sources",
    )
    actor: str | None = column(IDENTIFIER, "the actor who speaks through it", optional=True, target="actors")
    sha256: str | None = column(SHA256, "SHA-256 of the file, when it is held", optional=True)
    note: str | None = column(TEXT, "anything a reader should know", optional=True)
