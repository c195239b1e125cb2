"""Reports of one visit of which one stands for all: it counts, or else none of them would.

Asked within the writer's transaction: two persons who merge two reports into each other at the same time are
not both heard.
"""

from scrutator.errors import ScrutatorError
from scrutator.field.deciding.standing import DUPLICATE
from scrutator.field.deciding.standing import Standing as Stands
from scrutator.web.desk.models import Standing
from scrutator.web.intake.models import Flag, Submission

COUNTED = (Submission.State.NEW, Submission.State.VERIFIED)
NOT_ANOTHER = "a report is merged into another that counts, of the same form and station"


def refuse_lost(one: Submission, after: Stands) -> None:
    """Raises D65 when this report, as it is to stand, is merged into one that does not count, or others are
    merged into it and it counts no more."""
    if after.merged_into and not _stands_for(int(after.merged_into), one):
        raise ScrutatorError("D65", NOT_ANOTHER)
    if after.state in COUNTED or after.merged_into:
        return
    others = Standing.objects.filter(merged_into=one, submission__state=DUPLICATE)
    first = others.select_related("submission__received__leaf").order_by("pk").first()
    if first is not None:
        index = first.submission.received.leaf.index
        what = f"report {index} was merged into this one, and would count no more"
        raise ScrutatorError("D65", what, remedy=f"Take the merging of report {index} back first.")


def _stands_for(number: int, other: Submission) -> bool:
    """Whether a report counts where the other would: of the same form and station, of a published version,
    not replaced, and hidden only where the other is."""
    into = Submission.objects.filter(pk=number, mission=other.mission_id).select_related("received").first()
    if into is None or into.pk == other.pk:
        return False
    same = (into.form_id, into.place_id, into.unsafe) == (other.form_id, other.place_id, other.unsafe)
    counts = into.state in COUNTED and not into.superseded and into.published_id is not None
    unasked = Flag.objects.filter(submission=into, kind=Flag.Kind.UNASKED).exists()
    return same and counts and not unasked and not into.received.is_imported
