"""No identifier of a person leaves: none that slipped through, none that a model made up."""

from collections.abc import Sequence

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Objection
from bot.privacy.door import find_identifiers

CHECK = "identifiers"


def objections(statements: Sequence[Statement]) -> list[Objection]:
    """All statements in one look (a look has its price, however short the text), each find laid to its statement.

    Raises PrivacyError when the text can't be searched: then nothing leaves.
    """
    text, starts = "", []
    for statement in statements:
        starts.append(len(text))
        text += f"{statement.text}\n\n"
    found = find_identifiers(text) if text else ()
    places = {max(place for place, start in enumerate(starts) if start <= one.start): one.kind for one in found}
    return [
        Objection(place=place, check=CHECK, why=f"it holds an identifier ({kind})") for place, kind in places.items()
    ]
