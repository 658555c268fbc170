"""What kind of question is this? Patterns in the order a coder would rule them out; the first that holds decides. Pure."""

import re

from bot.questions.question import Kind
from retrieval.query import Query
from retrieval.words import plain, words

_ICD9 = re.compile(r"\bicd[\s-]?9\b|\bcross-?walk|\bgeneral equivalence|\bgems?\b|\bconvert(?:s|ed)?\b.*\bicd")
_CHANGES = re.compile(
    r"\bwhat(?:'s| is| are)? (?:new|chang\w+)|\bwhat changed\b|\b(?:new|deleted|revised) (?:icd-?10 )?codes?\b|\bchanges? (?:for|in|on|to)\b|\bupdates? for\b"
)
_DENIAL = re.compile(
    r"\bden(?:y|ied|ial|ials|ies)\b|\breject(?:ed|ion|s)?\b|\b(?:co|pr|oa)[\s-]?\d{1,3}\b|\bcarc\b|\brarc\b|\bappeal|\bdowncod"
)
_DOCUMENT = re.compile(
    r"\bdocument\w*\s+(?:for|to|is|do|does|requirements?|needs?|checklist|elements?)\b|\bdocumentation\b|\bwhat (?:must|should|does|do) (?:the |my |our )?(?:note|record|chart|provider|doctor|clinician)\b"
    r"|\b(?:note|record|chart)s? (?:must|should|need|needs|has to|have to|say|contain|show|support)|\bto support\b|\bto chart\b|\bneeds? to be (?:documented|in the note)\b|\bmust .*\bdocument\b|\bdocument\b"
)
_SEQUENCE = re.compile(
    r"\b(?:sequenc\w+|first[- ]listed|listed first|which (?:one |code |diagnosis )?(?:goes|comes|is) first|primary diagnosis|principal|secondary (?:diagnosis|code|dx)|order of)\b|\bgoes? first\b"
)
_PAYER = re.compile(
    r"\b(?:medicare|medicaid|tricare|humana|aetna|cigna|uhc|united ?healthcare|optum|bcbs|blue cross|blue shield|amerihealth|anthem|payer|payor|insurance|lcd|ncd|cover(?:s|ed|age)?|prior auth\w*|authorization|abn|advance beneficiary)\b"
)
_PROCEDURE = re.compile(
    r"\b(?:cpt|hcpcs|procedure|modifier|modifiers|units?|8[- ]minute|eight[- ]minute|manipulation|cmt)\b"
)
_COMPARE = re.compile(
    r"\b(?:or|vs\.?|versus|difference|differ|between|instead of|rather than|compare|which (?:one|code)|better)\b"
)
_TOGETHER = re.compile(
    r"\b(?:together|both|same (?:claim|visit|day|encounter|time)|along ?(?:side|with)|in addition|also (?:bill|code|report|add)|excludes?[12]?|pair\w*|combin\w+|with|and|plus|beside)\b|\+|&"
)
_EXCLUDES_NOTE = re.compile(r"\bexcludes?\s?[12]?\b|\bcan(?:'t|not) be (?:billed|coded|reported) with\b")
_STATUS = re.compile(
    r"\b(?:billable|valid|invalid|bill|billed|billing|active|still|good|expired?|deleted|retired|exists?|real|use|used|current|in force|accepted|header|heading|specific enough|complete|incomplete|right|correct|wrong|ok|okay|check|mean|means|what is|what's|describe|descriptor|description|stand for)\b"
)
_FIND = re.compile(
    r"\b(?:code|icd|dx|diagnosis)\b.*\b(?:for|of)\b|\bhow (?:do|would|should|to|can) (?:i |we |you |one )?(?:code|bill|report)\b|\bwhat (?:code|icd)|\bwhich code\b|\bcode (?:this|it)\b|\blook up\b|\bfind\b"
)
_GENERAL = re.compile(
    r"\b(?:guidelines?|rule|rules|convention|7th character|seventh character|placeholder|laterality|uncertain|probable|suspected|rule[- ]?out|when (?:do|should|can|is|are)|why|how (?:many|long|often|does)|what does|what is an?|explain|define|definition|may (?:i|we|a)|who may|who can|is it (?:ok|okay|allowed|legal)|do i need|should i)\b"
)


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
    if _CHANGES.search(said):
        return "changes"
    if _PAYER.search(said):
        return "payer"
    if query.procedures or _PROCEDURE.search(said):
        return "procedure"
    if codes == 1:
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
