"""An import is stored whole or not at all, never over something unasked, and with where it came from."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from import_files import GUIDANCE, SYNONYMS, TODAY, MakeFile

from knowledge.errors import KnowledgeError
from knowledge.importers import (
    AlreadyImportedError,
    Given,
    Provenance,
    Understood,
    list_imports,
    read,
    remove,
    store,
    would_replace,
)
from knowledge.importers.understood import StoredFile
from knowledge.library import read_library, read_sources
from knowledge.vocabulary.terms import read_terms


@dataclass(frozen=True)
class TwoFiles:
    """A fake import of two files, of which the second may fail."""

    text: str
    second: Callable[[Path], None] | None = None
    id: str = "vocabulary/fake"
    title: str = "Fake"
    rows: int = 1

    def files(self) -> tuple[StoredFile, ...]:
        return (
            StoredFile(path="vocabulary/fake.csv", write=self.write),
            StoredFile(path="vocabulary/more.csv", write=self.second or self.write),
        )

    def write(self, path: Path) -> None:
        path.write_text(self.text)


def understood(*parts: TwoFiles) -> Understood[TwoFiles]:
    provenance = Provenance(
        file="f.csv",
        sha256="0" * 64,
        imported_on=TODAY,
        publisher="P",
        edition="E",
        label="sample",
        effective_from=date(2026, 1, 1),
    )
    return Understood(kind="synonyms", title="Fake", rows=1, refused=(), notes=(), provenance=provenance, payload=parts)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fails(path: Path) -> None:
    path.write_text("half")
    raise OSError(28, "No space left on device")


def test_what_is_stored_lies_there_with_where_it_came_from(own: Path, given: Given, make: MakeFile) -> None:
    path = make("our-terms.csv", SYNONYMS)

    (stored,) = store(read(path, given), own)

    assert [term.term for term in read_terms(own / "vocabulary")] == ["bad back", "stiff neck", "neck trouble"]
    document = json.loads((own / "vocabulary/our-terms.provenance.json").read_text())
    assert document["provenance"]["file"] == "our-terms.csv"
    assert document["provenance"]["imported_on"] == "2026-11-22"
    assert len(document["provenance"]["sha256"]) == 64
    assert list_imports(own) == (stored,)
    assert stored.is_whole


def test_reading_writes_nothing(own: Path, given: Given, make: MakeFile) -> None:
    read(make("our-terms.csv", SYNONYMS), given, own=own)

    assert not own.exists()


def test_nothing_is_replaced_without_consent(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("our-terms.csv", SYNONYMS), given), own)
    before = contents(own)
    again = read(make("our-terms.csv", "term,code\nnew words,M54.2\n"), given)

    assert would_replace(again, own) == ("vocabulary/our-terms",)
    with pytest.raises(AlreadyImportedError, match="--replace") as refusal:
        store(again, own)

    assert refusal.value.ids == ("vocabulary/our-terms",)
    assert contents(own) == before


def test_with_consent_the_new_file_takes_its_place(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("our-terms.csv", SYNONYMS), given), own)

    store(read(make("our-terms.csv", "term,code\nnew words,M54.2\n"), given), own, replace=True)

    assert [term.term for term in read_terms(own / "vocabulary")] == ["new words"]
    assert len(list_imports(own)) == 1


def test_a_file_put_there_by_hand_is_not_overwritten_unasked(own: Path, given: Given, make: MakeFile) -> None:
    (own / "vocabulary").mkdir(parents=True)
    (own / "vocabulary/our-terms.csv").write_text("by hand")

    with pytest.raises(AlreadyImportedError):
        store(read(make("our-terms.csv", SYNONYMS), given), own)


def test_a_store_that_fails_while_writing_leaves_the_old_files(own: Path) -> None:
    store(understood(TwoFiles("old")), own)
    before = contents(own)

    with pytest.raises(KnowledgeError, match="nothing was changed"):
        store(understood(TwoFiles("new", second=fails)), own, replace=True)

    assert contents(own) == before


def test_a_store_that_fails_between_two_renames_puts_the_old_files_back(own: Path) -> None:
    store(understood(TwoFiles("old")), own)
    (own / "vocabulary/more.csv").unlink()
    (own / "vocabulary/more.csv").mkdir()
    before = contents(own)

    with pytest.raises(KnowledgeError, match="could not be written"):
        store(understood(TwoFiles("new")), own, replace=True)

    assert contents(own) == before


def test_a_first_store_that_fails_leaves_nothing(own: Path) -> None:
    with pytest.raises(KnowledgeError):
        store(understood(TwoFiles("new", second=fails)), own)

    assert contents(own) == {}


def test_an_interrupt_leaves_nothing_half_done(own: Path) -> None:
    def interrupted(path: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store(understood(TwoFiles("new", second=interrupted)), own)

    assert contents(own) == {}


def test_what_a_killed_import_left_behind_is_no_import_and_is_cleared(own: Path, given: Given, make: MakeFile) -> None:
    (own / ".importing-dead/new/vocabulary").mkdir(parents=True)
    (own / ".importing-dead/new/vocabulary/x.provenance.json").write_text("{")

    assert list_imports(own) == ()
    store(read(make("our-terms.csv", SYNONYMS), given), own)

    assert not (own / ".importing-dead").exists()


def test_a_change_by_hand_is_noticed(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("our-terms.csv", SYNONYMS), given), own)
    (own / "vocabulary/our-terms.csv").write_text("term,codes,kind,note\n")

    assert [one.is_whole for one in list_imports(own)] == [False]


def test_a_document_is_removed_with_its_source(own: Path, given_document: Given, make: MakeFile) -> None:
    store(read(make("one.md", GUIDANCE), given_document), own)
    store(read(make("two.md", GUIDANCE), replace(given_document, label="secondary")), own)
    assert set(read_sources(own / "sources.yaml")) == {"own-one", "own-two"}

    removed = remove(own, "guidance/one")

    assert removed.id == "guidance/one"
    assert set(read_sources(own / "sources.yaml")) == {"own-two"}
    assert {passage.source.label for passage in read_library(own).passages.values()} == {"secondary"}
    assert [one.id for one in list_imports(own)] == ["guidance/two"]


@pytest.mark.parametrize("import_id", ["vocabulary/none", "../../etc/passwd", ""])
def test_an_unknown_id_removes_nothing(own: Path, given: Given, make: MakeFile, import_id: str) -> None:
    store(read(make("our-terms.csv", SYNONYMS), given), own)
    before = contents(own)

    with pytest.raises(KnowledgeError, match="No import has that id"):
        remove(own, import_id)

    assert contents(own) == before


def test_an_id_cannot_lead_out_of_the_folder(own: Path) -> None:
    with pytest.raises(KnowledgeError, match="no id an import can have"):
        store(understood(TwoFiles("new", id="../evil")), own)


def test_a_provenance_that_leads_out_of_the_folder_is_refused(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("our-terms.csv", SYNONYMS), given), own)
    path = own / "vocabulary/our-terms.provenance.json"
    document = json.loads(path.read_text())
    path.write_text(json.dumps(document | {"files": {"../../elsewhere": "0"}}))

    with pytest.raises(KnowledgeError, match="damaged"):
        list_imports(own)
