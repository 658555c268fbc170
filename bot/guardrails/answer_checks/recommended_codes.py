"""The codes that are recommended can be reported on the day, and pass the blocking edits together."""

import re
from collections.abc import Sequence

from bot.claims import Claim
from bot.drafts import CodeMention, Statement
from bot.guardrails.answer_checks.objections import Grounds, Objection
from bot.guardrails.code_edits import check_claim

CHECK = "recommended codes"
_TELLS_TO_REPORT = re.compile(
    r"\b(?:report|use|bill|code|assign|choose|pick|submit|put|take|with it)\b[^.;]*$", re.IGNORECASE
)
_CALLS_IT_RIGHT = re.compile(
    r"[^.;]{0,80}?\bis (?:it|the (?:right |correct |better |best )?(?:one|code|choice|answer))\b", re.IGNORECASE
)
_DENIED = re.compile(r"\b(?:not|never|without|instead of|rather than|no longer)\b|n't\b", re.IGNORECASE)


def reportable(codes: Sequence[CodeMention], grounds: Grounds) -> tuple[CodeMention, ...]:
    """The mentions without the recommendations that don't hold: the first recommended stays, what conflicts with it goes."""
    kept: list[str] = []
    result: list[CodeMention] = []
    for one in codes:
        if one.role == "recommended":
            if not _holds_on_the_day(one.code, grounds) or _is_blocked_with(one.code, kept, grounds):
                continue
            kept.append(one.code)
        result.append(one)
    return tuple(result)


def objections(statements: Sequence[Statement], codes: Sequence[CodeMention], grounds: Grounds) -> list[Objection]:
    """Statements that tell to report a code which is not recommended: it was taken back, or never was."""
    holding = {one.code for one in reportable(codes, grounds) if one.role == "recommended"}
    wrong = [one.code for one in codes if one.role in ("recommended", "rejected") and one.code not in holding]
    found = []
    for place, statement in enumerate(statements):
        code = next((one for one in wrong if tells_to_report(one, statement.text)), None)
        if code is not None:
            found.append(Objection(place=place, check=CHECK, why=f"it tells to report {code}, which is not the answer"))
    return found


def tells_to_report(code: str, text: str) -> bool:
    """Whether the words recommend the code: "report M54.50", "M54.50 is the one"."""
    for match in re.finditer(rf"(?<![A-Za-z0-9.]){re.escape(code)}(?![A-Za-z0-9]|\.[0-9A-Z])", text):
        clause = re.split(r"[.;:]\s", text[: match.start()])[-1]
        after = text[match.end() :]
        told = _TELLS_TO_REPORT.search(clause)
        if told is not None and not _DENIED.search(clause):
            return True
        right = _CALLS_IT_RIGHT.match(after)
        if right is not None and not _DENIED.search(right[0]):
            return True
    return False


def _holds_on_the_day(code: str, grounds: Grounds) -> bool:
    status = grounds.code_set.status(code, grounds.day)
    return status.billable or status.beyond_tables


def _is_blocked_with(code: str, kept: Sequence[str], grounds: Grounds) -> bool:
    """Whether a blocking edit names the code together with one that is kept, whichever of them comes first."""
    return bool(kept) and all(_blocks_a_pair(code, kept, order, grounds) for order in ((*kept, code), (code, *kept)))


def _blocks_a_pair(code: str, kept: Sequence[str], order: tuple[str, ...], grounds: Grounds) -> bool:
    claim = Claim(diagnoses=order, date_of_service=grounds.day, payer=None)
    return any(
        finding.severity == "block" and code in finding.codes and set(kept) & set(finding.codes)
        for finding in check_claim(claim, grounds.authorities)
    )
