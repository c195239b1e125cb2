"""Forms, submissions, the path of a report into the record: no web framework and no clock."""
