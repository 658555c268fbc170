"""Follow-ups: "what about thoracic?", "and on the left?" become questions that stand alone. Pure, given the code set."""

import re
from collections.abc import Callable, Sequence
from datetime import date

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code, dotted, undotted
from retrieval.leaf import axis_words
from retrieval.query import REGIONS, Query, read_query
from retrieval.words import plain, stem, words

_OPENERS = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|and|so|but|then|alright|thanks|also)[,\s]+)*(?:what about|how about|what if|and|same (?:question |thing )?(?:for|with|on)|for|with|on|if|then|it'?s|in|at|or|but)?\b",
    re.IGNORECASE,
)
_SHORT = 9
_WHY = re.compile(
    r"^\s*(?:but )?(?:why(?: not| is that| so)?|how come|says who|source|how do you know)\s*\??\s*$", re.IGNORECASE
)
_NEW_SUBJECT = re.compile(
    r"\b(?:billable|valid|code for|icd|document\w*|den(?:y|ied|ial)|cover\w*|difference|together|what is the code|how do i code)\b"
)
_FOLLOWS = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|so|alright|thanks)[,\s]+)?(?:what about|how about|what if|and\b|same\b|but\b|or\b|with\b|on\b|for\b|if\b|then\b|in\b|subsequent|initial|sequela|follow-?up visit|why\b|which of (?:those|these|the two|them))",
    re.IGNORECASE,
)


Subject = Callable[[str], tuple[str, ...]]
"""The codes that an earlier question was answered with: what "it" and "that code" mean afterwards."""


def _no_subject(question: str) -> tuple[str, ...]:
    return ()


_ASKS_THE_SAME = re.compile(
    r"^\s*(?:and )?do (?:i|we) (?:need|have to (?:add|report)) (?:a|an|another|any) (?:second|other|additional|further)?\s*(?:code|codes|dx|diagnosis)?\s*(?:with it|too|as well)?\s*\?*\s*$",
    re.IGNORECASE,
)
_CHOICE = re.compile(r"\bwhich (?:one|of (?:those|these|the two|them|both)|fits|is (?:it|right|better))\b")
_CHOICE_IF = re.compile(
    r"^\s*(?:(?:and|ok|so)\W+)*which (?:one|of (?:those|these|them))\s+(?:is it\s+)?(?:if|for|when|with)\s+(?:there (?:is|was|are)\s+)?(?P<told>[^?]+)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b20[12]\d\b")
_DIFFERENT_YEAR = re.compile(r"^\s*(?:and |what about |how about |ok )*(?:for |in )?20[12]\d\s*\??\s*$", re.IGNORECASE)
_RATHER = re.compile(r"^\s*(?:or|or rather|or better|rather)\b", re.IGNORECASE)
_IT = re.compile(
    r"\b(?:it|that one|this one|(?:that|this|the (?:same|new|right)) (?:code|diagnosis|dx)|the code(?! for\b)|them|those|these)\b(?!'?s? (?:ok|okay|legal|allowed|possible|true|enough|too)\b)",
    re.IGNORECASE,
)
_OPENERS_OF_SAME = re.compile(r"^\s*(?:what about|how about|what if|and if)\b", re.IGNORECASE)
_BESIDE = re.compile(r"\b(?:with|together|beside|along|and|plus|same|exclude\w*|before|after|or)\b")
_NEWLY = re.compile(r"\b(?:new|acute|fresh|initial(?: encounter| visit)?)\s?", re.IGNORECASE)


def stand_alone(text: str, earlier: Sequence[str], code_set: CodeSet, day: date, subject: Subject = _no_subject) -> str:
    """The question as it would be asked on its own: each turn of the thread read on top of the one before it."""
    whole = ""
    for turn in (*earlier, text):
        whole = _on_top(turn, whole, code_set, day, subject) if whole else turn
    return whole


def _on_top(text: str, previous: str, code_set: CodeSet, day: date, subject: Subject) -> str:
    known = _known(code_set)
    before, now = read_query(previous, known), read_query(text, known)
    if _WHY.match(text) or _ASKS_THE_SAME.match(text):
        return previous
    if _CHOICE.search(plain(text)) and len(before.codes) > 1 and not now.codes:
        return f"{' or '.join(before.code_names)}: {text}"
    if (told := _CHOICE_IF.match(text)) and len(before.codes) == 1 and not now.codes:
        return f"{previous.rstrip(' ?.')} with {told['told']}"
    if _DIFFERENT_YEAR.match(text) and (years := _YEAR.findall(previous)):
        return previous.replace(years[-1], _YEAR.findall(text)[0])
    if _RATHER.match(text) and before.codes and len(now.codes) == 1:
        return f"{before.codes[0].code} or {now.codes[0].code}: {previous}"
    about = _named(text, previous, before, now, subject)
    if about is not None:
        return about
    if _now_in_another_encounter(text, now, before):
        return f"{_NEWLY.sub('', previous).rstrip(' ?.')}, {now.encounter} encounter"
    if not _is_follow_up(text, previous):
        return text
    if now.codes:
        return _with_other_code(text, previous, before, now)
    if before.codes:
        swapped = _swap_axis(previous, before, text, now.encounter, code_set, day)
        if swapped is not None:
            return swapped
        if now.dates:
            return f"{_without_dates(previous, before)} on {now.dates[0].isoformat()}"
    swapped = _swap_words(previous, text, before, now)
    return swapped or f"{previous.rstrip(' ?.')}, {_OPENERS.sub('', text, count=1).strip()}"


def _named(text: str, previous: str, before: Query, now: Query, subject: Subject) -> str | None:
    """A question that speaks of "it" or "that code", with the code in its place; None when it speaks of nothing before it.

    One that speaks of a whole claim ("it was denied") is read together with what was said of the claim.
    """
    said = _IT.search(text)
    if said is None or _OPENERS_OF_SAME.match(text) or (now.codes and not _BESIDE.search(plain(text))):
        return None
    if any(0 <= text.find(typed.typed) < said.start() for typed in now.codes):
        return None  # "why was M54.2 denied when it was paid before": it is the code of its own question
    if len(before.codes) > 1 or (before.procedures and before.codes):
        return f"{previous.rstrip(' ?')}. {text}" if not now.codes else None
    code = before.codes[0].code if before.codes else next(iter(subject(previous)), None)
    if code is None:
        return f"{previous.rstrip(' ?')}: {text}" if len(words(previous)) <= 2 * _SHORT and not now.codes else None
    return text[: said.start()] + code + text[said.end() :]


def _now_in_another_encounter(text: str, now: Query, before: Query) -> bool:
    """ "Now he is in rehab": the same diagnosis, later."""
    if now.encounter is None or now.codes or before.codes or now.encounter == before.encounter:
        return False
    return (
        len(words(text)) <= _SHORT
        and re.match(r"^\s*(?:and )?(?:now|later|this time|today)\b", text, re.IGNORECASE) is not None
    )


def _is_follow_up(text: str, previous: str) -> bool:
    said = words(text)
    if _FOLLOWS.match(text):
        return len(said) <= 2 * _SHORT
    if len(said) > 4 or _NEW_SUBJECT.search(plain(text)):
        return False
    rest = {stem(word) for word in said} - _AXIS_STEMS
    return text.rstrip().endswith("?") or (len(rest) < len(said) and rest <= {stem(word) for word in words(previous)})


_AXIS_STEMS = frozenset(
    stem(word)
    for word in "right left bilateral both unspecified side initial subsequent sequela encounter visit level region cervical thoracic"
    " lumbar lumbosacral sacral c2 c3 c4 c5 c6 c7".split()
)


def _swap_words(previous: str, text: str, before: Query, now: Query) -> str | None:
    """The earlier question in words, with its side, level or region exchanged for the one now named."""
    if now.side and before.side:
        return re.sub(r"\b(?:right|left|bilateral|both)\b", now.side, previous, count=1, flags=re.IGNORECASE)
    if now.levels and before.levels:
        written = re.search(r"[CTLScltls]\d{1,2}\s?[-/]\s?[CTLScltls]?\d{1,2}", previous)
        if written:
            return previous.replace(written[0], now.levels[0])
    if now.regions and before.regions:
        pattern = dict(REGIONS)[before.regions[0]]
        return pattern.sub(now.regions[0], previous, count=1)
    return None


def _known(code_set: CodeSet) -> Callable[[str], bool]:
    return lambda code: code_set.code(code) is not None


def _with_other_code(text: str, previous: str, before: Query, now: Query) -> str:
    """ "And M54.2?" asks the same of another code; "with M50.222?" asks of both together."""
    if re.match(r"^\s*(?:and )?(?:together )?with\b", text, re.IGNORECASE) and before.codes:
        return f"{previous.rstrip(' ?.')} together with {now.codes[0].code}?"
    if len(before.codes) == 1 and len(now.codes) == 1 and len(words(text)) <= _SHORT:
        return _replaced(previous, before.codes[0].typed, now.codes[0].code)
    return text


def _swap_axis(
    previous: str, before: Query, text: str, encounter: str | None, code_set: CodeSet, day: date
) -> str | None:
    """The earlier question with each code exchanged for its sibling of the region, side or encounter now named."""
    said = axis_words(text) - {
        stem(word) for word in ("what", "about", "and", "on", "the", "how", "for", "in", "visit", "side")
    }
    question, changed = previous, False
    for typed in before.codes:
        code = _for_encounter(typed.code, encounter, code_set)
        sibling = sibling_on_axis(code, said, code_set, day)
        wanted = sibling.code if sibling is not None else code
        if wanted != typed.code:
            question = _replaced(question, typed.typed, wanted)
            changed = True
    return question if changed else None


def _for_encounter(code: str, encounter: str | None, code_set: CodeSet) -> str:
    """The code with the 7th character of the encounter named: S93.401A, "subsequent" -> S93.401D."""
    letter = {"initial": "A", "subsequent": "D", "sequela": "S"}.get(encounter or "")
    if letter is None or len(code) != len("S13.4XXA"):
        return code
    other = code[:-1] + letter
    return other if code_set.code(other) is not None else code


def sibling_on_axis(code: str, said: frozenset[str], code_set: CodeSet, day: date) -> Code | None:
    """The sibling whose title differs from the code's by the words said: M53.82 and "thoracic" -> M53.84."""
    if len(code) == len("S13.4XXA"):
        for name, word in (("subsequent", "subsequ"), ("sequela", "sequela"), ("initial", "initi")):
            if word in said and (changed := _for_encounter(code, name, code_set)) != code:
                return code_set.code(changed)
        # the 7th character stays; what differs lies one level up
        stem_code = code_set.nearest_ancestor(code)
        above = sibling_on_axis(stem_code.code, said, code_set, day) if stem_code is not None else None
        return code_set.code(dotted(undotted(above.code).ljust(6, "X") + code[-1])) if above is not None else None
    family = (code_set.code(code), *code_set.siblings(code, day))
    bags = {one.code: frozenset(stem(word) for word in words(one.descriptor)) for one in family if one is not None}
    if len(bags) < 2:
        return None
    common = frozenset.intersection(*bags.values())
    best: tuple[float, Code] | None = None
    for one in family:
        if one is None or one.code == code:
            continue
        difference = bags[one.code] - common
        found = len(difference & said)
        if found and (best is None or found - 0.1 * len(difference) > best[0]):
            best = (found - 0.1 * len(difference), one)
    return best[1] if best else None


def _replaced(question: str, typed: str, code: str) -> str:
    return re.sub(re.escape(typed), code, question, count=1)


def _without_dates(question: str, query: Query) -> str:
    stripped = re.sub(r"\bon\s+\S*\d{4}\S*", "", question)
    return re.sub(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}", "", stripped).rstrip(" ?.")
