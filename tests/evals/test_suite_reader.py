"""A lead's YAML becomes cases, and everything wrong in it is told at once: file, line, field, what and the next step."""

import json
from datetime import date
from pathlib import Path

import pytest

from evals.errors import SuiteError
from evals.suite_format import SCHEMA, SUITES, USED_BY, ExpectRow, schema_text
from evals.suite_reader import read_suite, read_suites
from knowledge.errors import RequestError


def written(folder: Path, text: str, name: str = "tried.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told(folder: Path, text: str) -> list[str]:
    with pytest.raises(SuiteError) as raised:
        read_suite(written(folder, text))
    return [str(problem) for problem in raised.value.problems]


HEAD = "suite: tried\ncases:\n"


# -- what can be written -----------------------------------------------------------------------------------------------


def test_a_question_is_read_with_all_it_expects(tmp_path: Path) -> None:
    case = read_suite(
        written(
            tmp_path,
            """
            suite: tried
            about: to try
            cases:
              - id: facet
                ask: "M53.82 or M54.2?"
                after: is M54.2 billable?
                payer: medicare
                dos: 9/30/2026
                setting: inpatient
                expect:
                  status: [answered, clarify]
                  kind: compare
                  recommended: m5382
                  rejected: [M54.2]
                  states: {m72.2: ended}
                  says: [facet, "no|not"]
                  findings: [excludes1, {edit: units, severity: block, codes: 97110}]
                tags: [spine, spine, guide]
                must_pass: true
                known_failing: waits for issue E
                source: tabular
                author: a coder
            """,
        )
    )[0]

    assert (case.way, case.text, case.after) == ("ask", "M53.82 or M54.2?", ("is M54.2 billable?",))
    assert (case.dos, case.payer, case.setting) == (date(2026, 9, 30), "medicare", "inpatient")
    assert case.expect.status == ("answered", "clarify")
    assert case.expect.recommended == ("M53.82",)
    assert case.expect.states == (("M72.2", "ended"),)
    assert case.expect.findings is not None
    assert [str(one) for one in case.expect.findings] == ["excludes1", "block units on 97110"]
    assert case.expect.never_says is None
    assert (case.tags, case.must_pass, case.known_failing) == (("spine", "guide"), True, True)
    assert (case.why_failing, case.line) == ("waits for issue E", 5)


def test_a_claim_takes_procedures_as_the_command_line_writes_them(tmp_path: Path) -> None:
    case = read_suite(
        written(
            tmp_path,
            HEAD
            + "  - {id: c, dos: 2026-10-01, payer: medicare, claim: {diagnoses: [M54.2], procedures: [98940-AT*2, 97110, {code: 97140, modifiers: [59]}]}, expect: {findings: []}}\n",
        )
    )[0]

    assert case.claim is not None
    assert [(one.code, one.modifiers, one.units) for one in case.claim.procedures] == [
        ("98940", ("AT",), 2), ("97110", (), None), ("97140", ("59",), None),
    ]  # fmt: skip
    assert (case.claim.date_of_service, case.claim.payer) == (date(2026, 10, 1), "medicare")
    assert case.expect.findings == ()


def test_what_is_typed_is_what_is_read_whatever_yaml_makes_of_it(tmp_path: Path) -> None:
    case = read_suite(written(tmp_path, HEAD + "  - {id: 0012, ask: no, expect: {says: [723.10, yes]}}\n"))[0]

    assert (case.id, case.text, case.expect.says) == ("0012", "no", ("723.10", "yes"))


def test_an_empty_list_says_that_there_must_be_none_and_a_missing_key_says_nothing(tmp_path: Path) -> None:
    case = read_suite(written(tmp_path, HEAD + "  - {id: a, ask: b, expect: {recommended: [], says: c}}\n"))[0]

    assert case.expect.recommended == ()
    assert case.expect.rejected is None


def test_a_family_of_codes_ends_in_a_dash(tmp_path: Path) -> None:
    case = read_suite(written(tmp_path, HEAD + "  - {id: a, phrase: tennis elbow, expect: {codes: M77.1-}}\n"))[0]

    assert case.expect.codes == ("M77.1-",)


def test_every_yaml_file_of_a_folder_is_a_suite_and_a_new_one_needs_no_registration(tmp_path: Path) -> None:
    written(tmp_path, HEAD + "  - {id: a, ask: b, expect: {says: c}}\n", "one.yaml")
    written(tmp_path, "suite: mine\ncases:\n  - {id: z, ask: b, expect: {says: c}}\n", "two.yaml")

    assert [(case.suite, case.id) for case in read_suites(tmp_path)] == [("tried", "a"), ("mine", "z")]


def test_the_key_of_a_case_does_not_change_with_its_tags_or_marks(tmp_path: Path) -> None:
    plain, marked, other = read_suite(
        written(
            tmp_path,
            HEAD
            + "  - {id: a, ask: b, expect: {says: c}}\n"
            + "  - {id: b, ask: b, expect: {says: c}, tags: [x], must_pass: true, known_failing: true, author: me}\n"
            + "  - {id: c, ask: b, expect: {says: d}}\n",
        )
    )

    assert plain.key_digest == marked.key_digest
    assert plain.key_digest != other.key_digest


# -- what is refused ---------------------------------------------------------------------------------------------------

CASE = "  - {id: a, ask: is M53.82 billable?, expect: {status: answered}"
BAD = {
    "unknown key of a case": (CASE + ", tag: [x]}\n", 3, "cases[a].tag", "did you mean tags?"),
    "unknown key of expect": ("  - id: a\n    ask: b\n    expect:\n      say: c\n", 6, "cases[a].expect.say", "did you mean says?"),
    "unknown key of the file": (CASE + "}\nextra: 1\n", 4, "extra", "the keys are about, cases, suite"),
    "unknown key of a claim": ("  - {id: a, claim: {dx: [M54.2]}, expect: {findings: []}}\n", 3, "cases[a].claim.dx", "the keys are"),
    "wrong type": (CASE + ", must_pass: perhaps}\n", 3, "cases[a].must_pass", "write true or false"),
    "a list where a mapping belongs": ("  - {id: a, ask: b, expect: [says]}\n", 3, "cases[a].expect", "`name: value`"),
    "bad regular expression": ("  - {id: a, ask: b, expect: {says: ['(x']}}\n", 3, "cases[a].expect.says[0]", "backslash"),
    "a pattern that matches anything": ("  - {id: a, ask: b, expect: {says: ['x*']}}\n", 3, "cases[a].expect.says[0]", "must stand"),
    "unknown state": ("  - {id: a, ask: b, expect: {states: {M54.2: valid}}}\n", 3, "cases[a].expect.states.M54.2", "'billable'"),
    "a state of no code": ("  - {id: a, ask: b, expect: {states: {neck: ended}}}\n", 3, "cases[a].expect.states.neck", "a code like M53.82"),
    "no code's shape": ("  - {id: a, phrase: b, expect: {codes: [98940]}}\n", 3, "cases[a].expect.codes[0]", "a code like M53.82"),
    "unknown status": ("  - {id: a, ask: b, expect: {status: ok}}\n", 3, "cases[a].expect.status", "'answered'"),
    "unknown kind": ("  - {id: a, ask: b, expect: {kind: chat}}\n", 3, "cases[a].expect.kind", "'status'"),
    "unknown refusal": ("  - {id: a, ask: b, expect: {refusal: rude}}\n", 3, "cases[a].expect.refusal", "'out_of_scope'"),
    "unknown setting": (CASE + ", setting: home}\n", 3, "cases[a].setting", "'outpatient'"),
    "no day of the calendar": (CASE + ", dos: 2026-02-30}\n", 3, "cases[a].dos", "2026-11-22"),
    "two days of service": ("  - {id: a, dos: 2026-10-01, claim: {date_of_service: 2026-10-02}, expect: {findings: []}}\n", 3, "cases[a].dos", "keep one"),
    "no edit's name": ("  - {id: a, claim: {}, expect: {no_findings: [Excludes 1]}}\n", 3, "cases[a].expect.no_findings[0]", "excludes1"),
    "no procedure": ("  - {id: a, claim: {procedures: [massage]}, expect: {findings: []}}\n", 3, "cases[a].claim.procedures[0]", "98940-AT"),
    "asks nothing": ("  - {id: a, expect: {says: b}}\n", 3, "cases[a]", "exactly one of ask"),
    "asks twice": ("  - {id: a, ask: b, phrase: c, expect: {says: d}}\n", 3, "cases[a]", "exactly one of ask"),
    "expects nothing": ("  - {id: a, ask: b, expect: {}}\n", 3, "cases[a].expect", "can't fail proves nothing"),
    "no expectation at all": ("  - {id: a, ask: b}\n", 3, "cases[a].expect", "write it"),
    "expects what nothing scores": ("  - {id: a, phrase: b, expect: {kind: find}}\n", 3, "cases[a].expect.kind", "use codes"),
    "expects an empty list of facts": ("  - {id: a, ask: b, expect: {says: []}}\n", 3, "cases[a].expect.says", "at least one"),
    "earlier questions before a phrase": ("  - {id: a, phrase: b, after: [c], expect: {codes: M54.2}}\n", 3, "cases[a].after", "ask a question"),
    "no id": ("  - {ask: b, expect: {says: c}}\n", 3, "cases[0].id", "write it"),
    "an id with a space": ("  - {id: a b, ask: b, expect: {says: c}}\n", 3, "cases[a b].id", "letters, digits"),
    "the same id twice": (CASE + "}\n" + CASE + "}\n", 4, "cases[a].id", "an id of its own"),
    "a key twice": (CASE + ", ask: c}\n", 3, "cases[0].ask", "keep one of the two"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "line", "field", "next_step"), BAD.values(), ids=BAD.keys())
def test_a_wrong_case_is_refused_with_file_line_field_and_next_step(
    tmp_path: Path, text: str, line: int, field: str, next_step: str
) -> None:
    problems = told(tmp_path, HEAD + text)

    assert len(problems) == 1
    assert problems[0].startswith(f"tried.yaml:{line}: {field} ")
    assert next_step in problems[0]


BAD_FILES = {
    "broken YAML": ("suite: tried\ncases: [\n", "is no YAML"),
    "a tab": ("suite: tried\ncases:\n\t- id: a\n", "is no YAML"),
    "no mapping": ("- a\n", "holds no suite"),
    "empty": ("", "holds no suite"),
    "no cases": ("suite: tried\ncases: []\n", "cases is empty"),
    "no suite's name": ("cases:\n  - {id: a, ask: b, expect: {says: c}}\n", "suite is missing"),
    "an alias": ("suite: tried\ncases:\n  - &x {id: a, ask: b, expect: {says: c}}\n  - *x\n", "alias"),
    "an alias of itself": ("suite: tried\ncases: &x [*x]\n", "alias"),
}


@pytest.mark.parametrize(("text", "message"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_file_that_is_no_suite_is_refused(tmp_path: Path, text: str, message: str) -> None:
    problems = told(tmp_path, text)

    assert len(problems) == 1
    assert message in problems[0]


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "tried.yaml"
    path.write_bytes(b"suite: tried\nabout: caf\xe9\n")

    with pytest.raises(SuiteError, match=r"tried.yaml:2: is not UTF-8"):
        read_suite(path)


def test_all_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    written(
        tmp_path,
        HEAD + "  - {id: a, ask: b, tag: c, expect: {says: '('}}\n  - {id: b, ask: c, dos: never, expect: {says: d}}\n",
        "a.yaml",
    )
    written(tmp_path, HEAD + "  - {id: a, ask: b, expect: {kind: chat}}\n", "b.yaml")

    with pytest.raises(SuiteError) as raised:
        read_suites(tmp_path)

    assert {(problem.file, problem.field) for problem in raised.value.problems} == {
        ("a.yaml", "cases[a].tag"),
        ("a.yaml", "cases[a].expect.says"),
        ("a.yaml", "cases[b].dos"),
        ("b.yaml", "cases[a].id"),
        ("b.yaml", "cases[a].expect.kind"),
    }


def test_a_yml_file_is_not_passed_over_in_silence(tmp_path: Path) -> None:
    written(tmp_path, HEAD, "mine.yml")

    with pytest.raises(RequestError, match="Rename it"):
        read_suites(tmp_path)


def test_a_folder_without_suites_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="no suite file"):
        read_suites(tmp_path)
    with pytest.raises(RequestError, match="no folder"):
        read_suites(tmp_path / "nowhere")


# -- the schema, and our own suites ------------------------------------------------------------------------------------


def test_the_committed_schema_is_the_one_the_reader_checks_with() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema_text(), "run: python -m evals.suite_format"


def test_every_key_of_expect_is_scored_for_some_way_of_asking() -> None:
    assert set().union(*USED_BY.values()) == set(ExpectRow.model_fields)


def test_our_suites_can_be_read_and_agree_with_the_schema_editors_complete_from() -> None:
    if not any(SUITES.glob("*.yaml")):
        pytest.skip("no suite is there yet")
    jsonschema = pytest.importorskip("jsonschema")
    import yaml

    cases = read_suites()
    validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    wrong = [
        f"{path.name}: {error.json_path} {error.message}"
        for path in sorted(SUITES.glob("*.yaml"))
        for error in validator.iter_errors(
            json.loads(json.dumps(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), default=str))
        )
    ]

    assert cases
    assert wrong == []
