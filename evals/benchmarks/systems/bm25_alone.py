"""Word search alone: bm25s over the titles, with its own tokeniser, stop words and weights."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.benchmarks.protocol import TOP, Answer, Asked, Title

_CODES = "codes.json"


class Bm25Alone:
    def build(self, titles: Sequence[Title], folder: Path) -> None:
        import bm25s

        index = bm25s.BM25()
        index.index(_tokens([one.title for one in titles]), show_progress=False)
        index.save(folder)
        (folder / _CODES).write_text(json.dumps([one.code for one in titles]), encoding="utf-8")

    def opened(self, folder: Path) -> Answer:
        import bm25s

        index = bm25s.BM25.load(folder)
        codes: list[str] = json.loads((folder / _CODES).read_text(encoding="utf-8"))

        def answer(asked: Asked) -> list[str]:
            numbers, scores = index.retrieve(_tokens([asked.text]), k=TOP, show_progress=False)
            return [codes[number] for number, score in zip(numbers[0], scores[0], strict=True) if score > 0]

        return answer


def _tokens(texts: list[str]) -> Any:  # bm25s has no types
    import bm25s
    import Stemmer

    return bm25s.tokenize(texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
