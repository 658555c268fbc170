"""The retrieval a tutorial builds: each title embedded by MiniLM, kept in Chroma through LangChain, nearest first."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from evals.benchmarks.protocol import TOP, Answer, Asked, Title
from retrieval.embedding import packaged_model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class MiniLM(Embeddings):
    """all-MiniLM-L6-v2 by sentence-transformers, called as LangChain's own Hugging Face embeddings call it."""

    @cached_property
    def _model(self) -> "SentenceTransformer":
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(packaged_model()))

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(texts, show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


class TutorialRag:
    def build(self, titles: Sequence[Title], folder: Path) -> None:
        from langchain_chroma import Chroma

        Chroma.from_texts(
            texts=[one.title for one in titles],
            metadatas=[{"code": one.code} for one in titles],
            embedding=MiniLM(),
            persist_directory=str(folder),
        )

    def opened(self, folder: Path) -> Answer:
        from langchain_chroma import Chroma

        store = Chroma(persist_directory=str(folder), embedding_function=MiniLM())

        def answer(asked: Asked) -> list[str]:
            return [str(one.metadata["code"]) for one in store.similarity_search(asked.text, k=TOP)]

        return answer
