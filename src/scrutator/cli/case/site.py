"""`scrutator site`: cases as pages for readers, and whether such pages are still what the cases give."""

from pathlib import Path

import typer

from scrutator.cli.output import JSON_OPTION


def site(
    cases: list[str] = typer.Argument(
        ..., metavar="CASE...", help="Folders, ids of bundled cases, or bundles (.zip)."
    ),
    output: Path = typer.Option(None, "-o", "--output", help="The folder to write; it needs no server."),
    check: Path = typer.Option(
        None, "--check", help="Write nothing: rebuild, and name every file of this folder that differs."
    ),
    force: bool = typer.Option(False, "--force", help="Replace a site that this command wrote before."),
    as_json: bool = JSON_OPTION,
) -> None:
    """Write cases as static pages in English, Russian and Kazakh, one question a page.

    They work from a folder, a memory stick or any web server, without scripts. The same case gives the same
    bytes: `--check` rebuilds them and compares. It compares with the CASE you name; whether that is the
    publisher's is for `scrutator verify` to say. Exit status of --check: 0 all equal, 1 something differs.

    Example: `scrutator site kazakhstan-2012 -o pages`
    """
    from scrutator.cli.case.site_writing import check_site, make_site
    from scrutator.errors import ScrutatorError

    if (output is None) == (check is None) or (force and check is not None):
        what = "say either where to write the site, or which folder to check"
        raise ScrutatorError(
            "X03", what, remedy="Give -o FOLDER (with --force to replace), or --check FOLDER."
        )
    if check is not None:
        check_site(cases, check, as_json)
    else:
        make_site(cases, output, force, as_json)
