"""What we don't answer, and what to do instead: a refusal is a value, with a reason and a next step. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from retrieval.query import Query
from retrieval.words import plain, words

Reason = Literal["out_of_scope", "medical_advice", "unsupported_billing", "identifiers", "no_evidence", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    reason: Reason
    next_step: str


_TREATMENT = re.compile(
    r"\b(?:should (?:i|he|she|they|my patient|the patient) (?:take|stop|have surgery|get an? (?:mri|injection|x-?ray)|be treated|try)|what (?:treatment|medication|drug|dose|dosage|exercise\w*) (?:should|is best|works|do you recommend|would you)"
    r"|best (?:treatment|medication|exercise\w*|drug)|how (?:do|should|would) (?:i|you|we) treat|how to treat|what dose|how much (?:ibuprofen|gabapentin|naproxen|tramadol|prednisone|medication)|is it safe to (?:take|adjust|manipulate)|prescribe|diagnose (?:me|my|this))\b"
)
_GAMING = re.compile(
    r"\b(?:(?:which|what) (?:code|codes|diagnosis|dx|one)\b[^.?!]{0,40}\b(?:pays?|reimburses?) (?:more|most|better|best|higher|highest)|(?:pays?|reimburses?) (?:the )?(?:more|most|better|best|higher|highest)|highest (?:paying|reimburs\w+)|maximi[sz]e (?:payment|reimbursement|revenue)"
    r"|so (?:that )?(?:it|the claim|they|medicare|insurance|we) (?:gets?|will|can|would)?\s?(?:be )?(?:paid|pays?|covers?|approved?)|to get (?:it |this |the claim |them )?(?:paid|covered|approved|reimbursed)|make (?:the |my |this )?(?:note|record|chart|documentation) (?:support|say|look|fit|match)"
    r"|(?:change|alter|edit|backdate|rewrite|add to) (?:the |my |an? )?(?:note|record|chart|documentation|diagnosis) (?:so|to (?:get|make|match|support|justify))|what (?:should|can|do) (?:i|we) (?:write|say|document|put)[^.?!]{0,40}\b(?:paid|approved?|covered|reimbursed)|upcod\w+|(?:doesn't|does not|didn't|did not|not) (?:have|document|say|mention)[^.?!]{0,60}\b(?:bill|code) (?:it )?anyway"
    r"|get around (?:the )?(?:edit|denial|lcd|excludes|rule)|fake|falsif\w+|pretend)\b"
)
_OTHER_WORLD = re.compile(
    r"\b(?:weather|recipe|football|basketball|joke|poem|stock price|bitcoin|president|capital of|movie|song|translate|lottery|horoscope|restaurant|flight|hotel|python code|javascript|write (?:me )?(?:a|an) (?:essay|story|email))\b"
)


def refusal_for(text: str, query: Query) -> Refusal | None:
    """The refusal a question calls for before anything is looked up, or None."""
    said = plain(text)
    if not words(said):
        return Refusal(
            reason="empty",
            next_step="Ask about a code (“is M53.82 billable?”), a diagnosis in words, or two codes on one claim.",
        )
    if _GAMING.search(said):
        return Refusal(
            reason="unsupported_billing",
            next_step=(
                "A code follows from what the record shows, never from what is paid, and a record is never changed to fit a code."
                " Tell me what the provider documented, and I will say which code it supports and what to ask the provider."
            ),
        )
    if _TREATMENT.search(said):
        return Refusal(
            reason="medical_advice",
            next_step="I answer coding and documentation questions only; treatment is for the treating clinician.",
        )
    if not query.codes and not query.icd9 and not query.procedures and _OTHER_WORLD.search(said):
        return out_of_scope()
    return None


def out_of_scope() -> Refusal:
    return Refusal(
        reason="out_of_scope",
        next_step="I answer questions about ICD-10-CM coding, documentation and claims. Ask about a code or a diagnosis.",
    )


def no_evidence(looked_in: str) -> Refusal:
    return Refusal(
        reason="no_evidence",
        next_step=f"I hold nothing that answers this ({looked_in}). Name the code or the diagnosis, or ask a certified coder.",
    )
