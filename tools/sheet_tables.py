"""Make the tables of `venezuela-2024` from the two public files of tally sheets, and compare or write them.

    python tools/sheet_tables.py RESULTADOS_2024_CSV_V1.csv 2024_vzla_presidential.csv [--write] [CASE]

The files, plain or .gz, are known by the SHA-256 that sources.csv gives for DA1 and DA2; another file is
refused. What follows from them: sums by state and municipality (results.csv, totals.csv), how many sheets
have how many votes (tallies.csv), the sheets of the two digitisations paired (digitisations.csv), and the
figures of stated.csv whose source is `own`. No name of a voting centre and no id of a sheet is in them.
Exit status: 0 the case has these very rows, 1 it has others (named), 2 the files are not those.
"""

import csv
import gzip
import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

CASE = Path(__file__).parents[1] / "src" / "scrutator" / "cases" / "venezuela-2024"
SHEETS, SECOND = "sheets-2024", "sheets-2024-second"
FIRST_COLUMNS = {"gonzalez": "egu", "maduro": "nm", "others": "otros", "valid": "validos", "invalid": "nulos"}
SECOND_COLUMNS = {
    "gonzalez": "Gonzalez", "maduro": "Maduro", "martinez": "Martinez", "ecarri": "Ecarri",
    "rausseo": "Rausseo", "marquez": "Marquez", "brito": "Brito", "bertucci": "Bertucci", "fermin": "Fermin",
    "ceballos": "Ceballos",
}  # fmt: skip
PAIRED = ("gonzalez", "maduro", "others")
SAME_STATE = {"capital": "distrito-capital"}
NOT_GIVEN = ("not published: the file gives counts", "not applicable: one office is filled")
ALONE = "rests on a single sheet"
Row = Mapping[str, str]
Sheet = tuple[str, tuple[int, ...]]


class AnotherFileError(Exception):
    """A file that is not the one which the case names."""


def slug(name: str) -> str:
    """A name as an id: small letters without accents, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def read_file(path: Path, source: str, case: Path) -> list[dict[str, str]]:
    """The rows of a public file. Raises AnotherFileError when its hash is not that of the source."""
    content = path.read_bytes()
    content = gzip.decompress(content) if path.suffix == ".gz" else content
    sources = table((case / "sources.csv").read_text(encoding="utf-8"))
    expected = next(one["sha256"] for one in sources if one["id"] == source)
    if sha256(content).hexdigest() != expected:
        raise AnotherFileError(f"{path} is not {source}: its SHA-256 is not {expected}")
    return table(content.decode("utf-8-sig"))


def state_of(row: Row) -> str:
    """The id of a sheet's state, alike in both files."""
    name = slug(row.get("Estado") or row["ESTADO"])
    return SAME_STATE.get(name, name)


def sums(rows: Iterable[Row]) -> dict[tuple[str, str], int]:
    """(place, quantity) -> sum over the sheets of the country, the states and the municipalities."""
    found: Counter[tuple[str, str]] = Counter()
    for row in rows:
        state = state_of(row)
        for place in ("venezuela", state, f"{state}-m-{slug(row['Municipio'])}"):
            found[place, "stations"] += 1
            for quantity, column in FIRST_COLUMNS.items():
                found[place, quantity] += int(row[column])
    return found


def largest_first(item: tuple[tuple[str, str], int]) -> tuple[bool, bool, str]:
    """The country, then the states, then the municipalities, each by its id."""
    place = item[0][0]
    return place != "venezuela", "-m-" in place, place


def tallies(rows: Iterable[Row]) -> Counter[tuple[str, int]]:
    """(list or total, number) -> how many sheets have it."""
    return Counter((name, int(row[column])) for row in rows for name, column in FIRST_COLUMNS.items())


def as_sheets(rows: Iterable[Row], columns: Sequence[str]) -> Counter[Sheet]:
    return Counter((state_of(row), tuple(int(row[column]) for column in columns)) for row in rows)


def apart_in_one(sheet: Sheet, other: Sheet) -> bool:
    """Same state, and all numbers but one are equal?"""
    return sheet[0] == other[0] and sum(a != b for a, b in zip(sheet[1], other[1], strict=True)) == 1


def together(kind: str, sheets: Iterable[Sheet]) -> list[str]:
    """One row for each state: how many sheets, and the sums of their numbers."""
    found: dict[str, list[tuple[int, ...]]] = {}
    for state, numbers in sheets:
        found.setdefault(state, []).append(numbers)
    return [
        f"{kind},{state},{len(each)},{','.join(str(sum(one)) for one in zip(*each, strict=True))}"
        for state, each in sorted(found.items())
    ]


def paired(first: Iterable[Row], second: Iterable[Row]) -> list[str]:
    """digitisations.csv: equal sheets by state; of the rest those that could be pairs, one by one."""
    ours = as_sheets(first, [FIRST_COLUMNS[name] for name in PAIRED])
    theirs = as_sheets(second, ["Gonzalez", "Maduro", "Otros"])
    equal, left, lone = ours & theirs, ours - theirs, theirs - ours
    near = [one for one in left.elements() if any(apart_in_one(one, other) for other in lone)]
    far = (left - Counter(near)).elements()
    single = [("first", one) for one in near] + [("second", one) for one in lone.elements()]
    return [
        f"digitisation,area,sheets,{','.join(PAIRED)}",
        *together("both", equal.elements()),
        *(f"{kind},{state},,{','.join(map(str, numbers))}" for kind, (state, numbers) in sorted(single)),
        *together("first", far),
    ]


def turnout_in_centres(rows: Iterable[Row]) -> tuple[int, Decimal]:
    """Centres with a known register and no gap in their stations, and valid votes as a share of it."""
    centres: dict[str, list[Row]] = {}
    for row in rows:
        centres.setdefault(row["Codcv"], []).append(row)
    kept = [each for each in centres.values() if each[0]["votantes"] and without_gap(each)]
    register = sum(int(each[0]["votantes"]) for each in kept)
    valid = sum(int(row[column]) for each in kept for row in each for column in SECOND_COLUMNS.values())
    return len(kept), hundredths(Fraction(100 * valid, register))


def without_gap(rows: Sequence[Row]) -> bool:
    """Are the stations of a centre numbered from one to as many as there are sheets?"""
    return {int(row["Acta"].split(".")[1]) for row in rows} == set(range(1, len(rows) + 1))


def hundredths(value: Fraction) -> Decimal:
    return Decimal(round(value * 100)) / 100


def stated(first: Sequence[Row], second: Sequence[Row]) -> dict[str, str]:
    """Figures of stated.csv whose source is `own`, by id."""
    votes = sums(first)
    _, share = turnout_in_centres(second)
    return {
        "file_gonzalez": str(votes["venezuela", "gonzalez"]),
        "file_maduro": str(votes["venezuela", "maduro"]),
        "file_valid": str(votes["venezuela", "valid"]),
        "file_null": str(votes["venezuela", "invalid"]),
        "lara_sheets": str(votes["lara", "stations"]),
        "register_centres": str(share),
    }


def made(first: Sequence[Row], second: Sequence[Row]) -> dict[str, list[str]]:
    """The rows of each table that follow from the two files, as lines of CSV without the heading."""
    found, quantities = dict(sorted(sums(first).items(), key=largest_first)), ("valid", "invalid", "stations")
    results = [
        f"{SHEETS},{place},{name},final,{number},{','.join(NOT_GIVEN)},own,computed,"
        f"{ALONE if found[place, 'stations'] == 1 else ''}"
        for (place, name), number in found.items()
        if name not in quantities
    ] + [
        f"{SECOND},venezuela,{name},final,{sum(int(row[column]) for row in second)},"
        f"{','.join(NOT_GIVEN)},own,computed,"
        for name, column in SECOND_COLUMNS.items()
    ]
    totals = [
        f"{SHEETS},{place},final,{name},{number},own,computed,{'sheets' if name == 'stations' else ''}"
        for (place, name), number in found.items()
        if name in quantities and ("-m-" not in place or name == "stations")
    ] + [f"{SECOND},venezuela,final,stations,{len(second)},own,computed,sheets"]
    rows = [f"{SHEETS},{name},{number},{sheets}" for (name, number), sheets in sorted(tallies(first).items())]
    return {"results.csv": results, "totals.csv": totals, "tallies.csv": rows,
            "digitisations.csv": paired(first, second)[1:]}  # fmt: skip


def of_the_files(name: str, line: str) -> bool:
    """Is this row of the case one that follows from the files?"""
    return name in ("tallies.csv", "digitisations.csv") or line.startswith((f"{SHEETS},", f"{SECOND},"))


def differences(first: Sequence[Row], second: Sequence[Row], case: Path) -> list[str]:
    """What the case has and the files do not give, and the other way; figures of `own` that are others."""
    found = []
    for name, rows in made(first, second).items():
        lines = (case / name).read_text(encoding="utf-8").splitlines()[1:]
        held = Counter(line for line in lines if of_the_files(name, line))
        found += [f"{name}: only in the case: {line}" for line in (held - Counter(rows)).elements()]
        found += [f"{name}: only from the files: {line}" for line in (Counter(rows) - held).elements()]
    figures = {one["id"]: one for one in table((case / "stated.csv").read_text(encoding="utf-8"))}
    computed = stated(first, second)
    for name, value in computed.items():
        if figures.get(name, {}).get("value") != value:
            found.append(f"stated.csv: {name} is {value} in the files")
    own = {name for name, one in figures.items() if one["source"] == "own"}
    return found + [f"stated.csv: {name} is not made here" for name in sorted(own - set(computed))]


def write(first: Sequence[Row], second: Sequence[Row], case: Path) -> None:
    """Put the rows that follow from the files in the place of those that the case has."""
    headings = {"digitisations.csv": paired(first, second)[0]}
    for name, rows in made(first, second).items():
        path = case / name
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else [headings[name]]
        kept = [line for line in lines[1:] if not of_the_files(name, line)]
        path.write_text("\n".join([lines[0], *kept, *rows, ""]), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    given = [one for one in arguments if one != "--write"]
    if len(given) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    case = Path(given[2]) if len(given) > 2 else CASE
    try:
        first, second = (
            read_file(Path(path), source, case)
            for path, source in zip(given[:2], ("DA1", "DA2"), strict=True)
        )
    except (AnotherFileError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    if "--write" in arguments:
        write(first, second, case)
    found = differences(first, second, case)
    print("\n".join(found) if found else "The tables of the case follow from the two files, row by row.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
