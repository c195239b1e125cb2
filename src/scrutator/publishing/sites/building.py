"""The site of cases that are given as folders, as bundled cases or as bundles."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from scrutator.errors import ScrutatorError
from scrutator.findings.running import Watch, unwatched
from scrutator.publishing.build import Shown, computed, members_of
from scrutator.publishing.checks.check import faultless_case
from scrutator.publishing.checks.placeholders import demand_written
from scrutator.publishing.checks.shown import Prepared, prepared
from scrutator.publishing.key_files import read_bytes, refusals_mapped
from scrutator.publishing.rebuild import CASE_FOLDER
from scrutator.publishing.renderers import demand_renderers
from scrutator.publishing.sites.charts import files_of, of_document, of_pages, translated
from scrutator.publishing.sources import case_files
from scrutator.publishing.withholding.attested import faults_of_attested
from scrutator.publishing.withholding.looked_for import still_shown
from scrutator.publishing.withholding.public import MEMBER, Public, read_public
from scrutator.publishing.withholding.shown_faults import faults_of_shown
from scrutator.seal.bundle import archive
from scrutator.seal.writing.pyz import verifier_bytes
from scrutator.site.folder import site_files
from scrutator.site.subject import Subject
from scrutator.version import VERSION
from scrutator.words.site import LANGUAGES


def site_of(cases: Sequence[str], watch: Watch = unwatched) -> dict[str, bytes]:
    """Every file of the site of these cases: a function of the cases and of this release alone.

    A case is given as a folder, as the id of a bundled case, or as a bundle, whose own case is rebuilt.
    What the case withholds stands on no page. Raises R30 for a case with faults, T04 for numbers in prose
    that no figure prints, X03 for two cases of one id, Z09 when a withheld value stands elsewhere, and X02
    when another renderer than this release's is installed.
    """
    demand_renderers()
    cases_shown = [shown(name) for name in cases]
    return site_of_shown([computed_of(one, watch) for one in cases_shown])


def site_of_shown(cases: Sequence[Shown]) -> dict[str, bytes]:
    """The site of cases that were computed already, as for their bundles. Raises as `site_of` does."""
    cases_shown = [one.case for one in cases]
    ids = [one.case.header.id for one in cases_shown]
    if twice := sorted({one for one in ids if ids.count(one) > 1}):
        what = f"two of the cases are called {twice[0]}"
        raise ScrutatorError("X03", what, where="CASE", remedy="Give each case once.")
    files = dict(site_files([subject_of(one) for one in cases]))
    secrets = [secret for one in cases_shown for secret in one.secrets]
    attested = {
        f"{one.case.header.id}/{name}": outcome
        for one in cases_shown
        for name, outcome in one.public.attested.items()
    }
    if left := list(still_shown(secrets, files, attested)):
        raise ScrutatorError("Z09", f"{len(left)} withheld values stand elsewhere", where="; ".join(left[:5]))
    return files


def shown(name: str) -> Prepared:
    """A case as its publication shows it, without what is withheld."""
    if Path(name).is_file():
        return shown_in_bundle(name)
    files = case_files(name)
    demand_written(faultless_case(files, name))
    return prepared(files, name)


def shown_in_bundle(name: str) -> Prepared:
    """The case that a bundle holds, with what the bundle says of the rest. No signature is checked here."""
    with refusals_mapped("Z04", name):
        members = archive.read(read_bytes(Path(name)))
    files = {
        path.removeprefix(CASE_FOLDER): bytes(data)
        for path, data in members.items()
        if path.startswith(CASE_FOLDER)
    }
    if "case.toml" not in files:
        raise ScrutatorError("Z04", "the bundle holds no case", where=name)
    public = public_of({path: bytes(data) for path, data in members.items() if path == MEMBER}, name)
    case = faultless_case(files, name, frozenset(public.attested))
    if wrong := [*faults_of_attested(case, public), *faults_of_shown(case.files, public)]:
        raise ScrutatorError("Z04", wrong[0], where=name)
    return Prepared(case, public, ())


def public_of(members: Mapping[str, bytes], name: str) -> Public:
    """What a bundle says of what it does not show."""
    try:
        with refusals_mapped("Z04", name):
            return read_public(members[MEMBER]) if MEMBER in members else Public()
    except ValueError as error:
        raise ScrutatorError("Z04", f"{MEMBER}: {str(error)[:200]}", where=name) from None


def computed_of(one: Prepared, watch: Watch = unwatched) -> Shown:
    """A case computed, with everything that it publishes."""
    made = computed(one.case, watch, one.public)
    return Shown(one, made, *members_of(one.case, made))


def subject_of(one: Shown) -> Subject:
    """What the pages of a case are made of."""
    case, made, members = one.case.case, one.made, one.members
    charts = {language: of_document(document, members) for language, document in made.documents.items()}
    printed = {one.chart.name for drawn in charts.values() for one in drawn}
    if own := made.documents.get(case.header.language):
        charts |= {name: translated(case, own, name) for name in LANGUAGES if name not in made.documents}
    for language, chart in of_pages(case, made.findings):
        if chart.chart.name not in printed:
            charts[language] = (*charts.get(language, ()), chart)
    release, program = f"scrutator {VERSION}", sha256(verifier_bytes()).hexdigest()
    return Subject(case, made.findings, charts, made.documents, files_of(charts) | members, release, program)
