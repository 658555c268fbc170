"""Tells words that are no one's name: of medicine, billing, roles and plain English, and the eponyms of signs and diseases."""

from functools import cache
from pathlib import Path

# Surnames that are also signs, fractures and diseases ("Smith fracture"): a name unless one of these follows.
EPONYM_TAIL = (
    r"(?:'s)?[\s-](?:tests?|signs?|fractures?|fx|disease|dz|syndrome|maneuver|cyst|neuroma|palsy|contracture|angle|scores?|index"
    r"|classification|splint|exam|scale|method|technique|nodes?|lesion|deformity|tear|type|procedure|phenomenon|compression"
    r"|reflex|grade|criteria|sequence|positive|negative|thyroiditis|lymphoma|foot|toe)\b"
)
_ENDINGS = ("itis", "osis", "pathy", "algia", "ectomy", "plasty", "otomy", "ology", "ations", "ation", "ical", "emia")


def is_never_a_name(word: str) -> bool:
    """Whether a word, however cased and with or without 's, is known as something else than a name."""
    lowered = word.casefold().replace("’", "'").rstrip(".")
    words = _words()
    return lowered in words or lowered.removesuffix("'s") in words or (len(lowered) > 5 and lowered.endswith(_ENDINGS))


@cache
def _words() -> frozenset[str]:
    lines = Path(__file__).with_name("never_names.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
