"""What kind of question is this? Patterns in the order a coder would rule them out; the first that holds decides. Pure."""

from bot.questions.patterns import any_of
from bot.questions.question import Kind
from retrieval.query import Query
from retrieval.words import plain, words

_ICD9 = any_of(r"icd[\s-]?9", r"cross-?walk\w*", r"general equivalence\w*", "gems?", r"convert(?:s|ed)?\b.*\bicd\S*")
_CHANGES = any_of(
    r"what(?:'s| is| are)? (?:new|chang\w+)",
    "what changed",
    r"(?:new|deleted|revised) (?:icd-?10 )?codes?",
    r"changes? (?:for|in|on|to)",
    r"what(?:'s| is| are)? new",
    r"new (?:\w+ ){1,3}codes?",
    r"(?:any|which) (?:\w+ )?(?:new|deleted|revised|retired|added)",
    r"(?:was|were|is|are|got|been) (?:\S+ )?(?:added|deleted|revised|retired|replaced|discontinued)",
    "updates? for",
)
_DENIAL = any_of(
    r"den(?:y|ied|ial|ials|ies)",
    r"reject(?:ed|ion|s)?",
    r"(?:co|pr|oa)[\s-]?\d{1,3}",
    "carc",
    "rarc",
    r"appeal\w*",
    r"downcod\w*",
)
_DOCUMENT = any_of(
    r"document(?:ed|s|ing)?",
    "documentation",
    r"what (?:must|should|does|do) (?:the |my |our )?(?:note|record|chart|provider|doctor|clinician)",
    r"(?:note|record|chart)s? (?:must|should|need|needs|has to|have to|say|contain|show|support)",
    r"(?:what|which) (?:findings?|wording|elements?|criteria|details?|supports?)",
    r"(?:is|are|be) (?:\S+ ){0,8}(?<!specific )(?:enough|sufficient)",
    r"(?:have|has|need|needs) to (?:write|state|say|record|chart|note)",
    "to support",
    "to chart",
    "needs? to be in the note",
)
_SEQUENCE = any_of(
    r"sequenc\w+",
    "first[- ]listed",
    "listed first",
    "which (?:one |code |diagnosis )?(?:goes|comes|is) first",
    r"(?:be|comes?|goes?|go|put|code|codes|coded|report|reported|bill|billed|one|which|dx|diagnosis) first",
    r"first(?:,? (?:on the claim|or second|or (?:the )?other|for rehab|then))",
    r"(?:code|be|[a-z]\d[0-9a-z.]+) first",
    "primary diagnosis",
    "principal",
    "secondary (?:diagnosis|code|dx)",
    "order of",
)
_PAYER = any_of(
    "medicare", "medicaid", "tricare", "humana", "aetna", "cigna", "uhc", "united ?healthcare", "optum", "bcbs", "blue cross",
    "blue shield", "amerihealth", "anthem", "kaiser", "payer", "payor", "insurance", "lcds?", "ncds?", r"guarantees? payment", "contractor", "mac", r"pays?", r"reimburs\w+", "cover(?:s|ed|age)?",
    r"prior auth\w*", "authorization", "abn", "advance beneficiary", "kx", "threshold",
)  # fmt: skip
_PROCEDURE = any_of(
    "cpt",
    "hcpcs",
    r"procedures?",
    "modifiers?",
    "units?",
    "8[- ]minute",
    "eight[- ]minute",
    "manipulation",
    "cmt",
    "timed",
    "untimed",
    r"therapy codes?",
    "global period",
    r"e/?m (?:level|visit|code)s?",
    "new or established",
    "drug units?",
    "j-?codes?",
    "fracture care",
    r"unbundl\w+",
    "nerve block",
    "ultrasound",
    "dry needling",
)
_COMPARE = any_of(
    "or",
    r"vs\.?",
    "versus",
    "difference",
    "differ",
    "between",
    "instead of",
    "rather than",
    "compare",
    "which (?:one|code)",
    "better",
)
_TOGETHER = any_of(
    "together", "both", "same (?:claim|visit|day|encounter|time)", "along ?(?:side|with)", "in addition",
    "also (?:bill|code|report|add)", "excludes?[12]?", r"pair\w*", r"combin\w+", "with", "and", "plus", "beside", r"\+", "&",
)  # fmt: skip
_EXCLUDES_NOTE = any_of(r"excludes?\s?[12]?", "can(?:'t|not) be (?:billed|coded|reported) with")
_STATUS = any_of(
    "billable", "valid", "invalid", "bill", "billed", "billing", "active", "still", "good", "expired?", "deleted", "retired",
    "exists?", "real", "use", "used", "current", "in force", "accepted", "header", "heading", "specific enough", "complete",
    "incomplete", "right", "correct", "wrong", "ok", "okay", "check", "mean", "means", "what is", "what's", "describe",
    "descriptor", "description", "stand for", r"an? (?:\w+ )?(?:icd\S* )?code",
)  # fmt: skip
_SIBLINGS = any_of(
    "siblings?",
    "stands? beside",
    r"same (?:family|category|subcategory)",
    r"other (?:spinal )?(?:regions|sides|levels)",
)
_SINCE_WHEN = any_of("when (?:was|did|does|is|will)", "since when", "until when")
_FIND = any_of(
    r"(?:codes?|icd\S*|dx|diagnosis)\b.*\b(?:for|of)",
    r"(?:what|which) (?:\S+ )?(?:codes?|dx|diagnosis)",
    r"(?:what|how) (?:do|should|would|can) (?:i|we|you|one) (?:code|bill|report|use)",
    r"codes?\s?\?",
    "how (?:do|would|should|to|can) (?:i |we |you |one )?(?:code|bill|report)",
    r"what (?:code|icd)\S*",
    "which code",
    "code (?:this|it)",
    "look up",
    "find",
)
_UNCERTAIN = any_of(
    "uncertain",
    "probable",
    "probably",
    "suspect(?:ed|s)?",
    "rule[- ]?out",
    "r/o",
    "possible",
    "questionable",
    "working diagnosis",
)
_GENERAL = any_of(
    "guidelines?", "rules?", "convention", "7th character", "seventh character", "placeholder", "laterality", "uncertain",
    "probable", "suspected", "rule[- ]?out", "when (?:do|should|can|is|are)", "why", "how (?:many|long|often|does)", "what does",
    "what is an?", "explain", "define", "definition", "exceptions?", "ever", "always", "difference", "may (?:i|we|a)", "who may", "who can",
    "is it (?:ok|okay|allowed|legal)", "do i need", "should i",
)  # fmt: skip


_HOW_MUCH = any_of(r"how (?:many|long|often|much)", r"should (?:i|we) add", "why", "who")


def is_uncertain(text: str) -> bool:
    """Whether a question speaks of a diagnosis that is not established: probable, suspected, rule out."""
    return _UNCERTAIN.search(plain(text)) is not None


def kind_of(text: str, query: Query) -> Kind:
    """The one kind that decides how a question is answered."""
    said = plain(text)
    codes = len(query.codes)
    if query.icd9 or _ICD9.search(said):
        return "crosswalk"
    if codes >= 2 and _EXCLUDES_NOTE.search(said):
        return "excludes"
    if _DENIAL.search(said):
        return "denial"
    if _SEQUENCE.search(said):
        return "sequence"
    if codes >= 2:
        if _COMPARE.search(said):
            return "compare"
        if _DOCUMENT.search(said):
            return "documentation"
        if _TOGETHER.search(said) and not _PAYER.search(said):
            return "excludes"
        return "compare" if not _STATUS.search(said) else "status"
    if _DOCUMENT.search(said):
        return "documentation"
    if _CHANGES.search(said) and not (codes and _SINCE_WHEN.search(said)):
        return "changes"
    if _PAYER.search(said):
        return "payer"
    if query.procedures or _PROCEDURE.search(said):
        return "procedure"
    if codes == 1 and _SIBLINGS.search(said):
        return "status"
    if codes == 1:
        if is_uncertain(text) or _HOW_MUCH.search(said):
            return "general"
        if _EXCLUDES_NOTE.search(said):
            return "excludes"
        if _FIND.search(said) and not _STATUS.search(said):
            return "find"
        return "status"
    if _FIND.search(said):
        return "find"
    if _GENERAL.search(said) or (said.rstrip().endswith("?") and len(words(said)) > 6):
        return "general"
    return "find"
