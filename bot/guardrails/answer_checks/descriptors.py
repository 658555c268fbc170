"""What a statement presents as a code's meaning agrees with the tabular list."""

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds, stands_verbatim
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.descriptors import descriptor_clashes, presented_meanings
from knowledge.code_set.mentions import Mention, find_mentions
from retrieval.words import stems


def check(statement: Statement, grounds: Grounds) -> str | None:
    clash = next(iter(descriptor_clashes(statement.text, grounds.code_set, grounds.day)), None)
    if clash is not None:
        return f"{clash.code} is “{clash.descriptor}”: {clash.why}"
    return None if stands_verbatim(statement) else _meaning_from_nowhere(statement, grounds)


def _meaning_from_nowhere(statement: Statement, grounds: Grounds) -> str | None:
    """A meaning behind a code that shares no word with what the list prints for it, nor with the words that are cited.

    In front of a code stand other things, too: "Yes: M54.2 (…)".
    """
    text, code_set = statement.text, grounds.code_set
    mentions = find_mentions(text, lambda code: code_set.code(code) is not None)
    cited: set[str] | None = None
    for presented in presented_meanings(text, mentions) if mentions else ():
        if presented.start < presented.mentions[-1].end:
            continue
        meant = set(stems(text[presented.start : presented.end]))
        if cited is None:
            cited = {stem for citation in statement.citations for stem in stems(citation.quote)}
        if not meant or meant & cited:
            continue
        if not any(meant & _words_of(mention, code_set) for mention in presented.mentions):
            code = presented.mentions[-1].code
            return f"{code} is “{code_set.descriptor(code, grounds.day)}”, and nothing cited says otherwise"
    return None


def _words_of(mention: Mention, code_set: CodeSet) -> set[str]:
    path = code_set.path(mention.code)
    return {stem for entry in path for stem in stems(entry.descriptor)}
