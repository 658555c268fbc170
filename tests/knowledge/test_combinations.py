"""The combination rules: every code and passage named is there; what they put together, and in which order."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from knowledge.code_facts import CodeFacts
from knowledge.code_set.code_set import CodeSet
from knowledge.combinations.combinations import Combination, combinations_in, combined, read_combinations
from knowledge.errors import KnowledgeError
from knowledge.library import Library, read_library

TODAY = date(2026, 11, 22)
RULES = read_combinations()
IDS = [rule.id for rule in RULES]


@pytest.fixture(scope="module")
def library() -> Library:
    return read_library()


# -- the data ------------------------------------------------------------------------------------------------------------


def test_no_two_rules_share_an_id() -> None:
    assert len(set(IDS)) == len(IDS)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_code_a_rule_looks_for_is_in_the_list(rule: Combination, code_set: CodeSet) -> None:
    for pattern in (*(one for group in rule.when for one in group), *rule.drops):
        if pattern.endswith("*"):
            assert any(leaf.code.startswith(pattern[:-1]) for leaf in code_set.leaves(pattern[:3], TODAY)), pattern
        elif pattern.endswith("-"):
            assert code_set.leaves(pattern.rstrip("-").rstrip("."), TODAY), pattern
        else:
            assert code_set.status(pattern, TODAY).billable, pattern


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_code_a_rule_reports_may_be_reported(rule: Combination, code_set: CodeSet) -> None:
    if not rule.report:
        assert rule.replaces  # a rule that reports nothing leaves something out
        return
    for first in _first_codes(rule, code_set):
        star = first[len(_starred(rule)) :] if _starred(rule) else ""
        report = rule.report.replace("*", star)
        assert code_set.status(report, TODAY).billable, (first, report)


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_every_passage_a_rule_rests_on_is_there(rule: Combination, library: Library, facts: CodeFacts) -> None:
    assert library.get(rule.passage) or facts.get(rule.passage), rule.passage


@pytest.mark.parametrize("rule", RULES, ids=IDS)
def test_a_rule_that_rests_on_memory_alone_is_marked(rule: Combination, library: Library) -> None:
    passage = library.get(rule.passage)
    if passage is not None and passage.evidence == "C":
        assert rule.label == "check"


def _starred(rule: Combination) -> str:
    return next((one[:-1] for one in rule.when[0] if one.endswith("*")), "")


def _first_codes(rule: Combination, code_set: CodeSet) -> list[str]:
    stem = _starred(rule)
    return [one.code for one in code_set.leaves(stem[:3], TODAY) if one.code.startswith(stem)] if stem else [""]


# -- what they do --------------------------------------------------------------------------------------------------------

TOGETHER = [
    (["I10", "N18.31"], ["I12.9", "N18.31"]),
    (["N18.31", "I10"], ["N18.31", "I12.9"]),
    (["I10", "I50.22", "N18.31"], ["I13.0", "I50.22", "N18.31"]),
    (["I11.0", "I12.9", "I50.22", "N18.31", "I10"], ["I13.0", "I50.22", "N18.31"]),
    (["I10", "N18.6", "N18.4"], ["I12.0", "N18.6"]),
    (["I10", "N18.31", "E11.9", "G62.9"], ["I12.9", "N18.31", "E11.22", "E11.42"]),
    (["E11.9", "I73.9", "I96"], ["E11.52"]),
    (["E11.42", "N18.31"], ["E11.42", "E11.22", "N18.31"]),
    (["M50.222", "M54.12"], ["M50.122"]),
    (["M54.32", "M54.50"], ["M54.42"]),
    (["M47.812", "M54.16"], ["M47.812", "M54.16"]),
    (["E10.9", "E10.65"], ["E10.65"]),
    (["M54.2"], ["M54.2"]),
    ([], []),
]


@pytest.mark.parametrize(("codes", "expected"), TOGETHER, ids=[" ".join(row[0]) or "nothing" for row in TOGETHER])
def test_the_codes_are_put_together_as_they_should_be_reported(codes: list[str], expected: list[str]) -> None:
    assert list(combined(codes, RULES)) == expected


def test_a_claim_that_has_the_combination_code_already_is_let_be() -> None:
    assert combinations_in(["I13.0", "I50.32", "N18.31"], RULES) == ()


def test_the_rule_that_needs_more_codes_goes_first() -> None:
    assert [one.report for one in combinations_in(["I10", "I50.22", "N18.31"], RULES)] == ["I13.0"]


def test_rules_that_undo_each_other_come_to_an_end() -> None:
    there = Combination(id="a", when=(("I10",),), replaces=(0,), report="I11.9", says="", passage="")
    back = Combination(id="b", when=(("I11.9",),), replaces=(0,), report="I10", says="", passage="")

    assert [one.rule.id for one in combinations_in(["I10"], (there, back))] == ["a", "b"]


CODES = sorted({one.rstrip("-*").rstrip(".") for rule in RULES for group in rule.when for one in group})


@given(st.lists(st.sampled_from(CODES), max_size=8, unique=True))
@hypothesis_settings(max_examples=200)
def test_what_is_put_together_stays_together(codes: list[str]) -> None:
    """No code is lost unless a rule took it, none comes but what a rule reports."""
    applied = combinations_in(codes, RULES)
    now = combined(codes, RULES)

    assert set(now) <= set(codes) | {one.report for one in applied}
    assert set(codes) - set(now) <= {code for one in applied for code in one.gone}
    assert len(now) == len(set(now))


# -- reading -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        "- {id: x, when: [[I10]], replaces: [0], report: I12.9, says: s}",
        "- {id: x, when: [[I10]], replaces: [0], report: I12.9, says: s, passage: p, label: sure}",
        "- {id: x, when: [[I10]], replaces: [0], report: I12.9, says: s, passage: p, unless: y}",
    ],
    ids=["no passage", "an unknown label", "an unknown key"],
)
def test_a_rule_that_is_not_whole_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(row, encoding="utf-8")

    with pytest.raises(KnowledgeError, match="rule x"):
        read_combinations(path)
