"""The words and signs that several replies share, so that the same thing always looks the same."""

from typing import Final

from bot.claims import Severity
from bot.questions.refusals import Reason

SIGNS: Final[dict[Severity, str]] = {"block": "⛔", "query": "⚠️", "inform": "ℹ️"}
SEVERITIES: Final[dict[Severity, str]] = {
    "block": "Stops the claim",
    "query": "A person must decide",
    "inform": "Good to know",
}
REFUSED: Final[dict[Reason, str]] = {
    "out_of_scope": "That is outside what I answer.",
    "medical_advice": "I can't advise on treatment.",
    "unsupported_billing": "I can't help with that, and here is why.",
    "identifiers": "That text names a person.",
    "no_evidence": "I have no source for an answer.",
    "empty": "There is no question there.",
}
STATES: Final = {
    "billable": "billable",
    "header": "heading, not billable",
    "ended": "ended",
    "not_yet": "not in force yet",
    "unknown": "not a code",
}
IDENTIFIERS: Final = {
    "name": "a name",
    "address": "an address",
    "date": "a date",
    "age_over_89": "an age over 89",
    "phone": "a phone number",
    "fax": "a fax number",
    "email": "an e-mail address",
    "ssn": "a social security number",
    "mrn": "a medical record number",
    "member_id": "a member number",
    "account": "an account number",
    "license": "a licence number",
    "vehicle": "a vehicle number",
    "device": "a device number",
    "url": "a web address",
    "ip": "an IP address",
    "biometric": "a biometric identifier",
    "other_id": "another identifying number",
}


def in_a_row(words: tuple[str, ...]) -> str:
    """ "a name, a date and a phone number"."""
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def kinds_seen(kinds: tuple[str, ...]) -> str:
    """The kinds of identifiers in words, never what they said."""
    return in_a_row(tuple(IDENTIFIERS.get(kind, "another identifier") for kind in kinds))
