"""Compliant questions to the provider: what is open or absent, asked without an answer in it and without payment. Pure.

Source: the passages on provider queries (ACDIS/AHIMA, Guidelines for Achieving a Compliant Query Practice).
"""

from collections.abc import Mapping, Sequence

from bot.notes.results import Element
from bot.notes.verdicts import Judged
from knowledge.documentation.requirements import Need

MOST = 6


def queries_on(elements: Sequence[Element], verdicts: Sequence[Judged], needs: Mapping[str, Need]) -> tuple[str, ...]:
    """The questions worth asking, the weightiest first; none on what the codes don't need."""
    asked = [_on_doubt(one) for one in verdicts if one.mentions and all(each.is_doubted for each in one.mentions)]
    open_ones = sorted((one for one in elements if one.weight and one.status != "met"), key=lambda one: -one.weight)
    asked += [needs[one.name].asks for one in open_ones if one.name in needs]
    return tuple(dict.fromkeys(asked))[:MOST]


def _on_doubt(judged: Judged) -> str:
    words = judged.mentions[0].words
    return (
        f"The note names “{words}” as uncertain. Please document whether it is confirmed, ruled out, still undetermined, or whether"
        " another condition explains the findings."
    )
