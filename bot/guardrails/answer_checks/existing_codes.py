"""Every code named exists on the day, or is named as one that does not."""

import re

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds
from knowledge.code_set.mentions import Mention, find_mentions

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SAYS_WHEN = re.compile(
    rf"\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b\d{{1,2}}/\d{{1,2}}/\d{{2,4}}\b|\b{_MONTH}\.? (?:\d{{1,2}}, )?20\d\d\b|\bFY ?20\d\d\b", re.IGNORECASE
)  # fmt: skip
_SAYS_IT_IS_NONE = re.compile(
    r"\b(?:not|no|never|none|unknown|invalid|mistyped|made up|ended|deleted|former(?:ly)?|retired|no longer|discontinued"
    r"|replaced|until|was|were|begins?|outside)\b|n't\b",
    re.IGNORECASE,
)
_OLDER_CLASSIFICATION = re.compile(r"\bICD-?\s?9\b", re.IGNORECASE)


def check(statement: Statement, grounds: Grounds) -> str | None:
    text = statement.text
    code_set = grounds.code_set
    for mention in find_mentions(text, lambda code: code_set.code(code) is not None):
        for code in (mention.code, mention.high):
            why = _wrong(code, mention, text, grounds) if code is not None else None
            if why is not None:
                return why
    return None


def _wrong(code: str, mention: Mention, text: str, grounds: Grounds) -> str | None:
    state = grounds.code_set.status(code, grounds.day).state
    if state in ("billable", "header"):
        return None
    if state == "unknown":
        if grounds.code_set.code(code) is not None:  # a chapter or block: an entry of the list, though never a code
            return None
        older = code in grounds.question.query.icd9 or _OLDER_CLASSIFICATION.search(text)
        if older or mention.is_family or _SAYS_IT_IS_NONE.search(text):
            return None
        return f"{code} is no code of any release, and is not named as none"
    if _SAYS_WHEN.search(text) or _SAYS_IT_IS_NONE.search(text) or _is_printed_so(mention, statement_text=text):
        return None
    return f"{code} is not in force on {grounds.day.isoformat()}, and the statement does not say when it is"


def _is_printed_so(mention: Mention, *, statement_text: str) -> bool:
    """Inside quotation marks or a note's brackets the tabular list speaks, and it prints what it printed."""
    before, after = statement_text[: mention.start], statement_text[mention.end :]
    return before.count("“") > before.count("”") and "”" in after
