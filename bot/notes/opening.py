"""Opens a pasted note: refuses what is no text, blanks out mark-up in place, masks identifiers and keeps the way back to the original."""

import re
from dataclasses import dataclass
from datetime import date

from bot.privacy import door
from bot.privacy.clean_text import CleanText
from bot.privacy.findings import Identifier
from bot.privacy.masking import Mask
from bot.privacy.service_days import service_days
from knowledge.errors import RequestError

LONGEST_NOTE = 400_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MOST_CONTROL = 0.01
_TAG = re.compile(
    r"<(?:script|style)\b[^>]{0,500}>[^<]{0,20000}</(?:script|style)>|<!--.{0,500}?-->|</?[a-zA-Z][^<>]{0,2000}>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:(?P<name>nbsp|amp|lt|gt|quot|apos|deg|ndash|mdash|rsquo|lsquo)|#x?[0-9a-fA-F]{1,6});")
_ENTITIES = {
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "quot": '"',
    "apos": "'",
    "deg": "°",
    "ndash": "-",
    "mdash": "-",
    "rsquo": "'",
    "lsquo": "'",
}
_BLOCK = re.compile(r"</?(?:p|div|br|li|tr|h[1-6]|ul|ol|table)\b", re.IGNORECASE)
_RTF_TABLES = re.compile(r"\{\\(?:fonttbl|colortbl|stylesheet|\*\\[a-z]+|info)\b(?:[^{}]|\{[^{}]{0,500}\}){0,2000}\}")
_RTF_WORD = re.compile(
    r"\\(?P<word>par|line|sect|tab)\b ?|\\'[0-9a-fA-F]{2}|\\[a-zA-Z]{1,32}-?\d{0,10} ?|[{}]|\\[^a-zA-Z]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedNote:
    """A masked note, the masks that lead back to the original, and the days of service it named before masking."""

    text: CleanText
    masks: tuple[Mask, ...]
    days: tuple[date, ...]

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        return tuple(mask.hides for mask in self.masks)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The span of the note as given that `text[start:end]` stands for; a mask stands for all that it hides."""
        return self._place(start, at_end=False), self._place(end, at_end=True)

    def _place(self, at: int, *, at_end: bool) -> int:
        shift = 0
        for mask in self.masks:
            if at <= mask.start:
                break
            if at < mask.end:
                return mask.hides.end if at_end else mask.hides.start
            shift = mask.hides.end - mask.end
        return at + shift


def open_note(text: str) -> OpenedNote:
    """The note, masked. Raises RequestError for what is empty, too long or no text, PrivacyError when masking fails."""
    if len(text) > LONGEST_NOTE:
        raise RequestError(f"The note is longer than {LONGEST_NOTE:,} characters.", "Give the note of one encounter.")
    if not text.strip():
        raise RequestError("The note is empty.", "Paste the text of one encounter.")
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise RequestError(
            "The note is no text: it holds bytes of another format.", "Copy its text, or save it as plain text."
        )
    plain = _without_markup(text)
    if not re.search(r"[^\W\d_]{2}", plain):
        raise RequestError("The note holds no words.", "Paste the text of one encounter.")
    clean, masks = door.clean_with_masks(plain)
    return OpenedNote(text=clean, masks=masks, days=service_days(plain))


def _without_markup(text: str) -> str:
    """The text with HTML tags or RTF control words blanked, character by character: every word keeps its place."""
    if text.lstrip().startswith("{\\rtf"):
        text = _RTF_TABLES.sub(_blank, text)
        return _RTF_WORD.sub(
            lambda match: _newline(match) if match["word"] in ("par", "line", "sect") else _blank(match), text
        )
    if _BLOCK.search(text) or re.search(r"<(?:html|body|span|b|i|u|strong|em)\b", text, re.IGNORECASE):
        text = _TAG.sub(lambda match: _newline(match) if _BLOCK.match(match[0]) else _blank(match), text)
        return _ENTITY.sub(lambda match: _ENTITIES.get(match["name"] or "", " ").ljust(len(match[0])), text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _newline(match: re.Match[str]) -> str:
    return "\n".ljust(len(match[0]))
