"""Reads which elements of documentation a family of codes needs, how much each weighs, and which passage asks for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.errors import KnowledgeError

REQUIREMENTS = Path(__file__).parent / "requirements.yaml"
HEAVIEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """An element that a code's note needs: its weight, 1 to 3, the id of the passage that asks for it, the question when it lacks."""

    element: str
    weight: int
    passage: str
    asks: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """`families` in the order they are tried: the stems of the codes, and the needs by element."""

    elements: Mapping[str, Need]
    families: tuple[tuple[tuple[str, ...], Mapping[str, Need]], ...]

    def of(self, codes: Sequence[str]) -> Mapping[str, Need]:
        """What the codes need together, each element with its greatest weight; empty for no code."""
        joined: dict[str, Need] = {}
        for code in codes:
            for element, need in self._of(code).items():
                if element not in joined or joined[element].weight < need.weight:
                    joined[element] = need
        return joined

    def _of(self, code: str) -> Mapping[str, Need]:
        return next((needs for stems, needs in self.families if code.startswith(stems)), {})


@cache
def read_requirements(path: Path = REQUIREMENTS) -> Requirements:
    """The table. Raises KnowledgeError for an element without a question, a family of unknown elements or a weight out of range."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    elements = {
        name: Need(element=name, weight=0, passage=row["passage"], asks=row["asks"])
        for name, row in raw["elements"].items()
    }
    families = []
    for family in raw["families"]:
        unknown = (set(family["elements"]) | set(family.get("passages", {}))) - set(elements)
        if unknown or not all(1 <= weight <= HEAVIEST for weight in family["elements"].values()):
            raise KnowledgeError(
                f"{path.name}: the family {family['id']} names an unknown element or a weight outside 1 to {HEAVIEST}.",
                f"Elements: {', '.join(elements)}.",
            )
        needs = {
            name: Need(
                element=name,
                weight=weight,
                passage=family.get("passages", {}).get(name, elements[name].passage),
                asks=elements[name].asks,
            )
            for name, weight in family["elements"].items()
        }
        families.append((tuple(code.rstrip("-").rstrip(".") for code in family["codes"]), needs))
    return Requirements(elements=elements, families=tuple(families))
