"""What the server writes to its log: one line of JSON an event, and nothing that a request brought.

A message or an exception may hold what someone sent, so neither is written: only the logger, the level,
the kind of exception and the places in the code it went through.
"""

import json
import logging
import traceback

MOST_FRAMES = 8


class PlainFormatter(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {"level": record.levelname, "logger": record.name}
        if record.exc_info and record.exc_info[0] is not None:
            frames = traceback.extract_tb(record.exc_info[2])[-MOST_FRAMES:]
            line["error"] = record.exc_info[0].__name__
            line["at"] = [f"{one.filename.rpartition('/')[2]}:{one.lineno}" for one in frames]
        else:
            line["place"] = f"{record.module}:{record.lineno}"
        return json.dumps(line)
