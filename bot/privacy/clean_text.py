"""Text that has been through the door: the only kind of text that anything past it accepts."""

from dataclasses import InitVar, dataclass
from typing import Final, final

from bot.privacy.findings import Kind
from knowledge.errors import PrivacyError

DOOR_KEY: Final = object()
"""Opens the constructor. Only `door.py` may import it; a test reads the whole tree to prove that."""


@final
@dataclass(frozen=True, slots=True, kw_only=True)
class CleanText:
    """A text with its identifiers masked, and the kinds that were seen in it; never what they said.

    Made by `door.clean` alone. Raises PrivacyError for anybody else.
    """

    text: str
    identifiers: tuple[Kind, ...] = ()
    key: InitVar[object] = None

    def __post_init__(self, key: object) -> None:
        if key is not DOOR_KEY:
            raise PrivacyError("Only the privacy door makes clean text.", "Call bot.privacy.door.clean.")
