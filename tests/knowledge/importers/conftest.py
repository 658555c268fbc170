"""What the tests of the importers share: a folder of the practice's own, and a person who says little."""

from pathlib import Path

import pytest
from import_files import TODAY, MakeFile

from knowledge.importers import Given


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def given() -> Given:
    return Given(imported_on=TODAY)


@pytest.fixture
def given_document() -> Given:
    return Given(imported_on=TODAY, publisher="Example Practice", edition="November 2026")


@pytest.fixture
def make(tmp_path: Path) -> MakeFile:
    """Writes a file of that name and content, and returns its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / "handed" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write
