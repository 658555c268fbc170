"""What words say on the axes where codes oppose each other: side, region, level, encounter, acuity, with or without. Pure data and readers.

A reading maps an axis to the values said on it ({"side": {"left"}}). Two readings contradict each other on an axis when both say
something there and share nothing; silence never contradicts.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

Reading = Mapping[str, frozenset[str]]

_JOINT = (
    r"(?:upper |lower )?(?:sides?|eyes?|ears?|knees?|hips?|shoulders?|hands?|foot|feet|ankles?|wrists?|elbows?|arms?|forearms?|legs?|"
    r"thighs?|limbs?|extremit(?:y|ies)|fingers?|thumbs?|toes?|breasts?|eyelids?|ovary|kidneys?|lungs?|tub(?:e|al)|heels?|calf|buttocks?)"
)
_MUSCLE = "neck|cervical|thoracic|lumbar|lumbosacral|low back|lower back|back|muscles?|tendons?|fascia|hamstring|quadriceps|calf|groin"
_NOT_A_SIDE = r"(?!\s+(?:code|answer|choice|one|order|place|word|title|diagnosis|way|to\b|when|if|for|only|because|and code|out\b|unsaid|blank|over\b|untreated|without\b|as\b|after\b|by\b))"
_NECK_OF_A_BONE = r"(?<!femoral )(?<!surgical )(?<!anatomical )(?<!bladder )(?<!head and )neck\b(?! of\b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: its name in a sentence, and each value with the words for it. Earlier values take their words away from later ones.

    `negation_reach`: how many words before a value a "not" or "without" still takes it back.
    """

    name: str
    values: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]
    negation_reach: int = 2


def _axis(name: str, *values: tuple[str, str], reach: int = 2) -> Axis:
    return Axis(
        name=name,
        values=tuple(
            (tuple(said.split("|")), re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for said, pattern in values
        ),
        negation_reach=reach,
    )


_CONDITION = 6  # a condition may stand several words behind its "no"
AXES: tuple[Axis, ...] = (
    _axis(
        "side",
        ("bilateral", rf"bilateral(?:ly)?\b|both (?:sides\b|{_JOINT})|b/l\b"),
        ("unspecified", rf"unspecified {_JOINT}\b|side (?:is )?(?:unspecified|not (?:stated|specified))"),
        ("right", rf"(?<!is )(?<!are )right\b{_NOT_A_SIDE}|(?:is|are) right[ -](?:sided|{_JOINT})|rt\.? {_JOINT}"),
        ("left", rf"(?<!is )(?<!are )left\b{_NOT_A_SIDE}|(?:is|are) left[ -](?:sided|{_JOINT})|lt\.? {_JOINT}"),
    ),
    _axis(
        "spinal region",
        ("unspecified", r"site unspecified|unspecified (?:site|region)\b"),
        ("multiple sites", r"multiple sites|multiple regions"),
        ("thoracic|thoracolumbar|lumbar|lumbosacral", r"thoracic, thoracolumbar and lumbosacral"),
        ("cervical|occipito-atlanto-axial", r"(?:upper|high)[ -]cervical"),
        ("occipito-atlanto-axial", r"occipito-?atlanto-?axial|atlanto-?axial|craniocervical|suboccipital"),
        ("cervicothoracic", r"cervico-?thoracic|c-?t junction\b|cervical[ -]thoracic"),
        ("thoracolumbar", r"thoraco-?lumbar|t-?l junction\b|thoracic[ -]lumbar"),
        ("lumbosacral", r"lumbo-?sacral|l-?s junction\b|lumbar[ -]sacral"),
        ("sacral", r"sacral and sacrococcygeal|sacro-?coccygeal|sacral\b|sacrum\b|coccyx|coccygeal|tail ?bone"),
        ("lumbar|lumbosacral|sacral", r"low(?:er)? back\b"),
        ("cervical|cervicothoracic|occipito-atlanto-axial", _NECK_OF_A_BONE),
        ("lumbar|lumbosacral|sacral|pelvic", r"lumbar spine and pelvis"),
        ("lumbar|lumbosacral", r"lumbar (?:spine|vertebrae?)\b"),
        ("cervical", r"cervical\b|mid-cervical|c-?spine\b"),
        ("thoracic", r"thoracic\b(?! outlet| aort| duct| cavity)|(?:upper|mid)[ -]?(?:dle )?back\b|t-?spine\b"),
        ("lumbar", r"lumbar\b|l-?spine\b"),
        ("pelvic", r"pelvic region\b"),
    ),
    _axis(
        "encounter",
        ("initial", r"initial (?:encounter|visit)|active treatment"),
        ("subsequent", r"subsequent (?:encounter|visit)|(?:routine|delayed) healing|nonunion|malunion"),
        ("sequela", r"sequelae?\b|late effects?\b"),
    ),
    _axis(
        "healing",
        ("routine healing", r"routine healing"),
        ("delayed healing", r"delayed healing"),
        ("nonunion", r"non-?union"),
        ("malunion", r"mal-?union"),
    ),
    _axis("acuity", ("subacute", r"sub-?acute"), ("acute", r"(?<!non-)(?<!post-)acute\b"), ("chronic", r"chronic\b"), reach=3),
    _axis(
        "kind of fracture",
        ("open", r"open (?:\w+ ){0,3}fracture|fracture,? (?:\w+ ){0,2}open\b|compound fracture"),
        ("closed", r"closed (?:\w+ ){0,3}fracture|fracture,? (?:\w+ ){0,2}closed\b"),
        reach=3,
    ),
    _axis("displacement", ("nondisplaced", r"non-?displaced|undisplaced"), ("displaced", r"displaced (?=[\w ]*fracture)|fracture,? displaced")),
    _axis(
        "trimester",
        ("first", r"(?:first|1st) trimester"),
        ("second", r"(?:second|2nd) trimester"),
        ("third", r"(?:third|3rd) trimester"),
        ("unspecified", r"unspecified trimester"),
    ),
    _axis("intractability", ("not intractable", r"(?:not |non-?)intractable"), ("intractable", r"intractable\b")),
    _axis("diabetes", ("type 1", r"type (?:1|i)\b (?=diabet)|diabetes(?: mellitus)?,? type (?:1|i)\b"), ("type 2", r"type (?:2|ii)\b (?=diabet)|diabetes(?: mellitus)?,? type (?:2|ii)\b")),
    _axis(
        "cause of the arthritis",
        ("post-traumatic", r"post-?traumatic (?:\w+ ){0,2}(?:osteo)?arthritis"),
        ("secondary", r"(?<!first or )secondary (?:\w+ ){0,2}osteoarthritis"),
        ("primary", r"primary (?:\w+ ){0,3}osteoarthritis"),
    ),
    _axis("heart failure", ("systolic|diastolic", r"combined systolic"), ("systolic", r"systolic\b(?= (?:\(congestive\) )?(?:heart )?failure)|\bhfref\b"), ("diastolic", r"diastolic\b(?= (?:\(congestive\) )?(?:heart )?failure)|\bhfpef\b")),
    _axis(
        "extent of the tear",
        ("incomplete", r"(?:incomplete|partial)(?:[ -]thickness)? (?:\w+ ){0,3}(?:tear|rupture)"),
        ("complete", r"(?:complete|full)(?:[ -]thickness)? (?:\w+ ){0,3}(?:tear|rupture)"),
    ),
    _axis(
        "cause of the tear",
        ("not traumatic", r"non-?traumatic|atraumatic|not specified as traumatic"),
        ("traumatic", r"(?<!post-)(?<!post )traumatic (?=[\w ]*(?:tear|rupture))"),
    ),
    _axis(
        "injury",
        ("sprain|strain", r"sprains?[ /-]*(?:(?:and|or) )?strains?\b"),
        ("sprain", r"sprains?\b"),
        ("strain", rf"(?:{_MUSCLE})\b[\w ]{{0,30}}\bstrains?\b|strains? of (?:the )?(?:{_MUSCLE})"),
        reach=_CONDITION,
    ),
    _axis(
        "spinal disorder",
        ("disc", r"intervertebral|dis[ck]s?\b|discogenic|ddd\b"),
        ("spondylosis", r"spondylosis|facet (?:joint )?(?:arthropathy|arthrosis|degeneration|arthritis|osteoarthritis)|degeneration of facet"),
        ("spondylolisthesis", r"spondylolisthesis"),
        ("spondylolysis", r"spondylolysis"),
        ("stenosis", r"stenosis"),
        reach=_CONDITION,
    ),
)  # fmt: skip

REGION = "spinal region"
_DOWN_THE_SPINE = (
    "occipito-atlanto-axial", "cervical", "cervicothoracic", "thoracic", "thoracolumbar", "lumbar", "lumbosacral", "sacral", "pelvic"
)  # fmt: skip


def are_neighbours(claimed: frozenset[str], listed: frozenset[str]) -> bool:
    """Whether some claimed spinal region borders on a listed one ("cervicothoracic" on "thoracic")."""
    places = {name: place for place, name in enumerate(_DOWN_THE_SPINE)}
    return any(
        abs(places[one] - places[other]) == 1 for one in claimed & places.keys() for other in listed & places.keys()
    )


# -- taking back ---------------------------------------------------------------------------------------------------------

_NEGATION = (
    r"\b(?:no|not|without|w/o|never|neither|nor|absence of|absent|free of|denies|rather than|instead of|other than|except(?:ing)?|"
    r"excluding|excludes?|excluded|unlike|versus|vs|against|ruling out|rules out|rule out)\b"
)
_BEFORE = re.compile(rf"^.*{_NEGATION}(?P<between>[^,;:()|]*)$", re.IGNORECASE | re.DOTALL)
_WITH_AGAIN = re.compile(r"\b(?:with|but|due to|and with|or with)\b", re.IGNORECASE)
_AFTER = re.compile(
    r"^[^,;:()|]{0,40}?\b(?:(?:is|are|was|were|has been|have been|being)\s+)?(?:ruled out|excluded|absent|not (?:present|documented|stated|mentioned|found|seen|shown|evident|confirmed|diagnosed|established|noted|reported)\b)",
    re.IGNORECASE,
)


def is_taken_back(text: str, start: int, end: int, reach: int) -> bool:
    """Whether the words at start:end are denied: "without radiculopathy", "radiculopathy was ruled out"."""
    before = _BEFORE.search(text[max(0, start - 80) : start])
    if before is not None and len(before["between"].split()) <= reach and not _WITH_AGAIN.search(before["between"]):
        return True
    return reach >= _CONDITION and _AFTER.match(text[end:]) is not None


# -- reading -------------------------------------------------------------------------------------------------------------

_PAIR = re.compile(
    r"\b(?P<first>[CTLS])(?P<low>\d{1,2})\s?(?:[-/–]|to|through)\s?(?P<second>[CTLS])?(?P<high>\d{1,2})\b(?!\.\d)(?P<bone>\s+vertebra)?"
)
_VERTEBRA = re.compile(r"\b(?P<letter>[CTL])(?P<number>\d{1,2})\b(?!\.\d)(?!\s?[-/–]\s?[CTLS]?\d)")
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_NAMED_VERTEBRA = re.compile(
    rf"\b(?P<ordinal>{'|'.join(_ORDINALS)}) (?P<region>cervical|thoracic|lumbar) vertebra", re.IGNORECASE
)
_COLUMN = [f"C{n}" for n in range(1, 8)] + [f"T{n}" for n in range(1, 13)] + [f"L{n}" for n in range(1, 6)] + ["S1"]
_PLACE = {name: place for place, name in enumerate(_COLUMN)}
_NERVE = (("myelopathy", re.compile(r"\bmyelopath(?:y|ic)\b", re.IGNORECASE)), ("radiculopathy", re.compile(r"\bradiculo?(?:pathy|itis|pathic)\b|\bradicular\b", re.IGNORECASE)))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The conditions a text says are there ("with X", "X and Y") and those it says are not ("without X")."""

    present: frozenset[str] = field(default=frozenset())
    absent: frozenset[str] = field(default=frozenset())


@lru_cache(maxsize=20_000)
def read_axes(text: str) -> Reading:
    """The values a text says on each axis; what it takes back ("not lumbar") is not said."""
    reading: dict[str, frozenset[str]] = {}
    for axis in AXES:
        said: set[str] = set()
        rest = text
        for values, pattern in axis.values:
            matches = list(pattern.finditer(rest))
            if not all(is_taken_back(text, match.start(), match.end(), axis.negation_reach) for match in matches):
                said.update(values)
            for match in matches:  # the words are taken: "cervicothoracic" does not say "thoracic" too
                rest = f"{rest[: match.start()]}{' ' * len(match[0])}{rest[match.end() :]}"
        if said:
            reading[axis.name] = frozenset(said)
    for name, values_said in _levels(text):
        reading[name] = reading.get(name, frozenset()) | values_said
    nerve = _nerve_involvement(text)
    if nerve:
        reading["nerve or cord involvement"] = nerve
    return reading


def _levels(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Disc levels ("C4-6" says C4-C5 and C5-C6) and single vertebrae ("fourth cervical vertebra" is C4)."""
    pairs: set[str] = set()
    bones: set[str] = set()
    for match in _PAIR.finditer(text):
        low = _PLACE.get(f"{match['first']}{match['low']}")
        high = _PLACE.get(f"{match['second'] or match['first']}{match['high']}")
        if low is None or high is None or not low < high <= low + 6:
            continue
        if match["bone"]:
            bones.update(_COLUMN[low : high + 1])
        else:
            pairs.update(f"{_COLUMN[place]}-{_COLUMN[place + 1]}" for place in range(low, high))
    alone = _PAIR.sub(" ", text)
    bones.update(
        f"{m['letter']}{m['number']}" for m in _VERTEBRA.finditer(alone) if f"{m['letter']}{m['number']}" in _PLACE
    )
    bones.update(
        f"{m['region'][0].upper()}{_ORDINALS.index(m['ordinal'].lower()) + 1}" for m in _NAMED_VERTEBRA.finditer(text)
    )
    if pairs:
        yield "disc level", frozenset(pairs)
    if bones:
        yield "vertebra", frozenset(bones)


def _nerve_involvement(text: str) -> frozenset[str]:
    """Which of cord and root is involved; "without" one alone leaves it open (see `read_conditions`)."""
    present: set[str] = set()
    absent: set[str] = set()
    for name, pattern in _NERVE:
        for match in pattern.finditer(text):
            (absent if is_taken_back(text, match.start(), match.end(), _CONDITION) else present).add(name)
    if present:
        return frozenset(present)
    return frozenset({"neither"}) if len(absent) == len(_NERVE) else frozenset()


_WITH_GROUP = re.compile(
    r"\b(?P<with>with|without)\s+(?P<what>[^,;()|]+?)(?=\s+(?:with|without|due to|in|of|at|for)\b|[,;()|]|$)",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,|/|\band\b|\bor\b)\s*", re.IGNORECASE)
_MENTION = re.compile(r"^(?:mention of|associated|current|any|documented)\s+", re.IGNORECASE)


@lru_cache(maxsize=20_000)
def read_conditions(descriptor: str) -> Conditions:
    """The conditions of a descriptor's "with …" and "without …", each as its own words in lower case."""
    plain = re.sub(r"\s*\([^()]*\)", "", descriptor)
    said: dict[str, set[str]] = {"with": set(), "without": set()}
    for match in _WITH_GROUP.finditer(plain):
        for what in _LIST.split(match["what"]):
            words = _MENTION.sub("", what.strip().lower())
            if words and len(words.split()) <= 4:
                said[match["with"].lower()].add(words)
    return Conditions(present=frozenset(said["with"]), absent=frozenset(said["without"]))


_TOO_GENERAL = frozenset(
    "complication complications disturbance encounter fracture disease disorder pain healing symptom symptoms syndrome level".split()
)


def condition_is_said(condition: str, text: str) -> frozenset[bool]:
    """How a text speaks of a condition: {True} there, {False} not there, both, or nothing.

    "neurogenic claudication" is also said by "with claudication"; "behavioral disturbance" is not by "disturbance".
    """
    return frozenset(
        not is_taken_back(text, match.start(), match.end(), _CONDITION)
        for match in _condition_pattern(condition).finditer(text)
    )


@lru_cache(maxsize=20_000)
def _condition_pattern(condition: str) -> re.Pattern[str]:
    head, exact = re.escape(condition.split()[-1]), re.escape(condition)
    if " " not in condition or condition.split()[-1] in _TOO_GENERAL:
        return re.compile(rf"\b{exact}\b", re.IGNORECASE)
    return re.compile(rf"\b(?:{exact}|(?<=with ){head}|(?<=without ){head})\b", re.IGNORECASE)
