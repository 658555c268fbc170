"""What the tests of the edits share: the true authorities, and the same with tables of the test's own loaded."""

from dataclasses import replace
from pathlib import Path

import pytest
from payer_claims import WithTables, own_folder

from bot.assistant import Assistant
from bot.claims import Authorities
from knowledge.importers import Given, read, store
from knowledge.loaded_tables import LoadedTables


@pytest.fixture(scope="session")
def authorities(assistant: Assistant) -> Authorities:
    """As users have them, without any table of a practice's own."""
    return replace(assistant.reference.authorities, tables=LoadedTables())


@pytest.fixture
def with_tables(authorities: Authorities, tmp_path: Path) -> WithTables:
    """Loads files as `codecite knowledge add` does; called again, it adds to them."""

    def load(edition: str = "2026q4", **files: str) -> Authorities:
        for name, content in files.items():
            path = tmp_path / f"{name}.csv"
            path.write_text(content, encoding="utf-8")
            given = Given(imported_on=authorities.code_set.tables_last_day, edition=edition)
            store(read(path, given), own_folder(tmp_path), replace=True)
        return replace(authorities, tables=LoadedTables(own_folder(tmp_path)))

    return load
