"""What must hold for any text at all: exact offsets, nothing left that was found, and a second cleaning that changes nothing."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import door

_WORDS = st.sampled_from(
    [
        "(555) 123-4567", "555-123-4567", "5551234567", "555-0148", "123-45-6789", "123 45 6789", "1EG4-TE5-MK73", "W1234 56789", "0012345",
        "jane.doe+x@mail.co.uk", "www.jane.example.com", "10.0.0.5", "12 Main St Apt 4", "Springfield, IL 62704", "PO Box 12", "3/4/1961",
        "March 4, 1961", "2026-09-30", "11/3", "94-year-old", "aged 91", "John Smith", "Smith, John", "JANE", "O'Brien", "José", "1HGCM82633A004352",
        "MRN", "MRN:", "SSN", "DOB", "born", "patient", "pt:", "Mr.", "Dr", "name:", "fax", "phone", "call", "#", "no.", "acct", "member id", "policy",
        "is", "of", "zip", "lives in", "seen on", "admitted", "he", "serial", "plate", "license", "ID", "[PHONE 1]", "[NAME 2]", "[AGE OVER 89 1]", "[",
        "M54.2", "97110", "98940-AT", "C5-6", "7/10", "34%", "Spurling", "neck pain", "\u200b", "\u00a0", "–", "é", "🩺", ".", ",", "\n", "-", "/", "1", "62704",
    ]
)  # fmt: skip
_TYPED = st.lists(_WORDS | st.text(max_size=6), max_size=14).flatmap(
    lambda words: st.sampled_from([" ", "", ", ", "\n", "/"]).map(lambda gap: gap.join(words))
)
_ANY_TEXT = _TYPED | st.text(max_size=120)


@settings(deadline=None, max_examples=300)
@given(_ANY_TEXT)
def test_what_stands_at_the_offsets_is_what_was_replaced(text):
    found = door.find_identifiers(text)
    masked = door.clean(text).text

    kept, position = [], 0
    for one in found:
        assert position <= one.start < one.end <= len(text)
        kept.append(text[position : one.start])
        position = one.end
    kept.append(text[position:])
    assert re.fullmatch(r"\[[A-Z0-9 ]+ \d+\]".join(map(re.escape, kept)), masked)


@settings(deadline=None, max_examples=300)
@given(_ANY_TEXT)
def test_no_value_that_was_found_is_left_as_a_word(text):
    masked = re.sub(r"\[[A-Z0-9 ]+ \d+\]", "\0", door.clean(text).text)

    for one in door.find_identifiers(text):
        value = text[one.start : one.end]
        assert not re.search(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])", masked)


@settings(deadline=None, max_examples=300)
@given(_ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text):
    once = door.clean(text)

    again = door.clean(once.text)

    assert again.text == once.text
    assert again.identifiers == ()
