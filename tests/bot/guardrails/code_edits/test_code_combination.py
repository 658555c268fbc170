"""Codes that one combination code replaces: hypertension, diabetes, and the rest of the rules."""

from datetime import date

import pytest
from listed_claims import BEYOND, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import code_combination

FIRES = [
    ("hypertension and kidney", ["I10", "N18.31"], ["I10"], "I12.9"),
    ("hypertension and end-stage kidney", ["I10", "N18.6", "Z99.2"], ["I10"], "I12.0"),
    ("hypertension and heart failure", ["I10", "I50.22"], ["I10"], "I11.0"),
    ("all three are one", ["I10", "I50.32", "N18.31"], ["I10"], "I13.0"),
    ("all three, kidney at the end", ["I10", "I50.32", "N18.6"], ["I10"], "I13.2"),
    ("I11.0 beside kidney disease", ["I11.0", "I50.22", "N18.31"], ["I11.0"], "I13.0"),
    ("I12.9 beside heart failure", ["I12.9", "N18.31", "I50.22"], ["I12.9"], "I13.0"),
    ("I11.0 with I12.9", ["I11.0", "I12.9", "I50.22", "N18.31"], ["I11.0", "I12.9"], "I13.0"),
    ("heart disease without failure, and kidney", ["I11.9", "N18.4"], ["I11.9"], "I13.10"),
    ("the wrong stage", ["I12.0", "N18.31"], ["I12.0"], "I12.9"),
    ("hypertension named twice", ["I10", "I11.0", "I50.22"], ["I10"], ""),
    ("an elevated reading with hypertension", ["R03.0", "I10"], ["R03.0"], ""),
    ("diabetes and kidney", ["E11.9", "N18.31"], ["E11.9"], "E11.22"),
    ("type 1 and kidney", ["E10.9", "N18.31"], ["E10.9"], "E10.22"),
    ("without complications beside one", ["E11.9", "E11.42"], ["E11.9"], ""),
    ("a second complication", ["E11.42", "N18.31"], [], "E11.22"),
    ("sciatica and low back pain", ["M54.32", "M54.50"], ["M54.32", "M54.50"], "M54.42"),
    ("disc and radiculopathy of one region", ["M51.26", "M54.16"], ["M51.26", "M54.16"], "M51.16"),
    ("spondylosis and radiculopathy of one region", ["M47.812", "M54.12"], ["M47.812", "M54.12"], "M47.22"),
    ("COPD and pneumonia", ["J44.9", "J18.9"], ["J44.9"], "J44.0"),
    ("COPD in exacerbation and bronchitis", ["J44.1", "J20.9"], [], "J44.0"),
    ("sepsis and its organism", ["A41.9", "B96.20"], ["A41.9"], "A41.51"),
    ("coronary disease and angina", ["I25.10", "I20.9"], ["I25.10", "I20.9"], "I25.119"),
    ("two heart failures", ["I50.22", "I50.32"], ["I50.22", "I50.32"], "I50.42"),
    ("acute and chronic respiratory failure", ["J96.01", "J96.11"], ["J96.01", "J96.11"], "J96.21"),
    ("an ulcer that bleeds", ["K25.9", "K92.2"], ["K25.9", "K92.2"], "K25.4"),
    ("gallstones and cholecystitis", ["K80.20", "K81.0"], ["K80.20", "K81.0"], "K80.00"),
    ("cystitis and hematuria", ["N30.00", "R31.0"], ["N30.00", "R31.0"], "N30.01"),
    ("end stage and a stage", ["N18.6", "N18.4"], ["N18.4"], ""),
    ("however typed", ["i10", "N1831"], ["I10"], "I12.9"),
]
SILENT = [
    ("right already", ["I13.0", "I50.32", "N18.31"]),
    ("hypertension alone", ["I10"]),
    ("diabetes alone", ["E11.9"]),
    ("diabetes and kidney, right", ["E11.22", "N18.31"]),
    ("a stress heart is not presumed hypertensive", ["I10", "I51.81"]),
    ("acute kidney failure is no chronic disease", ["I10", "N17.9"]),
    ("hypertension of pregnancy", ["O10.011", "N18.31"]),
    ("spondylosis and radiculopathy of two regions", ["M47.812", "M54.16"]),
    ("thoracic disc and sciatica", ["M51.24", "M54.31"]),
    ("COPD and asthma", ["J44.9", "J45.909"]),
    ("an organism without sepsis", ["N39.0", "B96.20"]),
    ("a heading", ["I10", "N18.3"]),
]


@pytest.mark.parametrize(("typed", "gone", "report"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_codes_that_one_code_replaces_are_asked_about(
    authorities: Authorities, typed: list[str], gone: list[str], report: str
) -> None:
    finding, *more = code_combination.edit(claim(*typed), authorities)

    assert not more
    assert finding.severity == "query" and report in finding.message and all(code in finding.message for code in gone)
    assert finding.citation is not None and finding.citation.is_verbatim
    if gone:
        assert finding.suggestion is not None
        assert finding.suggestion.codes == ((report,) if report else ())
        assert len(finding.suggestion.drops) == len(gone) - 1


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_no_rule_puts_together_stands(authorities: Authorities, typed: list[str]) -> None:
    assert code_combination.edit(claim(*typed), authorities) == ()


def test_two_rules_on_one_claim_are_both_said(authorities: Authorities) -> None:
    findings = code_combination.edit(claim("I10", "N18.31", "E11.9", "G62.9"), authorities)

    assert [one.suggestion.codes for one in findings if one.suggestion] == [("I12.9",), ("E11.22",), ("E11.42",)]
    assert all(set(one.codes) <= {"I10", "N18.31", "E11.9", "G62.9"} for one in findings)


def test_a_rule_of_which_no_graded_copy_is_held_says_so(authorities: Authorities) -> None:
    (finding,) = code_combination.edit(claim("I25.10", "I20.9"), authorities)

    assert finding.severity == "query" and "check the guideline" in finding.message
    assert finding.citation is not None and finding.citation.passage.evidence != "C"


@pytest.mark.parametrize(
    ("codes", "day", "fires"),
    [
        (["M51.369", "M54.50"], date(2024, 10, 1), True),  # M51.360 began on that day
        (["I25.10", "I20.2"], date(2022, 9, 30), False),  # neither I20.2 nor I25.112 was in force
        (["I25.10", "I20.2"], date(2022, 10, 1), True),
        (["I10", "N18.31"], BEYOND, False),
    ],
    ids=["on the first day of the code", "the day before", "that day", "beyond our tables"],
)
def test_only_a_code_in_force_on_the_day_is_proposed(
    authorities: Authorities, codes: list[str], day: date, fires: bool
) -> None:
    assert bool(code_combination.edit(claim(*codes, day=day), authorities)) == fires
