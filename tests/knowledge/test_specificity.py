"""Codes that leave side or site open, and the entries that name it."""

from datetime import date

import pytest

from knowledge.code_set.code_set import CodeSet

TODAY = date(2026, 11, 22)

OPEN = [
    ("M25.569", "side", ["M25.561", "M25.562"]),
    ("M54.30", "side", ["M54.31", "M54.32"]),
    ("S52.509A", "side", ["S52.501A", "S52.502A"]),
    ("L89.204", "side", ["L89.214", "L89.224"]),
    ("C50.919", "side", ["C50.911", "C50.912"]),
    ("M50.20", "site", ["M50.21", "M50.22", "M50.23"]),
    ("M79.609", "site", ["M79.601", "M79.602", "M79.604", "M79.605"]),
    ("S02.650B", "site or side", ["S02.651", "S02.652"]),
]


@pytest.mark.parametrize(("code", "leaves_open", "entries"), OPEN, ids=[row[0] for row in OPEN])
def test_what_a_title_leaves_open_is_named_by_its_siblings(
    code_set: CodeSet, code: str, leaves_open: str, entries: list[str]
) -> None:
    found = code_set.more_specific(code, TODAY)

    assert found is not None and found.leaves_open == leaves_open
    assert [one.code for one in found.entries] == entries


@pytest.mark.parametrize("code", ["M17.11", "S82.841A", "M54.50", "J18.9", "H26.9", "M54.2", "M53.89", "R10.9"])
def test_a_title_that_leaves_neither_open_has_none(code_set: CodeSet, code: str) -> None:
    assert code_set.more_specific(code, TODAY) is None


def test_nearly_every_code_of_the_editor_s_list_is_matched(code_set: CodeSet) -> None:
    """Medicare Code Editor edit 20 lists codes of an unspecified side; we find the siblings of 99 in 100."""
    listed = [code for code in sorted(code_set.billable_on(TODAY)) if "unspecified" in code_set.mce(code, TODAY)]
    missed = [code for code in listed if code_set.more_specific(code, TODAY) is None]

    assert len(listed) > 3_000
    assert len(missed) <= len(listed) // 100


def test_siblings_of_another_day_are_not_named(code_set: CodeSet) -> None:
    assert code_set.more_specific("M67.A09", date(2026, 9, 30)) is None
