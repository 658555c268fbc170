"""Text made to exhaust a pattern costs no more than its length: four times the text, not sixteen times the work."""

import time

import pytest

from bot.privacy import door

_MOST_PER_DOUBLING = 2.5
_HOSTILE = [
    "1", "1 ", "1.", "1-", "1/1/", "123-", "a", "A.", "a@", "a@a.", "Aa ", "1 Aa ", "12 Aa Aa Aa ", "12 Main St, Aa Aa, ", "addr 1 ", "address: 12 ",
    "patient ", "patient Aa ", "name Aa ", "Aa, Aa, ", "DOB 1/1/2026 ", "Jan 1 ", "555-123-4567 ", "[PHONE 1] ", "[", "::", "a:", "http://a", "www.",
    "member id ", "MRN # ", "account number is no id of # ", "policy number is is is ", "IL 62704 ", "+1 2 3 ", "1234 5678 9012 3456 ", "ssn last ",
    "last four of ", "ninety ", "x", " ", "\n", "\u200b",
]  # fmt: skip


def _work(text):
    times = []
    for _ in range(3):
        started = time.thread_time()
        door.clean(text)
        times.append(time.thread_time() - started)
    return min(times)


@pytest.mark.parametrize("piece", _HOSTILE, ids=repr)
def test_work_grows_with_the_length_of_the_text(piece):
    short = (piece * 50_000)[:50_000]
    long = (piece * 200_000)[:200_000]

    assert _work(long) <= _MOST_PER_DOUBLING**2 * max(_work(short), 0.005)
