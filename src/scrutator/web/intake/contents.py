"""What a stored report says."""

from scrutator.errors import ScrutatorError
from scrutator.field.submission import Submission, parse_stored
from scrutator.web.intake.models import Received

DELETED = "reports of this mission were deleted by `scrutator mission retire`"


def report_in(received: Received) -> Submission:
    """The report that was received. Raises D07 when it was deleted at the end of its mission."""
    content = bytes(received.content)
    if not content:
        raise ScrutatorError("D07", DELETED)
    return parse_stored(content)
