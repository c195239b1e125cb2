"""`scrutator mission observers`: whose reports resemble ones that were not made on the spot."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from scrutator.cli.output import print_table
from scrutator.cli.web.serve import FOLDER

if TYPE_CHECKING:
    from scrutator.web.examining.observers import Shown

MOST = 1_000_000


def observers(
    slug: str = typer.Argument(..., metavar="MISSION", help="The mission's short name."),
    folder: Path = FOLDER,
) -> None:
    """Whose reports resemble copied, straight-lined, impossibly fast or invented ones, what speaks for them,
    and how often honest observers are named. A resemblance proves nothing: ask the observer first.

    Example: `scrutator mission observers demo`
    """
    from scrutator.web.serving import migrate, set_up

    set_up(folder)
    migrate()
    from scrutator.field.examining.rates import stored_rates, worst_honest
    from scrutator.web.desk.records import mission_of
    from scrutator.web.examining.observers import examined_mission

    found = examined_mission(mission_of(slug).submissions.all(), MOST)
    rows = [(one.examined.observer, *_said(one)) for one in found.named]
    print_table("", ("observer", "reports resemble", "what speaks for them"), rows)
    share, high = worst_honest(stored_rates())
    typer.echo(
        f"reports: {found.reports}; observers named: {len(found.named)}, of whom nothing stands out: "
        f"{found.nothing}, too little to say: {found.too_little}. Of honest observers in rehearsed "
        f"missions at most {100 * share:.2f} % are named (limits up to {100 * high:.2f} %), where "
        "commissions count and do not round. "
        f"Taken over from another system, not looked at: {found.imported}."
    )


def _said(one: "Shown") -> tuple[str, str]:
    """What speaks against an observer, and what for them."""
    kept = one.speaks_for
    against = ", ".join(
        f"{evidence.kind.value} {evidence.found} of {evidence.of}" for evidence, _ in one.against
    )
    speaking = (
        f"agrees {kept.agreeing} of {kept.compared}, photographs {kept.photos}, "
        f"soon after the visit {kept.soon} of {kept.timed}, problems {kept.problems}"
    )
    return against, speaking
