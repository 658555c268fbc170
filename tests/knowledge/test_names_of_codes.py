"""What people call a code."""

from collections.abc import Iterator

from knowledge.vocabulary.names import NamesOfCodes
from knowledge.vocabulary.terms import Term


def term(words: str, codes: str) -> Term:
    return Term(term=words, codes=codes, kind="synonym", note="", location="x.csv:2")


def test_a_code_has_its_own_names_and_those_of_its_family() -> None:
    names = NamesOfCodes(lambda: [term("crick", "M54.2"), term("bad back", "M54.-"), term("tennis elbow", "M77.1-")])

    assert names("M54.2") == ("crick", "bad back")
    assert names("M77.11") == ("tennis elbow",)
    assert names("I10") == ()


def test_words_for_several_codes_together_name_none_of_them() -> None:
    assert NamesOfCodes(lambda: [term("high pressure kidney", "I12.9 N18.9")])("I12.9") == ()


def test_the_vocabulary_is_read_once_and_not_before_it_is_asked() -> None:
    read = 0

    def terms() -> Iterator[Term]:
        nonlocal read
        read += 1
        yield term("crick", "M54.2")

    names = NamesOfCodes(terms)
    assert read == 0
    assert names("M54.2") == names("M54.2") == ("crick",)
    assert read == 1
