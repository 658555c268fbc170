"""What a review of a note finds: elements, verdicts on codes, questions to the provider. Values, without behaviour."""

from dataclasses import dataclass
from typing import Literal

from bot.claims import Finding
from bot.privacy.findings import Identifier
from knowledge.code_set.codes import Release
from knowledge.passages import Citation

Status = Literal["met", "missing", "unclear"]
Support = Literal["supported", "not_supported", "more_specific_available"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a note, identifiers masked. `start` and `end` count code points of the note as it was given; `note` from 0."""

    text: str
    start: int
    end: int
    note: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of documentation: whether the note shows it, on which words, why, and what asks for it.

    `weight` is how much it counts for the codes reviewed: 0 for one that they don't need.
    """

    name: str
    status: Status
    quotes: tuple[Quote, ...]
    why: str
    weight: int
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether the note supports a code, why, on which words, and which codes the note supports better."""

    code: str
    verdict: Support
    why: str
    quotes: tuple[Quote, ...] = ()
    better: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The review of one or more notes of one patient; with several, the elements are those of the last."""

    identifiers: tuple[Identifier, ...]
    elements: tuple[Element, ...]
    codes: tuple[Verdict, ...]
    queries: tuple[str, ...]
    findings: tuple[Finding, ...]
    release: Release

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of first use."""
        used = [one.citation for one in self.elements if one.citation is not None]
        used += [citation for verdict in self.codes for citation in verdict.citations]
        used += [one.citation for one in self.findings if one.citation is not None]
        return tuple(dict.fromkeys(used))
