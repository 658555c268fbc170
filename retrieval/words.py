"""Words as the indexes see them: lower case, no accents, stemmed, without the little words of a question."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from Stemmer import Stemmer

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
LITTLE_WORDS = frozenset(
    "a an and are as at be by can could do does for from had has have he her his how i if in into is it its just me my of on or our"
    " please she should so than that the their them then there these they this to was we were what when where which who why will"
    " would you your".split()
)


def plain(text: str) -> str:
    """Lower case, accents and typographic quotes folded to ASCII."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'").replace("–", "-").replace("—", "-"))
    return "".join(character for character in folded if not unicodedata.combining(character)).lower()


def words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


@cache
def _stemmer() -> "Stemmer":
    import Stemmer

    return Stemmer.Stemmer("english")


@lru_cache(100_000)
def stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@lru_cache(100_000)
def title_stems(title: str) -> tuple[str, ...]:
    """The stems of all words of a title of the tabular list, little words too. For texts that come again and again, so it remembers."""
    return tuple(stem(word) for word in words(title.replace("(s)", "")))


def stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order, repeats kept."""
    return [stem(word.replace("'s", "")) for word in words(text) if word not in LITTLE_WORDS]
