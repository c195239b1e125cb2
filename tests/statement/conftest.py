from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def kazakhstan_folder(kazakhstan_members: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, unpacked."""
    folder = tmp_path_factory.mktemp("bundle")
    for name, content in kazakhstan_members.items():
        if not name.startswith("log/proofs/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    return folder
