"""The shapes of `--json`, exactly as the contract names them: values in, plain dictionaries out. Pure."""

from typing import TYPE_CHECKING

from bot.assistant import Check
from bot.claims import Claim, Finding
from bot.drafts import Clarification, Reply
from bot.notes.results import Quote, Review
from knowledge.code_facts import plain_descriptor
from knowledge.code_set.codes import Release
from knowledge.errors import CodeciteError
from knowledge.passages import Citation, Passage

if TYPE_CHECKING:
    from datetime import date

    from knowledge.code_set.code_set import CodeSet
    from retrieval.code_finder import Found

Json = dict[str, object]


def answer_json(reply: Reply, row_id: object = None) -> Json:
    citations = reply.citations
    refusal = reply.refusal
    return {
        "schema": "codecite.answer/1",
        "id": row_id,
        "status": reply.status,
        "kind": reply.kind,
        "parts": list(reply.parts),
        "text": reply.text,
        "statements": [
            {"text": one.text, "citations": sorted({reply.number_of(citation) for citation in one.citations})}
            for one in reply.statements
        ],
        "codes": [
            {
                "code": one.code,
                "role": one.role,
                "state": one.state,
                "billable": one.billable,
                "descriptor": one.descriptor,
            }
            for one in reply.codes
        ],
        "citations": [citation_json(number, citation) for number, citation in enumerate(citations, 1)],
        "findings": [finding_json(finding, citations) for finding in reply.findings],
        "clarify": clarify_json(reply.clarification),
        "refusal": {"reason": refusal.reason, "next_step": refusal.next_step} if refusal else None,
        "identifiers": list(reply.identifiers),
        "release": release_json(reply.release),
        "writer": reply.writer,
        "elapsed_ms": reply.elapsed_ms,
    }


def citation_json(number: int, citation: Citation) -> Json:
    source = citation.passage.source
    return {
        "n": number,
        "passage_id": citation.passage.id,
        "title": citation.passage.title,
        "section": citation.passage.section,
        "quote": citation.quote,
        "wording": citation.passage.wording,
        "label": source.label,
        "url": source.url,
        "publisher": source.publisher,
        "edition": source.edition,
        "effective_from": _iso(source.effective_from),
        "effective_to": _iso(source.effective_to),
    }


def finding_json(finding: Finding, citations: tuple[Citation, ...]) -> Json:
    number = None
    if finding.citation is not None:
        keys = [(one.passage.id, one.quote) for one in citations]
        number = keys.index((finding.citation.passage.id, finding.citation.quote)) + 1
    suggestion = finding.suggestion
    return {
        "edit": finding.edit,
        "severity": finding.severity,
        "codes": list(finding.codes),
        "message": finding.message,
        "authority": finding.authority,
        "citation": number,
        "suggestion": {
            "replaces": suggestion.replaces,
            "codes": list(suggestion.codes),
            "choose_by": suggestion.choose_by or None,
            "drops": list(suggestion.drops),
        }
        if suggestion
        else None,
    }


def clarify_json(clarification: Clarification | None) -> Json | None:
    if clarification is None:
        return None
    return {
        "asks": clarification.asks,
        "axis": clarification.axis,
        "choices": [{"label": label, "code": code} for label, code in clarification.choices],
        "then": [clarify_json(one) for one in clarification.then],
    }


def release_json(release: Release) -> Json:
    return {"code_set": release.code_set, "notes_from": release.notes_from, "date_of_service": release.day.isoformat()}


def find_json(
    found: "Found", clarification: Clarification | None, release: Release, elapsed_ms: float, row_id: object = None
) -> Json:
    return {
        "schema": "codecite.find/1",
        "id": row_id,
        "phrase": found.phrase,
        "candidates": [
            {"code": one.code, "descriptor": one.descriptor, "billable": True, "score": one.score, "why": one.why}
            for one in found.candidates
        ],
        "clarify": clarify_json(clarification),
        "release": release_json(release),
        "elapsed_ms": elapsed_ms,
    }


def code_json(code: str, day: "date", code_set: "CodeSet") -> Json:
    """Everything about one code on a day. A code no release has is `unknown`, with its nearest entry's children."""
    status = code_set.status(code, day)
    entry = code_set.code(code)
    validity = status.validity
    nearest = entry or code_set.nearest_ancestor(code)
    seventh = code_set.seventh_characters(code) if entry else None
    return {
        "schema": "codecite.code/1",
        "code": code,
        "state": status.state,
        "billable": status.billable,
        "descriptor": status.descriptor,
        "valid_from": _iso(validity.first) if validity else None,
        "valid_to": _iso(validity.last) if validity else None,
        "path": [
            {"code": one.code, "descriptor": plain_descriptor(one)}
            for one in (code_set.path(code)[:-1] if entry else ())
        ],
        "children": [
            _code_row(one.code, one.descriptor, day, code_set)
            for one in (code_set.children(nearest.code, day) if nearest else ())
        ],
        "siblings": [
            _code_row(one.code, one.descriptor, day, code_set)
            for one in (code_set.siblings(code, day) if entry else ())
        ],
        "notes": [
            {
                "kind": note.kind,
                "text": note.text,
                "from_code": note.from_code,
                "inherited": note.inherited,
                "release": note.release,
                "codes": list(dict.fromkeys(one.printed for one in note.ranges)),
            }
            for note in (code_set.notes(code, day) if entry else ())
        ],
        "seventh_characters": dict(seventh.meanings) if seventh else None,
        "mce": list(code_set.mce(code, day)),
        "successors": [
            {"code": one.code, "meaning": one.meaning, "since": one.since.isoformat()}
            for one in code_set.successors(code)
        ],
        "beyond_tables": status.beyond_tables,
        "release": release_json(code_set.release(day)),
    }


def _code_row(code: str, descriptor: str, day: "date", code_set: "CodeSet") -> Json:
    return {"code": code, "descriptor": descriptor, "billable": code_set.status(code, day).billable}


def check_json(check: Check, row_id: object = None) -> Json:
    citations = tuple(dict.fromkeys(finding.citation for finding in check.findings if finding.citation is not None))
    return {
        "schema": "codecite.check/1",
        "id": row_id,
        "clean": not any(finding.severity in ("block", "query") for finding in check.findings),
        "findings": [finding_json(finding, citations) for finding in check.findings],
        "citations": [citation_json(number, citation) for number, citation in enumerate(citations, 1)],
        "mended": claim_json(check.mended) if check.mended else None,
        "release": release_json(check.release),
    }


def review_json(review: Review, notes: int = 1, row_id: object = None) -> Json:
    """A review; quotes of several notes also say which `note` they stand in, counted from 0."""
    citations = review.citations

    def quotes(found: tuple[Quote, ...]) -> list[Json]:
        return [
            {"text": one.text, "start": one.start, "end": one.end} | ({"note": one.note} if notes > 1 else {})
            for one in found
        ]

    return {
        "schema": "codecite.review/1",
        "id": row_id,
        "identifiers": [{"kind": one.kind, "start": one.start, "end": one.end} for one in review.identifiers],
        "elements": [
            {
                "element": one.name,
                "status": one.status,
                "quotes": quotes(one.quotes),
                "why": one.why,
                "weight": one.weight,
                "citation": citations.index(one.citation) + 1 if one.citation is not None else None,
            }
            for one in review.elements
        ],
        "codes": [
            {
                "code": one.code,
                "verdict": one.verdict,
                "why": one.why,
                "better": list(one.better),
                "quotes": quotes(one.quotes),
                "citations": sorted({citations.index(citation) + 1 for citation in one.citations}),
            }
            for one in review.codes
        ],
        "queries": list(review.queries),
        "findings": [finding_json(finding, citations) for finding in review.findings],
        "citations": [citation_json(number, citation) for number, citation in enumerate(citations, 1)],
        "release": release_json(review.release),
    }


def claim_json(claim: Claim) -> Json:
    """A claim with all its fields, as a row of a batch holds it: reading it again gives the same claim."""
    return {
        "diagnoses": list(claim.diagnoses),
        "procedures": [
            {
                "code": one.code,
                "modifiers": list(one.modifiers),
                "units": one.units,
                "minutes": one.minutes,
                "pointers": list(one.pointers),
                "place_of_service": one.place_of_service,
            }
            for one in claim.procedures
        ],
        "payer": claim.payer,
        "claim_type": claim.claim_type,
        "setting": claim.setting,
        "date_of_service": claim.date_of_service.isoformat(),
        "date_to": _iso(claim.date_to),
        "discharge_date": _iso(claim.discharge_date),
        "initial_treatment_date": _iso(claim.initial_treatment_date),
        "age": claim.age,
        "sex": claim.sex,
        "note": claim.note.text if claim.note is not None else None,
    }


def passage_json(passage: Passage) -> Json:
    source = passage.source
    return {
        "schema": "codecite.passage/1",
        "passage_id": passage.id,
        "title": passage.title,
        "section": passage.section,
        "text": passage.text,
        "wording": passage.wording,
        "codes": list(passage.codes),
        "source": source.title,
        "publisher": source.publisher,
        "edition": source.edition,
        "label": source.label,
        "url": source.url,
        "effective_from": _iso(source.effective_from),
        "effective_to": _iso(source.effective_to),
    }


def error_json(schema: str, row_id: object, line: int, error: CodeciteError) -> Json:
    return {
        "schema": schema,
        "id": row_id,
        "line": line,
        "error": {"code": error.code, "message": error.message, "next_step": error.next_step},
    }


def _iso(day: "date | None") -> str | None:
    return day.isoformat() if day else None
