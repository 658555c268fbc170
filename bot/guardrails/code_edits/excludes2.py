"""Two codes that an Excludes2 note tells apart may both be reported, when the record has both conditions."""

from itertools import combinations

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import known_codes, where_it_stands
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import CodeNote


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: Excludes2 notes of the tabular list, own or inherited; guideline I.A.12.b (FY2025).

    The notes by which whole chapters set themselves apart from whole chapters ("injury … S00-T88") are left out: they hold for
    nearly every pair of codes, and tell nobody anything.
    """
    code_set, findings = authorities.code_set, []
    for one, other in combinations(known_codes(claim), 2):
        note = _note_between(code_set, claim, one, other)
        if note is None or _exclude_each_other(code_set, claim, one, other):
            continue
        holder, named = (one, other) if _stands_over(code_set, note, one) else (other, one)
        findings.append(
            Finding(
                edit="excludes2",
                severity="inform",
                codes=(one, other),
                message=(
                    f"{one} and {other} may both be reported when the record has both: the Excludes2 note at {where_it_stands(note.from_code)} says"
                    f" only that {named} is no part of {holder}."
                ),
                authority=f"Excludes2 note at {where_it_stands(note.from_code)}, ICD-10-CM tabular list ({note.release}); guideline I.A.12.b",
                citation=quoting.note(authorities, note),
            )
        )
    return tuple(findings)


def _note_between(code_set: CodeSet, claim: Claim, one: str, other: str) -> CodeNote | None:
    notes = (
        *code_set.notes_naming(one, other, "excludes2", claim.day),
        *code_set.notes_naming(other, one, "excludes2", claim.day),
    )
    return next((note for note in notes if _is_telling(code_set, note, one, other)), None)


def _exclude_each_other(code_set: CodeSet, claim: Claim, one: str, other: str) -> bool:
    return bool(
        code_set.notes_naming(one, other, "excludes1", claim.day)
        or code_set.notes_naming(other, one, "excludes1", claim.day)
    )


def _is_telling(code_set: CodeSet, note: CodeNote, one: str, other: str) -> bool:
    """A note at a category or below; one of a block or chapter only where it names no more than one category."""
    holder = code_set.code(note.from_code)
    if holder is not None and holder.kind not in ("chapter", "block"):
        return True
    both = (code_set.code(one), code_set.code(other))
    return all(
        "-" not in named.printed.rstrip("-")
        for named in note.ranges
        if any(code and named.covers(code) for code in both)
    )


def _stands_over(code_set: CodeSet, note: CodeNote, code: str) -> bool:
    return any(entry.code == note.from_code for entry in code_set.path(code))
