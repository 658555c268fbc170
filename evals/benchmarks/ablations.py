"""What each step of code finding is worth: our finder with one step off at a time, on the same phrases, compared in pairs.

python -m evals.benchmarks.ablations [--phrases FILE.jsonl]

Every switch of `Ranking` is a variant by itself, so a new step is measured as soon as it can be switched off.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import read_settings, silence_libraries
from bot.wiring import ensure_index, open_code_finder
from evals.benchmarks.finding import Found, recall, turned
from evals.benchmarks.peers import DAY
from evals.benchmarks.phrases import Phrase, PhraseSet, file_phrases, suite_phrases
from evals.benchmarks.protocol import TOP
from evals.benchmarks.tables import Table, show, turned_table
from knowledge.code_set.code_set import CodeSet
from knowledge.errors import CodeciteError
from retrieval.code_finder import CodeFinder
from retrieval.dense_index import CODES, DenseIndex, open_client
from retrieval.embedding import Embedder
from retrieval.index_folder import IndexFolder
from retrieval.ranking import Ranking

SWITCHES = tuple(field.name for field in fields(Ranking) if isinstance(field.default, bool))
_LISTS = ("uses_meaning", "uses_words", "uses_vocabulary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A finder that differs from ours in its ranking."""

    name: str
    ranking: Ranking


def _with_only(*steps: str) -> Ranking:
    return replace(Ranking(), **{switch: switch in steps for switch in SWITCHES})


VARIANTS = (
    Variant(name="as users have it", ranking=Ranking()),
    *(
        Variant(name=f"off: {switch.replace('_', ' ')}", ranking=replace(Ranking(), **{switch: False}))
        for switch in SWITCHES
    ),
    Variant(name="only meaning, to the leaf", ranking=_with_only("uses_meaning", "goes_to_leaf")),
    Variant(name="only words, to the leaf", ranking=_with_only("uses_words", "goes_to_leaf")),
    Variant(name="the three lists, to the leaf", ranking=_with_only(*_LISTS, "goes_to_leaf")),
)


def main(
    phrases: Annotated[Path | None, typer.Option(help="a JSONL of your own: id, phrase, codes, source")] = None,
    name: Annotated[str, typer.Option(help="what the tables call those phrases")] = "phrases of a file",
) -> None:
    """Measure what each step of code finding is worth."""
    silence_libraries()
    try:
        sets = [suite_phrases(DAY), *([file_phrases(phrases, name, DAY)] if phrases else ())]
        opened = finders(ensure_index(read_settings(), lambda what, share: None))
    except CodeciteError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    for each in sets:
        show(ablation_table(each, found_by_variant(each.phrases, opened)))


def finders(index: IndexFolder) -> Callable[[Ranking], CodeFinder]:
    """Opens a finder with any ranking over one index, as the wiring does; what they can share they share."""
    code_set, embedder = CodeSet(index.code_set), Embedder(index.model, index.tokenizer)
    dense = cache(lambda: DenseIndex(open_client(index.chroma), CODES))
    return lambda ranking: open_code_finder(index, code_set, dense, embedder, ranking)


def found_by_variant(
    phrases: Sequence[Phrase], opened: Callable[[Ranking], CodeFinder], variants: Sequence[Variant] = VARIANTS
) -> dict[str, Found]:
    """What each variant finds for each phrase, by the variant's name."""
    found: dict[str, Found] = {}
    for variant in variants:
        print(f"{variant.name}: {len(phrases):,} phrases", file=sys.stderr, flush=True)
        finder = opened(variant.ranking)
        found[variant.name] = {
            one.id: [candidate.code for candidate in finder.find(one.text, one.day, TOP).candidates] for one in phrases
        }
    return found


def ablation_table(each: PhraseSet, found: Mapping[str, Found]) -> Table:
    """Recall of each variant, and how many phrases turned right or wrong against the first."""
    first, *others = found
    return turned_table(
        f"{len(each.phrases):,} phrases: {each.name}",
        {name: (recall(each.phrases, one, 1), recall(each.phrases, one, 5)) for name, one in found.items()},
        {name: turned(each.phrases, found[first], found[name]) for name in others},
    )


if __name__ == "__main__":
    typer.run(main)
