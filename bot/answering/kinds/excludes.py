"""May these codes go together on one claim?"""

import re
from collections.abc import Sequence
from itertools import combinations

from bot.answering.kinds import status
from bot.answering.reference import Reference
from bot.claims import Claim, Finding
from bot.drafts import CodeMention, Draft, Statement, mention, merged_mentions
from bot.guardrails.code_edits import check_claim
from bot.questions.question import Question
from knowledge.code_set.codes import CodeNote
from knowledge.passages import Citation, cite
from retrieval.words import plain


def answer(question: Question, reference: Reference) -> Draft:
    """The edits over the codes named, each finding as a statement; without one, the absence of a note is the answer."""
    codes = question.query.code_names
    if len(codes) < 2:
        return _notes_of(codes[0], question, reference) if codes else Draft(kind="excludes")
    claim = Claim(diagnoses=codes, date_of_service=question.day, payer=question.payer)
    findings = check_claim(claim, reference.authorities)
    statements: list[Statement] = []
    mentions = []
    conflicts = [finding for finding in findings if finding.edit == "excludes1"]
    for finding in conflicts:
        assert finding.citation is not None
        holder, named = _kept_last(*finding.codes)
        statements.append(
            Statement(
                text=(
                    f"No, not for one condition: {holder} and {named} exclude each other. The Excludes1 note that covers"
                    f" {holder} reads “{finding.citation.quote}”."
                ),
                citations=(
                    finding.citation,
                    cite(reference.facts.about(holder)),
                    cite(reference.facts.about(named)),
                ),
            )
        )
        statements.append(
            Statement(
                text=f"Report {named} without {holder}, unless the record shows two unrelated conditions.",
                citations=(finding.citation, cite(reference.facts.about(holder)), cite(reference.facts.about(named))),
            )
        )
        mentions.append(mention(reference.code_set, holder, "rejected", question.day))
        mentions.append(mention(reference.code_set, named, "recommended", question.day))
    if conflicts and (rule := reference.guideline("I.A.12.a")) is not None:
        exception = next(
            (sentence for sentence in _sentences(rule.passage.text) if "exception" in sentence.lower()), rule.quote
        )
        statements.append(Statement(text=exception, citations=(cite(rule.passage, exception),)))
    for finding in findings:
        if finding.edit in ("unknown-code", "not-in-force", "incomplete-code", "seventh-character"):
            part = status.about(finding.codes[0], question.day, question, reference)
            statements.extend(part.statements)
            mentions.extend(part.codes)
    if not conflicts:
        for one, other in combinations(codes, 2):
            if reference.code_set.code(one) is None or reference.code_set.code(other) is None:
                continue
            passage = reference.facts.no_excludes1(one, other)
            opening = (
                "No" if _ASKS_FOR_A_NOTE.search(plain(question.query.text)) else "Yes, as far as Excludes1 notes go"
            )
            text = f"{opening}: none at {one} or {other}, nor at their categories, blocks or chapters, names the other code."
            statements.append(Statement(text=text, citations=(cite(passage),)))
            statements.extend(_excludes2(one, other, question, reference))
            mentions.extend(mention(reference.code_set, code, "mentioned", question.day) for code in (one, other))
    mentions.extend(_replaced(findings, question, reference))
    return Draft(
        kind="excludes",
        statements=tuple(dict.fromkeys(statements)),
        codes=merged_mentions(tuple(mentions)),
        findings=findings,
    )


_ASKS_FOR_A_NOTE = re.compile(r"\b(?:is|are) there (?:an?|any)\b.*\bexcludes?")


def _kept_last(holder: str, named: str) -> tuple[str, str]:
    """The pair with the code to keep last: a symptom of chapter 18 yields to a diagnosis, otherwise the note's holder yields."""
    return (named, holder) if named.startswith("R") and not holder.startswith("R") else (holder, named)


def _replaced(findings: Sequence[Finding], question: Question, reference: Reference) -> list[CodeMention]:
    """The codes that a finding's own suggestion takes off the claim."""
    gone = {
        one
        for finding in findings
        if finding.suggestion is not None and finding.severity != "inform"
        for one in (finding.suggestion.replaces, *finding.suggestion.drops)
        if one not in finding.suggestion.codes
    }
    return [
        mention(reference.code_set, code, "rejected", question.day)
        for code in question.query.code_names
        if code in gone
    ]


def _sentences(text: str) -> list[str]:
    return [
        part if part.endswith(".") else f"{part}." for part in text.split(". ") if f"{part}." in text or part in text
    ]


def _note_citations(note: CodeNote, code: str, reference: Reference) -> tuple[Citation, ...]:
    """What proves a sentence about a note: its words, the entry it stands at, and the code it covers."""
    about = dict.fromkeys((note.from_code, code))
    return (cite(reference.facts.note_passage(note), note.text), *(cite(reference.facts.about(one)) for one in about))


def _excludes2(one: str, other: str, question: Question, reference: Reference) -> list[Statement]:
    found = []
    for holder, named in ((one, other), (other, one)):
        for note in reference.code_set.notes_naming(holder, named, "excludes2", question.day)[:1]:
            found.append(
                Statement(
                    text=f"The Excludes2 note at {note.from_code} reads “{note.text}”: both may be reported when both are documented.",
                    citations=_note_citations(note, holder, reference),
                )
            )
    return found


def _notes_of(code: str, question: Question, reference: Reference) -> Draft:
    """The Excludes notes that bear on one code, where they stand."""
    statements = []
    if reference.code_set.code(code) is None:
        return status.about(code, question.day, question, reference)
    for kind, title in (("excludes1", "Excludes1"), ("excludes2", "Excludes2")):
        for note in reference.code_set.notes(code, question.day):
            if note.kind == kind and note.from_code != reference.code_set.path(code)[0].code:
                at = note.from_code
                statements.append(
                    Statement(
                        text=f"{title} at {at}{f', which covers {code}' if note.inherited else ''}: {note.text}.",
                        citations=_note_citations(note, code, reference),
                    )
                )
    if not statements:
        passage = reference.facts.about(code)
        return Draft(
            kind="excludes",
            statements=(
                Statement(
                    text=f"No Excludes note stands at {code} or above it within its chapter.",
                    citations=(cite(passage),),
                ),
            ),
            codes=(mention(reference.code_set, code, "mentioned", question.day),),
        )
    return Draft(
        kind="excludes",
        statements=tuple(statements[:12]),
        codes=(mention(reference.code_set, code, "mentioned", question.day),),
    )
