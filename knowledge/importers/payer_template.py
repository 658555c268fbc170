"""Writes the example workbook that a practice fills in with a payer's rules, and says in it how."""

import uuid
from pathlib import Path
from typing import Any, Final

from knowledge.errors import KnowledgeError
from knowledge.importers.payer_columns import COLUMNS, RULES

_EXAMPLES: Final[tuple[dict[str, str], ...]] = (
    {
        "payer": "Example Health Plan", "plan": "PPO", "aliases": "example ppo", "topics": "chiropractic; spinal manipulation",
        "rule": "required modifier", "procedures": "98940, 98941, 98942", "modifiers": "AT", "unless": "GA, GY, GZ", "severity": "query",
        "text": "Example Health Plan wants modifier AT on active spinal manipulation.",
        "source_title": "Chiropractic policy (invented)", "url": "https://example.org/policy", "publisher": "Example Health Plan",
        "edition": "January 2026", "label": "sample", "effective_from": "2026-01-01", "reviewed_on": "2026-01-15",
    },
    {
        "rule": "first listed diagnosis", "procedures": "98940-98942", "diagnoses": "M99.00-M99.05", "severity": "query",
        "text": "On spinal manipulation the subluxation stands first, with its level.",
    },
    {
        "rule": "diagnosis list", "procedures": "97140", "diagnoses": "M54.2, M50.-", "excluded": "R52", "severity": "query",
        "text": "Manual therapy is covered for neck pain and cervical disc disorders, and never for pain that is not specified.",
    },
    {
        "rule": "not covered", "procedures": "98943", "severity": "block",
        "text": "Example Health Plan does not pay for manipulation outside the spine.",
    },
    {
        "rule": "limit", "number": "20", "of": "visits", "months": "12",
        "text": "Example Health Plan pays for 20 visits in 12 months.",
    },
    {
        "rule": "documentation", "occasion": "every-visit", "items": "where it hurts; what was treated; how the patient responded",
        "text": "For every visit the record shows where it hurts; what was treated; how the patient responded.",
    },
)  # fmt: skip

_HOW_TO: Final = (
    "How to fill in this workbook",
    "1. Keep one rule in one row of the tab Rules. Replace the example rows: they are invented, and marked as a sample.",
    "2. Write what the payer's own page says, in your own words, and name that page with its edition. Never guess an address.",
    "3. In the columns Payer, Plan and of the source, an empty cell means: as in the row above.",
    "4. Save it as XLSX (or as CSV UTF-8), then run: codecite knowledge add FILE",
    "5. You are shown what was understood and which rows were refused, before anything is stored.",
    "Write no patient's name, number or record into this workbook.",
)


def write_payer_template(path: Path) -> None:
    """Writes the workbook to `path`. Raises KnowledgeError when something stands there, or it can't be written."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    if path.exists():
        raise KnowledgeError(f"{path.name} is there already.", "Name another file.")
    book: Any = Workbook()
    rules = book.active
    rules.title = "Rules"
    for at, column in enumerate(COLUMNS, start=1):
        cell = rules.cell(row=1, column=at, value=column.header)
        cell.font, cell.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E78")
        rules.column_dimensions[get_column_letter(at)].width = (
            60 if column.field == "text" else max(14, len(column.header) + 4)
        )
        for row, example in enumerate(_EXAMPLES, start=2):
            # Text, so that a spreadsheet turns no code or day into a number.
            filled = rules.cell(row=row, column=at, value=example.get(column.field))
            filled.number_format, filled.alignment = "@", Alignment(wrap_text=column.field == "text", vertical="top")
    rules.freeze_panes = "A2"

    lists = book.create_sheet("Lists")
    choices = {
        "rule": tuple(RULES),
        "severity": ("block", "query", "inform"),
        "label": ("primary", "secondary", "sample"),
    }
    for at, (field, values) in enumerate(choices.items(), start=1):
        for row, value in enumerate((field, *values), start=1):
            lists.cell(row=row, column=at, value=value)
        letter = get_column_letter(at)
        validation = DataValidation(
            type="list",
            formula1=f"Lists!${letter}$2:${letter}${len(values) + 1}",
            allow_blank=True,
            showErrorMessage=True,
        )
        validation.error, validation.errorTitle = "Choose from the list.", "Not in the list"
        rules.add_data_validation(validation)
        column_letter = get_column_letter([column.field for column in COLUMNS].index(field) + 1)
        validation.add(f"{column_letter}2:{column_letter}2000")
    lists.sheet_state = "hidden"

    how = book.create_sheet("How to")
    how.column_dimensions["A"].width, how.column_dimensions["B"].width = 30, 110
    for line in _HOW_TO:
        how.append([line])
    how.append([])
    how.append(["Column", "What it takes"])
    for column in COLUMNS:
        how.append([f"{column.header} ", column.help])
    how.append([])
    how.append(["Kind of rule", "What it does"])
    for words, (_, does) in RULES.items():
        how.append([words, does])
    for cell in how["A"]:
        cell.font = Font(bold=True)

    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex[:8]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(temporary)
        temporary.replace(path)
    except OSError as error:
        raise KnowledgeError(
            f"{path.name} cannot be written ({error.strerror}).", "Name a folder you may write to."
        ) from None
    finally:
        temporary.unlink(missing_ok=True)
