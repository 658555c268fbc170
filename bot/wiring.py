"""Picks the real parts and puts them together; the only place that does. Heavy parts load when they are first asked."""

from collections.abc import Callable
from functools import cache

from bot.answering.chat_model import line_to
from bot.answering.model_writer import ModelWriter
from bot.answering.reference import Reference
from bot.assistant import Assistant
from bot.settings import Settings, silence_libraries
from knowledge.code_facts import CodeFacts
from knowledge.code_set.code_set import CodeSet
from knowledge.combinations.combinations import read_combinations
from knowledge.crosswalk.equivalence import Crosswalk
from knowledge.library import KNOWLEDGE, load_library, read_sources
from knowledge.loaded_tables import LoadedTables
from knowledge.payers.sheets import load_sheets
from knowledge.vocabulary.terms import read_abbreviations, read_equivalents
from retrieval import dense_index
from retrieval.code_finder import CodeFinder, Texts
from retrieval.dense_index import DenseIndex, Meanings
from retrieval.embedding import Embedder, packaged_model
from retrieval.index_folder import IndexFolder, find_index, fingerprint
from retrieval.lexical_index import LexicalIndex
from retrieval.ranking import Ranking
from retrieval.retriever import PassageFinder
from retrieval.spelling import Spelling
from retrieval.wording import Wording


def index_state(settings: Settings) -> tuple[str, IndexFolder | None]:
    """The fingerprint the corpus asks for, and the finished index with it, if there is one."""
    wanted = fingerprint(settings.embedding_model or packaged_model(), settings.own_dir)
    return wanted, find_index(settings.index_dir, wanted)


def ensure_index(settings: Settings, progress: Callable[[str, float], None]) -> IndexFolder:
    """The index, built now when it is missing, stale or damaged."""
    wanted, index = index_state(settings)
    if index is not None:
        return index
    from retrieval.build import build_index  # heavy, and seldom needed

    return build_index(
        settings.index_dir, wanted, settings.embedding_model or packaged_model(), progress, settings.own_dir
    )


def open_code_finder(
    index: IndexFolder,
    code_set: CodeSet,
    dense: Callable[[], DenseIndex],
    embedder: Embedder,
    ranking: Ranking = Ranking(),
) -> CodeFinder:
    """The finder over an index, with its steps switched as `ranking` says (all on, as users have it)."""
    texts = Texts(index.texts)
    return CodeFinder(
        code_set,
        texts,
        dense,
        LexicalIndex(index.code_words),
        embedder,
        Meanings(index.meanings),
        Wording(tuple(read_abbreviations()), read_equivalents, Spelling(texts) if ranking.uses_spelling else None),
        read_combinations(),
        ranking,
    )


def wire(settings: Settings, index: IndexFolder) -> Assistant:
    """An Assistant over a finished index."""
    silence_libraries()
    code_set = CodeSet(index.code_set)

    @cache
    def embedder() -> Embedder:
        return Embedder(index.model, index.tokenizer)

    @cache
    def client() -> object:
        return dense_index.open_client(index.chroma, settings.chroma_url)

    def dense(name: str) -> Callable[[], DenseIndex]:
        return cache(lambda: DenseIndex(client(), name))  # type: ignore[arg-type]

    @cache
    def crosswalk() -> Crosswalk:
        return Crosswalk(index.crosswalk)

    payer_folders = (KNOWLEDGE / "payers", settings.own_dir / "payers")
    library = cache(lambda: load_library(index.library))

    reference = Reference(
        code_set=code_set,
        facts=CodeFacts(code_set, crosswalk, read_sources()),
        load_library=library,
        load_code_finder=lambda: open_code_finder(index, code_set, dense(dense_index.CODES), embedder()),
        load_passage_finder=lambda: PassageFinder(
            library(), dense(dense_index.PASSAGES), LexicalIndex(index.passage_words), embedder()
        ),
        load_sheets=lambda: load_sheets(*(folder for folder in payer_folders if folder.is_dir())),
        tables=LoadedTables(settings.own_dir),
    )
    return Assistant(reference, settings.today, model_writer(settings))


def model_writer(settings: Settings) -> ModelWriter | None:
    """The writer over the model that is set, None when none is. Opens nothing: the first question does."""
    if settings.model is None:
        return None
    key = settings.model_key.get_secret_value() if settings.model_key is not None else None
    chat = line_to(settings.model, settings.model_url, key, settings.model_timeout)
    return ModelWriter(settings.model, chat, settings.model_timeout)
