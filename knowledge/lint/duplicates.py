"""Rules: two passages with one id, or with nearly the same words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from knowledge.lint.faults import Fault
from knowledge.lint.pages import PageEntry

_SHINGLE = 4  # words
NEARLY_THE_SAME = 0.5
"""Share of common shingles (Jaccard) from which two passages say the same; the closest two of ours share 0.2."""
_TOO_COMMON = 50  # a shingle that stands in more passages tells nothing


def repeated_ids(entries: Sequence[PageEntry]) -> Iterator[Fault]:
    first: dict[str, PageEntry] = {}
    for entry in entries:
        other = first.setdefault(entry.passage.id, entry)
        if other is not entry:
            yield Fault(
                file=entry.file,
                line=entry.line,
                rule="duplicate-id",
                severity="error",
                message=f"The id {entry.passage.id} already stands at {other.file}:{other.line}.",
                mend="Give each passage an id of its own.",
            )


def repeated_texts(entries: Sequence[PageEntry]) -> Iterator[Fault]:
    """A passage that says what an earlier one says, in nearly the same words."""
    shingles = [_shingles(entry.passage.text) for entry in entries]
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, own in enumerate(shingles):
        shared = Counter(other for one in own if len(places[one]) <= _TOO_COMMON for other in places[one])
        for other, common in shared.most_common(1):
            if common / (len(own) + len(shingles[other]) - common) >= NEARLY_THE_SAME:
                yield Fault(
                    file=entries[place].file,
                    line=entries[place].line,
                    rule="duplicate-passage",
                    severity="error",
                    message=f"The passage says nearly word for word what {entries[other].passage.id} says ({entries[other].file}:{entries[other].line}).",
                    mend="Keep one of the two.",
                )
        for one in own:
            places[one].append(place)


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9.%-]+", text.lower())
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1)))
