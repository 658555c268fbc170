"""No descriptor of a CPT code is given: they belong to the American Medical Association, and we hold none."""

import re

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds
from retrieval.words import words

_PRESENTED = re.compile(
    r"(?<![\d.A-Za-z#-])(?P<code>\d{5}|\d{4}[FTU])(?![\d.A-Za-z])(?:-[A-Z0-9]{2})*"
    r"(?:\s*\((?P<bracket>[^()]{6,})\)|\s*(?:[:=–—]|-+(?=\s))\s*(?P<sign>[^.;\n]{6,})"
    r"|,?\s+(?:which\s+)?(?:means?|describes?|denotes?|stands? for|is defined as|represents?|reports?)\s+(?P<verb>[^.;\n]{6,})"
    r"|\s+(?:is|are)\s+(?:(?:the\s+)?(?:codes?\s+)?for\s+|an?\s+|the\s+)(?P<noun>[^.;\n]{6,}))"
)
_SPARE_WORDS = 2


def check(statement: Statement, grounds: Grounds) -> str | None:
    """Fails when words are presented as a CPT code's meaning that don't stand in what is cited: our own words may."""
    for match in _PRESENTED.finditer(statement.text):
        presented = next(part for part in match.groups()[1:] if part)
        if len(words(presented)) < _SPARE_WORDS:
            continue
        if not any(presented.strip() in citation.passage.text for citation in statement.citations):
            return f"it gives {match['code']} a meaning that nothing cited holds"
    return None
