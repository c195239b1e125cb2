from pathlib import Path

import pytest

from scrutator.statement.document import Document, build_document


@pytest.fixture(scope="session")
def kazakhstan_folder(kazakhstan_members: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    for name, content in kazakhstan_members.items():
        if not name.startswith("log/proofs/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="session")
def kazakhstan_documents() -> dict[str, Document]:
    """The statements of the bundled case by language, with every cell resolved."""
    from scrutator.findings.running import context_of, run_all
    from scrutator.publishing.checks.check import faultless_case
    from scrutator.publishing.sources import case_files

    case = faultless_case(case_files("kazakhstan-2012"), "kazakhstan-2012")
    findings = run_all(context_of(case))
    return {language: build_document(case, findings, language) for language in case.statements}


@pytest.fixture(scope="session")
def kazakhstan_document(kazakhstan_documents: dict[str, Document]) -> Document:
    """The English statement of the bundled case with every cell resolved."""
    return kazakhstan_documents["en"]
