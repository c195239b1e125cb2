"""The corpus by name. Both verifiers answer each with the same word and the same outcomes of the checks."""

from verify_page.cases import Case
from verify_page.corpus_parts.archives import archives
from verify_page.corpus_parts.contents import histories, jsons, openings, withheld
from verify_page.corpus_parts.logs import logs
from verify_page.corpus_parts.members import members
from verify_page.corpus_parts.notes import notes
from verify_page.corpus_parts.pages import pages
from verify_page.corpus_parts.roots import roots, rotated


def corpus() -> dict[str, Case]:
    """Every case by its name."""
    parts = [
        archives(),
        members(),
        logs(),
        notes(),
        jsons(),
        pages(),
        histories(),
        openings(),
        withheld(),
        roots(),
        rotated(),
    ]
    return {name: case for part in parts for name, case in part.items()}
