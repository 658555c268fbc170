"""Whatever bytes come, an import ends in something understood or in a KnowledgeError, never in another error."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from import_files import (
    COVERAGE,
    DISEASES,
    DRUGS,
    GUIDANCE,
    ORDER,
    PAIRS,
    SYNONYMS,
    TABULAR,
    UNITS,
    docx,
    pdf,
    workbook,
    zipped,
)

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, read, store

PERSON = Given(imported_on=date(2026, 11, 22), publisher="P", edition="2026q4", id="fy2027")
RULES = [["Payer", "Rule kind", "Text", "Source title"], ["Acme", "note", "Acme says.", "Page"]]
GOOD: dict[str, bytes] = {
    "a.csv": SYNONYMS.encode(),
    "a.txt": PAIRS.encode(),
    "b.csv": UNITS.encode(),
    "c.csv": COVERAGE["article_x_icd10_covered.csv"].encode(),
    "c.zip": zipped(COVERAGE),
    "a.xml": TABULAR.encode(),
    "b.xml": DRUGS.encode(),
    "c.xml": DISEASES.encode(),
    "order.txt": ORDER.encode(),
    "a.md": GUIDANCE.encode(),
    "a.html": b"<html><body><h1>T</h1><p>Words.</p></body></html>",
    "a.pdf": pdf([[(16, "Title"), (10, "Some words of text.")]]),
    "a.docx": docx([("Heading 1", "Title"), ("", "Some words.")]),
    "a.xlsx": workbook(RULES),
}
SLOW = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def imported(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.write_bytes(content)
    with suppress(KnowledgeError):
        store(read(path, PERSON), folder / "own", replace=True)


@SLOW
@given(content=st.binary(max_size=3_000), name=st.sampled_from(sorted(GOOD)))
def test_random_bytes_raise_nothing_else(tmp_path: Path, content: bytes, name: str) -> None:
    imported(tmp_path, name, content)


@SLOW
@given(content=st.text(max_size=2_000), name=st.sampled_from(sorted(GOOD)))
def test_random_text_raises_nothing_else(tmp_path: Path, content: str, name: str) -> None:
    imported(tmp_path, name, content.encode("utf-8", "replace"))


@settings(SLOW, max_examples=300)
@given(draw=st.data(), name=st.sampled_from(sorted(GOOD)))
def test_a_good_file_with_a_torn_place_raises_nothing_else(tmp_path: Path, draw: st.DataObject, name: str) -> None:
    good = GOOD[name]
    at = draw.draw(st.integers(0, len(good)))
    until = draw.draw(st.integers(at, min(len(good), at + 40)))

    imported(tmp_path, name, good[:at] + draw.draw(st.binary(max_size=30)) + good[until:])


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_off_raises_nothing_else(tmp_path: Path, name: str, share: float) -> None:
    imported(tmp_path, name, GOOD[name][: int(len(GOOD[name]) * share)])


@pytest.mark.parametrize("name", sorted(GOOD))
def test_the_good_files_are_understood(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(GOOD[name])
    if name == "a.xlsx":
        with pytest.raises(KnowledgeError, match="Edition is empty"):
            read(path, PERSON)
    else:
        assert read(path, PERSON).rows > 0
