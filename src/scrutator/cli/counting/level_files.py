"""Published figures by level, for `scrutator protocols levels`: from levels.csv or from a case's results."""

from pathlib import Path

Unit = tuple[str, ...]
Figures = dict[Unit, dict[str, int]]


def published_figures(case: str) -> tuple[Figures, list[Unit]]:
    """The published votes of every unit, and every unit that must exist; raises C11 or X01."""
    from scrutator.cli.tables import read_rows
    from scrutator.counting.protocols.published_results import published_results
    from scrutator.errors import ScrutatorError
    from scrutator.publishing.sources import all_cases, case_files
    from scrutator.record.folder.opening import sound_case
    from scrutator.tables.reading import read_table

    path = Path(case)
    if not path.is_dir() and case not in all_cases():
        if not path.exists():
            remedy = f"Name a case folder, a levels.csv, or a bundled case: {', '.join(all_cases())}."
            raise ScrutatorError(
                "X01", "there is no such file, folder or bundled case", where=case, remedy=remedy
            )
        return _from_levels(read_rows(path, notes=False))
    files = case_files(case)
    if files.get("levels.csv"):
        return _from_levels(read_table(files["levels.csv"], name="levels.csv", notes=False).records())
    if not {"results.csv", "places.csv"} <= set(files):
        remedy = "Add levels.csv: a column path and one column of votes per list."
        raise ScrutatorError(
            "C11", "the case has no levels.csv, and no results to recompute", where=case, remedy=remedy
        )
    return published_results(sound_case(files, case))


def _from_levels(rows: list[dict[str, str]]) -> tuple[Figures, list[Unit]]:
    from scrutator.counting.counts import by_station, read_count

    published: Figures = {}
    expected = []
    for text, row in by_station(rows, "path", with_totals=True).items():
        path = tuple(part.strip() for part in text.split("/"))
        expected.append(path)
        lists = [name for name in row if name != "path"]
        if all(row[name].strip() for name in lists):
            published[path] = {name: read_count(row, name, text) for name in lists}
    return published, expected
