"""The diagnoses a note names, word for word, each with its code and what the note says of it: asserted, doubted, denied, past."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from bot.notes.elements.encounter import phase_of
from bot.notes.elements.finding import Span, clause
from bot.notes.elements.laterality import sides_in
from bot.notes.elements.region import regions_in
from bot.notes.note import Note, Sentence
from knowledge.documentation.context import Says
from retrieval.code_finder import CodeFinder
from retrieval.words import LITTLE_WORDS, plain

LONGEST_NAME, MOST_NAMES = 8, 40
_WORD = re.compile(r"[^\W_](?:[\w'’/.-]*[^\W_])?")
_GAP = re.compile(r"^[\s,\-–/()]{1,3}$")
_TYPED_CODE = re.compile(r"\b[A-TV-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?\b")
_TOO_BARE = frozenset(
    "pain ache aching strain sprain weakness stiffness stiff tenderness tender swelling swollen spasm spasms fall falls injury surgery tight"
    " cold burn burning stress fatigue tired tension cough lump cut bite rash itch fever crack break fracture dislocation tear wound scar"
    " posture gait work working driving walking sitting standing sleep sleeping exercise smoker smoking tobacco alcohol obese pregnancy"
    " pregnant complaint complaints symptoms problem problems disorder disease syndrome condition inflammation edema effusion instability"
    " degeneration degenerative deformity lesion mass infection allergies allergy anxious worried sad depressed irritable normal healthy"
    " discharge history followup evaluation therapy examination neck back knee shoulder hip arm leg foot hand head joint muscle limited"
    " cervical thoracic lumbar lumbosacral sacral pelvic spinal weeks week ndi odi lefs dash rom arom prom vas nrs psfs tug slr faber hep ther ex"
    " crepitus laxity accident mva mvc collision trauma repair replacement arthroplasty fusion pt ot dc md do ms pa ra or as is he".split()
)
"""Single words that name no diagnosis by themselves, though some code has them for a name."""
_SIDES = frozenset("right left bilateral bilaterally r l rt lt b/l".split())
_CIRCUMSTANCES = ("V", "W", "X", "Y")
"""Chapters of external causes: how it happened is no diagnosis."""
SYMPTOMS = ("R", "M54.2", "M54.5", "M54.6", "M54.8", "M54.9", "M25.5", "M25.6", "M79.1", "M79.6", "M62.83", "M62.81")
"""Codes that name a sign or symptom and no disorder behind it; M25.6 is stiffness, M62.83 spasm, M62.81 weakness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A diagnosis as named: the code its words lead to, with those to report beside it, where, and what is said of it."""

    code: str
    beside: tuple[str, ...]
    words: str
    span: Span
    section: str
    says: frozenset[Says]

    @property
    def is_asserted(self) -> bool:
        return not self.says

    @property
    def is_doubted(self) -> bool:
        return "doubted" in self.says and not self.says & {"denied", "family", "other_person", "past"}

    @property
    def is_symptom(self) -> bool:
        return self.code.startswith(SYMPTOMS)


def mentions_in(note: Note, finder: CodeFinder, day: date) -> tuple[Mention, ...]:
    """Every diagnosis named with words of the tabular list or the vocabulary, in reading order; the longest name wins.

    Side and phase come from the clause, else from the whole note when it knows but one. At most MOST_NAMES different names are looked up.
    """
    phase, sides = phase_of(note), sides_in(note)
    side_of_note = next(iter(sides)) if len(sides) == 1 else ""
    known: dict[str, bool] = {}
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    mentions = []
    for sentence in note.sentences:
        for low, high in _names_in(sentence, finder, known):
            start, end = sentence.start + low, sentence.start + high
            words = sentence.text[low:high]
            around = note.text[slice(*clause(sentence, low, high))]
            side = next(
                (one for one in ("bilateral", "right", "left") if re.search(rf"\b{one}", around, re.IGNORECASE)),
                side_of_note,
            )
            key = (plain(words), side)
            if key not in found:
                if len(found) >= MOST_NAMES:
                    continue
                found[key] = _code_of(words, side, phase, finder, day)
            code, beside = found[key]
            if code:
                mentions.append(
                    Mention(
                        code=code,
                        beside=beside,
                        words=words,
                        span=(start, end),
                        section=sentence.section,
                        says=note.says(sentence, start, end),
                    )
                )
    return tuple(mentions)


def typed_codes(note: Note) -> tuple[str, ...]:
    """What has the shape of an ICD-10-CM code in the note."""
    return tuple(dict.fromkeys(match[0] for match in _TYPED_CODE.finditer(note.text)))


def regions_of(mention: Mention, descriptor: str) -> frozenset[str]:
    return regions_in(mention.words) | regions_in(descriptor)


def _names_in(sentence: Sentence, finder: CodeFinder, known: dict[str, bool]) -> Iterator[tuple[int, int]]:
    """The spans of a sentence that are names of codes, longest first, none inside another."""
    tokens = [match.span() for match in _WORD.finditer(sentence.text)]
    taken: list[tuple[int, int]] = []
    for length in range(min(LONGEST_NAME, len(tokens)), 0, -1):
        for at in range(len(tokens) - length + 1):
            low, high = tokens[at][0], tokens[at + length - 1][1]
            if any(low < stop and begin < high for begin, stop in taken):
                continue
            if _may_be_a_name(sentence.text, tokens[at : at + length]) and _is_name(
                sentence.text[low:high], finder, known
            ):
                taken.append((low, high))
    return iter(sorted(taken))


def _may_be_a_name(text: str, tokens: Sequence[tuple[int, int]]) -> bool:
    first, last = (text[slice(*token)].lower() for token in (tokens[0], tokens[-1]))
    if first in LITTLE_WORDS | _SIDES or last in LITTLE_WORDS | _SIDES or first.isdigit():
        return False  # the side is read from the clause
    if len(tokens) == 1:
        return len(first) >= 3 and first not in _TOO_BARE
    return all(_GAP.match(text[one[1] : other[0]]) for one, other in pairwise(tokens))


def _is_name(words: str, finder: CodeFinder, known: dict[str, bool]) -> bool:
    key = plain(words)
    if key not in known:
        known[key] = finder.is_name(words)
    return known[key]


def _code_of(words: str, side: str, phase: str | None, finder: CodeFinder, day: date) -> tuple[str, tuple[str, ...]]:
    said = words if side and re.search(rf"\b{side}", words, re.IGNORECASE) else f"{side} {words}".strip()
    later = f", {phase} encounter" if phase in ("subsequent", "sequela") else ""
    for phrase in dict.fromkeys((said + later, said, words)):
        candidates = finder.find(phrase, day, 1).candidates
        if candidates and candidates[0].is_exact and not candidates[0].code.startswith(_CIRCUMSTANCES):
            one_word = re.fullmatch(_WORD, words) is not None
            if not one_word or words.isupper() or plain(words)[:5] == plain(candidates[0].matched)[:5]:
                return candidates[0].code, candidates[0].companions
    return "", ()
