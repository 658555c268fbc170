"""Text made to exhaust a pattern costs no more than its length: eight times the text, not sixty-four times the work."""

import time

import pytest

from bot.privacy import door

_MOST_PER_DOUBLING = 2.5
_ATTEMPTS = 4
_HOSTILE = [
    "1", "1 ", "1.", "1-", "1/1/", "123-", "a", "A.", "a@", "a@a.", "Aa ", "1 Aa ", "12 Main St, Aa Aa, ", "addr 1 ", "address: 12 ",
    "patient ", "patient Aa ", "name Aa ", "Aa, Aa, ", "DOB 1/1/2026 ", "Jan 1 ", "555-123-4567 ", "[PHONE 1] ", "::", "a:", "http://a",
    "member id ", "MRN # ", "account number is no id of # ", "policy number is is is ", "IL 62704 ", "+1 2 3 ", "1234 5678 9012 3456 ",
    "ssn last ", "last four of ", "ninety ", " ", "\n", "\u200b",
]  # fmt: skip


def _work(text):
    started = time.thread_time()
    door.clean(text)
    return time.thread_time() - started


def _grows_with_length(piece, length):
    """Three doublings, each at most `_MOST_PER_DOUBLING` times the work; one quiet attempt on a busy machine is proof."""
    short = (piece * length)[: length // 8]
    long = (piece * length)[:length]
    return any(_work(long) <= _MOST_PER_DOUBLING**3 * max(_work(short), 0.002) for _ in range(_ATTEMPTS))


@pytest.mark.parametrize("piece", _HOSTILE, ids=repr)
def test_work_grows_with_the_length_of_one_piece_repeated(piece):
    assert _grows_with_length(piece, 80_000)


def test_work_grows_with_the_length_of_all_of_them_at_200_kilobytes():
    assert _grows_with_length("".join(_HOSTILE), 200_000)
