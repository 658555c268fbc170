"""The door masks what is found, the same value with the same mask, and stays shut when a finder fails."""

import traceback

import pytest

from bot.privacy import door
from bot.privacy.findings import Identifier
from bot.privacy.identifiers import FINDERS
from knowledge.errors import PrivacyError

SECRET = "Zebulon 555-123-4567"


def test_a_question_is_masked_and_the_kinds_are_named_in_order():
    cleaned = door.clean("MRN 0012345, call (555) 123-4567: is M54.2 right?")

    assert cleaned.text == "MRN [MRN 1], call [PHONE 1]: is M54.2 right?"
    assert cleaned.identifiers == ("mrn", "phone")


def test_the_same_value_keeps_its_number_however_it_is_written():
    cleaned = door.clean("call (555) 123-4567 or 312.555.0182, again 555.123.4567")

    assert cleaned.text == "call [PHONE 1] or [PHONE 2], again [PHONE 1]"


def test_a_value_found_by_its_cue_is_masked_wherever_else_it_stands():
    cleaned = door.clean("MRN 88A4471. The file 88A4471 has no date.")

    assert cleaned.text == "MRN [MRN 1]. The file [MRN 1] has no date."


def test_overlapping_finds_become_one_mask():
    assert door.clean("Fax: (555) 987-6543.").text == "Fax: [FAX 1]."


def test_offsets_count_code_points_of_the_text_as_it_was_given():
    text = "🩺 naïve\u00a0note — fax\u202f555–987–6543 ✓"

    (one,) = door.find_identifiers(text)

    assert (one.kind, text[one.start : one.end]) == ("fax", "555–987–6543")


def test_a_mask_that_is_already_there_stays_and_a_new_value_gets_a_new_number():
    cleaned = door.clean("[PHONE 1] or 312-555-0182")

    assert cleaned.text == "[PHONE 1] or [PHONE 2]"
    assert cleaned.identifiers == ("phone",)


def test_a_date_beside_a_masked_name_belongs_to_that_person():
    assert door.clean("[NAME 1] 10/5/2026 M54.2").text == "[NAME 1] [DATE 1] M54.2"


def test_the_person_of_one_sentence_is_not_beside_the_date_of_the_next():
    text = "The patient has neck pain. Is M72.2 good on 2026-09-30?"

    assert door.clean(text).text == text


def test_empty_text_is_clean():
    assert door.clean("").text == ""


def test_a_whole_note_is_masked_and_its_findings_stay():
    note = (
        "Patient: Jane Q. Doe   DOB: 03/04/1961   MRN: 0012345   DOS: 11/05/2026\n"
        "12 Main St Apt 4, Springfield, IL 62704; (555) 123-4567; jane.doe@mail.com\n"
        "S: 65 y/o female, neck pain since MVA on 9/14/2026, 7/10. NDI 34%. Denies radiating pain.\n"
        "O: flexion 40/60, Spurling negative, tender C4-C6 facets on the right.\nA: M53.82, M99.01. P: 98940-AT, 97110-GP x 2."
    )

    cleaned = door.clean(note)

    assert cleaned.text == (
        "Patient: [NAME 1]   DOB: [DATE 1]   MRN: [MRN 1]   DOS: [DATE 2]\n"
        "[ADDRESS 1]; [PHONE 1]; [EMAIL 1]\n"
        "S: 65 y/o female, neck pain since MVA on [DATE 3], 7/10. NDI 34%. Denies radiating pain.\n"
        "O: flexion 40/60, Spurling negative, tender C4-C6 facets on the right.\nA: M53.82, M99.01. P: 98940-AT, 97110-GP x 2."
    )


def _breaks(text):
    raise ValueError(f"cannot read {text}")
    yield


def _reports_a_place_behind_the_end(text):
    yield Identifier(kind="name", start=0, end=len(text) + 1)


@pytest.mark.parametrize("finder", [_breaks, _reports_a_place_behind_the_end])
def test_a_finder_that_fails_stops_the_text_without_repeating_it(finder):
    with pytest.raises(PrivacyError) as raised:
        door.clean(SECRET, [*FINDERS, finder])

    told = "".join(traceback.format_exception(raised.value)) + repr(raised.value) + str(raised.value)
    assert "Zebulon" not in told
    assert "4567" not in told
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None


def test_a_search_that_does_not_come_to_rest_stops_the_text():
    changing = iter(range(1000))

    def finds_one_letter_more(text):
        place = next(changing)
        letters = [index for index, character in enumerate(text) if character == "z"]
        if place < 1000 and letters:
            yield Identifier(kind="name", start=letters[0], end=letters[0] + 1)

    with pytest.raises(PrivacyError):
        door.clean(" ".join("zy" for _ in range(40)), [finds_one_letter_more])


@pytest.mark.parametrize("value", [None, 7, b"SSN 123-45-6789"], ids=repr)
def test_what_is_no_text_does_not_pass(value):
    with pytest.raises(PrivacyError) as raised:
        door.clean(value)

    assert "6789" not in str(raised.value)
