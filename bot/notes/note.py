"""A masked note taken apart: sections, sentences, and what is asserted, denied, doubted or about somebody else. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from knowledge.documentation.context import Says, read_context_words

Section = Literal["", "subjective", "objective", "assessment", "plan", "past", "family", "imaging", "treatment"]
_HEADINGS: tuple[tuple[Section, str], ...] = (
    ("family", r"family (?:medical )?(?:history|hx)|fhx?|fam hx"),
    ("past", r"past (?:medical |surgical )?(?:history|hx)|pmhx?|psh|medical history|surgical history|social (?:history|hx)|medications?|allergies"),
    ("imaging", r"imaging|radiolog(?:y|ical)(?: findings)?|x-?rays?|mri|diagnostics?(?: tests?| studies)?"),
    ("treatment", r"treatment(?: (?:today|rendered|provided|given))?|interventions?|procedures?(?: performed)?|tx"),
    ("plan", r"(?:treatment )?plan(?: of care)?|p|poc|goals?|recommendations?|disposition|follow[- ]?up|home exercise program|hep"),
    ("assessment", r"assessment(?: (?:and|&|/) plan)?|impressions?|a|a/p|a&p|diagnos[ei]s|dx|clinical impression|diagnoses? \(icd.{0,8}\)|problem list"),
    ("objective", r"objective(?: findings)?|o|(?:physical )?exam(?:ination)?|pe|findings|vitals?|range of motion|rom|palpation|(?:orthop(?:a?e)dic|special|neuro(?:logical)?) (?:tests?|exam(?:ination)?)|strength|mental status(?: exam)?|mse"),
    ("subjective", r"subjective|s|history of (?:the )?present(?:ing)? illness|hpi|chief complaint|cc|interval history|history|hx|reason for visit|ros|review of systems|patient reports?"),
)  # fmt: skip
_HEADING = re.compile(
    r"(?:^|(?<=[\n.;]))[ \t>*#-]{0,6}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in _HEADINGS)
    + r")[ \t]*(?::|(?:-|–)(?=\s)|\n)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^\n.!?;]+(?:[.!?;](?![\s\"')]|$)[^\n.!?;]*)*[.!?;]?")
_ABBREVIATED = re.compile(
    r"\b(?:dr|mr|mrs|ms|pt|approx|vs|no|lat|bilat|ext|flex|rot|deg|wk|wks|mo|mos|yr|yrs|hx|dx|rx|tx|e\.g|i\.e|p\.a\.r\.t|[a-z])\.$",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"[;:]|\b(?:but|however|although|though|except|aside from|apart from|otherwise|whereas|while|complains|reports?|presents?|reveals?|demonstrates?|noted)\b"
    r"|,\s*(?=(?:positive|tender\w*|decreased|reduced|limited|restricted|has|had|is|was|mri|x-?ray|patient|pt|he|she|they|with|pain \d|there)\b)"
    r"|\band\s+(?=(?:has|had|is|was|reports?|complains|he|she|positive|tender)\b)",
    re.IGNORECASE,
)
_MOST_SENTENCES = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence: `text` is the note's `[start:end]`."""

    text: str
    start: int
    end: int
    section: Section


@dataclass(frozen=True, kw_only=True)
class Note:
    """A masked note. Places count code points of the masked text."""

    text: str
    _read: dict[Sentence, tuple[tuple[Says, int, int], ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def sections(self) -> tuple[tuple[int, Section], ...]:
        """Where each section begins, in order; before the first heading there is none."""
        found = [
            (match.end(), next(name for name, _ in _HEADINGS if match[name])) for match in _HEADING.finditer(self.text)
        ]
        return ((0, ""), *found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(self._sentences())

    def section_at(self, place: int) -> Section:
        return self.sections[bisect_right([start for start, _ in self.sections], place) - 1][1]

    def has_section(self, *names: Section) -> bool:
        return any(name in names for _, name in self.sections)

    def says(self, sentence: Sentence, start: int, end: int) -> frozenset[Says]:
        """What the sentence says of its words `[start:end]` (places of the note): nothing, when it asserts them plainly."""
        low, high = start - sentence.start, end - sentence.start
        if sentence not in self._read:
            self._read[sentence] = tuple(_scopes(sentence.text))
        states = {says for says, begin, stop in self._read[sentence] if begin <= low and high <= stop}
        of_section: dict[Section, Says] = {"family": "family", "past": "past", "plan": "planned"}
        if sentence.section in of_section:
            states.add(of_section[sentence.section])
        return frozenset(states)

    def stated(self, sentence: Sentence) -> str:
        """The sentence with everything blanked that it does not plainly assert."""
        if sentence.section in ("family", "past", "plan"):
            return ""
        self.says(sentence, sentence.start, sentence.start)
        text = list(sentence.text)
        for _, begin, stop in self._read[sentence]:
            text[begin:stop] = " " * (stop - begin)
        return "".join(text)

    def _sentences(self) -> Iterator[Sentence]:
        begin: int | None = None
        count = 0
        for match in _SENTENCE.finditer(self.text):
            begin = match.start() if begin is None else begin
            text = self.text[begin : match.end()]
            following = self.text[match.end() : match.end() + 1]
            if _ABBREVIATED.search(text) and following and following != "\n":
                continue
            yield from self._pieces(begin, match.end())
            begin, count = None, count + 1
            if count >= _MOST_SENTENCES:
                return
        if begin is not None:
            yield from self._pieces(begin, len(self.text))

    def _pieces(self, begin: int, end: int) -> Iterator[Sentence]:
        """A sentence without the heading it begins with."""
        start = max((place for place, _ in self.sections if begin < place <= end), default=begin)
        text = self.text[start:end]
        stripped = text.strip()
        if stripped:
            start += len(text) - len(text.lstrip())
            yield Sentence(text=stripped, start=start, end=start + len(stripped), section=self.section_at(start))


def _scopes(text: str) -> Iterator[tuple[Says, int, int]]:
    """The stretches of a sentence that words of denial, doubt and so on govern."""
    words = read_context_words()
    blanked = words.lookalikes.sub(lambda match: "_" * len(match[0]), text)
    ends = [match.span() for match in _ENDS.finditer(blanked)]
    for says, reach, pattern in words.patterns:
        for match in pattern.finditer(blanked):
            if reach == "after":
                yield says, match.start(), min((start for start, _ in ends if start >= match.end()), default=len(text))
            else:
                yield says, max((stop for _, stop in ends if stop <= match.start()), default=0), match.end()
