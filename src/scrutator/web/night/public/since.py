"""Of how many stations that a release counts the desk changed something since: a number, and nothing more."""

from collections.abc import Mapping

from scrutator.web.night.arrivals import tally
from scrutator.web.night.models import Accepted, Release
from scrutator.web.night.registered import tables_of
from scrutator.web.night.source import reports_of


def changed_since(release: Release) -> int | None:
    """Answer: of how many stations that this release counts do the desk's decisions say something else now?

    That a report was hidden since, for its observer may not be safe, changes nothing here: the number says no
    one where an observer is in danger. None where it is not known: the reports were deleted.
    """
    accepted = Accepted.objects.filter(release=release).first()
    if accepted is None or not bytes(release.rules.sample):
        return None
    counted: Mapping[str, Mapping[str, int]] = accepted.stations
    rules, lines = release.rules, tables_of(release.rules_id).lines
    came, said = reports_of(release.mission, rules.form_id, lines, release.size, accepted.reports)
    now = {one.station: one.counts for one in tally(counted.keys(), came, said, lines).rows}
    return sum(now.get(station) != counts for station, counts in counted.items())
