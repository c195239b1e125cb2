"""Rebuilding in a process of its own, ended when it takes too much time or memory.

What ends it is a verdict and names the limit; a bundle cannot hang its verifier or fill its memory.
"""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from scrutator.seal.verifier.opened import NotRebuilt, Rebuilt

SECONDS = 300
MEMORY = 3 * 1024**3
LOOK_EVERY = 0.05


def compared_bounded(
    members: Mapping[str, bytes],
    at_hand: Sequence[bytes] = (),
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Rebuilt:
    """`rebuild.compared`, computed in a child process within limits of time and of resident memory
    (memory is watched where the system shows it, on Linux). Raises NotRebuilt when a limit ends it."""
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder) / "members", Path(folder) / "answer"
        given.write_bytes(pickle.dumps((dict(members), list(at_hand))))
        command = [sys.executable, "-m", "scrutator.publishing.rebuild_bounded", str(given), str(answer)]
        child = subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)
        try:
            _watch(child, seconds, memory)
        finally:
            _end(child)
        if not answer.exists():
            raise NotRebuilt("stopped", "the program that rebuilds it stopped without an answer")
        # The answer is our own child's, in a folder that only this user can write.
        word, value = pickle.loads(answer.read_bytes())
    if word == "compared":
        return Rebuilt(*value)
    raise NotRebuilt(word, str(value))


def _watch(child: "subprocess.Popen[bytes]", seconds: float, memory: int) -> None:
    begin = time.monotonic()
    while child.poll() is None:
        if time.monotonic() - begin > seconds:
            raise NotRebuilt("limit", f"rebuilding took more than {seconds:g} seconds and was stopped")
        if _resident(child.pid) > memory:
            raise NotRebuilt("limit", f"rebuilding needed more than {memory / 1024**3:g} GiB and was stopped")
        try:
            child.wait(LOOK_EVERY)
        except subprocess.TimeoutExpired:
            continue


def _resident(process: int) -> int:
    """Resident memory of a process in bytes; 0 where the system does not show it."""
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def _end(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        child.wait()


def _answer(given: Path, answer: Path) -> None:
    from scrutator.publishing.rebuild import compared

    members, at_hand = pickle.loads(given.read_bytes())
    try:
        rebuilt = compared(members, at_hand)
        found: tuple[str, object] = ("compared", (rebuilt.differences, rebuilt.backed))
    except NotRebuilt as reason:
        found = (reason.word, str(reason))
    answer.write_bytes(pickle.dumps(found))


if __name__ == "__main__":
    _answer(Path(sys.argv[1]), Path(sys.argv[2]))
