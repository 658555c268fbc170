"""What is measured is named, can be loaded, and is asked for before minutes are spent when it is missing."""

import tomllib
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from bot.settings import silence_libraries
from evals.benchmarks.protocol import Asked, System, Title
from evals.benchmarks.systems import ASK, BM25_ALONE, ICD10_CODER, SYSTEMS, require_installed, versions
from evals.benchmarks.systems.bm25_alone import Bm25Alone
from evals.benchmarks.systems.tutorial_rag import TutorialRag
from knowledge.errors import RequestError
from tests.evals.benchmarks.fakes import DAY


def test_a_package_that_is_not_installed_is_named_with_what_installs_it() -> None:
    absent = replace(ICD10_CODER, needs=("icd10-coder-of-nobody",))

    with pytest.raises(RequestError, match=r"icd10-coder-of-nobody.*not installed.*make bench-peers") as told:
        require_installed([BM25_ALONE, absent])

    assert "bm25s" not in told.value.message


def test_what_is_installed_is_not_asked_for() -> None:
    require_installed([BM25_ALONE])

    assert versions([BM25_ALONE]).keys() == {"bm25s", "PyStemmer"}


def test_the_extra_of_the_project_installs_what_the_default_does_not() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert ICD10_CODER.needs == ("icd10-coder",)
    assert project["optional-dependencies"]["bench"] == ["icd10-coder"]
    assert "icd10-coder" not in {*project["dependencies"], *project["optional-dependencies"]["dev"]}


@pytest.mark.parametrize("one", [*SYSTEMS, ASK], ids=lambda one: one.id)
def test_every_system_is_a_class_that_can_be_built_and_opened(one: System) -> None:
    module, _, name = one.runs.partition(":")

    measured = getattr(import_module(module), name)()

    assert callable(measured.build) and callable(measured.opened)


def test_word_search_names_the_titles_that_share_a_word_and_no_others(tmp_path: Path) -> None:
    titles = [Title(code=f"A{number:02}", title=f"Illness number{number} of knees") for number in range(12)]
    titles.append(Title(code="M77.11", title="Lateral epicondylitis, right elbow"))
    Bm25Alone().build(titles, tmp_path)

    answer = Bm25Alone().opened(tmp_path)

    assert list(answer(Asked(text="elbows", day=DAY))) == ["M77.11"]
    assert len(answer(Asked(text="knee", day=DAY))) == 10
    assert list(answer(Asked(text="of the", day=DAY))) == []


def test_the_tutorials_retrieval_names_the_title_nearest_in_meaning(tmp_path: Path) -> None:
    silence_libraries()
    titles = [
        Title(code="M54.2", title="Cervicalgia"),
        Title(code="I21.9", title="Acute myocardial infarction, unspecified"),
        Title(code="S52.90XA", title="Unspecified fracture of unspecified forearm, initial encounter"),
    ]
    TutorialRag().build(titles, tmp_path)

    answer = TutorialRag().opened(tmp_path)

    assert answer(Asked(text="heart attack", day=DAY))[0] == "I21.9"
    assert len(answer(Asked(text="broken arm", day=DAY))) == 3
