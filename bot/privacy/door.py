"""Turns what a person typed into CleanText: finds, masks, and looks again until nothing is left to find."""

import re
from collections.abc import Sequence

from bot.privacy.clean_text import DOOR_KEY, CleanText
from bot.privacy.findings import Finder, Identifier, Kind, merged
from bot.privacy.folding import folded
from bot.privacy.identifiers import FINDERS
from bot.privacy.masking import MASK, Mask, MaskedText, mask
from knowledge.errors import PrivacyError

_MOST_PASSES = 12
_WORD = re.compile(r"[^\W_]+")


def clean(text: str, finders: Sequence[Finder] = FINDERS) -> CleanText:
    """The text with every identifier that was found masked. Cleaning it again changes nothing.

    Raises PrivacyError when a finder fails: text that could not be searched does not pass. Nothing is promised
    about what no finder knows.
    """
    found, view = _found_and_masked(text, finders)
    return CleanText(text=view.text, identifiers=tuple(dict.fromkeys(one.kind for one in found)), key=DOOR_KEY)


def clean_with_masks(text: str, finders: Sequence[Finder] = FINDERS) -> tuple[CleanText, tuple[Mask, ...]]:
    """What `clean` gives, and where each mask stands and what place of the original it hides: for quoting a note exactly."""
    found, view = _found_and_masked(text, finders)
    kinds = tuple(dict.fromkeys(one.kind for one in found))
    return CleanText(text=view.text, identifiers=kinds, key=DOOR_KEY), view.masks


def clean_again(text: str, seen: Sequence[Kind] = ()) -> CleanText:
    """A stored text that was clean, with the kinds `seen` in it then: it is searched again, for finders learn. Raises as `clean`."""
    again = clean(text)
    return CleanText(text=again.text, identifiers=tuple(dict.fromkeys((*seen, *again.identifiers))), key=DOOR_KEY)


def find_identifiers(text: str, finders: Sequence[Finder] = FINDERS) -> tuple[Identifier, ...]:
    """What `clean` masks, in order, without overlaps, at its offsets in `text`. Raises PrivacyError as `clean` does."""
    return _found_and_masked(text, finders)[0]


def _found_and_masked(text: str, finders: Sequence[Finder]) -> tuple[tuple[Identifier, ...], MaskedText]:
    result = None
    try:
        result = _search_until_nothing_is_left(text, finders)
    except Exception:
        # The error is raised outside this block, so that it doesn't carry this one, whose words may hold the text.
        result = None
    if result is None:
        raise PrivacyError(
            "The text could not be searched for identifiers, so it was not read.",
            "Take out names, dates and numbers of the patient and ask again.",
        ) from None
    return result


def _search_until_nothing_is_left(
    text: str, finders: Sequence[Finder]
) -> tuple[tuple[Identifier, ...], MaskedText] | None:
    """Searches the masked text again, for a mask may bring a cue and a value together. None if it never comes to rest."""
    found: tuple[Identifier, ...] = ()
    for _ in range(_MOST_PASSES):
        view = mask(text, found)
        more = _search(view.text, finders)
        if not more:
            return found, view
        found = merged([*found, *view.originals(more)])
    return None


def _search(text: str, finders: Sequence[Finder]) -> tuple[Identifier, ...]:
    """What the finders see in one look, and the same values wherever else they stand; masks are left alone."""
    plain = folded(text)
    found = merged(one for finder in finders for one in finder(plain.text))
    if not found:
        return ()
    if found[-1].end > len(plain.text):
        raise ValueError("a finder reported a place behind the end")
    spans = [(one.kind, *plain.span(one.start, one.end)) for one in merged([*found, *_repeats(plain.text, found)])]
    masks = [match.span() for match in MASK.finditer(text)]
    return tuple(
        Identifier(kind=kind, start=start, end=end)
        for kind, start, end in spans
        if not _is_inside_one(start, end, masks)
    )


def _repeats(text: str, found: Sequence[Identifier]) -> list[Identifier]:
    """The places where a value that was found stands again, as whole words, without the cue that gave it away."""
    values: dict[str, Identifier] = {}
    lengths: dict[str, set[int]] = {}
    for one in found:
        value = text[one.start : one.end]
        first = _WORD.search(value)
        if first is not None:
            values[value[first.start() :]] = one
            lengths.setdefault(first[0], set()).add(len(value) - first.start())
    repeats = []
    for word in _WORD.finditer(text):
        for length in lengths.get(word[0], ()):
            end = word.start() + length
            one_found = values.get(text[word.start() : end])
            if one_found is not None and end <= len(text) and not text[end : end + 1].isalnum():
                repeats.append(Identifier(kind=one_found.kind, start=word.start(), end=end))
    return repeats


def _is_inside_one(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the ordered spans holds all of `start:end`."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle][1] < end:
            low = middle + 1
        else:
            high = middle
    return low < len(spans) and spans[low][0] <= start
