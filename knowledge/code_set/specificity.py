"""Which codes say more than one that leaves the side or the site unspecified: M25.569 -> M25.561, M25.562. Pure.

"Primary" osteoarthritis, and a fracture "displaced" and "closed", are defaults of the classification and leave nothing open.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.code_set.codes import Code, undotted

_UNSPECIFIED = re.compile(r"\bunspecified\b", re.IGNORECASE)
_SITE = re.compile(
    r"\b(?:site|part|level|region)s? unspecified\b|\bunspecified (?:[\w-]+ )?(?:sites?|region|level|joint|limb|part|lobe|quadrant)\b",
    re.IGNORECASE,
)
_A_SIDE = r"(?:right|left|bilateral)"
_SEVENTH = 7
Open = Literal["side", "site", "site or side"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreSpecific:
    """What a title leaves open, and the entries of the list that say it, as codes, or as headings with codes below them."""

    leaves_open: Open
    entries: tuple[Code, ...]


def more_specific(
    code: Code, path: Sequence[Code], children: Callable[[Code], Sequence[Code]], *, editor_says_so: bool = False
) -> MoreSpecific | None:
    """The entries that name the side, or else the site, that `code` leaves open; None when it leaves neither open.

    `path` leads from the chapter to the code; `children` gives the entries one level down that exist on the day;
    `editor_says_so`: the Medicare Code Editor lists the code as unspecified (edit 20), however its title reads.
    """
    above = [entry for entry in path[:-1] if entry.is_reportable_shape]
    if not above or not _UNSPECIFIED.search(code.descriptor):
        return None
    for parent in reversed(above[-3:]):
        sides = _with_a_side(code, parent, children)
        if sides:
            return MoreSpecific(leaves_open="side", entries=sides)
    extension = _extension(code)
    base, parent = (above[-1], above[-2]) if extension and len(above) > 1 else (code, above[-1])
    if not editor_says_so and not _SITE.search(base.descriptor):
        return None
    others = tuple(one for one in children(parent) if one.code != base.code and _says_more(one, base))
    if len(others) < 2:
        return None
    return MoreSpecific(leaves_open="site" if _SITE.search(base.descriptor) else "site or side", entries=others)


def _extension(code: Code) -> str:
    return code.code[-1] if len(undotted(code.code)) == _SEVENTH else ""


def _says_more(one: Code, than: Code) -> bool:
    """Whether a title leaves less open; "other" is more only beside another "other"."""
    is_other = one.descriptor.lower().startswith("other") and not than.descriptor.lower().startswith("other")
    return not is_other and len(_UNSPECIFIED.findall(one.descriptor)) < len(_UNSPECIFIED.findall(than.descriptor))


def _with_a_side(code: Code, parent: Code, children: Callable[[Code], Sequence[Code]]) -> tuple[Code, ...]:
    """The codes at or below `parent` whose title is that of `code` with a side in the place of one "unspecified"."""
    title = code.descriptor
    patterns = [
        re.compile(rf"{re.escape(title[: match.start()])}{_A_SIDE}(?:{re.escape(title[match.end() :])})", re.IGNORECASE)
        for match in _UNSPECIFIED.finditer(title)
        if match.start() and match.end() < len(title)  # "Unspecified cataract", "Gastritis, unspecified": of no side
    ]
    if not patterns:
        return ()
    extension = _extension(code)

    def below(entry: Code, depth: int) -> list[Code]:
        inner = children(entry) if depth else ()
        return [one for child in inner for one in below(child, depth - 1)] if inner else [entry]

    return tuple(
        one
        for one in below(parent, 3)
        if one.code != code.code
        and (not extension or one.code.endswith(extension))
        and any(pattern.fullmatch(one.descriptor) for pattern in patterns)
    )


def speaks_of_the_same(unspecified: Code, other: Code, parent: Code) -> bool:
    """Whether `other` stands below the same entry as a code titled "unspecified", and says more than that code."""
    return (
        parent.is_reportable_shape
        and parent.covers(other)
        and not unspecified.covers(other)
        and _says_more(other, unspecified)
    )
