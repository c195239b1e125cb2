"""Write the corpus of ugly files and, beside each, how it is to be read: `python tests/tables/make_ugly.py`.

Each file is one kind of ugliness, made up for the tests. The old format xls was written once with xlwt
and is committed as it is.
"""

import codecs
import gzip
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from support.workbooks import ods, xlsx

FOLDER = Path(__file__).parent / "ugly"
HEAD = ["region", "station", "registered", "ballots_cast", "valid", "leader"]
ROWS: list[list[Any]] = [
    ["North", "1", 1200, 800, 790, 400],
    ["North", "2", 950, 600, 590, 310],
    ["South", "3", 2100, 1500, 1480, 700],
    ["South", "4", 640, 320, 310, 150],
]
COUNTS = {name: [row[i] for row in ROWS] for i, name in enumerate(HEAD) if i >= 2}
PLACES = {"region": "region", "station": "station"}
RUSSIAN = ["Область", "Участок", "Число избирателей", "Выдано", "Действительных", "За список"]
IN_RUSSIAN = dict(zip(HEAD, RUSSIAN, strict=True))


def text(rows: list[list[Any]], head: list[str] | None = None, by: str = ",", end: str = "\n") -> str:
    return end.join(by.join(map(str, row)) for row in [head or HEAD, *rows]) + end


def spec(says: str, **more: Any) -> dict[str, Any]:
    """The expected reading: by default the counts of ROWS, from the second line on."""
    plain = {"counts": COUNTS, "lines": [2, 3, 4, 5], "mapping": {}, "assumes": [], "set_aside": []}
    return {"kind": says, **plain, **more}


def refused(says: str, code: str, words: str = "", **more: Any) -> dict[str, Any]:
    return {"kind": says, "error": code, "says": words, "mapping": {}, **more}


def with_region(names: dict[str, str]) -> list[list[Any]]:
    return [[names[row[0]], *row[1:]] for row in ROWS]


def numbers(change: Any) -> list[list[Any]]:
    return [[*row[:2], *(change(value) for value in row[2:])] for row in ROWS]


def grouped(mark: str) -> Any:
    return lambda value: f"{value:,}".replace(",", mark)


def zipped(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return out.getvalue()


KAZAKH = {"North": "Солтүстік Қазақстан", "South": "Түркістан"}
CYRILLIC = {"North": "Москва", "South": "Тверская область"}
POLISH = {"North": "Łódź", "South": "Zielona Góra święta"}
TURKISH = {"North": "İğdır", "South": "Şırnak"}
LATIN = {"North": "Ávila", "South": "Málaga"}
TOTAL = ["Total", "", 4890, 3220, 3170, 1560]
NORTH, SOUTH = ["Total North", "", 2150, 1400, 1380, 710], ["Total South", "", 2740, 1820, 1790, 850]
ALL_LINES = [2, 3, 4, 5]


def texts() -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Encodings, delimiters and quotes."""
    plain = text(ROWS)
    russian = text(with_region(CYRILLIC), RUSSIAN)
    in_russian = {"columns": IN_RUSSIAN}
    quoted = text([[f'"{row[0]}, the ""{row[1]}"""', *row[1:]] for row in ROWS])
    return {
        "plain.csv": (plain.encode(), spec("nothing ugly")),
        "utf8-bom.csv": (codecs.BOM_UTF8 + plain.encode(), spec("UTF-8 with a byte-order mark")),
        "utf16-bom.csv": (codecs.BOM_UTF16_LE + plain.encode("utf-16-le"), spec("UTF-16 with a mark")),
        "utf16-be-bom.csv": (
            codecs.BOM_UTF16_BE + russian.encode("utf-16-be"),
            spec(
                "UTF-16 the other way",
                mapping=in_russian,
                region=["Москва", "Москва", "Тверская область", "Тверская область"],
            ),
        ),
        "utf16-no-bom.csv": (
            plain.encode("utf-16-le"),
            spec("UTF-16 without a mark", assumes=["UTF-16 (little-endian)"]),
        ),
        "utf16-be-no-bom.csv": (
            russian.encode("utf-16-be"),
            spec(
                "UTF-16 without a mark, the other way, in Cyrillic",
                mapping=in_russian,
                assumes=["UTF-16 (big-endian)"],
            ),
        ),
        "windows-1251.csv": (
            russian.encode("cp1251"),
            spec(
                "Windows-1251",
                mapping=in_russian,
                assumes=["Windows-1251"],
                region=["Москва", "Москва", "Тверская область", "Тверская область"],
            ),
        ),
        "iso-8859-5.csv": (
            russian.encode("iso8859-5"),
            spec(
                "ISO 8859-5",
                mapping=in_russian,
                assumes=["ISO 8859-5"],
                region=["Москва", "Москва", "Тверская область", "Тверская область"],
            ),
        ),
        "koi8-r.csv": (
            russian.encode("koi8-r"),
            spec(
                "KOI8-R",
                mapping=in_russian,
                assumes=["KOI8-R"],
                region=["Москва", "Москва", "Тверская область", "Тверская область"],
            ),
        ),
        "windows-1252.csv": (
            text(with_region(LATIN)).encode("cp1252"),
            spec("Windows-1252", assumes=["Windows-1252"], region=["Ávila", "Ávila", "Málaga", "Málaga"]),
        ),
        "windows-1250.csv": (
            text(with_region(POLISH)).encode("cp1250"),
            spec(
                "Windows-1250",
                assumes=["Windows-1250"],
                region=["Łódź", "Łódź", "Zielona Góra święta", "Zielona Góra święta"],
            ),
        ),
        "iso-8859-2.csv": (
            text(with_region(POLISH)).encode("iso8859-2"),
            spec(
                "ISO 8859-2",
                assumes=["ISO 8859-2"],
                region=["Łódź", "Łódź", "Zielona Góra święta", "Zielona Góra święta"],
            ),
        ),
        "windows-1254.csv": (
            text(with_region(TURKISH)).encode("cp1254"),
            spec("Windows-1254", assumes=["Windows-1254"], region=["İğdır", "İğdır", "Şırnak", "Şırnak"]),
        ),
        "declared-encoding.csv": (
            text(with_region({"North": "Αττική", "South": "Κρήτη"})).encode("iso8859-7"),
            spec(
                "an encoding that must be declared",
                mapping={"encoding": "iso8859-7"},
                region=["Αττική", "Αττική", "Κρήτη", "Κρήτη"],
            ),
        ),
        "kazakh.csv": (
            text(with_region(KAZAKH)).encode(),
            spec(
                "Kazakh letters",
                region=["Солтүстік Қазақстан", "Солтүстік Қазақстан", "Түркістан", "Түркістан"],
            ),
        ),
        "semicolon.csv": (text(ROWS, by=";").encode(), spec("semicolons", assumes=["semicolon"])),
        "tab.txt": (text(ROWS, by="\t").encode(), spec("tabs", assumes=["tab"])),
        "bar.csv": (text(ROWS, by="|").encode(), spec("vertical bars", assumes=["vertical bar"])),
        "declared-delimiter.csv": (
            text(ROWS, by="#").encode(),
            spec("a delimiter that must be declared", mapping={"delimiter": "#"}),
        ),
        "crlf.csv": (text(ROWS, end="\r\n").encode(), spec("lines of Windows")),
        "cr.csv": (text(ROWS, end="\r").encode(), spec("lines of an old Macintosh")),
        "no-last-line-end.csv": (plain.rstrip("\n").encode(), spec("no line end at the end")),
        "blank-lines.csv": (
            plain.replace("South,3", "\n,,,,,\nSouth,3").encode() + b"\n\n",
            spec("blank lines between and below", lines=[2, 3, 6, 7]),
        ),
        "quoted-commas.csv": (
            quoted.encode(),
            spec("commas and quotes within quotes", region=[f'{r[0]}, the "{r[1]}"' for r in ROWS]),
        ),
        "quoted-lines.csv": (
            text([[f'"{r[0]}\nregion"', *r[1:]] for r in ROWS]).encode(),
            spec("line ends within quotes", lines=[2, 4, 6, 8]),
        ),
        "quote-in-cell.csv": (
            text([[f'{r[0]} "x"', *r[1:]] for r in ROWS]).encode(),
            spec("a quote in the middle of a cell", region=[f'{r[0]} "x"' for r in ROWS]),
        ),
        "trailing-delimiter.csv": (
            "".join(line + ",\n" for line in plain.splitlines()).encode(),
            spec("a delimiter at the end of every line"),
        ),
        "spaces.csv": (
            text([[f" {value} " for value in row] for row in ROWS], [f" {name} " for name in HEAD]).encode(),
            spec("spaces around every cell"),
        ),
    }


def shapes() -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Headings, layouts and rows."""
    plain = text(ROWS)
    title = "Results of the election,,,,,\nAs of 16 January,,,,,\n"
    double = (
        "region,station,voters,,votes,\n,,registered,ballots_cast,valid,leader\n"
        + text(ROWS).partition("\n")[2]
    )
    of_two = {
        "columns": {
            "registered": "voters / registered",
            "ballots_cast": "voters / ballots_cast",
            "valid": "votes / valid",
            "leader": "votes / leader",
        }
    }
    long = "region,station,registered,ballots_cast,valid,list,votes\n" + "".join(
        f"{r[0]},{r[1]},{r[2]},{r[3]},{r[4]},{name},{votes}\n"
        for r in ROWS
        for name, votes in (("leader", r[5]), ("Other", r[4] - r[5]))
    )
    long_numbered = "region,station,registered,ballots_cast,valid,no,list,votes\n" + "".join(
        f"{r[0]},{r[1]},{r[2]},{r[3]},{r[4]},{no},{name},{votes}\n"
        for r in ROWS
        for no, (name, votes) in enumerate((("leader", r[5]), ("Other", r[4] - r[5])), 1)
    )
    blanks = [["" if i % 2 else row[0], *row[1:]] for i, row in enumerate(ROWS)]
    regions = ["North", "North", "South", "South"]
    return {
        "title-rows.csv": (
            (title + plain).encode(),
            spec("titles above the heading", lines=[4, 5, 6, 7], assumes=["row 3 is the heading"]),
        ),
        "short-titles.csv": (
            ("Results of the election\n\n" + plain).encode(),
            spec("a title of one cell", lines=[4, 5, 6, 7], assumes=["row 3 is the heading"]),
        ),
        "two-headings.csv": (
            double.encode(),
            spec(
                "a heading of two rows",
                mapping=of_two,
                lines=[3, 4, 5, 6],
                assumes=["one heading of two rows"],
            ),
        ),
        "numbered-columns.csv": (
            plain.replace("leader\n", "leader\n1,2,3,4,5,6\n", 1).encode(),
            spec("a row that numbers the columns", lines=[3, 4, 5, 6], assumes=["numbers the columns"]),
        ),
        "capital-headings.csv": (
            text(ROWS, ["REGION", "Station", "Registered", "Ballots Cast", "VALID", "Leader"]).encode(),
            spec("headings in capitals and with spaces"),
        ),
        "russian-headings.csv": (
            text(ROWS, RUSSIAN).encode(),
            spec("headings in Russian", mapping={"columns": {k: v.upper() for k, v in IN_RUSSIAN.items()}}),
        ),
        "broken-headings.csv": (
            text(ROWS, [*HEAD[:2], '"registered\nvoters"', *HEAD[3:]]).encode(),
            spec(
                "a line end in a heading",
                mapping={"columns": {"registered": "registered voters"}},
                lines=[3, 4, 5, 6],
            ),
        ),
        "doubled-headings.csv": (
            text([[*r, r[5]] for r in ROWS], [*HEAD[:5], "votes", "votes"]).encode(),
            refused(
                "two columns of one name",
                "B06",
                "2 columns are called “votes”",
                mapping={"columns": {"leader": "votes"}},
            ),
        ),
        "doubled-named.csv": (
            text([[*r, 0] for r in ROWS], [*HEAD[:5], "votes", "votes"]).encode(),
            spec(
                "two columns of one name, one of them named",
                mapping={"columns": {"leader": "votes (1)"}},
                assumes=["2 columns are called “votes”"],
            ),
        ),
        "unnamed-column.csv": (
            text([["x", *r] for r in ROWS], ["", *HEAD]).encode(),
            spec("a column without a name"),
        ),
        "no-heading.csv": (plain.partition("\n")[2].encode(), refused("no heading", "B05", "no heading")),
        "declared-heading.csv": (
            ("a,b,c,d,e,f\n" + plain).encode(),
            spec("a heading that must be declared", mapping={"heading": 2}, lines=[3, 4, 5, 6]),
        ),
        "sum-of-columns.csv": (
            text(
                [[*r[:2], r[2], r[3] - 100, 100, r[4], r[5]] for r in ROWS],
                [*HEAD[:3], "early", "on the day", *HEAD[4:]],
            ).encode(),
            spec("ballots in two columns", mapping={"columns": {"ballots_cast": "early + on the day"}}),
        ),
        "long.csv": (
            long.encode(),
            spec(
                "a row for each list",
                mapping={"long": ["list", "votes"]},
                lines=[2, 4, 6, 8],
                assumes=["8 rows of lists are 4 rows of stations"],
            ),
        ),
        "long-numbered.csv": (
            long_numbered.encode(),
            refused(
                "a row for each list, with the list's number",
                "B10",
                "by list may be: no",
                mapping={"long": ["list", "votes"]},
            ),
        ),
        "long-numbered-declared.csv": (
            long_numbered.encode(),
            spec(
                "a row for each list, with the list's number, and what names a station",
                mapping={"long": ["list", "votes"], "stations": ["region", "station"]},
                lines=[2, 4, 6, 8],
                assumes=["columns that differ within a station left out: no"],
            ),
        ),
        "numbered-brackets.csv": (
            plain.replace("leader\n", "leader\n(1),(2),(3),(4),(5),(6)\n", 1).encode(),
            spec("columns numbered in brackets", lines=[3, 4, 5, 6], assumes=["numbers the columns"]),
        ),
        "numbered-letters.csv": (
            plain.replace("leader\n", "leader\nА,Б,1,2,3,4\n", 1).encode(),
            spec("columns numbered А, Б, 1, 2, 3", lines=[3, 4, 5, 6], assumes=["numbers the columns"]),
        ),
        "numbered-perhaps.csv": (
            plain.replace("leader\n", "leader\nА,Б,1,2,3,1\n", 1).encode(),
            refused("a row that may number the columns", "B08", "row 2 may number the columns"),
        ),
        "numbered-kept.csv": (
            plain.replace("leader\n", "leader\nА,Б,3,2,1,1\n", 1).encode(),
            spec(
                "a station with names of one letter",
                lines=[2, 3, 4, 5, 6],
                counts={k: [n, *v] for n, (k, v) in zip((3, 2, 1, 1), COUNTS.items(), strict=True)},
            ),
        ),
        "repeated-heading.csv": (
            plain.replace("South,3", ",".join(HEAD).upper() + "\nSouth,3").encode(),
            spec("the heading repeated on each page", lines=[2, 3, 5, 6], assumes=["1 row like the heading"]),
        ),
        "section-rows.csv": (
            plain.replace("North,1", "District 1,,,,,\nNorth,1")
            .replace("South,3", "District 2,,,,,\nSouth,3")
            .encode(),
            spec(
                "headings of sections",
                lines=[3, 4, 6, 7],
                assumes=["2 rows without a station and without a figure"],
            ),
        ),
        "note-in-two-cells.csv": (
            (plain + "Note,preliminary data,,,,\n").encode(),
            refused(
                "a note in two cells",
                "B08",
                "row 6, region: “Note” has no figure and is the only row of its place",
            ),
        ),
        "note-in-two-cells-dropped.csv": (
            (plain + "Note,preliminary data,,,,\n").encode(),
            spec("a note in two cells, declared", mapping={"drop": [6]}, set_aside=[6]),
        ),
        "station-without-figures.csv": (
            (plain + "South,5,–,–,,\n").encode(),
            spec(
                "a station without figures",
                lines=[2, 3, 4, 5, 6],
                counts={k: [*v, -1] for k, v in COUNTS.items()},
                assumes=["1 row without any figure, kept"],
            ),
        ),
        "stray-number.csv": (
            (plain + ",,7,,,\n").encode(),
            refused("a number far below the table", "B08", "row 6 has figures but names no place at all"),
        ),
        "dash-first.csv": (
            text([["North", "First", *"––––"], *ROWS], ["region", "", *HEAD[2:]]).encode(),
            spec(
                "a station without figures below a heading with a gap",
                mapping={"columns": {"station": "column 2"}},
                lines=[2, 3, 4, 5, 6],
                counts={k: [-1, *v] for k, v in COUNTS.items()},
            ),
        ),
        "empty-first.csv": (
            text([["North", "First", *[""] * 4], *ROWS], ["region", "", *HEAD[2:]]).encode(),
            refused(
                "a heading with a gap, and below it texts only",
                "B05",
                "row 2 may be the second row of the heading",
            ),
        ),
        "fill-down.csv": (
            text(blanks).encode(),
            spec("a region named once", mapping={"fill_down": ["region"]}, region=regions),
        ),
        "notes-below.csv": (
            (plain + "Source: the commission\n* preliminary\n").encode(),
            spec("notes below the table", assumes=["2 rows of notes"]),
        ),
        "ragged.csv": (
            plain.replace("North,2,950,", "North,2,").encode(),
            refused("a cell is missing", "B07", "row 3 has 5 cells, the heading 6"),
        ),
        "ragged-accepted.csv": (
            plain.replace("North,2,950,", "North,2,").encode(),
            spec(
                "a cell is missing, and that is accepted",
                mapping={"accept_losses": True},
                counts={k: [v[0], *v[2:]] for k, v in COUNTS.items()},
                lines=[2, 4, 5],
            ),
        ),
        "too-long.csv": (
            plain.replace("North,2,950,", "North,2,950,,7,").encode(),
            refused("two cells too many", "B07", "row 3 has 8 cells"),
        ),
        "empty.csv": (b"", refused("nothing at all", "B05", "no rows")),
        "binary.csv": (bytes(range(256)) * 4, refused("no text", "B01", "")),
        "swapped.csv": (
            text([[*r[:2], r[3], r[2], *r[4:]] for r in ROWS]).encode(),
            refused(
                "registered and ballots swapped",
                "B09",
                "ballots_cast is larger than registered in 4 of 4 rows",
            ),
        ),
        "swapped-named.csv": (
            text([[*r[:2], r[3], r[2], *r[4:]] for r in ROWS]).encode(),
            spec(
                "swapped columns, named right",
                mapping={"columns": {"registered": "ballots_cast", "ballots_cast": "registered"}},
            ),
        ),
    }


def counted() -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Numbers and what stands in their place."""
    missing = [["North", "1", "-", "n/a", "–", "нет данных"], *ROWS[1:]]
    absent = {name: [-1, *values[1:]] for name, values in COUNTS.items()}
    only_large = [[*r[:2], *(f"{value + 1000:,}" for value in r[2:])] for r in ROWS]
    made = {
        "thousands-comma.csv": (text(numbers(lambda v: f'"{v:,}"')), spec("thousands by comma", assumes=["read as thousands: “,”"])),
        "thousands-point.csv": (text(numbers(grouped(".")), by=";"), spec("thousands by point", assumes=["read as thousands: “.”"])),
        "thousands-space.csv": (text(numbers(grouped(" "))), spec("thousands by space")),
        "thousands-no-break.csv": (text(numbers(grouped("\u00a0"))), spec("thousands by no-break space")),
        "thousands-thin.csv": (text(numbers(grouped("\u2009"))), spec("thousands by thin space")),
        "thousands-narrow.csv": (text(numbers(grouped("\u202f"))), spec("thousands by narrow no-break space")),
        "thousands-apostrophe.csv": (text(numbers(grouped("'"))), spec("thousands by apostrophe")),
        "thousands-quotation.csv": (text(numbers(grouped("’"))), spec("thousands by typographic apostrophe")),
        "ask-thousands.csv": (text(only_large, by=";"), refused("1,234 and nothing that says what it means", "B11", "two ways")),
        "declared-thousands.csv": (text(only_large, by=";"), spec("1,234 and a mapping that says what it means", mapping={"thousands": ","}, counts={k: [v + 1000 for v in vs] for k, vs in COUNTS.items()})),
        "point-zero.csv": (text(numbers(lambda v: f"{v}.0")), spec("whole numbers with .0")),
        "comma-zero.csv": (text(numbers(lambda v: f"{v},00"), by=";"), spec("whole numbers with ,00", assumes=["semicolon"])),
        "mixed-marks.csv": (text(numbers(lambda v: f"{v:,}.00".replace(",", "_").replace(".", ",").replace("_", ".")), by=";"), spec("1.234,00")),
        "missing.csv": (text(missing), spec("signs and words for no figure", counts=absent)),
        "arabic-digits.csv": (text(numbers(lambda v: "".join(chr(0x660 + int(d)) for d in str(v)))), spec("digits of another script")),
        "percentages.csv": (text([[*r[:5], f"{100 * r[5] / r[4]:.1f} %"] for r in ROWS]), refused("shares where counts are asked for", "B07", "is a percentage, not a count")),
        "words.csv": (text([[*r[:5], "many"] for r in ROWS]), refused("words where counts are asked for", "B07", "row 2, leader: “many” is not a whole number")),
        "fractions.csv": (text([[*r[:5], f"{r[5]}.5"] for r in ROWS]), refused("fractions where counts are asked for", "B07", "not a whole number")),
        "negative.csv": (text([[*r[:5], -r[5]] for r in ROWS]), refused("counts below zero", "B07", "below zero")),
        "negative-minus.csv": (text([[*r[:5], f"−{r[5]}"] for r in ROWS]), refused("counts below zero, with a true minus", "B07", "below zero")),
        "total-below.csv": (text([*ROWS, TOTAL]), spec("a row of totals below", set_aside=[6], assumes=["1 row of totals set aside"])),
        "total-above.csv": (text([TOTAL, *ROWS]), spec("a row of totals above", lines=[3, 4, 5, 6], set_aside=[2])),
        "total-russian.csv": (text([*ROWS, ["ИТОГО:", *TOTAL[1:]]]), spec("a row of totals in Russian", set_aside=[6])),
        "total-by-station.csv": (text([*ROWS, ["", "Всего по области", *TOTAL[2:]]]), spec("a total named in the column of stations", set_aside=[6])),
        "subtotals.csv": (text([*ROWS[:2], NORTH, *ROWS[2:], SOUTH, TOTAL]), spec("subtotals and a total", lines=[2, 3, 5, 6], set_aside=[4, 7, 8])),
        "total-wrong.csv": (text([*ROWS, ["Total", "", 4890, 3220, 3170, 1561]]), refused("a total that is not the sum", "B08", "row 6, region: “Total” says that it is a total")),
        "total-wrong-dropped.csv": (text([*ROWS, ["Total", "", 4890, 3220, 3170, 1561]]), spec("a total that is not the sum, declared", mapping={"drop": [6]}, set_aside=[6])),
        "total-unnamed.csv": (text([*ROWS, ["", "", *TOTAL[2:]]]), refused("a sum that does not say so", "B08", "row 6 names no station and is the sum of all other rows")),
        "subtotals-silent.csv": (text([["Region North", *NORTH[1:]], *ROWS[:2], ["Region South", *SOUTH[1:]], *ROWS[2:]]), refused("subtotals that do not say so, above their stations", "B08", "row 2 names no station and is the sum of region North, but does not say that it is a total; row 5 names")),
        "subtotals-silent-nation.csv": (text([["Ruritania", *TOTAL[1:]], ["Region North", *NORTH[1:]], *ROWS[:2], ["Region South", *SOUTH[1:]], *ROWS[2:]]), refused("a total and subtotals that do not say so", "B08", "drop = [2, 3, 6]")),
        "subtotal-unnamed.csv": (text([*ROWS[:2], ["", "", *NORTH[2:]], *ROWS[2:]]), refused("a subtotal without any name", "B08", "row 4 names no station and is the sum of region North")),
        "subtotal-named-as-place.csv": (text([*ROWS[:2], ["", "North", *NORTH[2:]], *ROWS[2:]]), refused("a subtotal that is called as its region", "B08", "row 4 names no station and is the sum of region North")),
        "subtotal-of-one.csv": (text([*ROWS, ["West", "", 100, 50, 40, 30], ["West", "1", 100, 50, 40, 30]]), refused("the subtotal of a region with one station", "B08", "row 6 names no station and is the sum of region West")),
        "total-in-another-column.csv": (text([*([f"n{i}", *r] for i, r in enumerate(ROWS)), ["TOTAL", "", "", 4891, *TOTAL[3:]]], ["no", *HEAD]), refused("a total that says so in a column that names no place, one voter off", "B08", "row 6: “TOTAL” says that it is a total")),
        "total-long.csv": (text([*ROWS, ["Итого в целом по избирательному округу № 5 города Москвы (предварительно)", "", 4891, *TOTAL[3:]]]), refused("a total in many words, one voter off", "B08", "says that it is a total")),
        "total-kept.csv": (text([*ROWS, ["East", "5", *TOTAL[2:]]]), spec("a station as large as all others, declared", mapping={"keep": [6]}, lines=[2, 3, 4, 5, 6], counts={k: [*v, sum(v)] for k, v in COUNTS.items()})),
        "place-called-soma.csv": (text([["Soma", *r[1:]] for r in ROWS]), spec("a town whose name means sum", region=["Soma"] * 4)),
    }  # fmt: skip
    return {name: (content.encode(), expected) for name, (content, expected) in made.items()}


def packed() -> dict[str, tuple[bytes, dict[str, Any]]]:
    """Containers and workbooks."""
    plain, sheet = text(ROWS), [HEAD, *ROWS]
    two = {"Results": sheet, "Other": [["a", "b"], [1, 2]]}
    title: list[list[Any]] = [["Results of the election", None, None, None, None, None], [None] * 6]
    merged_head: list[list[Any]] = [
        ["region", "station", "voters", None, "votes", None],
        [None, None, "registered", "ballots_cast", "valid", "leader"],
        *ROWS,
    ]
    merged_region: list[list[Any]] = [HEAD, ROWS[0], [None, *ROWS[1][1:]], ROWS[2], [None, *ROWS[3][1:]]]
    regions = ["North", "North", "South", "South"]
    of_two = {
        "columns": {
            "registered": "voters / registered",
            "ballots_cast": "voters / ballots_cast",
            "valid": "votes / valid",
            "leader": "votes / leader",
        }
    }
    in_gzip = gzip.compress(plain.encode(), mtime=0)
    return {
        "packed.csv.gz": (in_gzip, spec("gzip")),
        "gzip-called-csv.csv": (in_gzip, spec("gzip under another name")),
        "gzip-cut.csv.gz": (in_gzip[:-20], refused("gzip cut off", "B01", "gzip file is")),
        "one.zip": (zipped({"a.csv": plain}), spec("a zip", assumes=["a.csv of the zip"])),
        "mac.zip": (
            zipped({"a.csv": plain, "__MACOSX/._a.csv": "x", ".DS_Store": "x"}),
            spec("a zip from a Macintosh"),
        ),
        "two.zip": (
            zipped({"a.csv": plain, "b.csv": plain}),
            refused("a zip with two tables", "B04", "2 files"),
        ),
        "two-named.zip": (
            zipped({"a.csv": "x", "b.csv": plain}),
            spec("a zip with two tables, one named", mapping={"sheet": "b.csv"}),
        ),
        "web-page.xls": (
            b"\xef\xbb\xbf\r\n<HTML><table><tr><td>registered</td></tr></table></HTML>",
            refused("a web page called .xls", "B01", "a web page"),
        ),
        "rows.json": (b' [{"registered": 5}]', refused("JSON", "B01", "JSON")),
        "scan.csv": (b"%PDF-1.7\n", refused("a PDF under another name", "B01", "a PDF")),
        "bomb.csv.gz": (
            gzip.compress(bytes(16 * 1024 * 1024 + 1), mtime=0),
            refused("a gzip bomb", "B02", "unpack to more"),
        ),
        "plain.xlsx": (xlsx({"Sheet1": sheet}), spec("a workbook")),
        "two-sheets.xlsx": (xlsx(two), refused("a workbook with two sheets", "B04", "2 sheets with rows")),
        "two-sheets-named.xlsx": (
            xlsx(two),
            spec("a workbook with two sheets, one named", mapping={"sheet": "results"}),
        ),
        "hidden-sheet.xlsx": (
            xlsx(two, hidden=["Other"]),
            spec("a workbook with a hidden sheet", assumes=["the sheet “Results”"]),
        ),
        "title.xlsx": (
            xlsx({"S": [*title, *sheet]}, {"S": ["A1:F1"]}),
            spec("a merged title", lines=[4, 5, 6, 7], assumes=["row 3 is the heading"]),
        ),
        "merged-heading.xlsx": (
            xlsx({"S": merged_head}, {"S": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]}),
            spec("a merged heading of two rows", mapping=of_two, lines=[3, 4, 5, 6]),
        ),
        "merged-regions.xlsx": (
            xlsx({"S": merged_region}, {"S": ["A2:A3", "A4:A5"]}),
            spec("regions in merged cells", region=regions),
        ),
        "merged-codes.xlsx": (
            xlsx(
                {
                    "S": [
                        HEAD,
                        [75, *ROWS[0][1:]],
                        [None, *ROWS[1][1:]],
                        [63, *ROWS[2][1:]],
                        [None, *ROWS[3][1:]],
                    ]
                },
                {"S": ["A2:A3", "A4:A5"]},
            ),
            spec("codes of regions in merged cells", region=["75", "75", "63", "63"]),
        ),
        "merged-number.xlsx": (
            xlsx({"S": [HEAD, ROWS[0], [*ROWS[1][:2], None, *ROWS[1][3:]], *ROWS[2:]]}, {"S": ["C2:C3"]}),
            refused(
                "a number merged over two stations",
                "B07",
                "row 2, registered: “1200” is one cell merged over rows 2 to 3",
            ),
        ),
        "merged-number-as-text.xlsx": (
            xlsx(
                {
                    "S": [
                        HEAD,
                        [*ROWS[0][:2], "2 150", *ROWS[0][3:]],
                        [*ROWS[1][:2], None, *ROWS[1][3:]],
                        *ROWS[2:],
                    ]
                },
                {"S": ["C2:C3"]},
            ),
            refused(
                "a number as text merged over two stations",
                "B07",
                "row 3, registered: “2 150” is one cell merged over rows 2 to 3",
            ),
        ),
        "merged-columns.xlsx": (
            xlsx({"S": [HEAD, [*ROWS[0][:4], None, *ROWS[0][5:]], *ROWS[1:]]}, {"S": ["D2:E2"]}),
            refused(
                "a number merged over two columns",
                "B07",
                "row 2, valid: “800” is one cell merged over the columns ballots_cast, valid",
            ),
        ),
        "merged-sections.xlsx": (
            xlsx(
                {"S": [HEAD, ["District 1", *[None] * 5], *ROWS[:2], [2, *[None] * 5], *ROWS[2:]]},
                {"S": ["A2:F2", "A5:F5"]},
            ),
            spec(
                "headings of sections merged over the table",
                lines=[3, 4, 6, 7],
                assumes=["2 rows without a station"],
            ),
        ),
        "stray-cell.xlsx": (
            xlsx({"S": [*sheet, *[[]] * 95, [1]]}),
            spec("a stray cell far below", assumes=["1 row without a station and without a figure", "101"]),
        ),
        "text-numbers.xlsx": (
            xlsx({"S": [HEAD, *numbers(grouped(" "))]}),
            spec("numbers as text in a workbook"),
        ),
        "broken.xlsx": (xlsx({"S": sheet})[:700], refused("a workbook cut off", "B01", "")),
        "plain.ods": (ods({"S": sheet}), spec("an OpenDocument sheet")),
        "bomb.ods": (
            ods({"S": [["a", 1]]}, 1_048_576, 16_384),
            refused("an OpenDocument bomb", "B02", "cells"),
        ),
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, (content, expected) in (texts() | shapes() | counted() | packed()).items():
        (FOLDER / name).write_bytes(content)
        written = json.dumps(expected, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / f"{name}.expected.json").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
