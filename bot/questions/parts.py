"""A question may be several: "is M54.5 billable, and what must the note show?" comes apart into questions that stand alone. Pure."""

import re

from retrieval.words import words

_ASKS = r"(?:does|do|did|is|are|was|can|could|may|must|should|shall|will|would|what|which|how|why|when|who|where|any)"
_SEAM = re.compile(
    rf"(?<=[?!])\s+(?=\S)|;\s+(?={_ASKS}\b)|,?\s+(?:and|also|and also|plus)\s+(?={_ASKS}\b)|,\s+(?={_ASKS}\s+(?:i|we|it|they|medicare|you)\b)",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"^\W*(?:(?:and|also|so|ok|then|but)\W+)*{_ASKS}\b", re.IGNORECASE)
MOST_PARTS = 4


def parts_of(text: str) -> tuple[str, ...]:
    """The questions within a text, in order; the text itself when it asks one thing. What tells a story stays with its question."""
    pieces: list[str] = []
    for piece in (one.strip() for one in _SEAM.split(text)):
        if not words(piece):
            continue
        # A piece that asks nothing by itself, or only a word or two, belongs to what stands before it.
        if pieces and (len(words(piece)) < 3 or not (_OPENS.match(piece) or piece.endswith("?"))):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    if len(pieces) < 2 or len(pieces) > MOST_PARTS or not all(_asks(one) for one in pieces):
        return (text,)
    return tuple(pieces)


def _asks(piece: str) -> bool:
    return len(words(piece)) >= 3 and (_OPENS.match(piece) is not None or "?" in piece)
