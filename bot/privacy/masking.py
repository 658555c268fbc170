"""Replaces what was found: `[PHONE 1]` for a number, and the same mask wherever the same number stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.privacy.findings import KINDS, Identifier, Kind

LABELS: dict[Kind, str] = {kind: kind.replace("_", " ").upper() for kind in KINDS}
MASK = re.compile(rf"\[(?P<label>{'|'.join(LABELS.values())}) (?P<number>\d{{1,6}})\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mask:
    """One mask: where it stands in the masked text, and what it hides in the original."""

    start: int
    end: int
    hides: Identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskedText:
    """A text with masks in it, and the way back to the original's offsets."""

    text: str
    masks: tuple[Mask, ...]

    def originals(self, found: Sequence[Identifier]) -> list[Identifier]:
        """Finds made in the masked text, as they stand in the original: one that touches a mask covers what it hides.

        `found` is in order of position and does not overlap.
        """
        result = []
        upcoming, shift = 0, 0
        for one in found:
            while upcoming < len(self.masks) and self.masks[upcoming].end <= one.start:
                shift = self.masks[upcoming].hides.end - self.masks[upcoming].end
                upcoming += 1
            start, end = one.start + shift, one.end + shift
            touched = upcoming
            while touched < len(self.masks) and self.masks[touched].start < one.end:
                mask = self.masks[touched]
                start = min(start, mask.hides.start) if mask.start <= one.start else start
                end = max(mask.hides.end, mask.hides.end + one.end - mask.end)
                touched += 1
            result.append(Identifier(kind=one.kind, start=start, end=end))
        return result


def mask(text: str, found: Sequence[Identifier]) -> MaskedText:
    """The text with each find replaced; `found` is in order and does not overlap.

    Numbers count up within a kind, from above any mask that the text already holds.
    """
    counts: dict[str, int] = {}
    for old in MASK.finditer(text):
        counts[old["label"]] = max(counts.get(old["label"], 0), int(old["number"]))
    numbers: dict[tuple[Kind, str], int] = {}
    pieces, masks, written, position = [], [], 0, 0
    for one in found:
        label, value = LABELS[one.kind], _bare(text[one.start : one.end])
        if (one.kind, value) not in numbers:
            counts[label] = counts.get(label, 0) + 1
            numbers[one.kind, value] = counts[label]
        name = f"[{label} {numbers[one.kind, value]}]"
        pieces += [text[position : one.start], name]
        start = written + one.start - position
        written, position = start + len(name), one.end
        masks.append(Mask(start=start, end=written, hides=one))
    pieces.append(text[position:])
    return MaskedText(text="".join(pieces), masks=tuple(masks))


def _bare(value: str) -> str:
    """What two spellings of one value share: "(555) 123-4567" and "555.123.4567" are one number."""
    return "".join(character for character in value.casefold() if character.isalnum()) or value
