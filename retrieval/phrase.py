"""Reads a diagnosis phrase: what it claims, what it denies or doubts, whether it is history, and how many diagnoses it names. Pure.

A phrase is what somebody typed in a hurry ("pt c/o LBP x2wks, no radic; h/o DVT"). Only what it claims may find a code.
"""

import re
from dataclasses import dataclass

from retrieval.query import without_right_as_correct
from retrieval.words import stems, words

_AROUND = re.compile(
    r"^\W*(?:(?:this |the )?(?:pt|patient|pat)\b\s*)?"
    r"(?:(?:is |was |has |with |w/ ?)?\b(?:c/o|co|complain(?:s|ing|ed)? of|complaint of|presents? (?:with|for)|presenting with|seen for|here for|"
    r"dx(?:'d)?(?: with| of)?|diagnos(?:is|ed)(?: of| with)?|impression|assessment|a/p|cc|chief complaint|eval(?:uation)? (?:of|for)|suffers from|has)\b\s*:?\s*)+",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"[,;]?\s*\b(?:x|for|since|times|over the (?:past|last)|the (?:past|last))\s*~?\s*\d+(?:\s?-\s?\d+)?\s*(?:hours?|hrs?|days?|d|weeks?|wks?|w|months?|mos?|m|years?|yrs?|y)\b(?:\s+(?:now|ago|duration))?"
    r"|\b\d+\s*(?:days?|weeks?|wks?|months?|mos?|years?|yrs?)\s+(?:ago|duration|history)\b",
    re.IGNORECASE,
)
_GRADE_OF_PAIN = re.compile(r"\b\d{1,2}\s?/\s?10\b(?:\s+pain)?", re.IGNORECASE)
_AFTER_A_CAUSE = re.compile(
    r"[,;]?\s*\b(?:s/p|status post|after|following|post|d/t|due to|from|2/2)\s+(?:an?\s+|the\s+|recent\s+|slip and\s+)*(?:fall|mva|mvc|mvas?|car accident|motor vehicle (?:accident|collision|crash)|accident|work injury|lifting|injury|trauma)\b",
    re.IGNORECASE,
)
_WHAT = (
    r"(?:any\s+|evidence of\s+|signs?(?: or symptoms)? of\s+|current\s+|acute\s+|history of\s+)*"
    r"(?P<what>(?:[\w/-]+\s+){1,3}[\w/-]+(?=\s*(?:[,;.)]|$))"  # up to four words that end their clause
    r"|[\w/-]+(?:\s+(?:pain|disease|symptoms|changes|injury|fracture|weakness|bowel or bladder changes))?(?:(?:\s*,\s*|\s+)(?:or|and|nor)\s+[\w-]+)*)"
)
_DENIED = re.compile(
    rf"[,;(]?\s*\b(?:no|denies|denied|denying|negative for|neg for|ruled out|r/o'd|not|never had|absence of|free of)\s+(?!known\b|other\b|otherwise\b|elsewhere\b|stated\b|specified\b|due\b|caused\b|yet\b|documented\b|applicable\b){_WHAT}\)?",
    re.IGNORECASE,
)
_WITHOUT = re.compile(rf"[,;(]?\s*\b(?:without|w/o)\s+{_WHAT}\)?", re.IGNORECASE)
_DOUBTED = re.compile(
    rf"[,;(]?\s*(?:\b(?:r/o|rule out|rule-out|possible|poss|possibly|probable|probably|suspected|suspect|suspicion of|questionable|likely|concern for|consider|vs\.?|versus)|\?)\s*{_WHAT}\)?",
    re.IGNORECASE,
)
_DOUBT_WORD = re.compile(
    r"\b(?:r/o|rule[ -]out|possible|poss|possibly|probable|probably|suspected|suspect|suspicion of|questionable|likely|concern for|consider)\b|^\s*\?|\?\s*$",
    re.IGNORECASE,
)
_RULED_OUT_AFTER = re.compile(
    r"[,;(]?\s*(?P<what>[\w-]+(?:\s[\w-]+)?)\s+(?:was\s+|has been\s+)?(?:ruled out|r/o'd|excluded|negative)\b\)?",
    re.IGNORECASE,
)
_HISTORY = re.compile(
    r"\b(?:h/o|hx(?: of)?|history of|h\.o\.|past history of|pmh(?: of)?|prior|previous|personal history)\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\b(?:fh|fhx|fam(?:ily)? (?:h/o|hx|history)|family history|mother|father|brother|sister|parent|sibling|aunt|uncle|grand(?:mother|father|parent))\b",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\s*(?:[;\n+]|\s&\s|,\s*(?:and|also|plus)\s|\bplus\b|\balong with\b)\s*", re.IGNORECASE)
_WEAK = re.compile(r"\s*(?:,|\band\b|/|&)\s*", re.IGNORECASE)
_WITH = re.compile(r"\s*(?:,|\band\b|\bwith\b|\bw/|/|&)\s*", re.IGNORECASE)
_LABEL = re.compile(r"(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What a phrase claims, and what it says against itself."""

    text: str
    """What was typed, without what stands around a diagnosis: who complains, for how long, after which accident."""
    claimed: str
    """The text without what it denies or doubts; the text itself where nothing else is left."""
    denied: frozenset[str] = frozenset()
    """Stems of what is denied or doubted."""
    denied_words: tuple[str, ...] = ()
    """The same as typed: an abbreviation among them still has to be written out."""
    is_history: bool = False
    is_family: bool = False


def read_phrase(typed: str) -> Phrase:
    """The Phrase of one diagnosis. An empty text reads as an empty phrase."""
    text = " ".join(without_right_as_correct(typed).split())
    for around in (_AROUND, _DURATION, _GRADE_OF_PAIN, _AFTER_A_CAUSE):
        stripped = around.sub(" ", text).strip(" ,;.:-")
        text = " ".join(stripped.split()) if words(stripped) else text
    claimed, denied = text, list[str]()
    for pattern in (_RULED_OUT_AFTER, _DENIED, _DOUBTED, _WITHOUT):
        left = pattern.sub(" ", claimed).strip(" ,;.")
        if left != claimed and words(left):
            denied.extend(word for match in pattern.finditer(claimed) for word in words(match["what"]))
            claimed = " ".join(left.split())
    plainly = _DOUBT_WORD.sub(" ", claimed).strip(" ,;.")
    if words(plainly):
        claimed = " ".join(plainly.split())
    is_family = _FAMILY.search(text) is not None
    return Phrase(
        text=text,
        claimed=claimed,
        denied=frozenset(one for word in denied for one in stems(word)) - set(stems(claimed)),
        denied_words=tuple(denied),
        is_history=_HISTORY.search(text) is not None and not is_family,
        is_family=is_family,
    )


def diagnoses_in(typed: str) -> tuple[str, ...]:
    """The diagnoses that a list separates by plus, semicolon or line ("HTN + CKD3a"); one for anything else."""
    return _parts(_STRONG, typed)


def perhaps_diagnoses_in(typed: str, *, at_with: bool = False) -> tuple[str, ...]:
    """The parts between commas and "and" (and "with"): they may be diagnoses of their own, or only the words of one."""
    return _parts(_WITH if at_with else _WEAK, typed)


def _parts(separator: re.Pattern[str], typed: str) -> tuple[str, ...]:
    parts = [part.strip(" .,:") for part in separator.split(typed)]
    return tuple(part for part in parts if words(part))


def unglued(token: str) -> str:
    """Letters and digits apart: "CKD3a" -> "CKD 3a", "VWD1" -> "VWD 1"; as it is when both don't occur."""
    pieces = _LABEL.split(token)
    if len(pieces) == 3 and len(pieces[2]) == 1:  # the letter belongs to the number: stage 3a, type 2b
        return f"{pieces[0]} {pieces[1]}{pieces[2]}"
    return " ".join(pieces)
