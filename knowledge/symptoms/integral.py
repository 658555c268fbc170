"""Reads which symptoms are a routine part of which diagnoses, and finds them among the codes of a claim. Pure but for the reading.

Source of the rule: guidelines I.B.5 and I.C.18.b; each pair names the passage that it rests on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.errors import KnowledgeError

INTEGRAL = Path(__file__).parent / "integral.yaml"
_KEYS = {"id", "diagnoses", "symptoms", "says", "passage"}


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegralSymptom:
    """Symptom codes that belong to any of the diagnoses, all written whole."""

    id: str
    diagnoses: frozenset[str]
    symptoms: frozenset[str]
    says: str
    passage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomBeside:
    """A symptom of the claim, and the diagnosis on the claim that it belongs to."""

    symptom: str
    diagnosis: str
    rule: IntegralSymptom


IntegralSymptoms = Mapping[str, tuple[IntegralSymptom, ...]]
"""The rules by the symptom code that they are about."""


@cache
def read_integral_symptoms(path: Path = INTEGRAL) -> IntegralSymptoms:
    """Every rule, by symptom. Raises KnowledgeError that names the row with a fault."""
    found: dict[str, list[IntegralSymptom]] = {}
    for row in yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader):
        if set(row) != _KEYS or not all(row.values()):
            raise KnowledgeError(
                f"{path.name}: the row {row.get('id', '?')} is not whole.", f"A row has {', '.join(sorted(_KEYS))}."
            )
        rule = IntegralSymptom(
            id=row["id"],
            diagnoses=frozenset(row["diagnoses"]),
            symptoms=frozenset(row["symptoms"]),
            says=row["says"],
            passage=row["passage"],
        )
        for symptom in rule.symptoms:
            found.setdefault(symptom, []).append(rule)
    return {symptom: tuple(rules) for symptom, rules in found.items()}


def symptoms_beside(codes: Sequence[str], rules: IntegralSymptoms) -> tuple[SymptomBeside, ...]:
    """The symptoms among the codes that belong to a diagnosis among them, each once, in the order of the codes."""
    found = []
    for symptom in codes:
        pairs = ((rule, code) for rule in rules.get(symptom, ()) for code in codes if code in rule.diagnoses)
        pair = next(pairs, None)
        if pair is not None:
            found.append(SymptomBeside(symptom=symptom, diagnosis=pair[1], rule=pair[0]))
    return tuple(found)
