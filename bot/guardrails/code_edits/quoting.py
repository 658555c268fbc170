"""The sentence of a passage that states a rule: what a finding quotes."""

import re
from functools import lru_cache

from bot.claims import Authorities
from knowledge.code_set.codes import CodeNote
from knowledge.code_set.instructions import Instruction
from knowledge.passages import Citation, cite

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")


def rule(authorities: Authorities, passage_id: str, words: str) -> Citation | None:
    """The first sentence of the passage with these words, else its first; None when the corpus lacks the passage."""
    citation = authorities.guideline(passage_id)
    if citation is None:
        return None
    passage = citation.passage
    sentence = next((one for one in _sentences(passage.text) if words in one), None)
    return cite(passage, sentence) if sentence else citation


@lru_cache(256)
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _SENTENCE_END.split(text))


def editor(authorities: Authorities, code: str, attribute: str) -> Citation | None:
    """What the Medicare Code Editor holds of a code; None when it doesn't list the code so."""
    passage = authorities.facts.editor(code, attribute)
    return cite(passage) if passage else None


def note(authorities: Authorities, one: CodeNote) -> Citation:
    """A note of the tabular list, word for word."""
    return cite(authorities.facts.note_passage(one), one.text)


def instruction(authorities: Authorities, one: Instruction) -> Citation:
    """All lines of an instruction of the tabular list, as they stand there."""
    passage = authorities.facts.note_passage(one.notes[0])
    lines = "\n".join(line.text for line in one.notes)
    return cite(passage, lines if lines in passage.text else one.notes[0].text)


def rule_or_fact(authorities: Authorities, passage_id: str, words: str = "") -> Citation | None:
    """As `rule`; and a fact of the tables by its id ("notes:K81/excludes1", "code:E11.9"), whole."""
    fact = authorities.facts.get(passage_id)
    return cite(fact) if fact is not None else rule(authorities, passage_id, words)
