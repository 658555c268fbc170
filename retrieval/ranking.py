"""How the finder weighs what it sees of a text: the weights and the switches of its steps, each measured on and off (`make bench-finding`)."""

from dataclasses import dataclass

from retrieval.words import stem

_HISTORY = frozenset(map(stem, ("history", "personal")))
_FAMILY = frozenset(map(stem, ("family",)))
# A title that says one of these is about something else than the bare disease.
_CIRCUMSTANCES = frozenset(
    map(
        stem,
        "newborn pregnancy childbirth puerperium maternal fetus neonatal poisoning adverse underdosing sequela screening encounter carcinoid"
        " allergy status postprocedural intraoperative following occupant injured congenital acquired in-situ situ vaccination observation"
        " examination exposure carrier donor complicating juvenile infantile".split(),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Weights of a text's score, and the steps that may be switched off to see what they are worth."""

    meaning: float = 1.0
    words: float = 0.3
    exact: float = 0.6
    fit: float = 0.02
    circumstance: float = 0.15
    denied: float = 0.6
    unsaid: float = 0.1
    inclusion: float = 0.03
    uses_meaning: bool = True
    uses_words: bool = True
    uses_vocabulary: bool = True
    uses_equivalents: bool = True
    uses_spelling: bool = True
    reads_phrase: bool = True
    reads_lists: bool = True
    goes_to_leaf: bool = True


def circumstances_unsaid(text: frozenset[str], said: frozenset[str], *, is_history: bool, is_family: bool) -> int:
    """How many circumstances the text names that the phrase doesn't, and the other way round for history."""
    unsaid = len((text & _CIRCUMSTANCES) - said)
    if is_history:
        return unsaid + (0 if text & _HISTORY and not text & _FAMILY else 4)
    if is_family:
        return unsaid + (0 if text & _FAMILY else 4)
    return unsaid + (1 if text & _HISTORY and not said & _HISTORY else 0)
