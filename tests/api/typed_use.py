"""What a type checker knows of the public names; mypy reads this file in `make check`, nothing runs it."""

from typing import assert_type

import scrutator

seats = scrutator.seats({"A": 600, "B": 400}, seats=10, method="dhondt")
assert_type(seats, scrutator.Seats)
assert_type(seats.by_list, dict[str, int])
assert_type(scrutator.statute("kazakhstan/elections", on="2012-01-15"), scrutator.Law)
assert_type(scrutator.examine(scrutator.read_results("results.csv")), scrutator.Report)
assert_type(scrutator.verify("bundle.zip").passed, bool)
assert_type(scrutator.__version__, str)
