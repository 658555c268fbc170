"""Medicare wants the subluxation first; another payer may want a diagnosis anywhere."""

from dataclasses import replace

import pytest
from payer_claims import claim, sheet, told

from bot.assistant import Assistant
from bot.claims import Authorities
from bot.guardrails.code_edits import payer_supporting_diagnosis
from knowledge.payers.rule_book import RuleBook
from knowledge.payers.sheets import SheetBook

FIRES = [
    ("none listed", ["98940-AT"], ["M54.2"], ("98940", "M54.2")),
    ("listed second", ["98940-AT"], ["M54.2", "M99.01"], ("98940", "M54.2")),
    ("just below the range's kin", ["98941-AT"], ["M99.06", "M54.50"], ("98941", "M99.06")),
    ("another subluxation family", ["98940-AT"], ["M99.11"], ("98940", "M99.11")),
    ("two lines told together", ["98940-AT", "98942-AT"], ["M54.2"], ("98940", "98942", "M54.2")),
    ("however typed", ["98940-at"], ["m542", "m9901"], ("98940", "M54.2")),
    ("maintenance too", ["98940-GA"], ["M54.2"], ("98940", "M54.2")),
]
SILENT = [
    ("first", ["98940-AT"], ["M99.01", "M54.2"]),
    ("the lower end", ["98940-AT"], ["M99.00"]),
    ("the upper end", ["98940-AT"], ["m99-05", "M54.2"]),
    ("no manipulation", ["97110-GP"], ["M54.2"]),
    ("outside the spine", ["98943-GY"], ["M54.2"]),
    ("no diagnosis", ["98940-AT"], []),
    ("the first entry is no code", ["98940-AT"], ["neck pain", "M99.01"]),
]


@pytest.mark.parametrize(("lines", "diagnoses", "codes"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_medicare_manipulation_without_its_subluxation_first_is_blocked(
    authorities: Authorities, lines: list[str], diagnoses: list[str], codes: tuple[str, ...]
) -> None:
    (finding,) = payer_supporting_diagnosis.edit(claim(lines, diagnoses), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("payer-supporting-diagnosis", "block", codes)
    assert "M99.00-M99.05" in finding.message
    assert finding.citation is not None
    assert finding.citation.is_verbatim


@pytest.mark.parametrize(("lines", "diagnoses"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_the_sheet_does_not_ask_for_is_not_asked(
    authorities: Authorities, lines: list[str], diagnoses: list[str]
) -> None:
    assert payer_supporting_diagnosis.edit(claim(lines, diagnoses), authorities) == ()


@pytest.mark.parametrize("payer", ["cigna", "aetna", "uhc commercial", "tricare", None])
def test_the_rule_is_medicares_alone(authorities: Authorities, payer: str | None) -> None:
    assert payer_supporting_diagnosis.edit(claim(["98940"], ["M54.2"], payer=payer), authorities) == ()


def test_a_subluxation_that_stands_later_is_moved_to_the_front(assistant: Assistant) -> None:
    check = assistant.check(claim(["98940-AT"], ["M54.2", "M54.6", "M99.01"]))

    assert check.mended is not None
    assert check.mended.diagnoses == ("M99.01", "M54.2", "M54.6")


def test_a_subluxation_is_never_made_up(assistant: Assistant) -> None:
    assert assistant.check(claim(["98940-AT"], ["M54.2"])).mended is None


NEEDS = {
    "rule": "diagnosis_required",
    "id": "needs-m54",
    "text": "Acme wants M54.- with 97110, unless the line carries GY.",
    "procedures": ("97110",),
    "diagnoses": ("M54.-",),
    "unless_modifiers": ("GY",),
    "severity": "block",
}


@pytest.mark.parametrize(
    ("lines", "diagnoses", "expected"),
    [
        (["97110"], ["M25.561"], [("block", ("97110",))]),
        (["97110"], ["M25.561", "M54.2"], []),
        (["97110-GY"], ["M25.561"], []),
        (["97110-GY", "97110"], ["M25.561"], [("block", ("97110",))]),
        (["97140"], ["M25.561"], []),
    ],
)
def test_a_required_diagnosis_may_stand_anywhere(
    authorities: Authorities, lines: list[str], diagnoses: list[str], expected: list[object]
) -> None:
    book = RuleBook(lambda: SheetBook(sheets=(sheet(NEEDS),)))

    findings = payer_supporting_diagnosis.edit(
        claim(lines, diagnoses, payer="Acme Health"), replace(authorities, payers=book)
    )

    assert told(findings) == expected


def test_a_sheet_with_a_warning_never_blocks(authorities: Authorities) -> None:
    book = RuleBook(lambda: SheetBook(sheets=(sheet(NEEDS, warning="Older edition."),)))

    (finding,) = payer_supporting_diagnosis.edit(
        claim(["97110"], ["M25.561"], payer="acme"), replace(authorities, payers=book)
    )

    assert finding.severity == "query"
