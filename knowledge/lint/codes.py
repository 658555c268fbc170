"""Rules on codes in pages: no release has it, it is not in force, a heading is written as if it could be reported."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import canonical, undotted
from knowledge.code_set.mentions import Mention, find_mentions
from knowledge.lint.faults import Fault
from knowledge.lint.pages import PageEntry, Prose

_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
A_DATE = re.compile(rf"\b20\d\d-\d\d-\d\d\b|\b\d{{1,2}}/\d{{1,2}}/(?:20)?\d\d\b|\b{_MONTH}\.?\s+(?:\d{{1,2}},?\s+)?20\d\d\b|\b\d{{1,2}} {_MONTH} 20\d\d\b|\bFY ?20\d\d\b", re.IGNORECASE)  # fmt: skip
_SAYS_IT_ENDED = re.compile(
    r"\b(?:deleted|ended|until|up to|former(?:ly)?|retired|no longer|discontinued|replaced|earlier|before|old|removed|dropped|was|were|should be (?:updated|changed|replaced))\b",
    re.IGNORECASE,
)
_SAYS_IT_IS_NONE = re.compile(
    r"\b(?:no such code|(?:does|do|did) not exist|never existed|not an? (?:icd-10(?:-cm)? )?code|no (?:valid |icd-10(?:-cm)? )?code|unknown|made up|invalid|mistyped|"
    r"no release)\b",
    re.IGNORECASE,
)
_SAYS_IT_IS_A_HEADING = re.compile(
    r"\b(?:head(?:er|ing)s?|ended|not (?:a |an )?(?:valid|billable|reportable|complete)|until|deleted|incomplete|invalid|rejected|short of|"
    r"(?:fourth|fifth|sixth|seventh|4th|5th|6th|7th)(?:[ -]characters?)?|(?:further|more|extra) characters?|characters|letters?|should be (?:updated|changed|replaced)|no longer|split|subdivided)\b",
    re.IGNORECASE,
)
_IS_ABOUT_NOTES = re.compile(
    r"\b(?:notes?|excludes?[12]?|excluded|includes|inclusion|code first|use additional|code also)\b", re.IGNORECASE
)
_REPORTS = re.compile(
    r"\b(?:report(?:s|ed|ing)?|cod(?:e|es|ed|ing)|bill(?:s|ed|ing)?|assign(?:s|ed|ing)?|submit(?:s|ted)?|uses?|used|choose|chosen|select(?:ed)?|"
    r"sequenc(?:e|ed|ing)|first-listed|principal|claims?|listed|leads? to|goes to)\b",
    re.IGNORECASE,
)
_NAMES_A_LEVEL_BEFORE = re.compile(
    r"\b(?:(?:sub)?categor(?:y|ies)|subcategories|blocks?|groups?|chapters?|sections?|famil(?:y|ies)|headings?|codes (?:of|in|from|under)|in|at|under|below|within|from|of|"
    r"to|with|and|or|than|,)\s*\(?$",
    re.IGNORECASE,
)
_STRONG_BEFORE = re.compile(
    r"(?:(?:^|[,;:]\s*|\b(?:to|then|and|or|please|must|should|may|can|not|always|instead|you|coders?)\s+)uses?"
    r"|\b(?:report(?:s|ed)?|bill(?:s|ed)?|assign(?:s|ed)?|submit(?:s|ted)?|choose|select|codes?|coded as|reported (?:as|with)|is|are|becomes|takes|gets))\s+(?:the )?(?:code\s+)?$",
    re.IGNORECASE,
)
_NAMES_A_LEVEL_AFTER = re.compile(
    r"^\s*(?:codes\b|famil|group|notes?\b|series|chapter|block|categor|and below|carr(?:y|ies)|excludes?\b|includes?\b)",
    re.IGNORECASE,
)


def wrong_codes(entry: PageEntry, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """Every code of a passage that its sentence presents wrongly on `day`."""
    return wrong_codes_in(entry.prose, entry.file, code_set, day)


def wrong_codes_in(prose: Prose, file: str, code_set: CodeSet, day: date) -> Iterator[Fault]:
    for start, sentence in prose.sentences():
        for mention in find_mentions(sentence, lambda code: code_set.code(code) is not None):
            found = _wrong(sentence, mention, code_set, day)
            if found is not None:
                rule, message, mend = found
                yield Fault(
                    file=file,
                    line=prose.line_at(start + mention.start),
                    rule=rule,
                    severity="error",
                    message=message,
                    mend=mend,
                )


def _wrong(sentence: str, mention: Mention, code_set: CodeSet, day: date) -> tuple[str, str, str] | None:
    code = mention.code
    if not mention.known:
        if _SAYS_IT_IS_NONE.search(sentence):
            return None
        return "unknown-code", f"No release we hold has {code}.", nearest(code, code_set)
    status = code_set.status(code, day)
    dated = A_DATE.search(sentence) is not None
    if status.state == "ended" and not (dated or _SAYS_IT_ENDED.search(sentence)):
        last = status.validity.last if status.validity else None
        return "dead-code", f"{code} could be reported until {last} and not on {day}.", instead_of(code, code_set, day)
    if status.state == "not_yet" and not dated:
        return "dead-code", f"{code} is not in force on {day}.", "Give the day from which it holds."
    if status.state == "header" and mention.is_single and not dated and _is_presented_as_reportable(sentence, mention):
        return (
            "header-as-code",
            f"{code} is a heading and is written as if it could be reported.",
            children_of(code, code_set, day),
        )
    return None


def _is_presented_as_reportable(sentence: str, mention: Mention) -> bool:
    if _SAYS_IT_IS_A_HEADING.search(sentence):
        return False
    before, after = sentence[: mention.start], sentence[mention.end :]
    if _NAMES_A_LEVEL_AFTER.match(after) or _IS_ABOUT_NOTES.search(sentence):
        return False
    if _STRONG_BEFORE.search(before):
        return True
    if len(mention.code) == 3 or (_NAMES_A_LEVEL_BEFORE.search(before) and not before.rstrip().endswith("(")):
        return False  # a category by its three characters, "reported in M50.1": the name of a family
    return _REPORTS.search(sentence) is not None


def wrong_code_keys(entry: PageEntry, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """The `codes:` key: each a code of the list, a heading written with its dash, in force on `day` unless the page is about changes."""

    def fault(rule: str, message: str, mend: str) -> Fault:
        return Fault(file=entry.file, line=entry.codes_line, rule=rule, severity="error", message=message, mend=mend)

    for written in entry.passage.codes:
        code, is_family = read_written(written)
        if code is None or code_set.code(code) is None:
            yield fault("unknown-code", f"codes: no release we hold has {written}.", nearest(code, code_set))
            continue
        state = code_set.status(code, day).state
        if is_family and not code_set.leaves(code, day) and state != "ended":
            yield fault("dead-code", f"codes: no code of {written} is in force on {day}.", "Take it out of codes.")
        elif not is_family and state == "header":
            yield fault(
                "header-as-code", f"codes: {written} is a heading.", f"Write {code}{'.' if len(code) == 3 else ''}-"
            )
        elif state in ("ended", "not_yet") and "changes" not in entry.passage.kinds:
            yield fault("dead-code", f"codes: {written} is not in force on {day}.", instead_of(code, code_set, day))


def read_written(written: str) -> tuple[str | None, bool]:
    """A code or family as a page or a vocabulary row writes it: "M77.1-" is (M77.1, True)."""
    is_family = written.endswith("-")
    return canonical(written.rstrip("-").rstrip(".")), is_family


def nearest(code: str | None, code_set: CodeSet) -> str:
    """What may have been meant by a code no release has; T84.59X- is T84.59- with a placeholder that only full codes carry."""
    ancestor = code_set.nearest_ancestor(code) if code else None
    if ancestor is None:
        return "Take it out, or mend its spelling."
    if undotted(code or "")[len(undotted(ancestor.code)) :].strip("X") == "" and ancestor.last > ancestor.ordinal:
        return f"Write {ancestor.code}- without the placeholder X, or the full code."
    return f"The nearest entry is {ancestor.code}, {ancestor.descriptor}."


def instead_of(code: str, code_set: CodeSet, day: date) -> str:
    successors = [one.code for one in code_set.successors(code) if one.since <= day]
    if successors:
        return f"Use {_list(successors)}, or say until when {code} held."
    return f"Say until when {code} held, or take it out."


def children_of(code: str, code_set: CodeSet, day: date) -> str:
    leaves = [one.code for one in code_set.leaves(code, day)]
    return f"Use one of {_list(leaves)}, or write {code}{'.' if len(code) == 3 else ''}-, or say that it is a heading."


def _list(codes: list[str], most: int = 6) -> str:
    return ", ".join(codes[:most]) + (" …" if len(codes) > most else "")
