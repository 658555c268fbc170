"""Rule: no text of the corpus holds what could identify a patient. The finder is handed in; the words found are never repeated."""

from collections.abc import Callable, Iterator, Sequence

from knowledge.lint.faults import Fault
from knowledge.lint.pages import PageEntry, Prose

FindIdentifiers = Callable[[str], Sequence[tuple[str, int, int]]]
"""Text -> (kind, start, end) of every identifier in it."""


def identifiers_in_passage(entry: PageEntry, find_identifiers: FindIdentifiers) -> Iterator[Fault]:
    yield from identifiers_in(entry.prose, entry.file, find_identifiers)


def identifiers_in(prose: Prose, file: str, find_identifiers: FindIdentifiers) -> Iterator[Fault]:
    for kind, start, _ in find_identifiers(prose.text):
        yield Fault(
            file=file,
            line=prose.line_at(start),
            rule="identifier",
            severity="error",
            message=f"The text holds what looks like an identifier ({kind}).",
            mend="Take it out: the corpus holds no patient's data.",
        )
