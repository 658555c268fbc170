"""The Assistant: answer, find, look up, check, review. All that an edge may call; a Slack listener and an eval case call the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.grounds import held_passage
from bot.answering.model_writer import ModelWriter
from bot.answering.pipeline import reply_to
from bot.answering.reference import Reference
from bot.claims import Claim, Finding
from bot.drafts import Reply
from bot.guardrails.code_edits import check_claim
from bot.guardrails.mending import mended
from bot.notes.results import Review
from bot.notes.review import review_notes
from bot.privacy import door
from bot.privacy.service_days import service_days
from knowledge.code_set.codes import Release
from knowledge.errors import RequestError
from knowledge.passages import Passage
from retrieval.code_finder import Found

LONGEST_QUESTION = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The findings of a claim, and the claim with every certain mend applied (None when there is none).

    The mended claim repeats no note, and the payer's name with identifiers masked: it may be written to a file.
    """

    findings: tuple[Finding, ...]
    mended: Claim | None
    release: Release


class Assistant:
    """Answers questions about coding. Thread-safe; every text passes the door before anything else sees it."""

    def __init__(self, reference: Reference, today: date | None = None, writer: ModelWriter | None = None) -> None:
        self.reference = reference
        self._today, self._writer = today, writer

    def today(self) -> date:
        return self._today or date.today()

    def answer(
        self,
        question: str,
        *,
        after: Sequence[str] = (),
        dos: date | None = None,
        payer: str | None = None,
        setting: str = "outpatient",
    ) -> Reply:
        """The reply to a question, `after` the earlier ones of its thread. Raises PrivacyError when masking fails."""
        _not_too_long(question, *after)
        return reply_to(
            door.clean(question),
            [door.clean(one) for one in after],
            self.reference,
            today=self.today(),
            dos=dos,
            masked_days=service_days(question),
            payer=payer,
            setting=setting,
            writer=self._writer,
        )

    def find(self, phrase: str, *, dos: date | None = None, top: int = 10) -> Found:
        """Codes for a diagnosis in words, best first, all in force on the day."""
        _not_too_long(phrase)
        return self.reference.codes.find(door.clean(phrase).text, dos or self.today(), top)

    def check(self, claim: Claim) -> Check:
        """Every deterministic edit over a claim."""
        authorities = self.reference.authorities
        findings = check_claim(claim, authorities)
        return Check(
            findings=findings,
            mended=_without_free_text(mended(claim, findings, authorities)),
            release=self.reference.code_set.release(claim.day),
        )

    def review(
        self,
        notes: Sequence[str],
        codes: Sequence[str] = (),
        *,
        dos: date | None = None,
        payer: str | None = None,
    ) -> Review:
        """What one note, or several of one patient with the oldest first, shows and lacks. Raises RequestError, PrivacyError."""
        return review_notes(notes, codes, self.reference, today=self.today(), dos=dos, payer=payer)

    def passage(self, passage_id: str) -> Passage | None:
        """The passage with this id: a fact of the code set or of a loaded table, or guidance."""
        return held_passage(self.reference, passage_id)


def _without_free_text(claim: Claim | None) -> Claim | None:
    if claim is None:
        return None
    return replace(claim, note=None, payer=door.clean(claim.payer).text if claim.payer else None)


def _not_too_long(*texts: str) -> None:
    if any(len(text) > LONGEST_QUESTION for text in texts):
        raise RequestError(
            f"The text is longer than {LONGEST_QUESTION:,} characters.",
            "Ask about one thing at a time; for a note use `codecite review`.",
        )
