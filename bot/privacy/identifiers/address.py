"""Finds postal addresses: street lines, boxes, cities of residence and ZIP codes; a procedure code is not a ZIP."""

import re
from collections.abc import Iterator

from bot.privacy.cues import at_numbers, holds_any
from bot.privacy.findings import Identifier
from bot.privacy.never_names import is_never_a_name
from bot.privacy.places import ALSO_A_WORD, STATE_NAMES, STATES, is_zip_of

_SUFFIX = (
    r"(?:street|str|avenue|ave?|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|terrace|ter|circle"
    r"|cir|parkway|pkwy|pky|highway|hwy|square|sq"
    r"|trail|trl|way|loop|plaza|plz|alley|aly|crossing|xing|path|pike|turnpike|tpke|ridge|row|run|broadway"
    r"|crescent|cres|expressway|expy|freeway|cove|cv|point|glen|heights|hts|hollow|manor|park|st)"
)
_CLEAR_SUFFIX = r"(?:street|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|terrace|parkway|pkwy|highway|hwy|st)"
_DIRECTION = (
    r"(?:(?:[NSEW]|NE|NW|SE|SW|N\.E|N\.W|S\.E|S\.W|North|South|East|West|Northeast|Northwest|Southeast"
    r"|Southwest)\.?\s)?"
)
_NUMBER = r"(?<![\w.$/-])(?P<number>\d{1,6}(?:-\d{1,4})?[A-Z]?(?:\s1/2)?)"
_UNIT = (
    r"(?:,?\s{0,2}(?:(?:apt|apartment|unit|ste|suite|rm|room|fl|floor|lot|bldg|building|trlr|space"
    r"|no)\.?\s?\#?\s?|\#\s?)[A-Z]?-?\d{0,5}[A-Z]?\b)?"
)
_CITY_WORD = r"[A-Z][^\W\d_]+(?:[-'][^\W\d_]+)?\.?"
_CITY = rf"{_CITY_WORD}(?:\s{_CITY_WORD}){{0,2}}"
_STATE = rf"(?:[A-Z]{{2}}\b|(?i:{STATE_NAMES})\b)"
_ZIP = r"\d{5}(?:-\d{4})?(?![\w-])"
_REST = (
    rf"(?:(?:,\s{{0,2}}|\s|\n\s{{0,2}}|,\n\s{{0,2}}){_CITY},?\s{_STATE}\.?(?:,?\s{{1,2}}{_ZIP})?"
    rf"|,?\s{_STATE},?\s{{1,2}}{_ZIP}|,\s{_CITY}(?=\s*(?:$|[.;,\n)])))?"
)
# A street as it is written with capitals.
_STREET = re.compile(
    rf"{_NUMBER}\s(?P<name>{_DIRECTION}(?:(?:[A-Z][\w'.-]{{0,24}}|\d{{1,3}}(?:st|nd|rd|th|ST|ND|RD"
    rf"|TH))\s){{1,4}})(?P<suffix>(?i:{_SUFFIX}))\b\.?"
    rf"(?:\s(?:NE|NW|SE|SW|[NSEW])\b\.?)?(?i:{_UNIT}){_REST}"
)
# A street typed in small letters: only with a suffix that means nothing else, and one or two words of name.
_SMALL_STREET = re.compile(
    rf"{_NUMBER}\s(?P<name>(?:(?:[nsew]|north|south|east|west)\.?\s)?(?:[a-z][a-z'-]{{1,24}}|\d{{1,3}}(?:st|nd"
    rf"|rd|th))\s(?:[a-z][a-z'-]{{1,24}}\s)?)(?P<suffix>{_CLEAR_SUFFIX})\b\.?(?i:{_UNIT})"
    rf"(?:,?\s[a-z]+(?:\s[a-z]+)?,?\s[a-z]{{2}}\s{_ZIP})?"
)
_SUFFIXLESS = re.compile(
    rf"{_NUMBER}\s(?i:(?:(?:US|U\.S\.|state|county|old|N|S|E|W)\s)?(?:highway|hwy|route|rte|state\sroute"
    rf"|county\sroad|co\.?\srd|farm\sroad|FM|CR|SR)\s\d{{1,4}}[A-Z]?\b|(?:[NSEW]\.?\s)?(?:broadway"
    rf"|avenue\s(?:of\sthe\samericas|[A-Z]\b)))(?i:{_UNIT}){_REST}"
)
_BOX = re.compile(
    rf"\b(?i:p\.?\s?o\.?\s?(?:box|bx)|post\soffice\sbox|(?:rr|rural\sroute|hc|psc"
    rf"|cmr)\s?\#?\s?\d{{1,5}},?\s(?:box|bx)|pmb)\s?\#?\s?\d{{1,7}}[A-Z]?\b{_REST}"
)
_CITY_STATE_ZIP = re.compile(
    rf"(?<![\w])(?P<city>{_CITY})(?P<gap>,?\s)(?P<state>{_STATE})\.?,?\s{{1,2}}(?P<zip>{_ZIP})"
)
_STATE_ZIP = re.compile(rf"(?<![\w$#.-])(?P<state>[A-Z]{{2}}),?\s{{1,2}}(?P<zip>{_ZIP})")
_ZIP_BY_NAME = re.compile(
    r"\b(?:zip(?:\s?\+\s?4)?(?:\s?codes?)?|zipcode|postal\scode|postcode)(?:\W{1,3}(?:is|number|no|of"
    r"|was)\b)?[\s:#=(-]{0,4}\d{5}(?:-\d{4})?(?!\w)",
    re.IGNORECASE,
)
_ZIP_PLUS_FOUR = re.compile(r"(?<![\w.$/#-])\d{5}-\d{4}(?![\w-])")
_RESIDENCE = re.compile(
    rf"\b(?i:lives?|living|lived|resides?|residing|resident|moved|relocated)\s(?i:in|at|to|of|near"
    rf"|on)\s(?P<value>(?:(?:[A-Z][\w\'.-]{{0,24}}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,3}}(?i:{_CLEAR_SUFFIX})\b"
    rf"|{_CITY}(?:,\s{_STATE})?)(?:\s{_ZIP})?"
)
_HOME_TOWN = re.compile(rf"\b(?i:from|in|near|of)\s(?P<value>{_CITY},\s(?P<state>[A-Z]{{2}}))\b(?!-)")
_CUED = re.compile(
    r"\b(?:addr(?:ess)?(?:\s(?:is|was|of\srecord))?\s?[:=]?|(?:lives?|living|lived|resides?|residing)\sat)"
    r"\s{1,3}(?P<value>\d{1,6}\s[^\n;[]{4,80}?)(?=[.;\n]|,?\s(?:phone|ph|tel|dob|ssn|mrn"
    r"|cell|email|is|was|and)\b|$)",
    re.IGNORECASE,
)
_A_PERSON_TITLED = re.compile(r"\.?\s[A-Z][a-z]")
_LETTERS = re.compile(r"[^\W\d_]+")


def find(text: str) -> Iterator[Identifier]:
    for start, end in _streets(text):
        yield Identifier(kind="address", start=start, end=end)
    for start, end in _zips(text):
        yield Identifier(kind="address", start=start, end=end)
    if holds_any(text, ("live", "living", "reside", "residing", "resident", "moved", "relocated")):
        for match in _RESIDENCE.finditer(text):
            if _is_a_city(match["value"].partition(",")[0]):
                yield Identifier(kind="address", start=match.start("value"), end=match.end())
    for match in _HOME_TOWN.finditer(text):
        if match["state"] in STATES and _is_a_city(match["value"].partition(",")[0]):
            yield Identifier(kind="address", start=match.start("value"), end=match.end("value"))


def _streets(text: str) -> Iterator[tuple[int, int]]:
    for match in at_numbers(_STREET, text):
        if _is_a_street(text, match):
            yield match.span()
    for match in at_numbers(_SMALL_STREET, text):
        if not _is_about_care(match["name"]):
            yield match.span()
    for match in at_numbers(_SUFFIXLESS, text):
        yield match.span()
    if holds_any(text, ("box", "bx", "pmb")):
        for match in _BOX.finditer(text):
            yield match.span()
    if holds_any(text, ("addr", "live", "living", "resid")):
        for match in _CUED.finditer(text):
            value = match["value"].rstrip()
            if not _is_about_care(" ".join(value.split()[1:4])):
                yield match.start("value"), match.start("value") + len(value)


def _is_a_street(text: str, match: re.Match[str]) -> bool:
    """Whether capitals and a suffix make a street: not "3 Views CT", "98940 Per Dr Smith" or "2 Units Place of Service"."""
    suffix = match["suffix"]
    if _is_about_care(match["name"]) or suffix in ("CT", "PT"):
        return False
    is_title = suffix.lower() in ("dr", "st") and _A_PERSON_TITLED.match(text, match.end("suffix")) is not None
    goes_on = match.end() > match.end("suffix") + 1
    if is_title and not goes_on:
        return suffix.lower() == "st" and len(match["number"]) < 5
    return suffix[0].isupper() or goes_on


def _is_about_care(name: str) -> bool:
    """Whether the words between number and suffix are those of a coder; a street may still be called Main, First or Park."""
    words = [word.lower() for word in _LETTERS.findall(name)]
    return any(len(word) > 1 and is_never_a_name(word) and word not in _STREET_WORDS for word in words)


def _is_a_city(name: str) -> bool:
    is_a_state = re.fullmatch(STATE_NAMES, name, re.IGNORECASE) is not None
    words = name.split()
    return (
        not is_a_state
        and not all(is_never_a_name(word) for word in words)
        and not is_never_a_name(words[0].rstrip("."))
    )


def _zips(text: str) -> Iterator[tuple[int, int]]:
    for match in _CITY_STATE_ZIP.finditer(text):
        state, code = match["state"], match["zip"]
        if len(state) > 2:
            yield match.span()
        elif state in STATES and _is_a_city(match["city"]):
            fits, is_apart = is_zip_of(state, code), match["gap"].startswith(",")
            if (
                (fits and (is_apart or state not in ALSO_A_WORD))
                or (is_apart and state not in ALSO_A_WORD)
                or len(code) > 5
            ):
                yield match.span()
    for match in _STATE_ZIP.finditer(text):
        state, code = match["state"], match["zip"]
        if state not in STATES or not is_zip_of(state, code):
            continue
        if len(code) > 5 or (state not in ALSO_A_WORD and code[0] != "9" and not _follows_a_payer(text, match.start())):
            yield match.span()
    if holds_any(text, ("zip", "postal", "postcode")):
        for match in _ZIP_BY_NAME.finditer(text):
            yield match.span()
    for match in at_numbers(_ZIP_PLUS_FOUR, text):
        yield match.span()


def _follows_a_payer(text: str, start: int) -> bool:
    words = text[max(0, start - 20) : start].split()
    return bool(words) and words[-1][0].isupper() and is_never_a_name(words[-1].strip(",:"))


_STREET_WORDS = frozenset(
    "main first second third high low state center hill lake park new old home college university school church county city street avenue court general"
    " hospital medical office upper lower left right federal national union american spring summer may june march april august blue cross market star"
    " north south east west st saint dr mount long short little big good best point way last one two three four five six seven eight nine ten".split()
)
