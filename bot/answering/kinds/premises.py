"""A question may take for granted what is not so ("M47.812 with radiculopathy, right?"): corrected first, never followed."""

import re

from bot.answering.reference import Reference
from bot.drafts import CodeMention, Draft, Statement, mention
from bot.questions.question import Question
from knowledge.code_set.descriptors import contradiction, descriptor_clashes
from knowledge.passages import cite
from retrieval.words import stem, words


def corrected_premises(question: Question, reference: Reference) -> Draft:
    """A Draft with one correction for each code whose title contradicts what the question says of it; empty when none does."""
    statements: list[Statement] = []
    codes: list[CodeMention] = []
    for code, claimed in _wrong_meanings(question, reference).items():
        descriptor = reference.code_set.descriptor(code, question.day)
        text = f"No: {code} is “{descriptor}”, not “{claimed}”."
        statements.append(Statement(text=text, citations=(cite(reference.facts.about(code)),)))
        codes.append(mention(reference.code_set, code, "rejected", question.day))
        meant = code_that_says(code, claimed, reference, question)
        if meant is not None:
            descriptor = reference.code_set.descriptor(meant, question.day)
            statements.append(
                Statement(
                    text=f"For that, {meant} is the code: {descriptor}.",
                    citations=(cite(reference.facts.about(meant)),),
                )
            )
            codes.append(mention(reference.code_set, meant, "recommended", question.day))
    return Draft(kind="status", statements=tuple(statements), codes=tuple(codes))


def _wrong_meanings(question: Question, reference: Reference) -> dict[str, str]:
    """The codes to which the question gives a meaning that the tabular list contradicts, each with that meaning."""
    text = question.query.text
    found = {clash.code: clash.claimed for clash in descriptor_clashes(text, reference.code_set, question.day)}
    for typed in question.query.codes:
        claimed = _said_after(text, typed.typed)
        if typed.code not in found and claimed and contradiction(claimed, typed.code, reference.code_set, question.day):
            found[typed.code] = claimed
    return {code: _without_tag(claimed) for code, claimed in found.items()}


def _without_tag(claimed: str) -> str:
    """The meaning without the question's tail: "with radiculopathy, right?" -> "with radiculopathy"."""
    claimed = re.sub(
        r"[,;]?\s*\b(?:right|correct|yes|no|isn't it|is it not|true)\b\s*\??\W*$",
        "",
        claimed.strip(),
        flags=re.IGNORECASE,
    )
    return " ".join(claimed.strip(" \"“”'?.!,").split())


def _said_after(text: str, typed: str) -> str:
    """The words a question hangs on a code: M47.812 "with radiculopathy", right? -> with radiculopathy."""
    match = re.search(
        rf"{re.escape(typed)}[\s\"“'(]*((?:with|without|for|is|as|means)\b[^,;.?!\"”)]*)", text, re.IGNORECASE
    )
    if match is None or re.search(r"[A-Z]\d[0-9A-Z]\.|\b(?:together|along|same)\b", match[1]):
        return ""
    return re.sub(r"^(?:for|is|as|means)\s+(?:the\s+|a\s+)?", "", match[1].strip(), flags=re.IGNORECASE)


def code_that_says(code: str, claimed: str, reference: Reference, question: Question) -> str | None:
    """The code of the same category whose title has the claimed words and keeps the rest of the title (region, side)."""
    own = {stem(word) for word in words(reference.code_set.descriptor(code))}
    wanted = {stem(word) for word in words(claimed)} | ({stem(word) for word in words(question.query.phrase)} - own)
    best: tuple[float, str] | None = None
    for leaf in reference.code_set.leaves(code[:3], question.day):
        title = {stem(word) for word in words(leaf.descriptor)}
        if leaf.code == code or not {stem(word) for word in words(claimed) if word not in ("is", "the", "a")} <= title:
            continue
        score = len(title & own) + len(title & wanted) - 0.5 * len(title - own - wanted) - 2.0 * ("without" in title)
        if best is None or score > best[0]:
            best = (score, leaf.code)
    return best[1] if best else None
