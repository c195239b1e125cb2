"""How much a visitor may ask of the server, and for how long it is kept. The page says these numbers."""

from scrutator.web.jobs.children import Bounds

LARGEST_FILE = 20_000_000  # bytes; 30,000 stations as xlsx are 1.5 million
LARGEST_POST = LARGEST_FILE + 100_000  # with the fields around the file
KEPT_HOURS = 24
MOST_WORKSPACES = 100  # on the server, of all visitors
MOST_OF_VISITOR = 3
MOST_OF_ADDRESS = 10  # files in an hour
MOST_JOBS_OF_ADDRESS = 40  # in an hour
MOST_WAITING = 20  # jobs, of all visitors
LARGEST_WORKSPACE = 200_000_000  # bytes of what a computation left
LEAST_FREE = 2_000_000_000  # bytes of the disk that visitors leave to the mission
BOUNDS = Bounds(seconds=180, processor=120, memory=2 * 1024**3, file=100_000_000)
