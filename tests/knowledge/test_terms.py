"""The vocabulary: how people say it, and the code or family it means."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge.code_set.code_set import CodeSet
from knowledge.errors import KnowledgeError
from knowledge.vocabulary.terms import Abbreviation, Term, read_abbreviations, read_terms

TERMS_HEAD = "term,codes,kind,note"
ABBREVIATIONS_HEAD = "abbreviation,expansion,rank,context,note"


def write(folder: Path, name: str, *lines: str) -> None:
    (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_row_becomes_a_term_with_the_place_it_stands_at(tmp_path: Path) -> None:
    write(
        tmp_path,
        "neck.csv",
        TERMS_HEAD,
        "crick in the neck , M54.2 ,lay,said of one side",
        '"pain, neck",M54.2 M79.2,synonym,',
    )

    first, second = read_terms(tmp_path)

    assert first == Term(
        term="crick in the neck", codes="M54.2", kind="lay", note="said of one side", location="neck.csv:2"
    )
    assert (second.term, second.codes, second.location) == ("pain, neck", "M54.2 M79.2", "neck.csv:3")


BROKEN = [
    ("other columns", "term,code,kind,note", "a,M54.2,lay,", "neck.csv:1: the columns"),
    ("no header", "a,M54.2,lay,", "b,M54.2,lay,", "neck.csv:1: the columns"),
    ("an empty file", "", "", "neck.csv:1: the columns"),
    ("an unknown kind", TERMS_HEAD, "a,M54.2,slang,", "neck.csv:2: a term needs"),
    ("no words", TERMS_HEAD, " ,M54.2,lay,", "neck.csv:2: a term needs"),
    ("no code", TERMS_HEAD, "a, ,lay,", "neck.csv:2: a term needs"),
    ("too few cells", TERMS_HEAD, "a,M54.2,lay", "neck.csv:2: the row has"),
    ("too many cells", TERMS_HEAD, "a,M54.2,lay,x,y", "neck.csv:2: the row has"),
]


@pytest.mark.parametrize(("head", "row", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_wrong_row_is_named_by_file_and_line(tmp_path: Path, head: str, row: str, message: str) -> None:
    write(tmp_path, "neck.csv", head, row)

    with pytest.raises(KnowledgeError, match=message):
        list(read_terms(tmp_path))


def test_abbreviations_are_read_apart_from_the_terms(tmp_path: Path) -> None:
    write(
        tmp_path,
        "abbreviations.csv",
        ABBREVIATIONS_HEAD,
        "ms,multiple sclerosis,2,brain optic,",
        "ms,musculoskeletal,1,,",
    )

    assert list(read_terms(tmp_path)) == []
    assert [(one.expansion, one.rank, one.context) for one in read_abbreviations(tmp_path)] == [
        ("multiple sclerosis", 2, ("brain", "optic")),
        ("musculoskeletal", 1, ()),
    ]


def test_a_rank_that_is_no_number_is_named(tmp_path: Path) -> None:
    write(tmp_path, "abbreviations.csv", ABBREVIATIONS_HEAD, "ms,multiple sclerosis,first,,")

    with pytest.raises(KnowledgeError, match=r"abbreviations.csv:2: the rank"):
        list(read_abbreviations(tmp_path))


def test_a_folder_without_abbreviations_has_none(tmp_path: Path) -> None:
    assert list(read_abbreviations(tmp_path)) == []


# -- the true vocabulary -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def terms() -> list[Term]:
    return list(read_terms())


@pytest.fixture(scope="module")
def abbreviations() -> list[Abbreviation]:
    return list(read_abbreviations())


def test_every_term_means_a_code_or_family_in_force(terms: list[Term], code_set: CodeSet) -> None:
    day = date(2026, 11, 22)
    dead = [
        (term.location, owner)
        for term in terms
        for owner in term.codes.split()
        if not code_set.leaves(owner.rstrip("-").rstrip("."), day)
    ]

    assert len(terms) > 1_000
    assert dead == []


def test_a_term_without_a_dash_means_a_billable_code(terms: list[Term], code_set: CodeSet) -> None:
    billable = code_set.billable_on(date(2026, 11, 22))

    assert [
        (term.location, owner)
        for term in terms
        for owner in term.codes.split()
        if not owner.endswith("-") and owner not in billable
    ] == []


def test_no_term_has_two_meanings(terms: list[Term]) -> None:
    meanings: dict[str, set[str]] = {}
    for term in terms:
        meanings.setdefault(term.term.lower(), set()).add(term.codes)

    assert {term: codes for term, codes in meanings.items() if len(codes) > 1} == {}


def test_the_senses_of_an_abbreviation_have_ranks_from_one(abbreviations: list[Abbreviation]) -> None:
    ranks: dict[str, list[int]] = {}
    for one in abbreviations:
        ranks.setdefault(one.abbreviation, []).append(one.rank)

    assert len(ranks) > 100
    assert {name: sorted(rows) for name, rows in ranks.items() if sorted(rows) != list(range(1, len(rows) + 1))} == {}


def test_no_sense_of_an_abbreviation_stands_twice(abbreviations: list[Abbreviation]) -> None:
    seen = Counter((one.abbreviation, one.expansion.lower()) for one in abbreviations)

    assert [pair for pair, times in seen.items() if times > 1] == []
