"""One build: code set, crosswalk, library, vectors and word index into a new folder, put in place by one rename.

    INDEX/<fingerprint>/  code_set.sqlite  crosswalk.sqlite  library.json  texts.sqlite  vectors.npy  meanings.npy  model.onnx  tokenizer.json
                          codes.bm25/  passages.bm25/  chroma/  manifest.json

A build killed at any moment leaves only a `.building-…` folder, which the next build removes. A folder is in use only when its
manifest is there and every file it lists has the size it lists. Vectors of texts that did not change are taken from the last build.
"""

import hashlib
import json
import shutil
import sqlite3
import uuid
from collections import Counter
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from knowledge import library
from knowledge.code_set.build import build_code_set
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.tabular import ReleaseFiles
from knowledge.crosswalk.equivalence import build_crosswalk
from knowledge.errors import BuildError
from knowledge.importers.release import read_index_terms, release_paths, releases
from knowledge.library import KNOWLEDGE, Library
from knowledge.passages import sentences_of
from knowledge.vocabulary.terms import read_terms
from retrieval import dense_index, embedding, lexical_index
from retrieval.embedding import Embedder
from retrieval.index_folder import FORMAT, IndexFolder, find_index
from retrieval.leaf import essential
from retrieval.spelling import is_mendable, rests_of
from retrieval.words import stem, stems, words

if TYPE_CHECKING:
    from retrieval.embedding import Vectors

Progress = Callable[[str, float], None]
"""Called with what is being done and the share of the whole that is done, 0 to 1."""


def build_index(
    folder: Path, wanted: str, model_folder: Path, progress: Progress, own: Path | None = None
) -> IndexFolder:
    """Builds the index unless it is there; one builder at a time. Raises BuildError; a failed build leaves nothing in use."""
    from filelock import FileLock, Timeout

    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / ".lock", timeout=600):
            existing = find_index(folder, wanted)
            if existing is not None:
                return existing
            for stale in folder.glob(".building-*"):
                shutil.rmtree(stale, ignore_errors=True)
            shutil.rmtree(folder / wanted, ignore_errors=True)  # damaged: rebuilt, never half used
            building = folder / f".building-{uuid.uuid4().hex[:8]}"
            building.mkdir()
            try:
                _build(IndexFolder(root=building), model_folder, _last_index(folder), progress, own)
                building.rename(folder / wanted)
            except OSError as error:
                raise BuildError(
                    f"The index could not be written ({error.strerror}).",
                    "Free some disk space, or set CODECITE_DATA_DIR.",
                ) from error
            finally:
                shutil.rmtree(building, ignore_errors=True)
            _forget_old(folder, keep=wanted)
    except Timeout:
        raise BuildError("Another build has been running for ten minutes.", "Wait for it, or stop it.") from None
    index = find_index(folder, wanted)
    if index is None:
        raise BuildError("The index that was just built is not whole.", "Run `codecite index build` again.")
    return index


def _last_index(folder: Path) -> IndexFolder | None:
    finished = sorted(folder.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime)
    indexes = [IndexFolder(root=path.parent) for path in finished]
    return next((index for index in reversed(indexes) if index.is_whole()), None)


def _forget_old(folder: Path, keep: str) -> None:
    """Keeps the new index and the one before it: a running bot may still be reading that."""
    finished = sorted(folder.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in [path for path in finished if path.parent.name != keep][1:]:
        shutil.rmtree(path.parent, ignore_errors=True)


def _build(
    index: IndexFolder, model_folder: Path, last: IndexFolder | None, progress: Progress, own: Path | None
) -> None:
    progress("Checking the embedding model", 0.0)
    embedding.verify_model(model_folder)
    shutil.copy2(model_folder / "tokenizer.json", index.tokenizer)
    progress("Reading ICD-10-CM, preparing the embedding model", 0.01)
    # Three children of their own, none of which waits for another.
    with ThreadPoolExecutor(3) as children:
        for child in [
            children.submit(_model, index, model_folder, last),
            children.submit(_in_child, build_code_set, index.code_set, _release_files(own)),
            children.submit(_in_child, build_crosswalk, index.crosswalk),
        ]:
            child.result()
    progress("Reading the guidance", 0.19)
    passages = library.read_library(*(corpus for corpus in (KNOWLEDGE, own) if corpus is not None))
    library.save_library(passages, index.library)

    with closing(CodeSet(index.code_set)) as code_set:
        rows = [(code, kind, text) for code, kind, text in code_set.search_texts()]
        sided = {at for at, row in enumerate(rows) if row[1] == "title" and _only_adds_a_side(code_set, row[0])}
    terms = [*read_terms(), *(read_terms(own / "vocabulary") if own is not None else ())]
    shorthand = {len(rows) + at for at, term in enumerate(terms) if term.kind in ("spelling", "abbreviation")}
    rows.extend((term.codes, "vocabulary", term.term) for term in terms)
    if own is not None:
        rows.extend((term.code, "index", term.term) for term in read_index_terms(own) if term.code)
    misspelled = {at for at in shorthand if terms[at - len(rows) + len(terms)].kind == "spelling"}
    texts = [text for _, _, text in rows]
    # What has no meaning of its own isn't embedded: a title that only adds a side or a small difference to its parent's, shorthand,
    # and a term in nearly the words of another of the same code, whose meaning it takes.
    named = [at for at, row in enumerate(rows) if at not in sided and at not in shorthand]
    twin = _twins(rows, named)
    embedded = [at for at in named if at not in twin]
    passage_texts = [_embedded_text(passages, passage_id) for passage_id in passages.passages]
    passage_words = [
        " ".join((text, *passage.asks)) for text, passage in zip(passage_texts, passages.passages.values(), strict=True)
    ]
    lines = list(_numbered_lines(passages))

    everything = [texts[at] for at in embedded] + passage_texts + [line for _, line in lines]
    with ThreadPoolExecutor(1) as beside:  # the words, while the model, which leaves Python alone, reads meanings
        of_words = beside.submit(_write_words, index, rows, misspelled, texts, passage_words)
        vectors = _vectors(
            Embedder(index.model, index.tokenizer),
            everything,
            last,
            _share(progress, "Reading words and meanings", 0.2, 0.86),
        )
        of_words.result()
    np.save(index.vectors, vectors.astype(np.float16))
    _write_hashes(index.root / "hashes.npy", everything)
    of_texts = np.zeros((len(texts), vectors.shape[1]), np.float16)
    of_texts[embedded] = vectors[: len(embedded)]
    of_texts[list(twin)] = of_texts[list(twin.values())]
    np.save(index.meanings, of_texts)

    progress("Storing meanings", 0.86)
    client = dense_index.open_client(index.chroma)
    dense_index.add(dense_index.create(client, dense_index.CODES), embedded, vectors[: len(embedded)])
    numbers = [*(dense_index.line_number(at, 0) for at in range(len(passage_texts))), *(number for number, _ in lines)]
    dense_index.add(dense_index.create(client, dense_index.PASSAGES), numbers, vectors[len(embedded) :])
    _close(client)

    manifest = {
        "format": FORMAT,
        "model": str(model_folder) if model_folder != embedding.packaged_model() else "packaged",
        "texts": len(texts),
        "passages": len(passage_texts),
        "files": {name: (index.root / name).stat().st_size for name in _guarded_files(index.root)},
    }
    index.manifest.write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    progress("Ready", 1.0)


def _model(index: IndexFolder, model_folder: Path, last: IndexFolder | None) -> None:
    if last is not None and last.model.is_file() and _same_model(last, model_folder):
        shutil.copy2(last.model, index.model)
    else:
        embedding.export_model(model_folder, index.model)


def _write_words(
    index: IndexFolder,
    rows: Sequence[tuple[str, str, str]],
    misspelled: Container[int],
    texts: Sequence[str],
    passage_words: Sequence[str],
) -> None:
    _write_texts(index.texts, rows, misspelled)
    lexical_index.build(texts, index.code_words)
    lexical_index.build(passage_words, index.passage_words)


def _guarded_files(root: Path) -> list[str]:
    """The files that never change after the build. Chroma's own database is left out: opening it may write to it."""
    return sorted(
        str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.suffix not in {".sqlite3", ".json-wal"}
        and not path.name.startswith("chroma.sqlite3")
    )  # fmt: skip


def _same_model(last: IndexFolder, model_folder: Path) -> bool:
    recorded = json.loads(last.manifest.read_text(encoding="utf-8")).get("model")
    return bool(recorded == (str(model_folder) if model_folder != embedding.packaged_model() else "packaged"))


def _release_files(own: Path | None) -> ReleaseFiles | None:
    """The newest imported release that holds both a tabular list and a code list; None when ours is the one to read."""
    if own is None:
        return None
    whole = [
        ReleaseFiles(name=paths.name, codes=paths.codes, tabular=paths.tabular)
        for name in releases(own)
        if (paths := release_paths(own, name)).codes is not None and paths.tabular is not None
    ]
    return max(whole, key=lambda one: one.name) if whole else None


def _in_child(build: Callable[..., None], path: Path, release: ReleaseFiles | None = None) -> None:
    """Runs a build step in a process of its own, so that the memory of parsing goes back to the machine."""
    import subprocess
    import sys

    call = (
        "import sys; from pathlib import Path; from knowledge.code_set.tabular import ReleaseFiles;"
        f"from {build.__module__} import {build.__name__} as build; path, *rest = sys.argv[1:];"
        "extra = [ReleaseFiles(name=rest[0], codes=Path(rest[1]), tabular=Path(rest[2]))] if rest else [];"
        "build(Path(path), *extra)"
    )
    extra = [release.name, str(release.codes), str(release.tabular)] if release is not None else []
    done = subprocess.run([sys.executable, "-c", call, str(path), *extra], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BuildError(f"{build.__name__} failed ({reason}).", "Reinstall codecite's packages, then build again.")


def _write_texts(path: Path, rows: Sequence[tuple[str, str, str]], misspelled: Container[int]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TABLE texts (number INTEGER PRIMARY KEY, codes TEXT NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL)"
        )
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?, ?)", ((at, *row) for at, row in enumerate(rows)))
        connection.execute("CREATE TABLE words (key TEXT NOT NULL, number INTEGER NOT NULL)")
        connection.executemany("INSERT INTO words VALUES (?, ?)", _word_keys(rows))
        connection.execute("CREATE INDEX words_by_key ON words (key)")
        right = Counter(word for at, (_, _, text) in enumerate(rows) if at not in misspelled for word in words(text))
        connection.execute(
            "CREATE TABLE spellings (word TEXT PRIMARY KEY, stem TEXT NOT NULL, occurs INTEGER NOT NULL)"
        )
        connection.executemany(
            "INSERT INTO spellings VALUES (?, ?, ?)", ((one, stem(one), n) for one, n in right.items())
        )
        connection.execute("CREATE INDEX spellings_by_stem ON spellings (stem)")
        connection.execute("CREATE TABLE rests (rest TEXT NOT NULL, word TEXT NOT NULL)")
        mendable = [word for word in right if is_mendable(word)]
        connection.executemany(
            "INSERT INTO rests VALUES (?, ?)", ((rest, word) for word in mendable for rest in set(rests_of(word)))
        )
        connection.execute("CREATE INDEX rests_by_rest ON rests (rest)")
        connection.commit()


def _twins(rows: Sequence[tuple[str, str, str]], named: Sequence[int]) -> dict[int, int]:
    """Terms in about the words of an earlier text of the same codes, each with that text.

    They share at least half of all their words; a third is enough where the codes already have several texts. A third everywhere
    cost a point of recall on 1,700 phrases.
    """
    twins: dict[int, int] = {}
    kept: dict[str, list[tuple[int, frozenset[str]]]] = {}
    for at in named:
        codes, kind, text = rows[at]
        said = frozenset(stems(text))
        others = kept.setdefault(codes, [])
        alike = 3 if len(others) >= _SEVERAL else 2
        near = next((other for other, words_of in others if alike * len(said & words_of) >= len(said | words_of)), None)
        if kind == "vocabulary" and near is not None:
            twins[at] = near
        else:
            others.append((at, said))
    return twins


_SEVERAL = 8


def _only_adds_a_side(code_set: CodeSet, code: str) -> bool:
    """Whether a title adds only a side, or in the chapters of injuries and causes a last small difference, to its parent's.

    The way down to the leaf finds these again: nothing was lost on 2,200 phrases when they were left out, and the build is shorter.
    """
    if code[0] in _DEEP_CHAPTERS and len(code) > len("S52.53"):
        return True
    path = code_set.path(code)
    if len(path) < 2 or not path[-2].is_reportable_shape:
        return False
    added = set(words(path[-1].descriptor)) - set(words(path[-2].descriptor))
    return bool(added) and added <= _SIDE_WORDS


_DEEP_CHAPTERS = frozenset("STVWXY")
_SIDE_WORDS = frozenset("right left bilateral unilateral unspecified side of in the".split())


def _word_keys(rows: Sequence[tuple[str, str, str]]) -> Iterator[tuple[str, int]]:
    """The words of each text in alphabetical order; also without "unspecified", for that is what a bare name means, and
    without what stands in parentheses, for such words change nothing (convention I.A.7).
    """
    for at, (_, _, text) in enumerate(rows):
        said = frozenset(stems(text))
        bare = frozenset(stems(essential(text)))
        yield from (
            (" ".join(sorted(one)), at)
            for one in dict.fromkeys((said, said - _UNSPECIFIED, bare, bare - _UNSPECIFIED))
            if one
        )


_UNSPECIFIED = frozenset(stems("unspecified nos"))


def _embedded_text(passages: Library, passage_id: str) -> str:
    passage = passages.passages[passage_id]
    return f"{passage.title}. {passage.text}"


def _numbered_lines(passages: Library) -> Iterator[tuple[int, str]]:
    """The sentences of each passage under its title, and the questions it answers, with their numbers.

    A short question is nearer to one sentence than to all, and nearest to the same question in other words.
    """
    for at, passage in enumerate(passages.passages.values()):
        for line, sentence in enumerate(sentences_of(passage.text)[: dense_index.ASKS - 1], start=1):
            yield dense_index.line_number(at, line), f"{passage.title}. {sentence}"
        for line, question in enumerate(passage.asks[: dense_index.LINES - dense_index.ASKS], start=dense_index.ASKS):
            yield dense_index.line_number(at, line), question


def _vectors(
    embedder: Embedder, texts: list[str], last: IndexFolder | None, on_share: Callable[[float], None]
) -> "Vectors":
    """The vector of each text; the last build's where the text is the same."""
    known: dict[bytes, int] = {}
    old: Vectors | None = None
    if last is not None and (last.root / "hashes.npy").is_file():
        old = np.load(last.vectors, mmap_mode="r")
        known = {bytes(one): at for at, one in enumerate(np.load(last.root / "hashes.npy"))}
    hashes = [_hash(text) for text in texts]
    distinct: dict[bytes, str] = {}
    for one, text in zip(hashes, texts, strict=True):
        if one not in known:
            distinct.setdefault(one, text)
    done = 0

    def count(more: int) -> None:
        nonlocal done
        done += more
        on_share(done / max(len(distinct), 1))

    fresh = embedder.embed(list(distinct.values()), count) if distinct else np.zeros((0, 0), np.float32)
    place = {one: at for at, one in enumerate(distinct)}
    width = fresh.shape[1] if distinct else old.shape[1] if old is not None else 0
    vectors = np.zeros((len(texts), width), np.float32)
    for at, one in enumerate(hashes):
        if one in place:
            vectors[at] = fresh[place[one]]
        elif old is not None:
            vectors[at] = old[known[one]]
    return vectors


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:15] + b"\x01"  # numpy drops trailing zero bytes


def _write_hashes(path: Path, texts: Sequence[str]) -> None:
    np.save(path, np.array([_hash(text) for text in texts], dtype="S16"))


def _share(progress: Progress, what: str, first: float, last: float) -> Callable[[float], None]:
    return lambda share: progress(what, first + (last - first) * share)


def _close(client: object) -> None:
    """Lets go of the store's files before the folder is renamed."""
    close = getattr(client, "close", None)
    if callable(close):
        close()
