"""Words: BM25 over stemmed words, by bm25s."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import IndexMissingError
from retrieval.words import stems

if TYPE_CHECKING:
    import bm25s
    import numpy as np

UNKNOWN_WORD = 5.0
"""The weight of a wanted word that no text holds: about that of a rare word in a short title."""


def build(texts: Sequence[str], folder: Path) -> None:
    import bm25s

    index = bm25s.BM25(k1=1.2, b=0.6)
    index.index([stems(text) for text in texts], show_progress=False)
    index.save(folder)


class LexicalIndex:
    """BM25 over numbered texts; loads on first use."""

    def __init__(self, folder: Path) -> None:
        if not (folder / "params.index.json").is_file():
            raise IndexMissingError("The word index is missing.", "Run `codecite index build`.")
        self._folder = folder

    @cached_property
    def _index(self) -> "bm25s.BM25":
        import bm25s

        return bm25s.BM25.load(self._folder, mmap=True)

    def best(self, text: str, top: int) -> list[tuple[int, float]]:
        """The `top` texts by BM25 as (number, score), best first; none when no word of `text` is known."""
        known = [stem for stem in stems(text) if stem in self._index.vocab_dict]
        if not known:
            return []
        return _best(self._index.get_scores(known), top)

    def coverage(self, wanted: Sequence[Sequence[str]], top: int) -> list[tuple[int, float]]:
        """The `top` texts by the share of the wanted words' weight that they hold, 0 to 1, best first.

        Each wanted word is given as stems that may stand for it, the typed one first. A word no text knows counts against all.
        """
        import numpy as np

        total, ideal = np.zeros(0, np.float32), 0.0
        for alternatives in wanted:
            known = [stem for stem in alternatives if stem in self._index.vocab_dict]
            if not known:
                ideal += UNKNOWN_WORD
                continue
            scores = self._index.get_scores(known[:1])
            for other in known[1:]:
                scores = np.maximum(scores, self._index.get_scores([other]))
            ideal += float(scores.max())
            total = total + scores if len(total) else scores
        return [(number, score / ideal) for number, score in _best(total, top)] if len(total) else []

    def knows(self, stem: str) -> bool:
        return stem in self._index.vocab_dict


def _best(scores: "np.ndarray[tuple[int], np.dtype[np.float32]]", top: int) -> list[tuple[int, float]]:
    """The `top` texts that score above 0, best first; of equal ones the first by number."""
    import numpy as np

    places = np.flatnonzero(scores > 0)
    found = scores[places]
    if len(found) > top:
        least = np.partition(found, len(found) - top)[len(found) - top]
        better, equal = places[found > least], places[found == least]
        places = np.concatenate((better, equal[: top - len(better)]))
    return sorted(((int(at), float(scores[at])) for at in places), key=lambda pair: (-pair[1], pair[0]))
