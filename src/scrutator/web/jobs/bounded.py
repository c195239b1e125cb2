"""Start a command that can take no more than it was given: memory, processor time, sizes of files.

`python -I -m scrutator.web.jobs.bounded PARENT MEMORY SECONDS FILE COMMAND…` sets the limits on itself and
becomes the command, which inherits them. It ends when the process PARENT ends (Linux), and writes no core.
"""

import ctypes
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG = 1
NICENESS = 10  # reports of observers go first


def main(arguments: list[str]) -> None:
    """Become the command. Memory: bytes that it may write to (held on Linux alone)."""
    parent, memory, seconds, file = map(int, arguments[:4])
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))  # told first, then killed
    resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it ended before it could be asked for
            return
    os.execv(arguments[4], arguments[4:])


if __name__ == "__main__":
    main(sys.argv[1:])
