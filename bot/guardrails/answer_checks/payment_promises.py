"""Nobody is promised payment: a code that is right may still be denied."""

import re

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds

_PAID = r"(?:pay|pays|paid|payment|cover|covers|covered|coverage|reimburse[ds]?|reimbursement|approve[ds]?|approval|accept(?:ed)?)"
_PROMISE = re.compile(
    rf"\bguarantee[sd]?\b|\b(?:will|shall|is going to|are going to|is sure to|is certain to|is bound to)\s+(?:\w+\s+){{0,2}}?{_PAID}\b"
    rf"|\b(?:get|gets|getting)\s+(?:you\s+|it\s+|them\s+|us\s+|the claim\s+)?(?:paid|reimbursed|covered|approved)\b"
    rf"|\b(?:ensures?|secures?|assures?|promises?)\b[^.;]{{0,40}}\b{_PAID}\b"
    r"|\b(?:won't|will not|will never|can't|cannot|never)\s+(?:be\s+|get\s+)?(?:denied|rejected|questioned|audited)\b"
    r"|\b(?:maximi[sz]es?|increases?|raises?)\b[^.;]{0,20}\b(?:payment|reimbursement|revenue)\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:no|not|never|nobody|nothing|cannot|without|whether|if|unless|before)\b|n't\b", re.IGNORECASE
)
_NEAR = 40


def check(statement: Statement, grounds: Grounds) -> str | None:
    for match in _PROMISE.finditer(statement.text):
        before = re.split(r"[.;:]", statement.text[: match.start()])[-1][-_NEAR:]
        if not _TAKEN_BACK.search(before) and not _denies_itself(match[0]):
            return "it promises payment"
    return None


def _denies_itself(words: str) -> bool:
    """ "will not be paid" is a denial, not a promise; "will not be denied" is one."""
    return re.search(r"\bwill (?:not|never|no longer)\b", words, re.IGNORECASE) is not None and not re.search(
        r"denied|rejected|questioned|audited", words, re.IGNORECASE
    )
