"""From the raw files of a public source to the registered uniform table, checked by its content's hash.

Most sources are one table whose columns are added up. Two are not: Bulgaria publishes protocols, places
and votes as four tables, and the Georgian list of 2012 misplaces the last precinct of every district.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping

from scrutator.errors import ScrutatorError
from scrutator.forensics.inputs.datasets import (
    Conversion,
    DataSet,
    by_hand,
    check_content,
    check_source,
    require_conversion,
)
from scrutator.forensics.inputs.source_tables import Table, as_csv, from_columns, named, read_source

Uniform = dict[str, list[str]]
# In Bulgarian vote tables a code of 100 and above is a control total, not a list.
FIRST_CONTROL_TOTAL = 100
# The one precinct of Georgia 2012 that also the registered table leaves in the next district.
GEORGIA_LEFT = ("39", "18")


def convert(dataset: DataSet, contents: Mapping[str, bytes]) -> bytes:
    """The data set's uniform CSV from the raw files' bytes by role.

    Raises F07 when no conversion is registered, F08 when a raw file's or the result's hash is another,
    F01 or F02 when the raw files are not what the conversion expects; always with what to do instead.
    """
    require_conversion(dataset)
    for file in dataset.files:
        check_source(dataset, file, contents[file.role])
    where = ", ".join(file.address for file in dataset.files)
    try:
        text = as_csv(uniform_table(dataset, contents))
    except (ScrutatorError, ValueError) as error:
        code, why = (error.code, error.what) if isinstance(error, ScrutatorError) else ("F01", str(error))
        what = f"the source of {dataset.name} could not be converted: {why}"
        raise ScrutatorError(code, what, where=where, remedy=by_hand(dataset)) from error
    check_content(dataset, text, where, remedy=f"Report it. {by_hand(dataset)}")
    return text


def uniform_table(dataset: DataSet, contents: Mapping[str, bytes]) -> Uniform:
    """The uniform columns from the raw files, with no hash checked: `convert` is what a reader needs."""
    conversion = require_conversion(dataset)
    tables = {role: read_source(content, conversion) for role, content in contents.items()}
    return _CONVERTERS[conversion.by](dataset, conversion, tables)


def _one_table(dataset: DataSet, conversion: Conversion, tables: Mapping[str, Table]) -> Uniform:
    return from_columns(tables["table"], conversion, dataset.columns)


def _georgian_precincts(dataset: DataSet, conversion: Conversion, tables: Mapping[str, Table]) -> Uniform:
    """The source gives the last precinct of each district the number of the next district.

    Precincts are numbered from 1 in every district, so a district lasts as long as the numbers rise.
    """
    uniform = _one_table(dataset, conversion, tables)
    district, station = uniform["district"], uniform["station"]
    for row in range(1, len(station)):
        goes_on = int(station[row]) > int(station[row - 1])
        if goes_on and (district[row], station[row]) != GEORGIA_LEFT:
            district[row] = district[row - 1]
    return uniform


def _bulgarian_sections(dataset: DataSet, conversion: Conversion, tables: Mapping[str, Table]) -> Uniform:
    """Protocols joined with the sections' places and with the paper and machine votes.

    Valid are all votes cast for a list or for none; a section without votes in the tables has none known.
    """
    protocols, sections = tables["protocols"], tables["sections"]
    stations = list(named(protocols, conversion.columns["station"])[0])
    uniform = from_columns(protocols, conversion, ("registered", "ballots_cast"))
    number = named(sections, conversion.columns["station"])[0]
    region = dict(zip(number, named(sections, conversion.columns["region"])[0], strict=True))
    district = dict(zip(number, named(sections, conversion.columns["district"])[0], strict=True))
    votes = _votes(tables["paper"], tables["machine"])
    made: Uniform = {
        "region": [region.get(station, "") for station in stations],
        "district": [district.get(station, "") for station in stations],
        "station": stations,
        **uniform,
        "valid": [str(sum(votes[station].values())) if station in votes else "" for station in stations],
    }
    for ours in ("leader", "runner_up"):
        code = int(conversion.columns[ours][0])
        made[ours] = [str(votes[station][code]) if station in votes else "" for station in stations]
    return made


def _votes(*tables: Table) -> dict[str, defaultdict[int, int]]:
    """Votes by section and code of the list, from tables of one row per section and list."""
    votes: dict[str, defaultdict[int, int]] = {}
    for table in tables:
        section, party, count = (named(table, [name])[0] for name in ("section_id", "party", "votes"))
        for station, code, cell in zip(section, map(int, party), map(int, count), strict=True):
            if code < FIRST_CONTROL_TOTAL:
                votes.setdefault(station, defaultdict(int))[code] += cell
    return votes


_CONVERTERS: Mapping[str, Callable[[DataSet, Conversion, Mapping[str, Table]], Uniform]] = {
    "columns": _one_table,
    "georgian precincts": _georgian_precincts,
    "bulgarian sections": _bulgarian_sections,
}
