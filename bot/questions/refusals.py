"""What we don't answer, and what to do instead: a refusal is a value, with a reason and a next step. Pure."""

from dataclasses import dataclass
from typing import Literal

from bot.questions.patterns import any_of
from retrieval.query import Query
from retrieval.words import plain, words

Reason = Literal["out_of_scope", "medical_advice", "unsupported_billing", "identifiers", "no_evidence", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """`is_final` when no other kind of question may answer instead: we know what is asked for, and that we don't hold it."""

    reason: Reason
    next_step: str
    is_final: bool = False


_TREATMENT = any_of(
    r"should (?:i|he|she|they|my patient|the patient) (?:take|stop|have surgery|be treated|try|get an? (?:mri|injection|x-?ray))",
    r"what (?:treatment|medication|drug|dose|dosage|exercise\w*) (?:should|is best|works|do you recommend|would you)",
    r"best (?:treatment|medication|exercise\w*|drug)",
    r"(?:which|what) (?:exercises?|stretches|treatments?|medications?|drugs?|therapy)\b[^?]{0,30}\b(?:best|help\w*|good|work\w*|recommend\w*|should)",
    r"what (?:do|could|might) i have",
    r"(?:do|does|should|would) (?:i|he|she|they|my patient|this patient|the patient) (?:need|require|get|have) (?:an? )?(?:mri|x-?rays?|ct|surgery|injections?|imaging|referral|operation)",
    r"what(?:'s| is) wrong with (?:me|my (?!claim|code|bill|note|documentation)\w+)",
    r"how long (?:until|before|will) (?:i|my patient|he|she) (?:recover|heal|get better|feel better)",
    r"how (?:do|should|would) (?:i|you|we) treat",
    r"how to treat",
    r"what dose",
    r"how much (?:ibuprofen|gabapentin|naproxen|tramadol|prednisone|medication)",
    r"is it safe to (?:take|adjust|manipulate)",
    r"prescribe",
    r"diagnose (?:me|my|this)",
)
_MORE = r"(?:more|most|better|best|higher|highest)"
_RECORD = r"(?:note|record|chart|documentation)"
_PAID = r"(?:paid|covered|approved|reimbursed)"
_GAMING = any_of(
    rf"(?:which|what) (?:code|codes|diagnosis|dx|one)\b[^.?!]{{0,40}}\b(?:pays?|reimburses?) {_MORE}",
    rf"(?:pays?|reimburses?) (?:the )?{_MORE}",
    r"highest (?:paying|reimburs\w+)",
    r"maximi[sz]e (?:payment|reimbursement|revenue)",
    r"so (?:that )?(?:it|the claim|they|medicare|insurance|we) (?:gets?|will|can|would)?\s?(?:be )?(?:paid|pays?|covers?|approved?)",
    rf"to get (?:it |this |the claim |them )?{_PAID}",
    rf"make (?:the |my |this )?{_RECORD} (?:support|say|look|fit|match)",
    rf"(?:change|alter|edit|backdate|rewrite|add to) (?:the |my |an? )?(?:{_RECORD}|diagnosis) (?:so|to (?:get|make|match|support|justify))",
    rf"what (?:should|can|do) (?:i|we) (?:write|say|document|put)[^.?!]{{0,40}}\b{_PAID}",
    r"upcod(?:e|ing) (?:it|this|the|to|so|from|my|our|an?|\d{5})",
    rf"(?:get|have) (?:\S+ )?{_PAID} anyway",
    r"(?:bill|code|report|use|submit|charge|put) (?:for )?(?:it |this |that |\S+ ){0,3}anyway",
    r"backdat\w+",
    rf"add (?:it|one|that|them|this|findings?|exam|something|an? (?!addendum|amendment|late)\w+) to (?:the |my |his |her )?{_RECORD}",
    r"(?:make|making|made) (?:up|it up)\b",
    r"findings? (?:that )?(?:i|we) can (?:paste|copy|use|put)",
    r"(?:paste|copy) (?:\S+ ){0,4}(?:in|into|to|on) (?:every|each|all) (?:visit|note|chart|encounter)s?",
    rf"(?:change|alter|edit|rewrite|modify|fix|amend) (?:the |my |our |an? |his |her )?(?:{_RECORD}|diagnosis|chart|side|laterality)\b[^.?!]{{0,40}}\b(?:match|fit|agree|support|justify|pass|what we (?:already )?billed)",
    r"(?:more|extra|additional) units? (?:paid|billed|approved|through|covered)",
    r"(?:kx|59|25|at|gp|modifier \S+) on (?:everything|all|every (?:claim|line|visit))",
    r"(?:so|and) (?:that )?nothing (?:denies|gets denied|is denied)",
    r"waiv\w+ (?:the |all |their |his |her )?(?:co-?pay\w*|deductible|coinsurance|co-?insurance)",
    r"charge (?:the )?insurance more",
    r"(?:doesn't|does not|didn't|did not|not) (?:have|document|say|mention)[^.?!]{0,60}\b(?:bill|code) (?:it )?anyway",
    r"get around (?:the |an? |this )?(?:edit|denial|lcd|excludes?\d?|rule)",
    r"fake",
    r"falsif\w+",
    r"pretend",
)
_OTHER_WORLD = any_of(
    "weather", "recipe", "football", "basketball", "joke", "poem", "stock price", "bitcoin", "president", "capital of", "movie",
    "song", "translate", "lottery", "horoscope", "restaurant", "flight", "hotel", "python code", "javascript",
    r"write (?:me )?(?:an?|some) (?:\w+ )?(?:essay|story|email|function|program|script|letter|code|poem)", r"(?:python|java|sql|html) (?:function|script|program|query)",
    r"fire an employee", "be(?:ing)? sued", "lawsuit", "salary", "hire", "marketing",
)  # fmt: skip
_PROGRAMS = any_of(
    r"write (?:me )?(?:an? |some )?(?:python|javascript|java|sql|html)\b", r"drop table", r"select \S+ from", r"insert into", "<script",
)  # fmt: skip
"""Code of another kind: of computers."""

_CODING = any_of(
    r"codes?",
    r"icd\S*",
    r"injur\w+",
    r"fell|fall",
    r"slipped",
    r"exposure",
    r"external cause",
    r"occurrence",
    r"pain",
    r"fracture\w*",
    r"sprain\w*",
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
    names_no_code = not (query.codes or query.icd9 or query.procedures)
    if names_no_code and (_PROGRAMS.search(said) or (_OTHER_WORLD.search(said) and not _CODING.search(said))):
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


def not_held(what: str, where: str) -> Refusal:
    """We know what is asked for and have none of it: what we do hold, and where to look."""
    return Refusal(reason="no_evidence", next_step=f"I hold nothing on {what}. {where}", is_final=True)
