"""Stand-ins declared openly: an Assistant that gives the replies it was handed, tables of a dozen codes, and short builders."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.assistant import Check
from bot.claims import Claim, Finding
from bot.drafts import CodeMention, Reply, Role, Statement
from bot.questions.refusals import Reason, Refusal
from evals.cases import Case, Expect
from evals.fingerprints import Fingerprints
from evals.observed import Observed, observe
from evals.run import Subject
from knowledge.code_set.codes import Release, State
from knowledge.passages import Citation, Passage, Source
from retrieval.code_finder import Candidate, Found

TODAY = date(2026, 11, 22)
STATES: dict[str, State] = {
    "M53.82": "billable",
    "M53.83": "billable",
    "M54.2": "billable",
    "M50.222": "billable",
    "M50.223": "billable",
    "M77.11": "billable",
    "M77.12": "billable",
    "M50.22": "header",
    "M72.2": "ended",
}
FINGERPRINTS = Fingerprints(
    version="1.0",
    commit=None,
    program="p1",
    code_set="ICD-10-CM FY2027",
    notes_from="April 2026",
    corpus="c1",
    index="i1",
    embedding_model="packaged",
    model="none",
    settings=(),
)


class FakeTables:
    def state(self, code: str, day: date) -> State:
        return STATES.get(code, "unknown")


class FakeAssistant:
    """Answers from a table; `on_ask` is called before each answer, and may raise."""

    def __init__(
        self,
        replies: Mapping[str, Reply] | None = None,
        founds: Mapping[str, Sequence[str]] | None = None,
        findings: Sequence[Finding] = (),
        mended: tuple[str, ...] | None = None,
        on_ask: Callable[[str], None] = lambda text: None,
    ) -> None:
        self.replies, self.founds = dict(replies or {}), dict(founds or {})
        self.findings, self.mended, self.on_ask = tuple(findings), mended, on_ask
        self.asked: list[str] = []
        self.claims: list[Claim] = []

    def today(self) -> date:
        return TODAY

    def answer(
        self,
        question: str,
        *,
        after: Sequence[str] = (),
        dos: date | None = None,
        payer: str | None = None,
        setting: str = "outpatient",
    ) -> Reply:
        self.asked.append(question)
        self.on_ask(question)
        made = self.replies.get(question, reply("I can say nothing."))
        return replace(made, release=release(dos or TODAY))

    def find(self, phrase: str, *, dos: date | None = None, top: int = 10) -> Found:
        self.on_ask(phrase)
        return Found(phrase=phrase, candidates=candidates(*self.founds.get(phrase, ())[:top]), open_axes=())

    def check(self, claim: Claim) -> Check:
        self.claims.append(claim)
        mended = replace(claim, diagnoses=self.mended) if self.mended else None
        return Check(findings=self.findings, mended=mended, release=release(claim.day))


def subject(assistant: FakeAssistant, fingerprints: Fingerprints = FINGERPRINTS) -> Subject:
    return Subject(assistant=assistant, tables=FakeTables(), fingerprints=fingerprints)


def seen(case: Case, assistant: FakeAssistant) -> Observed:
    return observe(case, assistant, FakeTables())


# -- builders ----------------------------------------------------------------------------------------------------------


def release(day: date = TODAY) -> Release:
    return Release(code_set="ICD-10-CM FY2027", notes_from="April 2026", day=day)


def question(text: str = "is M53.82 billable?", case_id: str = "one", **expect: object) -> Case:
    return Case(id=case_id, suite="tried", way="ask", text=text, expect=Expect(**(expect or {"status": ("answered",)})))  # type: ignore[arg-type]


def phrase(text: str, *codes: str, case_id: str = "one") -> Case:
    return Case(id=case_id, suite="found", way="phrase", text=text, expect=Expect(codes=codes))


def claim(*diagnoses: str, dos: date | None = None, **expect: object) -> Case:
    asked = Claim(diagnoses=diagnoses, date_of_service=dos or date.min)
    return Case(id="one", suite="edits", way="claim", claim=asked, dos=dos, expect=Expect(**expect))  # type: ignore[arg-type]


def passage(text: str, passage_id: str = "code:M53.82") -> Passage:
    source = Source(id="icd10cm-tabular", title="Tabular list", publisher="NCHS", edition="FY2027", label="primary")
    return Passage(id=passage_id, title="M53.82", text=text, source=source, section="M53")


def cited(text: str, proof: str | None = None, passage_id: str = "code:M53.82") -> Statement:
    """A statement, proved by its own words unless a proof is given."""
    return Statement(text=text, citations=(Citation(passage=passage(proof or text, passage_id), quote=proof or text),))


def mention(code: str, role: Role = "recommended", state: State | None = None) -> CodeMention:
    return CodeMention(code=code, role=role, state=state or STATES.get(code, "unknown"), descriptor=code)


def reply(*said: str | Statement, codes: Sequence[CodeMention] = (), **other: object) -> Reply:
    statements = tuple(cited(one) if isinstance(one, str) else one for one in said)
    told = {
        "status": "answered",
        "kind": "status",
        "release": release(),
        "statements": statements,
        "codes": tuple(codes),
    }
    return Reply(**{**told, **other})  # type: ignore[arg-type]


def refused(reason: Reason) -> Reply:
    return Reply(
        status="refused", kind=None, release=release(), refusal=Refusal(reason=reason, next_step="Ask a coder.")
    )


def candidates(*codes: str) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(code=code, descriptor=code, score=1 - place / 10, why="matches", matched=code, is_exact=False)
        for place, code in enumerate(codes)
    )


def finding(edit: str, severity: str = "block", *codes: str) -> Finding:
    return Finding(edit=edit, severity=severity, codes=codes, message=f"{edit} fired", authority="tabular")  # type: ignore[arg-type]
