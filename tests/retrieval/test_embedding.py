"""The int8 ONNX twin answers as the reference model does, and only with the published weights."""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.errors import BuildError, IndexMissingError
from retrieval.embedding import Embedder, export_model, packaged_model, verify_model
from retrieval.index_folder import IndexFolder

Vectors = npt.NDArray[np.float32]


@pytest.fixture(scope="module")
def embedder(index: IndexFolder) -> Embedder:
    return Embedder(index.model, index.tokenizer)


@pytest.fixture(scope="module")
def titles(index: IndexFolder) -> list[str]:
    import sqlite3

    with sqlite3.connect(f"file:{index.texts}?mode=ro&immutable=1", uri=True) as connection:
        rows = [text for (text,) in connection.execute("SELECT text FROM texts WHERE kind = 'title' ORDER BY number")]
    return rows[:: len(rows) // 200][:200]


@pytest.fixture(scope="module")
def reference(titles: list[str]) -> Vectors:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_model()), device="cpu")
    return np.asarray(model.encode(titles, normalize_embeddings=True, show_progress_bar=False), np.float32)


@pytest.fixture(scope="module")
def twin(embedder: Embedder, titles: list[str]) -> Vectors:
    return embedder.embed(titles)


def test_the_twin_agrees_with_the_reference(reference: Vectors, twin: Vectors) -> None:
    cosines = (reference * twin).sum(axis=1)

    assert len(cosines) == 200
    assert cosines.mean() >= 0.99
    assert cosines.min() >= 0.95


def test_the_twin_finds_the_same_neighbours(reference: Vectors, twin: Vectors) -> None:
    def neighbours(vectors: Vectors, top: int) -> list[set[int]]:
        similarity = vectors @ vectors.T
        np.fill_diagonal(similarity, -1)
        return [set(np.argsort(-row)[:top].tolist()) for row in similarity]

    nearest = [one == other for one, other in zip(neighbours(reference, 1), neighbours(twin, 1), strict=True)]
    shared = [len(one & other) / 5 for one, other in zip(neighbours(reference, 5), neighbours(twin, 5), strict=True)]

    assert sum(nearest) / len(nearest) >= 0.9
    assert sum(shared) / len(shared) >= 0.9


def test_the_twin_orders_pairs_as_the_reference_does(reference: Vectors, twin: Vectors) -> None:
    """Where the reference sees a clear difference between two neighbours, the twin sees the same one."""
    expected, seen = reference @ reference.T, twin @ twin.T
    rng = np.random.default_rng(0)
    agreed = total = 0
    for _ in range(20_000):
        anchor, one, other = rng.integers(0, 200, 3)
        if expected[anchor, one] - expected[anchor, other] > 0.1:
            total += 1
            agreed += seen[anchor, one] > seen[anchor, other]

    assert total > 1_000
    assert agreed / total >= 0.99


def test_every_vector_has_length_one(twin: Vectors) -> None:
    assert np.allclose(np.linalg.norm(twin, axis=1), 1, atol=1e-3)
    assert twin.shape == (200, 384)
    assert twin.dtype == np.float32


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder: Embedder, titles: list[str], twin: Vectors) -> None:
    """Padding to the batch's longest text moves int8 a little; it must stay far below what tells texts apart."""
    alone = np.vstack([embedder.embed([title]) for title in titles[:30]])

    assert (alone * twin[:30]).sum(axis=1).min() >= 0.98


def test_vectors_come_in_the_order_of_the_texts(embedder: Embedder) -> None:
    texts = ["a", "a much longer text about pain in the neck and the low back after an accident", "neck pain", "knee"]

    there, back = embedder.embed(texts), embedder.embed(texts[::-1])

    assert (there * back[::-1]).sum(axis=1).min() >= 0.99


def test_no_text_has_no_vector(embedder: Embedder) -> None:
    assert len(embedder.embed([])) == 0


def test_every_text_is_counted_once(embedder: Embedder) -> None:
    counted: list[int] = []

    embedder.embed([f"text {number}" for number in range(100)], counted.append)

    assert sum(counted) == 100


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [
        ("tennis elbow", "lateral epicondylitis", "acute appendicitis"),
        ("neck pain", "cervicalgia", "fracture of the toe"),
        ("high blood pressure", "hypertension", "ankle sprain"),
    ],
)
def test_what_means_the_same_lies_nearer_than_what_does_not(embedder: Embedder, one: str, other: str, far: str) -> None:
    vectors = embedder.embed([one, other, far])

    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


@given(st.lists(st.text(max_size=80), min_size=1, max_size=6))
@hypothesis_settings(max_examples=40)
def test_any_text_has_a_vector(embedder: Embedder, texts: list[str]) -> None:
    vectors = embedder.embed(texts)

    assert vectors.shape == (len(texts), 384)
    assert np.isfinite(vectors).all()


def test_a_very_long_text_is_cut_and_not_refused(embedder: Embedder) -> None:
    long = "pain in the neck " * 5_000

    assert embedder.embed([long]).shape == (1, 384)
    assert np.allclose(embedder.embed([long]), embedder.embed([long + "tail"]), atol=1e-6)


@pytest.mark.parametrize("missing", ["model", "tokenizer"])
def test_a_missing_model_says_how_to_build_it(index: IndexFolder, tmp_path: Path, missing: str) -> None:
    files = {"model": index.model, "tokenizer": index.tokenizer, missing: tmp_path / "gone"}

    with pytest.raises(IndexMissingError, match="codecite index build"):
        Embedder(files["model"], files["tokenizer"])


def test_the_packaged_weights_are_the_published_ones() -> None:
    verify_model(packaged_model())


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from retrieval import embedding

    folder = tmp_path / "model"
    folder.mkdir()
    weights = (packaged_model() / "model.safetensors").read_bytes()
    (folder / "model.safetensors").write_bytes(weights[:-1] + bytes([weights[-1] ^ 1]))
    monkeypatch.setattr(embedding, "packaged_model", lambda: folder)

    with pytest.raises(BuildError, match="not the published ones"):
        verify_model(folder)


def test_a_model_of_your_own_is_not_held_against_the_checksum(tmp_path: Path) -> None:
    verify_model(tmp_path)


def test_a_model_that_cannot_be_exported_is_an_error_with_a_next_step(tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "config.json").write_text("{}", encoding="utf-8")

    with pytest.raises(BuildError, match="could not be exported") as failed:
        export_model(folder, tmp_path / "out.onnx")

    assert failed.value.next_step
    assert not (tmp_path / "out.onnx").exists()
