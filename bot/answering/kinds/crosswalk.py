"""What is this ICD-9-CM code today, or that code in ICD-9-CM?"""

import re

from bot.answering.kinds import status
from bot.answering.reference import Reference
from bot.drafts import Draft, Statement, mention, merged_mentions
from bot.questions.question import Question
from bot.questions.refusals import Refusal, no_evidence
from knowledge.code_facts import END_OF_ICD9
from knowledge.passages import cite
from retrieval.words import plain

_TODAY = re.compile(r"\b(?:bill\w*|use[ds]?|using|valid|still|today|now|accept\w*|submit\w*|claim)\b")


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The rows of the general equivalence maps, and what became of a target that has ended since."""
    code_set, facts = reference.code_set, reference.facts
    statements: list[Statement] = []
    mentions = []
    for icd9 in question.query.icd9:
        passage = facts.from_icd9(icd9)
        if passage is None:
            continue
        rows = facts.crosswalk.forward(icd9)
        targets = list(dict.fromkeys(row.target for row in rows if row.target))
        approximate = any(row.approximate for row in rows)
        if _TODAY.search(plain(question.query.text)):
            statements.append(Statement(text=END_OF_ICD9, citations=(cite(passage, END_OF_ICD9),)))
        converts = passage.text.removesuffix(END_OF_ICD9).rstrip()
        statements.append(Statement(text=converts, citations=(cite(passage, converts),)))
        if approximate:
            statements.append(
                Statement(
                    text=f"The conversion of {icd9} is approximate: choose by what the record says, not by the map alone.",
                    citations=(cite(passage),),
                )
            )
        for target in targets:
            state = code_set.status(target, question.day)
            if state.billable:
                role = "recommended" if len(targets) == 1 else "mentioned"
                mentions.append(mention(code_set, target, role, question.day))  # type: ignore[arg-type]
            else:
                part = status.about(target, question.day, question, reference)
                statements.extend(part.statements)
                mentions.extend(part.codes)
    for code in question.query.code_names:
        passage = facts.to_icd9(code)
        if passage is not None:
            statements.append(Statement(text=passage.text, citations=(cite(passage),)))
            mentions.append(mention(code_set, code, "mentioned", question.day))
    if not statements:
        return no_evidence("the general equivalence maps have no row for it")
    return Draft(kind="crosswalk", statements=tuple(dict.fromkeys(statements)), codes=merged_mentions(tuple(mentions)))
