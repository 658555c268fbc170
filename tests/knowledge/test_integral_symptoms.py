"""Symptoms that belong to a diagnosis: every code and passage named is there; pairs keep to one site and side."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.code_facts import CodeFacts
from knowledge.code_set.axes import read_axes
from knowledge.code_set.code_set import CodeSet
from knowledge.errors import KnowledgeError
from knowledge.library import read_library
from knowledge.symptoms.integral import IntegralSymptom, read_integral_symptoms, symptoms_beside

TODAY = date(2026, 11, 22)
BY_SYMPTOM = read_integral_symptoms()
RULES = sorted({rule.id: rule for rules in BY_SYMPTOM.values() for rule in rules}.items())


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[name for name, _ in RULES])
def test_every_code_may_be_reported(rule: IntegralSymptom, code_set: CodeSet) -> None:
    assert [code for code in (*rule.diagnoses, *rule.symptoms) if not code_set.status(code, TODAY).billable] == []


def test_every_passage_is_there(facts: CodeFacts) -> None:
    library = read_library()

    assert [rule.passage for _, rule in RULES if not (library.get(rule.passage) or facts.get(rule.passage))] == []


@pytest.mark.parametrize("rule", [rule for _, rule in RULES], ids=[name for name, _ in RULES])
def test_no_pair_joins_a_right_side_with_a_left_one(rule: IntegralSymptom, code_set: CodeSet) -> None:
    for symptom in rule.symptoms:
        for diagnosis in rule.diagnoses:
            sides = [
                read_axes(code_set.descriptor(code, TODAY)).get("side", frozenset()) for code in (symptom, diagnosis)
            ]
            assert not (sides[0] == {"right"} and sides[1] == {"left"}), (symptom, diagnosis)
            assert not (sides[0] == {"left"} and sides[1] == {"right"}), (symptom, diagnosis)


def test_a_symptom_is_found_once_beside_several_diagnoses() -> None:
    found = symptoms_beside(["M54.2", "M47.812", "M53.82"], BY_SYMPTOM)

    assert [(one.symptom, one.diagnosis) for one in found] == [("M54.2", "M47.812")]


def test_a_row_that_is_not_whole_is_named(tmp_path: Path) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text("- {id: x, diagnoses: [M17.11], symptoms: [], says: s, passage: p}", encoding="utf-8")

    with pytest.raises(KnowledgeError, match="row x"):
        read_integral_symptoms(path)
