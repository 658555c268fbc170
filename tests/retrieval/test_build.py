"""An index is in use only when it is whole; a build that ends early, for whatever reason, leaves nothing in use."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from knowledge.code_set.code_set import CodeSet
from knowledge.errors import BuildError, IndexMissingError
from retrieval.build import build_index
from retrieval.embedding import packaged_model
from retrieval.index_folder import IndexFolder, find_index, fingerprint

WANTED = "0123456789abcdef"


def small_index(root: Path, **files: bytes) -> IndexFolder:
    """A whole index folder of a few small files, as the end of a build leaves it."""
    root.mkdir(parents=True)
    contents = {
        "code_set.sqlite": b"codes",
        "texts.sqlite": b"texts",
        **{name.replace("__", "."): text for name, text in files.items()},
    }
    for name, text in contents.items():
        (root / name).write_bytes(text)
    (root / "chroma").mkdir()
    (root / "chroma" / "data.bin").write_bytes(b"vectors")
    (root / "chroma" / "chroma.sqlite3").write_bytes(b"may grow: not in the manifest")
    sizes = {name: len(text) for name, text in contents.items()} | {"chroma/data.bin": 7}
    (root / "manifest.json").write_text(
        json.dumps({"format": "x", "model": "packaged", "files": sizes}), encoding="utf-8"
    )
    return IndexFolder(root=root)


# -- whole or not --------------------------------------------------------------------------------------------------------


def test_a_folder_with_every_file_of_its_manifest_is_whole(tmp_path: Path) -> None:
    index = small_index(tmp_path / WANTED)

    assert index.is_whole()
    assert find_index(tmp_path, WANTED) == index


DAMAGES = [
    ("a file is gone", lambda root: (root / "texts.sqlite").unlink()),
    ("a file is shorter", lambda root: (root / "texts.sqlite").write_bytes(b"text")),
    ("a file is longer", lambda root: (root / "texts.sqlite").write_bytes(b"texts!")),
    ("a file is empty", lambda root: (root / "code_set.sqlite").write_bytes(b"")),
    ("a file below is gone", lambda root: (root / "chroma" / "data.bin").unlink()),
    ("the store's own database is gone", lambda root: (root / "chroma" / "chroma.sqlite3").unlink()),
    ("a folder is gone", lambda root: shutil.rmtree(root / "chroma")),
    ("the manifest is gone", lambda root: (root / "manifest.json").unlink()),
    ("the manifest is empty", lambda root: (root / "manifest.json").write_text("")),
    ("the manifest is torn", lambda root: (root / "manifest.json").write_text('{"files": {"texts.sqlite": 5')),
    ("the manifest is a list", lambda root: (root / "manifest.json").write_text("[]")),
    ("the manifest lists no files", lambda root: (root / "manifest.json").write_text("{}")),
    ("the manifest is no text", lambda root: (root / "manifest.json").write_bytes(b"\xff\xfe\x00")),
    ("the folder is gone", lambda root: shutil.rmtree(root)),
]


@pytest.mark.parametrize("damage", [damage for _, damage in DAMAGES], ids=[name for name, _ in DAMAGES])
def test_a_damaged_index_is_never_found(tmp_path: Path, damage: object) -> None:
    index = small_index(tmp_path / WANTED)

    damage(index.root)  # type: ignore[operator]

    assert not index.is_whole()
    assert find_index(tmp_path, WANTED) is None


def test_an_index_of_another_corpus_is_not_found(tmp_path: Path) -> None:
    small_index(tmp_path / "another")

    assert find_index(tmp_path, WANTED) is None


def test_a_folder_that_is_still_building_is_not_found(tmp_path: Path) -> None:
    small_index(tmp_path / ".building-12345678")

    assert find_index(tmp_path, WANTED) is None


def copied(index: IndexFolder, root: Path) -> IndexFolder:
    """The true index in another place, without copying its bytes where the disk allows."""
    try:
        shutil.copytree(index.root, root, copy_function=os.link)
    except OSError:
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(index.root, root)
    return IndexFolder(root=root)


PARTS = [
    "code_set.sqlite",
    "crosswalk.sqlite",
    "library.json",
    "texts.sqlite",
    "vectors.npy",
    "model.onnx",
    "tokenizer.json",
]


@pytest.mark.parametrize(
    "part", [*PARTS, "codes.bm25/params.index.json", "passages.bm25/params.index.json", "chroma/chroma.sqlite3"]
)
def test_the_true_index_without_one_of_its_parts_is_not_whole(index: IndexFolder, tmp_path: Path, part: str) -> None:
    copy = copied(index, tmp_path / WANTED)
    assert copy.is_whole()

    (copy.root / part).unlink()

    assert not copy.is_whole()


def test_opening_the_store_leaves_the_index_whole(index: IndexFolder, tmp_path: Path) -> None:
    from retrieval import dense_index

    shutil.copytree(index.root, tmp_path / WANTED)
    copy = IndexFolder(root=tmp_path / WANTED)

    assert len(dense_index.DenseIndex(dense_index.open_client(copy.chroma), dense_index.PASSAGES)) > 500

    assert copy.is_whole()


# -- the fingerprint -----------------------------------------------------------------------------------------------------


def corpus(folder: Path) -> Path:
    (folder / "guidance").mkdir(parents=True)
    (folder / "guidance" / "a.md").write_text("a")
    (folder / "terms.csv").write_text("b")
    (folder / "sources.yaml").write_text("c")
    (folder / "library.py").write_text("d")
    return folder


CHANGES = [
    ("a page changes", lambda folder: (folder / "guidance" / "a.md").write_text("A")),
    ("a page is added", lambda folder: (folder / "guidance" / "b.md").write_text("a")),
    ("a page is gone", lambda folder: (folder / "guidance" / "a.md").unlink()),
    ("a page has another name", lambda folder: (folder / "guidance" / "a.md").rename(folder / "guidance" / "b.md")),
    ("a table changes", lambda folder: (folder / "terms.csv").write_text("B")),
    ("a source changes", lambda folder: (folder / "sources.yaml").write_text("C")),
    ("a reader changes", lambda folder: (folder / "library.py").write_text("D")),
]
NO_CHANGES = [
    ("compiled Python", lambda folder: (folder / "library.pyc").write_text("x")),
    ("an editor's copy", lambda folder: (folder / "guidance" / "a.md~").write_text("x")),
    ("an empty folder", lambda folder: (folder / "empty").mkdir()),
    ("nothing", lambda folder: None),
]


@pytest.mark.parametrize("change", [change for _, change in CHANGES], ids=[name for name, _ in CHANGES])
def test_what_the_index_depends_on_changes_the_fingerprint(tmp_path: Path, change: object) -> None:
    folder = corpus(tmp_path / "corpus")
    before = fingerprint(packaged_model(), corpus=folder)

    change(folder)  # type: ignore[operator]

    assert fingerprint(packaged_model(), corpus=folder) != before


@pytest.mark.parametrize("change", [change for _, change in NO_CHANGES], ids=[name for name, _ in NO_CHANGES])
def test_what_it_does_not_depend_on_leaves_the_fingerprint(tmp_path: Path, change: object) -> None:
    folder = corpus(tmp_path / "corpus")
    before = fingerprint(packaged_model(), corpus=folder)

    change(folder)  # type: ignore[operator]

    assert fingerprint(packaged_model(), corpus=folder) == before


def test_the_fingerprint_depends_on_the_model_and_not_on_where_the_corpus_lies(tmp_path: Path) -> None:
    one, other = corpus(tmp_path / "one"), corpus(tmp_path / "other")

    assert fingerprint(packaged_model(), corpus=one) == fingerprint(packaged_model(), corpus=other)
    assert fingerprint(packaged_model(), corpus=one) != fingerprint(tmp_path / "my-model", corpus=one)


# -- building ------------------------------------------------------------------------------------------------------------


def left_over(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".lock")


def test_a_finished_index_is_not_built_again(tmp_path: Path) -> None:
    index = small_index(tmp_path / WANTED)

    def never(what: str, share: float) -> None:
        pytest.fail(f"it builds: {what}")

    assert build_index(tmp_path, WANTED, packaged_model(), never) == index


class Interrupted(BaseException):
    """As a Ctrl-C is: no Exception."""


@pytest.mark.parametrize("error", [Interrupted, KeyboardInterrupt, MemoryError, ValueError])
def test_a_build_that_is_broken_off_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    def stop(what: str, share: float) -> None:
        raise error

    with pytest.raises(error):
        build_index(tmp_path, WANTED, packaged_model(), stop)

    assert left_over(tmp_path) == []
    assert find_index(tmp_path, WANTED) is None


def test_a_build_that_cannot_write_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    def no_space(what: str, share: float) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(BuildError, match="No space left on device") as failed:
        build_index(tmp_path, WANTED, packaged_model(), no_space)

    assert "CODECITE_DATA_DIR" in failed.value.next_step
    assert left_over(tmp_path) == []


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    (tmp_path / ".building-deadbeef").mkdir()
    (tmp_path / ".building-deadbeef" / "code_set.sqlite").write_bytes(b"half")
    (tmp_path / WANTED).mkdir()
    (tmp_path / WANTED / "manifest.json").write_text("torn")

    def stop(what: str, share: float) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        build_index(tmp_path, WANTED, packaged_model(), stop)

    assert left_over(tmp_path) == []


def test_a_failed_build_leaves_the_last_index_in_use(tmp_path: Path) -> None:
    last = small_index(tmp_path / "last")

    def stop(what: str, share: float) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        build_index(tmp_path, WANTED, packaged_model(), stop)

    assert last.is_whole()
    assert left_over(tmp_path) == ["last"]


BUILD = """
import sys
from pathlib import Path
from retrieval.build import build_index
from retrieval.embedding import packaged_model
build_index(Path(sys.argv[1]), sys.argv[2], packaged_model(), lambda what, share: print(what, share, flush=True))
"""


def test_a_build_killed_in_the_middle_leaves_nothing_in_use_and_the_next_one_succeeds(
    index: IndexFolder, tmp_path: Path
) -> None:
    """The true build, with the vectors of the last one at hand; two older indexes wait to be forgotten."""
    folder = tmp_path / "index"
    oldest, last = small_index(folder / "oldest"), folder / "last"
    os.utime(oldest.manifest, (1, 1))
    copied(index, last)

    child = subprocess.Popen(
        [sys.executable, "-c", BUILD, str(folder), WANTED], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    assert child.stdout is not None
    for line in child.stdout:
        if line.startswith("Reading the guidance"):
            break
    os.killpg(child.pid, signal.SIGKILL)
    child.wait()

    assert find_index(folder, WANTED) is None
    assert [name for name in left_over(folder) if name.startswith(".building-")] != []

    shares: list[float] = []
    built = build_index(folder, WANTED, packaged_model(), lambda what, share: shares.append(share))

    assert built.is_whole()
    assert left_over(folder) == [WANTED, "last"]
    assert shares == sorted(shares) and shares[0] == 0.0 and shares[-1] == 1.0
    assert len(CodeSet(built.code_set).billable_on(date(2026, 11, 22))) == 74_879
    assert json.loads(built.manifest.read_text())["texts"] == json.loads(index.manifest.read_text())["texts"]


def test_a_second_builder_waits_and_finds_the_index_of_the_first(tmp_path: Path) -> None:
    """The first holds the lock and finishes; the second builds nothing."""
    from filelock import FileLock

    waits = (
        "import sys; from pathlib import Path; from retrieval.build import build_index; from retrieval.embedding import packaged_model;"
        "print('started', flush=True);"
        "print(build_index(Path(sys.argv[1]), sys.argv[2], packaged_model(), lambda what, share: sys.exit('it builds')).root.name)"
    )
    with FileLock(tmp_path / ".lock"):
        child = subprocess.Popen(
            [sys.executable, "-c", waits, str(tmp_path), WANTED], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "started\n"
        time.sleep(0.5)
        small_index(tmp_path / WANTED)

    assert child.communicate(timeout=60)[0] == f"{WANTED}\n"


def test_a_store_that_is_damaged_inside_is_noticed_when_it_is_opened(index: IndexFolder, tmp_path: Path) -> None:
    from retrieval import dense_index

    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"\x00" * 4096)

    with pytest.raises(IndexMissingError):
        dense_index.DenseIndex(dense_index.open_client(tmp_path / "chroma"), dense_index.CODES)
