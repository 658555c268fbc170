"""Guidance pages become passages; what is wrong on a page is named by file and line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.library import KINDS, Library, load_library, read_library, read_page, read_sources, save_library
from knowledge.passages import Citation, Passage, Source, cite

SOURCES_FILE = """\
body:
  title: The rule book
  publisher: CMS
  edition: FY2026
  label: primary
  effective_from: 2025-10-01
  effective_to: '2026-09-30'
  url: https://example.org/rules
  licence: public domain
trade:
  title: A page about it
  publisher: A trade site
  edition: undated
  label: secondary
"""
PAGE = """\
---
source: body
topic: Necks
---

Words before the first heading belong to no passage.

## What the note must show
id: neck.note
codes: [M54.2, M50.-]
kinds: [documentation]
section: I.B.2

The first sentence
runs on. The second follows.

A second paragraph.

## When in doubt
id: neck.doubt
kinds: [general, compare]
source: trade
edition: March 2026
label: sample
evidence: C
number_seen: no
wording: official

Ask the provider.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sources.yaml").write_text(SOURCES_FILE, encoding="utf-8")
    (tmp_path / "guidance").mkdir()
    (tmp_path / "guidance" / "neck.md").write_text(PAGE, encoding="utf-8")
    return tmp_path


def read(folder: Path) -> Library:
    return read_library(folder)


def test_a_page_becomes_passages_in_reading_order(folder: Path) -> None:
    library = read(folder)

    assert list(library.passages) == ["neck.note", "neck.doubt"]
    assert library.get("neck.doubt") is library.passages["neck.doubt"]
    assert library.get("neck.nothing") is None


def test_a_passage_takes_its_keys_and_what_it_leaves_out_from_its_page(folder: Path) -> None:
    passage = read(folder).passages["neck.note"]

    assert passage.title == "What the note must show"
    assert passage.text == "The first sentence runs on. The second follows.\n\nA second paragraph."
    assert (passage.codes, passage.kinds, passage.section) == (("M54.2", "M50.-"), ("documentation",), "I.B.2")
    assert passage.source == Source(
        id="body", title="The rule book", publisher="CMS", edition="FY2026", label="primary", effective_from=date(2025, 10, 1),
        effective_to=date(2026, 9, 30), url="https://example.org/rules", licence="public domain",
    )  # fmt: skip
    assert (passage.wording, passage.evidence, passage.section_was_seen) == ("ours", None, True)
    assert passage.location == "neck.md:8"


def test_a_passages_own_keys_outweigh_its_page(folder: Path) -> None:
    passage = read(folder).passages["neck.doubt"]

    assert (passage.source.id, passage.source.edition, passage.source.label) == ("trade", "March 2026", "sample")
    assert passage.section == "Necks"
    assert (passage.wording, passage.evidence, passage.section_was_seen) == ("official", "C", False)
    assert passage.source.url is None


BROKEN: list[tuple[str, Callable[[str], str], str]] = [
    ("no front matter", lambda page: page.removeprefix("---\n"), "neck.md:1: no front matter"),
    ("an empty page", lambda page: "", "neck.md:1: no front matter"),
    ("front matter that never ends", lambda page: "---\nsource: body\n", "neck.md:1: no front matter"),
    ("a key too many in front", lambda page: page.replace("topic: Necks", "topic: Necks\nauthor: me"), "neck.md:1: the front matter"),
    ("a key too few in front", lambda page: page.replace("topic: Necks\n", ""), "neck.md:1: the front matter"),
    ("no passage", lambda page: "---\nsource: body\ntopic: Necks\n---\ntext\n", "neck.md:4: the page holds no passage"),
    ("no id", lambda page: page.replace("id: neck.note\n", ""), "neck.md:8: the passage has no id"),
    ("an id that is a number", lambda page: page.replace("id: neck.note", "id: 3"), "neck.md:8: the passage has no id"),
    ("an unknown key", lambda page: page.replace("section: I.B.2", "sektion: I.B.2"), "neck.md:8: unknown key sektion"),
    ("an unknown kind", lambda page: page.replace("[documentation]", "[dokumentation]"), "neck.md:8: kinds"),
    ("no kinds", lambda page: page.replace("kinds: [documentation]\n", ""), "neck.md:8: kinds"),
    ("kinds that are no list", lambda page: page.replace("[documentation]", "documentation"), "neck.md:8: kinds"),
    ("an unknown source", lambda page: page.replace("source: trade", "source: nobody"), "neck.md:19: the source nobody"),
    ("an unknown label", lambda page: page.replace("label: sample", "label: tertiary"), "neck.md:19: unknown label"),
    ("unknown evidence", lambda page: page.replace("evidence: C", "evidence: D"), "neck.md:19: evidence"),
    ("no text", lambda page: page.replace("\nAsk the provider.\n", ""), "neck.md:19: the passage has no text"),
    ("an id twice", lambda page: page.replace("id: neck.doubt", "id: neck.note"), "neck.md:19: the id neck.note already stands at neck.md:8"),
    ("keys that are no YAML", lambda page: page.replace("section: I.B.2", "section: [I.B.2"), "neck.md:"),
    ("keys that are no mapping", lambda page: page.replace("id: neck.note\ncodes: [M54.2, M50.-]\nkinds: [documentation]\nsection: I.B.2", "- one"), "neck.md:9"),
]  # fmt: skip


@pytest.mark.parametrize(("breaking", "message"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_what_is_wrong_on_a_page_is_named_by_file_and_line(
    folder: Path, breaking: Callable[[str], str], message: str
) -> None:
    page = breaking(PAGE)
    assert page != PAGE
    (folder / "guidance" / "neck.md").write_text(page, encoding="utf-8")

    with pytest.raises(KnowledgeError) as wrong:
        read(folder)

    assert wrong.value.message.startswith(message)
    assert wrong.value.next_step


BROKEN_SOURCES = [
    ("no publisher", SOURCES_FILE.replace("  publisher: CMS\n", ""), "source body lacks"),
    ("an unknown key", SOURCES_FILE.replace("licence:", "license:"), "unknown key license"),
    ("an unknown label", SOURCES_FILE.replace("label: primary", "label: first"), "has label first"),
    ("a source that is a word", "body: yes\n", "source body lacks"),
    ("a list", "- body\n", "expected `key: value`"),
]


@pytest.mark.parametrize(
    ("text", "message"), [row[1:] for row in BROKEN_SOURCES], ids=[row[0] for row in BROKEN_SOURCES]
)
def test_a_wrong_source_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "sources.yaml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=message):
        read_sources(path)


def test_a_second_corpus_may_name_the_sources_of_the_first(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "guidance").mkdir(parents=True)
    (own / "guidance" / "ours.md").write_text(PAGE.replace("id: neck.", "id: ours."), encoding="utf-8")

    library = read_library(folder, own)

    assert list(library.passages) == ["neck.note", "neck.doubt", "ours.note", "ours.doubt"]
    assert library.passages["ours.note"].source == library.passages["neck.note"].source


def test_an_id_may_not_stand_in_two_corpora(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "guidance").mkdir(parents=True)
    (own / "guidance" / "ours.md").write_text(PAGE, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=r"ours\.md:8: the id neck\.note already stands at neck\.md:8"):
        read_library(folder, own)


def test_an_empty_corpus_folder_holds_nothing(tmp_path: Path) -> None:
    assert dict(read_library(tmp_path).passages) == {}


def test_the_compiled_library_is_the_library_that_was_read(folder: Path) -> None:
    library = read(folder)
    compiled = folder / "library.json"

    save_library(library, compiled)

    assert load_library(compiled) == library


# -- the true corpus -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def corpus() -> Library:
    return read_library()


def test_the_true_corpus_is_read_and_compiled_without_a_change(corpus: Library, tmp_path: Path) -> None:
    save_library(corpus, tmp_path / "library.json")

    assert len(corpus.passages) > 500
    assert load_library(tmp_path / "library.json") == corpus


def test_every_kind_of_question_but_those_of_the_tables_has_guidance(corpus: Library) -> None:
    spoken_of = {kind for passage in corpus.passages.values() for kind in passage.kinds}

    assert KINDS - spoken_of <= {"status", "crosswalk"}


def test_a_source_whose_address_we_do_not_know_has_none_and_never_a_guess() -> None:
    for source in read_sources().values():
        assert source.url is None or source.url.startswith(("https://", "http://")), source.id


def test_every_source_says_what_may_be_done_with_it() -> None:
    assert [source.id for source in read_sources().values() if not source.licence or not source.edition] == []


def test_a_rule_from_memory_never_claims_official_words(corpus: Library) -> None:
    assert [one.id for one in corpus.passages.values() if one.evidence == "C" and one.wording == "official"] == []


# -- passages and citations ----------------------------------------------------------------------------------------------

A_SOURCE = Source(id="s", title="t", publisher="p", edition="e", label="primary")


def passage(text: str) -> Passage:
    return Passage(id="p", title="t", text=text, source=A_SOURCE)


@pytest.mark.parametrize("text", ["", " ", "\n\t"], ids=["nothing", "a space", "white space"])
def test_a_passage_without_text_cannot_be_made(text: str) -> None:
    with pytest.raises(ValueError, match="no text"):
        passage(text)


@given(st.text(min_size=1, max_size=80).filter(str.strip), st.data())
def test_any_part_of_a_passage_may_be_quoted(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert cite(passage(text), text[start:end]).is_verbatim
    assert cite(passage(text)).quote == text


@pytest.mark.parametrize(
    "quote", ["neck pain ", "Neck pain", "neck  pain", "neck-pain", "", "neck pain."],
    ids=["a space more", "another case", "two spaces", "a dash", "nothing", "a full stop more"],
)  # fmt: skip
def test_words_that_do_not_stand_in_a_passage_cannot_be_cited(quote: str) -> None:
    with pytest.raises(ValueError, match="not in passage"):
        cite(passage("the neck pain"), quote)
    assert not Citation(passage=passage("the neck pain"), quote=quote).is_verbatim


def test_a_page_without_sources_given_reads_none(tmp_path: Path) -> None:
    path = tmp_path / "neck.md"
    path.write_text(PAGE, encoding="utf-8")

    with pytest.raises(KnowledgeError, match="the source body is not in"):
        read_page(path, {})
