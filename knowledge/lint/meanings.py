"""Rule: a descriptor that contradicts the tabular list."""

from collections.abc import Iterator
from datetime import date

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.descriptors import descriptor_clashes
from knowledge.lint.faults import Fault
from knowledge.lint.pages import PageEntry, Prose

RULE = "descriptor-mismatch"


def wrong_meanings(entry: PageEntry, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """Every place of a passage that gives a code a meaning the tabular list does not have on `day`."""
    return wrong_meanings_in(entry.prose, entry.file, code_set, day)


def wrong_meanings_in(prose: Prose, file: str, code_set: CodeSet, day: date) -> Iterator[Fault]:
    for clash in descriptor_clashes(prose.text, code_set, day):
        yield Fault(
            file=file,
            line=prose.line_at(clash.start),
            rule=RULE,
            severity="error",
            message=f'{clash.code} is given the meaning "{clash.claimed}": {clash.why}.',
            mend=f'{clash.code} is "{clash.descriptor}": mend the words, or choose the code for them.',
        )
