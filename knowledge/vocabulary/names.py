"""The names people use for a code, out of the vocabulary: "lumbar disc herniation" for M51.26."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from knowledge.vocabulary.terms import Term, read_terms


class NamesOfCodes:
    """Callable: code -> its names in the vocabulary. Reads the vocabulary (0.2 s) when it is first asked, not before."""

    def __init__(self, read: Callable[[], Iterable[Term]] = read_terms) -> None:
        self._read = read
        self._by_category: dict[str, list[tuple[str, str]]] | None = None

    def __call__(self, code: str) -> tuple[str, ...]:
        if self._by_category is None:
            by_category: dict[str, list[tuple[str, str]]] = defaultdict(list)
            for term in self._read():
                if " " not in term.codes:  # several codes together are no name of one
                    by_category[term.codes[:3]].append((term.codes, term.term))
            self._by_category = by_category
        return tuple(name for codes, name in self._by_category.get(code[:3], ()) if _means(codes, code))


def _means(codes: str, code: str) -> bool:
    return code == codes or (codes.endswith("-") and code.startswith(codes.rstrip("-").rstrip(".")))
