"""Finds names that something announces: a title, "patient", "name:", a relative, a credential behind; never an eponym."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier
from bot.privacy.never_names import EPONYM_TAIL, is_never_a_name

_RELATIVE = (
    r"mother|father|mom|dad|wife|husband|spouse|partner|son|daughter|brother|sister|guardian|caregiver"
    r"|grandmother|grandfather|aunt|uncle"
)
_PERSON = (
    rf"patient|pt|client|claimant|subscriber|insured|member|guarantor|employee|emergency\scontact|next\sof\skin"
    rf"|nok|{_RELATIVE}"
)
_ROLE = (
    r"provider|physician|doctor|chiropractor|therapist|surgeon|referring(?:\sprovider)?"
    r"|rendering(?:\sprovider)?|attending|pcp|employer|nurse|dentist"
)
# What stands behind a label may be written in any case: "NAME: JOHN SMITH", "patient name: john smith".
_NAMED = re.compile(r"(?<![\w-])(?:sur|last\s?)?names?\s?(?:\s(?:is|was)\s|[:=]\s?|\s-\s)\s{0,3}", re.IGNORECASE)
_MARK = re.compile(r"[:=]\s{0,3}")
_LABEL = re.compile(
    rf"(?<![\w-])(?:{_PERSON}|{_ROLE}|re|attn|dear|signed|signature"
    r"|(?:reported|signed|dictated|referred|seen|treated|examined)\sby)\s?$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 24
_NOT_A_PERSONS = re.compile(
    r"\b(?:code|drug|plan|payer|procedure|product|brand|generic|file|test|company|insurance|carrier|measure"
    r"|field|column|trade|group|sheet|device|facility|clinic|practice|program|user|domain|short|long|common"
    r"|other)\s$",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?<![\w.'-])(?P<title>(?:Mrs?|Ms|Mx|Dr|Prof|Rev|Drs)\.?|Miss|MRS?\.?|M[SX]\.|DR\.|mrs?\.?|Mister|Doctor"
    r"|Sister|Father(?=\s[A-Z]))\s{1,2}"
)
_SPOKEN = re.compile(
    rf"(?<![\w-])(?:(?i:patient|client|claimant|named|{_RELATIVE}|my\sname\sis|(?:seen|signed|referred|treated"
    rf"|examined|evaluated|prescribed|ordered|dictated|performed|rendered)\sby)|[Pp]t\.?|PATIENT"
    rf"|(?P<bare>(?i:name)))"
    r"(?:(?:'s)?\s(?i:name\sis|named|is|was|called)|,)?\s{1,2}(?=[^\W\d_])"
)
_CREDENTIALS = re.compile(
    r"(?<![\w-])(?P<value>[A-Z][a-z'’-]{1,24}(?:\s[A-Z]\.)?\s[A-Z][A-Za-z'’-]{1,24}),?\s(?:M\.?D|D\.?O|D\.?C"
    r"|DPT|NP|FNP|PA-C|RN|LAc|PhD|DDS|DMD|DPM|LMT|OTR)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+){0,2}")
_GAP = re.compile(r"\.?\s{1,2}(?=[^\W\d_])|,\s{0,2}(?=[^\W\d_])")
_PARTICLES = frozenset("de del la van von der den di da dos al bin ibn el st st. o' mac".split())
_TAIL = re.compile(EPONYM_TAIL, re.IGNORECASE)
_MOST_WORDS = 4


def find(text: str) -> Iterator[Identifier]:
    for start, end in _spans(text):
        yield Identifier(kind="name", start=start, end=end)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    yield from _labelled(text)
    for match in _TITLE.finditer(text):
        read = _read_name(text, match.end(), any_case=match["title"].islower())
        if read is not None:
            yield read
    if holds_any(text, ("patient", "pt", "client", "claimant", "name", "by ", *_RELATIVE.split("|"))):
        for match in _SPOKEN.finditer(text):
            read = _read_name(text, match.end(), any_case=False)
            if read is not None and not (match["bare"] and " " not in text[read[0] : read[1]]):
                yield read
    for match in _CREDENTIALS.finditer(text):
        if not any(is_never_a_name(word) for word in _WORD.findall(match["value"])):
            yield match.span("value")


def _labelled(text: str) -> Iterator[tuple[int, int]]:
    """Names behind a label. Behind "name:" one word is enough; behind "patient:" two are, in small letters only "last, first"."""
    if holds_any(text, ("name",)):
        for match in _NAMED.finditer(text):
            read = _read_name(text, match.end(), any_case=True)
            if read is None or _NOT_A_PERSONS.search(text[max(0, match.start() - 14) : match.start()]):
                continue
            if " " in text[read[0] : read[1]] or not text[read[0]].islower():
                yield read
    for match in _MARK.finditer(text):
        if _LABEL.search(text[max(0, match.start() - _LONGEST_LABEL) : match.start()]):
            read = _read_name(text, match.end(), any_case=True)
            value = text[read[0] : read[1]] if read is not None else ""
            if read is not None and len(_WORD.findall(value)) > 1 and ("," in value or not value[0].islower()):
                yield read


def _read_name(text: str, start: int, *, any_case: bool) -> tuple[int, int] | None:
    """The words from `start` that can be a name, or None: each capitalised unless `any_case`, none known as something else."""
    position, end, count = start, start, 0
    has_comma = False
    while count < _MOST_WORDS:
        word = _WORD.match(text, position)
        if word is None or not _can_be_a_name(word[0], any_case=any_case, is_first=count == 0):
            break
        count += 1
        end = word.end()
        gap = _GAP.match(text, end)
        if gap is None or (gap[0].startswith(",") and (has_comma or count > 2)):
            break
        if gap[0].startswith(".") and len(word[0]) > 2:
            break
        has_comma = has_comma or gap[0].startswith(",")
        position = gap.end()
    value = text[start:end]
    if value[-2:] in ("'s", "’s"):
        end -= 2
    first = _WORD.match(text, start)
    if count == 0 or first is None or (count == 1 and len(value) < 3) or _TAIL.match(text, end):
        return None
    if first[0].casefold() in _PARTICLES and count == 1:
        return None
    return start, end


def _can_be_a_name(word: str, *, any_case: bool, is_first: bool) -> bool:
    if word.casefold() in _PARTICLES and not word.isupper():
        return True
    if len(word) == 1:
        return word.isupper() and not is_first
    bare = word[:-2] if word[-2:] in ("'s", "’s") else word
    if is_never_a_name(bare):
        return False
    return any_case or (word[0].isupper() and not (word.isupper() and len(word) < 4))
