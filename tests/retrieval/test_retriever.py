"""The evidence for a question: passages by meaning, by words and by code, each with how it was found."""

import numpy as np
import pytest

from bot.assistant import Assistant
from knowledge.library import Library
from knowledge.passages import Passage, Source
from retrieval.retriever import Evidence, PassageFinder, as_langchain, bears_on

SOURCE = Source(id="s", title="The book", publisher="p", edition="FY2026", label="primary")


def passage(
    name: str, text: str, codes: tuple[str, ...] = (), kinds: tuple[str, ...] = ("general",), **more: object
) -> Passage:
    return Passage(id=name, title=name, text=text, source=SOURCE, codes=codes, kinds=kinds, **more)  # type: ignore[arg-type]


class FakeEmbedder:
    """Knows three directions: neck, knee, and everything else."""

    def embed(self, texts: list[str]) -> np.ndarray:
        directions = {"neck": (1.0, 0.0, 0.0), "knee": (0.0, 1.0, 0.0)}
        return np.array(
            [next((way for word, way in directions.items() if word in text), (0.0, 0.0, 1.0)) for text in texts]
        )


class FakeDense:
    def __init__(self, vectors: list[tuple[float, float, float]]) -> None:
        self._vectors = np.array(vectors)

    def nearest_lines(self, vector: np.ndarray, top: int) -> dict[int, dict[int, float]]:
        similarity = self._vectors @ vector
        return {int(at): {0: float(similarity[at])} for at in np.argsort(-similarity)[:top]}


class FakeWords:
    def __init__(self, texts: list[str]) -> None:
        self._texts = texts

    def best(self, text: str, top: int) -> list[tuple[int, float]]:
        shared = [(at, float(len(set(text.split()) & set(one.split())))) for at, one in enumerate(self._texts)]
        return sorted([pair for pair in shared if pair[1] > 0], key=lambda pair: (-pair[1], pair[0]))[:top]


PASSAGES = [
    passage("neck.one", "the neck hurts", codes=("M54.2",), kinds=("documentation", "compare")),
    passage("neck.two", "about necks", codes=("M50.-",), kinds=("compare",)),
    passage("knee.one", "the knee hurts", codes=("M25.56-",), kinds=("documentation",)),
    passage("plan.one", "the plan wants the neck shown", kinds=("payer",), payer="plan", procedures=("98940",)),
]


@pytest.fixture
def finder() -> PassageFinder:
    vectors = [(1.0, 0.0, 0.0), (0.8, 0.6, 0.0), (0.0, 1.0, 0.0), (0.9, 0.0, 0.43)]
    return PassageFinder(
        Library({one.id: one for one in PASSAGES}),
        lambda: FakeDense(vectors),  # type: ignore[arg-type,return-value]
        FakeWords([one.text for one in PASSAGES]),  # type: ignore[arg-type]
        FakeEmbedder(),  # type: ignore[arg-type]
    )


def ids(found: tuple[Evidence, ...]) -> list[str]:
    return [one.passage.id for one in found]


def test_the_nearest_passage_comes_first_with_its_similarity(finder: PassageFinder) -> None:
    first = finder.find("the neck hurts")[0]

    assert first.passage.id == "neck.one"
    assert first.similarity == 1.0
    assert first.found_by == ("meaning", "words")


def test_evidence_comes_best_first(finder: PassageFinder) -> None:
    scores = [one.score for one in finder.find("the neck hurts")]

    assert scores == sorted(scores, reverse=True)


def test_a_passage_about_the_code_ranks_higher_and_says_so(finder: PassageFinder) -> None:
    without = {one.passage.id: one for one in finder.find("neck")}
    with_code = {one.passage.id: one for one in finder.find("neck", codes=("M50.222",))}

    assert with_code["neck.two"].score > without["neck.two"].score
    assert "code" in with_code["neck.two"].found_by
    assert "neck.one" not in with_code, "it is written for another code alone"


def test_kinds_narrow_the_evidence(finder: PassageFinder) -> None:
    assert ids(finder.find("neck", kinds=frozenset({"documentation"}))) == ["neck.one", "knee.one"]
    assert ids(finder.find("neck", kinds=frozenset({"denial"}))) == []


def test_one_payers_rules_say_nothing_of_another(finder: PassageFinder) -> None:
    assert "plan.one" not in ids(finder.find("neck"))
    assert "plan.one" not in ids(finder.find("neck", payers=frozenset({"another"})))
    assert "plan.one" in ids(finder.find("neck", payers=frozenset({"plan"})))


def test_a_passage_about_the_procedure_ranks_higher(finder: PassageFinder) -> None:
    plain = next(one for one in finder.find("neck", payers=frozenset({"plan"})) if one.passage.id == "plan.one")
    about = next(
        one
        for one in finder.find("neck", payers=frozenset({"plan"}), procedures=("98940",))
        if one.passage.id == "plan.one"
    )

    assert about.score > plain.score


@pytest.mark.parametrize("top", [1, 2, 3])
def test_no_more_is_returned_than_asked_for(finder: PassageFinder, top: int) -> None:
    assert len(finder.find("neck", top=top)) == top


BEARS = [
    (("M54.2",), "M54.2", True),
    (("M54.2",), "M54.20", False),
    (("M50.-",), "M50.222", True),
    (("M50.-",), "M50", True),
    (("M50.2-",), "M50.222", True),
    (("M50.2-",), "M50.3", False),
    (("M54.2", "M50.-"), "M50.1", True),
    (("M50",), "M50.1", False),
    ((), "M54.2", False),
    (("M5-",), "M6", False),
]


@pytest.mark.parametrize(("named", "code", "bears"), BEARS, ids=[f"{named} {code}" for named, code, _ in BEARS])
def test_a_passage_bears_on_the_codes_it_names_and_their_families(
    named: tuple[str, ...], code: str, bears: bool
) -> None:
    assert bears_on(passage("p", "text", codes=named), (code,)) is bears


def test_without_a_code_nothing_bears_on_it() -> None:
    assert not bears_on(PASSAGES[0], ())


def test_langchain_gets_documents_with_score_and_source(finder: PassageFinder) -> None:
    documents = as_langchain(finder, top=2).invoke("the neck hurts")

    assert [document.id for document in documents] == ["neck.one", "neck.two"]
    assert documents[0].page_content == "the neck hurts"
    assert documents[0].metadata == {
        "id": "neck.one", "title": "neck.one", "source": "The book", "edition": "FY2026", "label": "primary",
        "score": finder.find("the neck hurts")[0].score, "similarity": 1.0, "found_by": ["meaning", "words"],
    }  # fmt: skip


# -- the true corpus -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def passages(assistant: Assistant) -> PassageFinder:
    return assistant.reference.passages


def test_evidence_for_the_guide_comes_from_the_guide(passages: PassageFinder) -> None:
    found = passages.find(
        "what must the note document for M53.82", codes=("M53.82",), kinds=frozenset({"documentation"})
    )

    assert any(bears_on(one.passage, ("M53.82",)) for one in found[:3])


def test_a_passages_own_words_find_it(passages: PassageFinder, assistant: Assistant) -> None:
    corpus = [one for one in assistant.reference.library.passages.values() if one.payer is None][::12]
    missed = [one.id for one in corpus if one.id not in ids(passages.find(f"{one.title}. {one.text}", top=3))]

    assert len(corpus) > 40
    assert len(missed) <= 0.05 * len(corpus), missed


def test_true_langchain_documents_carry_what_a_citation_needs(passages: PassageFinder) -> None:
    documents = as_langchain(passages, top=5).invoke("Excludes1 notes and unrelated conditions")

    assert len(documents) == 5
    for document in documents:
        assert document.page_content
        assert {"id", "source", "edition", "label", "score", "similarity", "found_by"} <= document.metadata.keys()
