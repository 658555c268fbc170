"""Each scorer against the failure it exists for; its reason is what a lead reads."""

from datetime import date

import pytest

from bot.drafts import Reply, Statement
from evals.cases import Case, Expect, ExpectedFinding
from evals.scorers import (
    SCORERS,
    citations,
    edits,
    identifiers,
    kind,
    mended,
    never_says,
    outcome,
    refusal,
    retrieval,
    reviewed,
    roles,
    says,
    sources,
    states,
    status,
)
from evals.scorers.latency import latency
from evals.scorers.retrieval import ndcg
from evals.scorers.score import Score
from knowledge.passages import Citation
from tests.evals.fakes import (
    FakeAssistant,
    cited,
    claim,
    finding,
    mention,
    passage,
    phrase,
    question,
    refused,
    reply,
    seen,
)


def scored(scorer, case: Case, made: Reply) -> tuple[Score, ...]:
    return scorer.score(case, seen(case, FakeAssistant({case.text: made})))


def only(scores: tuple[Score, ...]) -> Score:
    assert len(scores) == 1
    return scores[0]


# -- code outcome ------------------------------------------------------------------------------------------------------

OUTCOMES = {
    "exact": ({"recommended": ("M53.82",)}, reply("use M53.82", codes=[mention("M53.82")]), "exact", "as expected"),
    "exact, several": ({"recommended": ("M53.82", "M54.2")}, reply(codes=[mention("M54.2"), mention("M53.82")]), "exact", "as expected"),
    "exact, any of": ({"recommended_any": ("M53.82", "M54.2")}, reply(codes=[mention("M54.2")]), "exact", "as expected"),
    "exact, a family": ({"recommended": ("M77.1-",)}, reply(codes=[mention("M77.11")]), "exact", "as expected"),
    "same category": ({"recommended": ("M53.82",)}, reply(codes=[mention("M53.83")]), "same category", "M53.83, of the right category"),
    "other valid": ({"recommended": ("M53.82",)}, reply(codes=[mention("M54.2")]), "other valid", "M54.2, a valid code, but another"),
    "one code too many": ({"recommended": ("M53.82",)}, reply(codes=[mention("M53.82"), mention("M54.2")]), "other valid", "M54.2"),
    "one code missing": ({"recommended": ("M53.82", "M54.2")}, reply(codes=[mention("M53.82")]), "other valid", "but not M54.2"),
    "a header": ({"recommended": ("M50.222",)}, reply(codes=[mention("M50.22")]), "invalid on the date", "not billable on 2026-11-22 (header)"),
    "ended, whatever the reply says": ({"recommended": ("M54.2",)}, reply(codes=[mention("M72.2", state="billable")]), "invalid on the date", "(ended)"),
    "invented": ({"recommended": ("M53.82",)}, reply(codes=[mention("M53.8299")]), "invented", "no release we hold has"),
    "invented outweighs exact": ({"recommended": ("M53.82",)}, reply(codes=[mention("M53.82"), mention("Z99.777")]), "invented", "Z99.777"),
    "invented in passing": ({"recommended": ("M53.82",)}, reply(Statement(text="see Q99.111", citations=()), codes=[mention("M53.82")]), "invented", "Q99.111"),
    "abstained": ({"recommended": ("M53.82",)}, reply("which side?", status="clarify"), "abstained", "No code is recommended"),
    "refused": ({"recommended": ("M53.82",)}, refused("no_evidence"), "abstained", "No code is recommended"),
}  # fmt: skip


@pytest.mark.parametrize(("expect", "made", "label", "reason"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_the_outcome_of_a_code_answer(expect: dict[str, object], made: Reply, label: str, reason: str) -> None:
    found = only(scored(outcome, question(**expect), made))

    assert (found.label, found.passed, found.value) == (label, label == "exact", float(label == "exact"))
    assert reason in found.reason


def test_a_code_that_the_person_named_is_not_invented_by_the_reply() -> None:
    case = question("is Q99.111 or q9911 real, or M53.82?", recommended=("M53.82",))

    found = only(scored(outcome, case, reply("Q99.111 and Q99.11 do not exist", codes=[mention("M53.82")])))

    assert found.label == "exact"


def test_an_unknown_code_that_is_recommended_is_invented_even_when_the_person_named_it() -> None:
    made = reply("use Q99.111", codes=[mention("Q99.111")])

    assert only(scored(outcome, question("is Q99.111 right?", recommended=("M53.82",)), made)).label == "invented"


def test_a_code_that_a_quoted_passage_names_is_not_invented() -> None:
    made = reply(cited("older lists had Q99.111", proof="older lists had Q99.111"), codes=[mention("M53.82")])

    assert only(scored(outcome, question(recommended=("M53.82",)), made)).label == "exact"


def test_a_vertebra_or_a_supply_is_no_invented_code() -> None:
    made = reply(Statement(text="T12 and G0283 at C5-C6", citations=()), codes=[mention("M53.82")])

    assert only(scored(outcome, question(recommended=("M53.82",)), made)).label == "exact"


def test_without_an_expected_code_there_is_no_outcome() -> None:
    assert scored(outcome, question(says=("x",)), reply("x")) == ()


def test_the_first_candidate_is_what_a_phrase_recommends() -> None:
    case = phrase("neck pain", "M54.2", "M53.82")

    right, wrong = (
        FakeAssistant(founds={"neck pain": ["M53.82"]}),
        FakeAssistant(founds={"neck pain": ["M77.11", "M54.2"]}),
    )

    assert only(outcome.score(case, seen(case, right))).label == "exact"
    assert only(outcome.score(case, seen(case, wrong))).label == "other valid"
    assert only(outcome.score(case, seen(case, FakeAssistant()))).label == "abstained"


# -- retrieval ---------------------------------------------------------------------------------------------------------

RANKS = {
    "first": (["M54.2", "M53.82"], (1, 1, 1, 1.0)),
    "second": (["M53.82", "M54.2"], (0, 1, 1, 0.5)),
    "sixth": (["M53.82", "M53.83", "M77.11", "M77.12", "M50.222", "M54.2"], (0, 0, 1, 1 / 6)),
    "not there": (["M53.82"], (0, 0, 0, 0.0)),
    "no candidate": ([], (0, 0, 0, 0.0)),
}


@pytest.mark.parametrize(("ranked", "expected"), RANKS.values(), ids=RANKS.keys())
def test_retrieval_by_the_rank_of_the_first_accepted_code(ranked: list[str], expected: tuple[float, ...]) -> None:
    case = phrase("neck pain", "M54.2")

    found = {one.name: one for one in retrieval.score(case, seen(case, FakeAssistant(founds={"neck pain": ranked})))}

    assert [found[name].value for name in ("recall@1", "recall@5", "recall@10", "mrr")] == pytest.approx(expected)
    assert {one.passed for one in found.values()} == {None}


def test_ndcg_is_the_one_of_scikit_learn() -> None:
    metrics = pytest.importorskip("sklearn.metrics")
    right = [False, True, False, True, True]

    theirs = metrics.ndcg_score([[float(one) for one in right]], [[5.0, 4.0, 3.0, 2.0, 1.0]])

    assert ndcg(right, relevant=3) == pytest.approx(theirs)


# -- facts, states, roles ----------------------------------------------------------------------------------------------


def test_a_required_fact_that_is_not_said_is_named() -> None:
    found = only(scored(says, question(says=("BILLABLE", r"ended on \d+")), reply("M53.82 is billable")))

    assert (found.value, found.passed) == (0.5, False)
    assert r"ended on \d+" in found.reason


def test_a_fact_may_stand_in_a_clarification_or_a_refusal() -> None:
    assert only(scored(says, question(says=("a coder",)), refused("no_evidence"))).passed


def test_a_forbidden_claim_that_is_said_is_quoted() -> None:
    found = only(scored(never_says, question(never_says=("always paid",)), reply("It is Always Paid.")))

    assert not found.passed
    assert "Always Paid" in found.reason


def test_a_state_is_the_replys_own_word() -> None:
    made = reply(codes=[mention("M53.82", "mentioned"), mention("M50.22", "rejected", "billable")])

    found = only(
        scored(states, question(states=(("M53.82", "billable"), ("M50.22", "header"), ("M72.2", "ended"))), made)
    )

    assert found.value == pytest.approx(1 / 3)
    assert "M50.22 is called billable, not header" in found.reason
    assert "M72.2 is called nothing" in found.reason


def test_roles_that_must_and_must_not_be() -> None:
    made = reply(codes=[mention("M53.82"), mention("M54.2", "rejected")])

    right = scored(roles, question(rejected=("M54.2",), not_recommended=("M54.2",)), made)
    wrong = scored(roles, question(rejected=("M50.22",), not_recommended=("M53.8-",)), made)
    none = scored(roles, question(recommended=()), made)

    assert [one.passed for one in right] == [True, True]
    assert [one.passed for one in wrong] == [False, False]
    assert "Not rejected: M50.22" in wrong[0].reason
    assert "M53.82" in wrong[1].reason
    assert [one.passed for one in none] == [False]


# -- edits -------------------------------------------------------------------------------------------------------------

X1, UNITS = ExpectedFinding(edit="excludes1"), ExpectedFinding(edit="units", severity="block", codes=("97110",))
EDITS = {
    "fired": ({"findings": (X1,)}, [finding("excludes1", "query")], (1.0, True), (1.0, True)),
    "missed": ({"findings": (X1,)}, [], (0.0, False), None),
    "in another way": ({"findings": (UNITS,)}, [finding("units", "query", "97110")], (0.0, False), None),
    "on another code": ({"findings": (UNITS,)}, [finding("units", "block", "97140")], (0.0, False), None),
    "with another that blocks": ({"findings": (X1,)}, [finding("excludes1"), finding("age")], (1.0, True), (0.5, False)),
    "with another that informs": ({"findings": (X1,)}, [finding("excludes1"), finding("unspecified", "inform")], (1.0, True), (1.0, True)),
    "clean and silent": ({"findings": ()}, [], None, (1.0, True)),
    "clean, but blocked": ({"findings": ()}, [finding("age")], None, (0.0, False)),
    "a banned edit that informs": ({"no_findings": ("excludes2",)}, [finding("excludes2", "inform")], None, (0.0, False)),
    "an open key minds no other edit": ({"no_findings": ("excludes2",)}, [finding("age")], None, (1.0, True)),
}  # fmt: skip


@pytest.mark.parametrize(("expect", "fired", "recall", "precision"), EDITS.values(), ids=EDITS.keys())
def test_edits_by_what_must_fire_and_what_must_not(expect, fired, recall, precision) -> None:
    case = claim("M54.2", **expect)

    found = {one.name: (one.value, one.passed) for one in edits.score(case, seen(case, FakeAssistant(findings=fired)))}

    assert found.get("edit recall") == recall
    assert found.get("edit precision") == precision


def test_each_edit_is_counted_as_hit_missed_or_false_alarm() -> None:
    case = claim("M54.2", findings=(X1, UNITS))

    scores = edits.score(case, seen(case, FakeAssistant(findings=[finding("excludes1"), finding("age")])))

    assert sorted(part for one in scores for part in one.parts) == [
        ("age", "false alarm"),
        ("excludes1", "hit"),
        ("units", "missed"),
    ]


def test_a_claim_without_a_day_is_of_the_runs_today_and_one_with_a_day_keeps_it() -> None:
    assistant = FakeAssistant()

    seen(claim("M54.2", findings=()), assistant)
    seen(claim("M54.2", dos=date(2026, 9, 30), findings=()), assistant)

    assert [one.date_of_service for one in assistant.claims] == [date(2026, 11, 22), date(2026, 9, 30)]


def test_a_mended_claim_holds_the_codes_that_should_stand() -> None:
    case = claim("M50.22", recommended=("M50.222",))

    assert only(mended.score(case, seen(case, FakeAssistant(mended=("M50.222", "M54.2"))))).passed
    assert not only(mended.score(case, seen(case, FakeAssistant()))).passed
    assert only(mended.score(claim("M54.2", recommended=()), seen(case, FakeAssistant()))).passed


# -- citations and sources ---------------------------------------------------------------------------------------------


def test_a_statement_whose_quote_lacks_its_number_is_not_proved() -> None:
    made = reply(cited("M53.82 ended in 2019", proof="M53.82 is billable"), "M54.2 is billable")

    recall, precision = scored(citations, question(), made)

    assert (recall.value, recall.passed) == (0.5, False)
    assert "2019" in recall.reason
    assert (precision.value, precision.passed) == (0.5, None)


def test_words_that_dont_stand_in_the_passage_prove_nothing() -> None:
    made = reply(
        Statement(
            text="M54.2 is billable", citations=(Citation(passage=passage("nothing"), quote="M54.2 is billable"),)
        )
    )

    recall = scored(citations, question(), made)[0]

    assert "don't stand in the passage" in recall.reason


def test_a_statement_without_a_citation_is_not_proved_and_has_no_precision() -> None:
    found = only(scored(citations, question(), reply(Statement(text="M54.2 is billable", citations=()))))

    assert (found.name, found.value) == ("citation recall", 0.0)


def test_what_stands_in_the_question_and_the_day_of_service_need_no_proof() -> None:
    case = question("is M99.03 fine on 10/1/2026 for Ms. 4711?", status=("answered",))

    recall = scored(
        citations, case, reply(cited("M99.03 is fine on 2026-10-01 and on 2026-11-22 for 4711", proof="fine"))
    )[0]

    assert recall.passed


def test_a_citation_that_adds_no_proof_does_not_count() -> None:
    proves, idle = (
        Citation(passage=passage("M54.2 since 2015"), quote="M54.2 since 2015"),
        Citation(passage=passage("neck", "x"), quote="neck"),
    )
    half, other_half = (
        Citation(passage=passage("M54.2", "y"), quote="M54.2"),
        Citation(passage=passage("2015", "z"), quote="2015"),
    )

    _, with_idle = scored(
        citations, question("neck?"), reply(Statement(text="M54.2 since 2015", citations=(proves, idle)))
    )
    _, together = scored(
        citations, question("neck?"), reply(Statement(text="M54.2 since 2015", citations=(half, other_half)))
    )

    assert with_idle.value == 0.5
    assert together.value == 1.0


def test_a_refusal_has_no_citation_score() -> None:
    assert scored(citations, question(), refused("no_evidence")) == ()


def test_a_required_source_is_met_by_its_id_or_how_it_begins() -> None:
    made = reply("M53.82 is billable")

    assert only(scored(sources, question(sources=("code:M53.82", "code:")), made)).passed
    missing = only(scored(sources, question(sources=("notes:M54.2",)), made))
    assert (missing.passed, missing.value) == (False, 0.0)
    assert "cited: code:M53.82" in missing.reason


# -- status, refusal, kind, identifiers ----------------------------------------------------------------------------------

REFUSALS = {
    "right": ({"refusal": ("medical_advice",)}, refused("medical_advice"), "right refusal"),
    "for another reason": ({"refusal": ("medical_advice",)}, refused("empty"), "wrong reason"),
    "missed": ({"refusal": ("medical_advice",)}, reply("take two"), "missed refusal"),
    "missed, by status": ({"status": ("refused",)}, reply("take two"), "missed refusal"),
    "false": ({"status": ("answered",)}, refused("no_evidence"), "false refusal"),
    "not refused": ({"status": ("answered", "clarify")}, reply("yes"), "rightly not refused"),
    "either way": ({"status": ("answered", "refused")}, refused("no_evidence"), "right refusal"),
}


@pytest.mark.parametrize(("expect", "made", "label"), REFUSALS.values(), ids=REFUSALS.keys())
def test_a_refusal_is_right_wrong_missed_or_false(expect, made: Reply, label: str) -> None:
    found = only(scored(refusal, question(**expect), made))

    assert found.label == label
    assert found.passed == (label in ("right refusal", "rightly not refused"))


def test_status_may_be_one_of_several() -> None:
    assert only(scored(status, question(status=("clarify", "refused")), refused("empty"))).passed
    assert "expected answered" in only(scored(status, question(status=("answered",)), refused("empty"))).reason


def test_a_mistaken_kind_goes_into_the_confusion_table_under_the_first_kind_expected() -> None:
    right = only(scored(kind, question(kind=("find", "status")), reply("x", kind="status")))
    wrong = only(scored(kind, question(kind=("find", "general")), reply("x", kind="status")))

    assert (right.parts, wrong.parts) == ((("status", "status"),), (("find", "status"),))
    assert kind.confusion([right, wrong, wrong]) == (("find", "status", 2), ("status", "status", 1))


def test_identifiers_seen_are_those_that_are_there_and_no_other() -> None:
    found = only(scored(identifiers, question(identifiers=("name", "mrn")), reply("x", identifiers=("name", "phone"))))

    assert (found.passed, found.value) == (False, pytest.approx(1 / 3))
    assert found.parts == (("name", "hit"), ("mrn", "missed"), ("phone", "false alarm"))
    assert only(scored(identifiers, question(identifiers=()), reply("x"))).passed


def test_a_note_is_searched_for_identifiers_and_fails_honestly_where_the_review_is_missing() -> None:
    told = {"id": "n", "suite": "notes", "way": "note", "text": "Call the patient on (555) 010-4477."}
    of_identifiers, of_review = (
        Case(**told, expect=Expect(identifiers=("phone",))),
        Case(**told, expect=Expect(recommended=("M54.2",))),
    )

    looked = seen(of_identifiers, FakeAssistant())

    assert only(identifiers.score(of_identifiers, looked)).passed
    assert reviewed.score(of_identifiers, looked) == ()
    assert "can't review a note yet" in only(reviewed.score(of_review, seen(of_review, FakeAssistant()))).reason


# -- all of them -------------------------------------------------------------------------------------------------------


def test_every_key_of_expect_moves_some_score() -> None:
    filled: dict[str, object] = {
        "status": ("refused",), "kind": ("denial",), "refusal": ("empty",), "recommended": ("M54.2",), "recommended_any": ("M54.2",),
        "rejected": ("M54.2",), "not_recommended": ("M53.82",), "states": (("M54.2", "ended"),), "says": ("nope",), "never_says": ("billable",),
        "sources": ("nope",), "findings": (X1,), "no_findings": ("age",), "codes": ("M54.2",), "identifiers": ("mrn",),
    }  # fmt: skip
    made = reply("M53.82 is billable", codes=[mention("M53.82")], findings=(finding("age"),))

    assert set(filled) == set(Expect.__dataclass_fields__)
    for key, value in filled.items():
        case = phrase("neck pain", "M54.2") if key == "codes" else question(**{key: value})
        looked = seen(case, FakeAssistant({case.text: made}))
        assert any(score.passed is False for scorer in SCORERS.values() for score in scorer(case, looked)), key


def test_latency_is_told_by_quantiles() -> None:
    found = latency("ask", [float(ms) for ms in range(1, 101)], jobs=2)

    assert (found.n, found.jobs, found.p50, found.longest) == (100, 2, 50.5, 100.0)
