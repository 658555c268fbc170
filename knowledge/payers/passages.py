"""The rules of the payer sheets as passages: what people are answered from is what the edits compute with."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.passages import Passage, Source
from knowledge.payers.sheets import SheetPassage, load_sheets

_DOCUMENTS, _PAYS = ("payer", "documentation"), ("payer", "procedure")


def payer_passages(folder: Path) -> Iterator[Passage]:
    """Every rule of every sheet in the folder; nothing when there is no such folder. Raises PayerSheetError."""
    if not folder.is_dir():
        return
    for rule in load_sheets(folder).passages():
        yield as_passage(rule)


def as_passage(rule: SheetPassage) -> Passage:
    """The rule as a passage, the same one the library holds under its id."""
    source = Source(
        id=f"payer-fact-{rule.source.id}",
        title=rule.source.title,
        publisher=rule.source.publisher,
        edition=rule.source.edition,
        label=rule.label,
        effective_from=rule.effective_from,
        effective_to=rule.effective_to,
        url=rule.source.url,
        note=rule.warning or "",
    )
    return Passage(
        id=rule.id,
        title=rule.title,
        text=" ".join(rule.text.split()),
        source=source,
        section=rule.section,
        codes=tuple(code for code in rule.diagnoses if "-" not in code.rstrip("-")),
        kinds=_DOCUMENTS if "document" in rule.section.lower() else _PAYS,
        location=rule.id,
        payer=rule.payer_id,
        procedures=rule.procedures,
    )
