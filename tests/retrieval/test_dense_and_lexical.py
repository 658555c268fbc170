"""The two indexes: nearest by meaning in Chroma, best by words in BM25. Small true ones, in a folder of their own."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.errors import IndexMissingError
from retrieval import dense_index, lexical_index
from retrieval.dense_index import DenseIndex
from retrieval.lexical_index import LexicalIndex

TEXTS = [
    "Cervicalgia", "Pain in right knee", "Pain in left knee", "Low back pain, unspecified", "Sprain of ligaments of cervical spine",
    "Lateral epicondylitis, right elbow", "Essential (primary) hypertension", "Headache", "Other specified dorsopathies, cervical region",
]  # fmt: skip


def unit(*values: float) -> np.ndarray:
    vector = np.array(values, np.float32)
    return vector / np.linalg.norm(vector)


VECTORS = np.vstack([unit(1, 0, 0, 0), unit(0.9, 0.1, 0, 0), unit(0, 1, 0, 0), unit(0, 0, 1, 0), unit(-1, 0, 0, 0)])


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> DenseIndex:
    client = dense_index.open_client(tmp_path_factory.mktemp("chroma"))
    dense_index.add(dense_index.create(client, "texts"), range(len(VECTORS)), VECTORS)
    return DenseIndex(client, "texts")


@pytest.fixture(scope="module")
def lexical(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    folder = tmp_path_factory.mktemp("bm25")
    lexical_index.build(TEXTS, folder)
    return LexicalIndex(folder)


def test_the_nearest_comes_first_with_its_cosine(dense: DenseIndex) -> None:
    found = dense.nearest(unit(1, 0, 0, 0), 3)

    assert [number for number, _ in found][:2] == [0, 1]
    assert found[0][1] == pytest.approx(1.0, abs=1e-4)
    assert found[1][1] == pytest.approx(float(VECTORS[0] @ VECTORS[1]), abs=1e-4)


def test_similarity_falls_along_the_list_and_may_be_negative(dense: DenseIndex) -> None:
    found = dense.nearest(unit(1, 0, 0, 0), 5)

    similarities = [similarity for _, similarity in found]
    assert similarities == sorted(similarities, reverse=True)
    assert found[-1] == (4, pytest.approx(-1.0, abs=1e-4))


def test_no_more_is_found_than_there_is(dense: DenseIndex) -> None:
    assert len(dense) == 5
    assert len(dense.nearest(unit(1, 1, 1, 1), 5)) == 5


@given(st.lists(st.floats(-1, 1, width=32), min_size=4, max_size=4).filter(lambda one: sum(x * x for x in one) > 0.01))
@hypothesis_settings(max_examples=50)
def test_the_index_agrees_with_plain_arithmetic(dense: DenseIndex, values: list[float]) -> None:
    asked = unit(*values)

    best, similarity = dense.nearest(asked, 1)[0]

    assert similarity == pytest.approx(float((VECTORS @ asked).max()), abs=1e-3)
    assert float(VECTORS[best] @ asked) == pytest.approx(float((VECTORS @ asked).max()), abs=1e-3)


def test_more_texts_than_one_insert_takes_are_all_kept(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(5_200, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    client = dense_index.open_client(tmp_path)

    dense_index.add(dense_index.create(client, "many"), range(5_200), vectors)

    index = DenseIndex(client, "many")
    assert len(index) == 5_200
    assert index.nearest(vectors[5_199], 1)[0][0] == 5_199


def test_two_collections_of_one_store_are_apart(tmp_path: Path) -> None:
    client = dense_index.open_client(tmp_path)
    dense_index.add(dense_index.create(client, "one"), [7], VECTORS[:1])
    dense_index.add(dense_index.create(client, "other"), [8, 9], VECTORS[:2])

    assert [number for number, _ in DenseIndex(client, "one").nearest(VECTORS[0], 1)] == [7]
    assert len(DenseIndex(client, "other")) == 2


def test_a_store_without_the_collection_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="codecite index build"):
        DenseIndex(dense_index.open_client(tmp_path), "codes")


def test_a_broken_store_says_how_to_build_it(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"no database" * 1_000)

    with pytest.raises(IndexMissingError, match="codecite index build"):
        DenseIndex(dense_index.open_client(tmp_path), "codes")


def test_a_server_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError):
        DenseIndex(dense_index.open_client(tmp_path, "http://127.0.0.1:9"), "codes")


BY_WORDS = [
    ("cervicalgia", 0),
    ("pain left knee", 2),
    ("LEFT KNEE PAINS", 2),
    ("sprained cervical ligament", 4),
    ("epicondylitis", 5),
    ("what is the code for hypertension?", 6),
    ("headaches", 7),
]


@pytest.mark.parametrize(("text", "best"), BY_WORDS, ids=[text for text, _ in BY_WORDS])
def test_the_text_that_shares_the_rarest_words_is_best(lexical: LexicalIndex, text: str, best: int) -> None:
    assert lexical.best(text, 3)[0][0] == best


@pytest.mark.parametrize(
    "text", ["", "   ", "zebra", "the of and", "😀", "?!", "' OR 1=1; --", "\x00\x01"],
    ids=["nothing", "blank", "unknown", "little words", "emoji", "signs", "sql", "control characters"],
)  # fmt: skip
def test_where_no_word_is_known_nothing_is_found(lexical: LexicalIndex, text: str) -> None:
    assert lexical.best(text, 5) == []


def test_an_unknown_word_takes_nothing_from_the_known_ones(lexical: LexicalIndex) -> None:
    assert lexical.best("zebra epicondylitis", 5) == lexical.best("epicondylitis", 5)


@given(
    st.lists(st.sampled_from("pain knee left right cervical sprain headache low back zebra".split()), max_size=6),
    st.integers(1, 12),
)
def test_found_texts_share_a_word_and_come_best_first(lexical: LexicalIndex, said: list[str], top: int) -> None:
    from retrieval.words import stems

    found = lexical.best(" ".join(said), top)

    scores = [score for _, score in found]
    assert len(found) <= min(top, len(TEXTS))
    assert scores == sorted(scores, reverse=True)
    assert all(set(stems(TEXTS[number])) & set(stems(" ".join(said))) for number, _ in found)


@given(st.permutations(["pain", "left", "knee"]))
def test_the_order_of_words_does_not_matter(lexical: LexicalIndex, said: list[str]) -> None:
    found, usual = lexical.best(" ".join(said), 3), lexical.best("pain left knee", 3)

    assert [number for number, _ in found] == [number for number, _ in usual]
    assert [score for _, score in found] == pytest.approx([score for _, score in usual], rel=1e-5)


def test_equal_texts_keep_one_order(tmp_path: Path) -> None:
    lexical_index.build(["neck pain", "neck pain", "neck pain", "knee"], tmp_path)

    assert [number for number, _ in LexicalIndex(tmp_path).best("neck", 3)] == [0, 1, 2]


def test_a_missing_word_index_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="codecite index build"):
        LexicalIndex(tmp_path)
