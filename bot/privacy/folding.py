"""Shows a finder plain characters: a number typed with exotic dashes, spaces or invisible joints is still that number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63"
_SINGLE_QUOTES = "\u2018\u2019\u201b\u02bc"
_PLAIN = str.maketrans(
    dict.fromkeys(_SPACES, " ")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SINGLE_QUOTES, "'")
    | {chr(full): chr(full - 0xFEE0) for full in range(0xFF01, 0xFF5F)}
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Plain text, and where each of its characters stands in the text it was made from (None: in the same place)."""

    text: str
    places: Sequence[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """`text[start:end]` as a span of the text this was made from."""
        if self.places is None:
            return start, end
        return self.places[start], self.places[end - 1] + 1


def folded(text: str) -> Folded:
    """The text with look-alike characters made plain, one for one, and invisible ones left out."""
    if text.isascii():
        return Folded(text=text)
    plain = text.translate(_PLAIN)
    if _INVISIBLE.search(plain) is None:
        return Folded(text=plain)
    places = [place for place, character in enumerate(plain) if not _INVISIBLE.match(character)]
    return Folded(text="".join(plain[place] for place in places), places=places)
