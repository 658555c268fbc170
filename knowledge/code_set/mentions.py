"""Finds the ICD-10-CM codes that a text names, and leaves alone what only looks like one. Pure.

Read as codes: M54.2, m54.2, M50.22-, M50.-, M50.xx, M99.00-M99.05, S12.0 to S12.6, M5382 (when a release holds it).
Left alone: LCD and article numbers (L37387, A56273), remark codes (N115, MA130), HCPCS (G0283), ICD-9-CM (V57.1 after the word),
spinal levels (T12, C7-T1), CPT codes, section numbers (I.C.13.a).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from knowledge.code_set.codes import canonical, undotted

_STEM = r"[A-Za-z](?:\d[0-9A-Za-z]|[A-Za-z]\d)"
_TOKEN = re.compile(
    rf"(?<![A-Za-z0-9.#])(?P<stem>{_STEM})"
    r"(?:\.(?P<after_dot>[0-9A-Za-z]{1,4})|(?P<run>[0-9A-Za-z]{1,4}))?"
    r"(?P<family>\.?-(?![0-9A-Za-z]))?(?![A-Za-z0-9])(?!\.[0-9A-Za-z])"
)
_TO = re.compile(r"\s?[-–]\s?|\s+(?:to|through)\s+")
_HCPCS_SHAPE = re.compile(r"^[A-VA-v]\d{4}$")
_OTHER_REGISTER = re.compile(
    r"\b(?:icd[\s-]?9(?:[\s-]?cm)?|lcds?|ncds?|articles?|remarks?(?: codes?)?|rarc|carc|hcpcs|cpt|modifiers?|policy|bulletin)\s*"
    r"(?:codes?\s*|and\s*|number\s*|[A-Z]{0,2}\d[\w.]*\s*(?:,|and|or|to)\s*){0,3}$",
    re.IGNORECASE,
)
_LOOK_BACK = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One code as the tabular list prints it, where it stands in the text, and whether it is written as a family.

    `high` is set for a range ("M99.00-M99.05"). `known` tells whether any release we hold has the code.
    """

    code: str
    start: int
    end: int
    known: bool
    is_family: bool = False
    high: str | None = None

    @property
    def is_single(self) -> bool:
        """One code and nothing below or beside it is meant."""
        return self.high is None and not self.is_family


def find_mentions(text: str, is_known: Callable[[str], bool]) -> tuple[Mention, ...]:
    """Every code in reading order. `is_known(code)` tells whether any release holds the code (canonical form)."""
    found: list[Mention] = []
    for match in _TOKEN.finditer(text):
        mention = _read(match, text, is_known)
        if mention is None:
            continue
        before = found[-1] if found else None
        if (
            before is not None
            and before.high is None
            and _TO.fullmatch(text[before.end : mention.start])
            and _ascends(before, mention)
        ):
            found[-1] = Mention(
                code=before.code,
                start=before.start,
                end=mention.end,
                known=before.known and mention.known,
                high=mention.code,
            )
        else:
            found.append(mention)
    return tuple(found)


def _read(match: re.Match[str], text: str, is_known: Callable[[str], bool]) -> Mention | None:
    after_dot, run = match["after_dot"], match["run"]
    is_family = match["family"] is not None
    letters = match["stem"] + (after_dot or run or "")
    code = canonical(letters)
    if code is None:
        return None
    end = match.end()
    if after_dot is None and not _reads_without_a_dot(letters, code, is_family, is_known):
        return None
    known = is_known(code)
    if not known and after_dot and after_dot[-1] == "x":  # M50.xx, M50.2x: x for "any character"
        code, is_family = canonical(match["stem"] + after_dot.rstrip("x")) or code, True
        known = is_known(code)
    if not known and not match["stem"][0].isupper():
        return None  # "b12.5" and the like: only a printed code may be called wrong
    if _OTHER_REGISTER.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
        return None
    return Mention(code=code, start=match.start(), end=end, known=known, is_family=is_family)


def _reads_without_a_dot(letters: str, code: str, is_family: bool, is_known: Callable[[str], bool]) -> bool:
    """Whether a token without a dot is a code: a category in capitals, or a longer code that a release holds.

    A letter and four digits is the shape of HCPCS codes too; M-codes of the spine are typed so, S9090 is HCPCS.
    """
    if not is_known(code):
        return False
    if len(letters) == 3:
        return letters[0].isupper()
    return not _HCPCS_SHAPE.match(letters) or letters[0] in "Mm" or is_family


def _ascends(low: Mention, high: Mention) -> bool:
    return not high.is_family and low.code[0] <= high.code[0] and undotted(low.code) < undotted(high.code)
