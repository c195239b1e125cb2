"""Is the checkpoint of a mission's log signed by the key that the case names, and can it hold what came in?

Whether that key is the mission's, and whether its log left something out, no file of the case can say: who
holds a receipt, or an earlier checkpoint, compares it (`scrutator docs a-server-on-the-internet`).
"""

from collections.abc import Iterator, Mapping

from scrutator.errors import CATALOGUE
from scrutator.record.faults import Fault
from scrutator.record.folder.reading import Reading
from scrutator.seal.log.checkpoint import Checkpoint
from scrutator.seal.log.stated import signed_checkpoint
from scrutator.seal.refusals import Refusal

CHECKPOINT, KEY = "checkpoint.txt", "log_key.txt"


def check_field_log(reading: Reading) -> Iterator[Fault]:
    """A checkpoint or a key alone, a signature that does not hold, a log with fewer entries than reports came
    in. A case without both says nothing about a log."""
    if reading.case is None or not {CHECKPOINT, KEY} & reading.case.files.keys():
        return
    try:
        checkpoint = _signed(reading.case.files)
    except Refusal as refusal:
        yield _fault(CHECKPOINT, f"the checkpoint of the mission's log does not hold: {refusal}")
        return
    received = reading.case.columns.get("received")
    reports = sum(int(row["reports"]) for row in received.records()) if received else 0
    if reports > checkpoint.size:
        yield _fault(CHECKPOINT, f"{reports} reports came in, and the log has {checkpoint.size} entries")


def _signed(files: Mapping[str, bytes]) -> Checkpoint:
    """The checkpoint, once its signature was verified. Raises Refusal."""
    for name in (CHECKPOINT, KEY):
        if name not in files:
            raise Refusal("malformed_checkpoint", f"{name} is missing")
    return signed_checkpoint(files[CHECKPOINT], files[KEY].decode("utf-8", "replace").removesuffix("\n"))


def _fault(path: str, reason: str) -> Fault:
    return Fault(path, 0, "", "R27", reason, CATALOGUE["R27"].remedy)
