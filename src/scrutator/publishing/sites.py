"""Sites of cases: built from folders, bundled cases or bundles, and compared with what lies in a folder."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.findings.running import Watch, unwatched
from scrutator.publishing.build import computed, members_of
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.placeholders import demand_written
from scrutator.publishing.key_files import read_bytes, refusals_mapped
from scrutator.publishing.rebuild import CASE_FOLDER
from scrutator.publishing.renderers import demand_renderers
from scrutator.publishing.sources import case_files
from scrutator.record.case import Case
from scrutator.seal.bundle import archive
from scrutator.site.folder import SUMS, site_files
from scrutator.site.subject import DrawnChart, Subject
from scrutator.statement.charts.chart import Chart
from scrutator.statement.page.phone_drawing import phone_drawing
from scrutator.version import VERSION


def site_of(cases: Sequence[str], watch: Watch = unwatched) -> dict[str, bytes]:
    """Every file of the site of these cases: a function of the cases and of this release alone.

    A case is given as a folder, as the id of a bundled case, or as a bundle, whose own case is rebuilt.
    Raises R30 for a case with faults, T04 for numbers in prose that no figure prints, X03 for two cases of
    one id, and X02 when another renderer than this release's is installed.
    """
    demand_renderers()
    subjects = [subject_of(faultless_case(files_of(name), name), watch) for name in cases]
    ids = [subject.case.header.id for subject in subjects]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        what = f"two of the cases are called {twice[0]}"
        raise ScrutatorError("X03", what, where="CASE", remedy="Give each case once.")
    return dict(site_files(subjects))


def files_of(name: str) -> dict[str, bytes]:
    """The files of a case, from wherever it is given; those of a bundle's own case when it is a file."""
    if not Path(name).is_file():
        return case_files(name)
    with refusals_mapped("Z04", name):
        members = archive.read(read_bytes(Path(name)))
    found = {
        path.removeprefix(CASE_FOLDER): bytes(data)
        for path, data in members.items()
        if path.startswith(CASE_FOLDER)
    }
    if "case.toml" not in found:
        raise ScrutatorError("Z04", "the bundle holds no case", where=name)
    return found


def subject_of(case: Case, watch: Watch = unwatched) -> Subject:
    """A case computed and drawn, with everything that it publishes."""
    demand_written(case)
    made = computed(case, watch)
    members, _ = members_of(case, made)
    charts: dict[str, Chart] = {}
    for document in made.documents.values():
        charts |= {chart.name: chart for chart in document.charts}
    drawn = tuple(
        DrawnChart(chart, members[f"charts/{name}.svg"].decode(), phone_drawing(chart))
        for name, chart in charts.items()
    )
    return Subject(case, made.findings, drawn, made.documents, members, f"scrutator {VERSION}")


def differences_in(folder: Path, expected: Mapping[str, bytes]) -> Iterator[str]:
    """Where a folder is not this site: every file that was changed, is missing, or is nothing of it."""
    if not folder.is_dir():
        raise ScrutatorError("X01", f"there is no folder {folder}", where=str(folder))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    for name in sorted(there | set(expected)):
        if name not in there:
            yield f"{name}: missing"
        elif name not in expected:
            yield f"{name}: nothing in the case gives this file"
        elif not same(folder / name, expected[name]):
            yield f"{name}: not what the case gives"


def same(path: Path, expected: bytes) -> bool:
    """Has the file these bytes? Its size is asked first, so that a huge one is not read."""
    return path.is_file() and path.stat().st_size == len(expected) and read_bytes(path) == expected


def write_site(folder: Path, files: Mapping[str, bytes], replace: bool = False) -> None:
    """Write a site into a new or empty folder; with `replace`, over a site that this command wrote there.

    Raises X04 when the folder holds something else: nothing is deleted that no site is known to have written.
    """
    listed = written_before(folder) if replace else set()
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if strange := sorted(there - listed):
        what = f"the folder holds something else, {strange[0]} for one"
        remedy = "Name a new folder" + (", or replace a site with --force." if not replace else ".")
        raise ScrutatorError("X04", what, where=str(folder), remedy=remedy)
    try:
        for name in there - set(files):
            (folder / name).unlink()
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise ScrutatorError("X04", f"{error.filename}: {error.strerror}", where=str(folder)) from None


def written_before(folder: Path) -> set[str]:
    """The files that a site in this folder lists as its own; none when there is no list."""
    sums = folder / SUMS
    if not sums.is_file():
        return set()
    lines = sums.read_text(encoding="utf-8", errors="replace").splitlines()
    return {SUMS, *(line[66:] for line in lines if len(line) > 66)}
