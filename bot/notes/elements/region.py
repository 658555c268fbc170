"""The region of the body, named."""

import re

from bot.notes.elements.finding import About, Shown, matches, met, missing, places, unclear
from bot.notes.note import Note

REGIONS: dict[str, re.Pattern[str]] = {
    name: re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    for name, words in {
        "cervical": r"cervical(?:gia)?|neck|c-?spine|cervicothoracic|suboccipital|C[1-7]\s?[-/–]\s?(?:C|T)?\d|C[1-7]",
        "thoracic": r"thoracic|mid-?\s?back|upper back|t-?spine|ribs?|cervicothoracic|thoracolumbar|T(?:1[0-2]|[1-9])(?:\s?[-/–]\s?T?\d{1,2})?",
        "lumbar": r"lumbar|low(?:er)? back|l-?spine|lumbago|lumbosacral|thoracolumbar|LBP|L[1-5](?:\s?[-/–]\s?(?:L|S)?\d)?",
        "sacral": r"sacral|sacrum|sacroiliac|SI joints?|lumbosacral|SIJ|coccyx|tailbone|S1",
        "pelvic": r"pelvi[cs]|ili(?:um|ac)|pubic|innominate",
        "head": r"head(?:aches?)?|skull|migraines?|jaw|TMJ|temporomandibular",
        "shoulder": r"shoulders?|rotator cuff|glenohumeral|acromioclavicular|AC joint|subacromial|supraspinatus|biceps tendon",
        "elbow": r"elbows?|epicondyl\w+|cubital|olecranon",
        "wrist": r"wrists?|carpal|radiocarpal|distal radius|Colles'?",
        "hand": r"hands?|fingers?|thumbs?|metacarp\w+|CMC|trigger finger|palm",
        "hip": r"hips?|trochanter\w*|greater trochanter|acetabul\w+|femoral neck|groin",
        "knee": r"knees?|patell\w+|menisc\w+|ACL|MCL|PCL|tibiofemoral|patellofemoral|TKA|TKR",
        "leg": r"legs?|calf|calves|thighs?|hamstrings?|shins?|tibia\w*|femur",
        "ankle": r"ankles?|Achilles|talofibular|ATFL|malleol\w+",
        "foot": r"foot|feet|plantar|heels?|toes?|metatars\w+|hallux|arch",
        "arm": r"(?:upper |fore)?arms?|humer\w+|forearms?",
        "chest": r"chest|sternum|costochondral",
        "abdomen": r"abdom\w+|belly",
    }.items()
}
"""Regions of the body, each with the words notes name it by."""
_TOO_WIDE = re.compile(r"\b(?:spine|spinal|back|body|joint|extremit(?:y|ies)|limb)\b", re.IGNORECASE)


def find(note: Note, about: About) -> Shown:
    """Met by a region named; where the codes are of a region, by that one."""
    named = {
        name: found for name, pattern in REGIONS.items() if (found := places(note, pattern, ("doubted", "planned")))
    }
    wanted = about.regions & set(named) if about.regions else set(named)
    if wanted:
        first = min(wanted, key=lambda name: named[name][0])
        return met(named[first], f"The {_listed(wanted)} region is named.")
    if named:
        other = _listed(set(named))
        return missing(
            f"The note names the {other} region, and not the {_listed(about.regions)} one that the code is about."
        )
    wide = list(matches(note, _TOO_WIDE))
    if wide:
        return unclear(places(note, _TOO_WIDE), "The words are too wide to place the condition in a region.")
    return missing("No region of the body is named.")


def regions_in(text: str) -> frozenset[str]:
    """The regions that a title or phrase names."""
    return frozenset(name for name, pattern in REGIONS.items() if pattern.search(text))


def _listed(names: "set[str] | frozenset[str]") -> str:
    return " and ".join(sorted(names)[:3])
