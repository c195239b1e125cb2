"""The writer of this process, and the keys it signs with."""

from functools import cache

from scrutator.seal.keys.sign import SecretKey
from scrutator.web.folder import log_key
from scrutator.web.intake.writer import Writer
from scrutator.web.missions.models import Mission


@cache
def signer(mission: int) -> SecretKey:
    """The key of a mission's field log."""
    return log_key(Mission.objects.values_list("slug", flat=True).get(pk=mission))


@cache
def writer() -> Writer:
    """The writer of this process, running."""
    made = Writer(signer)
    made.start()
    return made
