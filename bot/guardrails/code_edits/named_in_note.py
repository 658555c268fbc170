"""Whether words of a note name the diagnosis of a code: by its title, its inclusion terms, or a name people use for it. Pure."""

import re
from datetime import date
from functools import lru_cache

from bot.claims import Authorities
from knowledge.code_set.axes import REGION, are_neighbours, read_axes
from retrieval.words import stem, stems

_ENCOUNTER = re.compile(r",?\s*(?:initial|subsequent) encounter\b.*|,?\s*sequela\b.*", re.IGNORECASE)
_SAYS_NOTHING = frozenset(
    stem(word)
    for word in (
        "unspecified other specified nos nec not elsewhere classified region regions site sites side type with without right left "
        "bilateral unilateral cervical thoracic lumbar lumbosacral cervicothoracic thoracolumbar sacral level mid c t l s initial "
        "subsequent encounter or chronic acute primary"
    ).split()
)
"""Words of titles that a note may leave out; region and side must not contradict (see `_contradicts`)."""
_TOO_GENERAL = frozenset(
    stem(word)
    for word in (
        "pain ache disease disorder syndrome injury infection lesion condition problem symptom finding abnormality joint muscle "
        "back neck limb arm leg knee hip shoulder hand foot pressure loss change"
    ).split()
)


def is_named(code: str, words: str, authorities: Authorities, day: date) -> bool:
    """Whether `words` hold every word that counts of some name of the code, and contradict it neither in side nor in region."""
    said = frozenset(stems(words))
    names = _names(authorities.code_set.descriptor(code, day), _other_names(code, authorities, day))
    return any(name <= said for name in names) and not _contradicts(words, authorities.code_set.descriptor(code, day))


def _other_names(code: str, authorities: Authorities, day: date) -> tuple[str, ...]:
    code_set = authorities.code_set
    entries = [entry for entry in code_set.path(code) if entry.is_reportable_shape]
    terms = [
        note.text
        for entry in entries[-2:]
        for note in code_set.notes(entry.code, day)
        if note.kind == "inclusion_term" and not note.inherited
    ]
    return (*terms, *authorities.names(code))


@lru_cache(256)
def _names(descriptor: str, others: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    read = {frozenset(stems(_ENCOUNTER.sub("", name))) - _SAYS_NOTHING for name in (descriptor, *others)}
    return tuple(name for name in read if name - _TOO_GENERAL and any(len(word) > 3 for word in name))


def _contradicts(words: str, descriptor: str) -> bool:
    said, printed = read_axes(words), read_axes(descriptor)
    for axis in ("side", REGION):
        one, other = said.get(axis, frozenset()), printed.get(axis, frozenset())
        if one and other - {"unspecified"} and not one & other and not (axis == REGION and are_neighbours(one, other)):
            return True
    return False
