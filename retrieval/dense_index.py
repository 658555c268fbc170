"""Meaning: nearest neighbours by embedding, kept in Chroma."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import IndexMissingError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from retrieval.embedding import Vectors

CODES, PASSAGES = "codes", "passages"
LINES, ASKS = 32, 16
"""How many numbers a passage has among the passages' vectors: 0 is the whole of it, then its sentences; from 16 on the questions it answers."""
_INSERT = 5_000
_REACH = 400
"""How far a search looks around (hnsw ef_search): with Chroma's 100 a new process now and then named other neighbours,
and one input must have one answer."""


def line_number(passage: int, line: int) -> int:
    return passage * LINES + line


def open_client(folder: Path, url: str | None = None) -> "ClientAPI":
    """A Chroma client: the index's own folder, or a server's URL. Telemetry is off; a broken folder raises IndexMissingError."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if url:
            from urllib.parse import urlsplit

            parts = urlsplit(url)
            return chromadb.HttpClient(
                host=parts.hostname or "localhost",
                port=parts.port or 8000,
                ssl=parts.scheme == "https",
                settings=settings,
            )
        return chromadb.PersistentClient(str(folder), settings=settings)
    except Exception as error:  # chromadb raises many kinds here: each means the store can't be used
        raise IndexMissingError("The vector store can't be opened.", "Run `codecite index build`.") from error


def create(client: "ClientAPI", name: str) -> "Collection":
    return client.create_collection(
        name,
        embedding_function=None,
        configuration={"hnsw": {"space": "cosine", "ef_construction": 60, "max_neighbors": 16, "ef_search": _REACH}},
    )


def add(collection: "Collection", ids: Sequence[int], vectors: "Vectors") -> None:
    for start in range(0, len(ids), _INSERT):
        stop = start + _INSERT
        collection.add(ids=[str(one) for one in ids[start:stop]], embeddings=vectors[start:stop])


class DenseIndex:
    """One Chroma collection of numbered texts."""

    def __init__(self, client: "ClientAPI", name: str) -> None:
        try:
            self._collection = client.get_collection(name, embedding_function=None)
        except Exception as error:  # as above
            raise IndexMissingError("The vector store lacks a collection.", "Run `codecite index build`.") from error

    def __len__(self) -> int:
        return int(self._collection.count())

    def nearest(self, vector: "Vectors", top: int) -> list[tuple[int, float]]:
        """The `top` nearest texts as (number, cosine similarity), best first."""
        found = self._collection.query(query_embeddings=vector[None, :], n_results=top, include=["distances"])
        distances = found["distances"]
        assert distances is not None
        return [(int(one), 1.0 - distance) for one, distance in zip(found["ids"][0], distances[0], strict=True)]

    def nearest_to_any(self, vectors: "Vectors", top: int) -> list[tuple[int, float]]:
        """The `top` nearest texts of each vector, one after another; a text may come more than once."""
        found = self._collection.query(query_embeddings=vectors, n_results=top, include=["distances"])
        distances = found["distances"]
        assert distances is not None
        return [
            (int(one), 1.0 - distance)
            for ids, row in zip(found["ids"], distances, strict=True)
            for one, distance in zip(ids, row, strict=True)
        ]

    def nearest_lines(self, vector: "Vectors", top: int) -> dict[int, dict[int, float]]:
        """The nearest passages, about `top`, each with the cosine similarity of its lines: 0 is the whole, 1 its first sentence,
        `ASKS` the first of its questions.
        """
        found: dict[int, dict[int, float]] = {}
        for number, similarity in self.nearest(vector, min(4 * top, len(self))):
            passage, line = divmod(number, LINES)
            found.setdefault(passage, {})[line] = similarity
        return found


class Meanings:
    """The vectors of numbered texts on disk, for the few texts that another list brought."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _vectors(self) -> "Vectors":
        import numpy as np

        vectors: Vectors = np.load(self._path, mmap_mode="r")
        return vectors

    def similarity(self, numbers: Sequence[int], vectors: "Vectors") -> dict[int, float]:
        """The cosine similarity of each numbered text to the nearest of the vectors."""
        if not numbers:
            return {}
        rows = self._vectors[sorted(numbers)].astype(vectors.dtype)
        return dict(zip(sorted(numbers), (rows @ vectors.T).max(axis=1).tolist(), strict=True))
