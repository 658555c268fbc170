"""Runs to draw pages of: a small one that holds every sort of case, made by the true runner, and one of two thousand cases."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.drafts import Statement
from evals.cases import Case, ExpectedFinding
from evals.compare import COMPARISON, compare, side_of
from evals.report import render_html
from evals.run import SUITE_TODAY, run
from evals.runs import CaseResult, Run, RunSettings, as_json
from evals.summary import summarised
from knowledge.passages import Citation, Passage, Source
from tests.evals.fakes import FINGERPRINTS, FakeAssistant, claim, finding, mention, phrase, question, reply, subject

HOSTILE = '</script><script>window.hacked=1</script><img src="x:y" onerror="window.hacked=1"> & "\u2028{{ 7*7 }}\u0000'
QUOTE = "M53.82 is a complete, billable code, valid since 2015-10-01."


def hostile_statement() -> Statement:
    """Every text of it would do harm if it were taken for HTML, and its address if it were followed."""
    source = Source(
        id="evil", title=HOSTILE, publisher=HOSTILE, edition=HOSTILE, label="sample", url="javascript:window.hacked=1"
    )
    passage = Passage(id=f"evil:{HOSTILE}", title=HOSTILE, text=HOSTILE, section=HOSTILE, source=source)
    return Statement(text=HOSTILE, citations=(Citation(passage=passage, quote=HOSTILE),))


def quoted_statement() -> Statement:
    source = Source(
        id="dates", title="Dates", publisher="CMS", edition="FY2027", label="primary", url="https://example.org/dates"
    )
    passage = Passage(id="code:M53.82", title="M53.82 in the tables", text=QUOTE, section="M53", source=source)
    return Statement(text="Yes, M53.82 is billable.", citations=(Citation(passage=passage, quote=QUOTE),))


def cases() -> list[Case]:
    """One case of every sort; each id says what becomes of it."""
    return [
        replace(
            question("Is M53.82 billable?", case_id="passes", says=("billable",), kind=("status",), recommended=("M53.82",)),
            tags=("spine", "biller"), must_pass=True, source="ICD-10-CM code dates: M53.82", author="A. Coder",
            file="tried.yaml", line=12, payer="medicare",
        ),
        replace(question(HOSTILE, case_id="hostile", says=("nowhere",)), tags=(HOSTILE,), source=HOSTILE, author=HOSTILE, payer=HOSTILE),
        replace(question("known?", case_id="known", says=("never",)), known_failing=True, why_failing="waits for the notes"),
        replace(question("unmark?", case_id="unmark", says=("billable",)), known_failing=True),
        question("error?", case_id="error", says=("billable",)),
        replace(
            question("And on the other side?", case_id="worse", says=(r"M77\.1[12]", "right|left"), kind=("find",)),
            after=("Tennis elbow, which code?", "It is the right one."), dos=date(2026, 11, 10), must_pass=True,
            tags=("spine",),
        ),
        question("better?", case_id="better", says=("billable",), kind=("compare",)),
        phrase("tennis elbow right", "M77.11", case_id="exact"),
        phrase("plantar fasciitis", "M72.20", case_id="abstained"),
        question("Which code?", case_id="invented", recommended=("M53.82",)),
        replace(claim("M54.2", "M50.222", findings=(ExpectedFinding(edit="excludes1"),)), id="edit-hit"),
        replace(claim("M54.2", findings=(ExpectedFinding(edit="age"),)), id="edit-missed"),
    ]  # fmt: skip


def assistant(*, later: bool) -> FakeAssistant:
    def stops(text: str) -> None:
        if text == "error?":
            raise ValueError("no")

    said = {
        "Is M53.82 billable?": reply(quoted_statement(), codes=[mention("M53.82")]),
        HOSTILE: reply(hostile_statement()),
        "unmark?": reply("billable"),
        "And on the other side?": reply("no" if later else "M77.11, right", kind="find"),
        "better?": reply("billable" if later else "no", kind="compare" if later else "status"),
        "Which code?": reply("M53.89", codes=[mention("M53.89")]),
    }
    return FakeAssistant(
        said,
        {"tennis elbow right": ("M77.11", "M77.12")},
        findings=[finding("excludes1", "block", "M54.2", "M50.222")],
        on_ask=stops,
    )


def small(folder: Path, *, later: bool = True) -> Run:
    """The run before, or the later one in which one must-pass case fell and one case rose."""
    made = subject(assistant(later=later), replace(FINGERPRINTS, program="p2" if later else "p1"))
    return run(cases(), made, RunSettings(today=SUITE_TODAY, jobs=2), folder / ("after" if later else "before"))


def one_case(folder: Path) -> Run:
    """The smallest run: one case, that passes."""
    return run(cases()[:1], subject(assistant(later=True)), RunSettings(today=SUITE_TODAY), folder / "one")


def many(small_run: Run, n: int = 2_000) -> Run:
    """A large run, by repeating a small one under new ids and in thirty groups; the last case is not like the others."""
    rounds = range(n // len(small_run.results) + 1)
    repeated = [_again(one, place) for place in rounds for one in small_run.results][:n]
    last = repeated[-1]
    repeated[-1] = replace(last, asked=replace(last.asked, id="needle", text="a needle in the haystack"))
    return replace(small_run, results=tuple(repeated), summary=summarised(repeated, 2))


def _again(one: CaseResult, place: int) -> CaseResult:
    asked = replace(one.asked, id=f"{one.id}-{place}", tags=(*one.asked.tags, f"group-{place % 30}"))
    return replace(one, asked=asked, elapsed_ms=float(place % 400))


def page_of(run: Run, before: Run | None = None) -> str:
    comparison = COMPARISON.dump_python(compare(side_of(before), run), mode="json") if before is not None else None
    return render_html(as_json(run), comparison)
