"""The files that pages of the server have in common, sent as they are: its own, and the looks of all."""

from importlib.resources import files
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

LOOKS = "/static/looks.css"


class StaticFiles(WhiteNoiseMiddleware):
    """What lies in `static/`, and the one file of colours, sizes and themes of statement, site and server."""

    def __init__(self, get_response: Any = None) -> None:
        super().__init__(get_response)
        self.add_file_to_dictionary(LOOKS, str(files("scrutator.statement") / "page" / "looks.css"))
