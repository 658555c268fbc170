"""The 7th character: present where the family takes one, one of its letters, and in the seventh place, padded with X."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import listed_codes
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import dotted, undotted
from knowledge.passages import cite


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: sevenChrDef of the tabular list; conventions I.A.4 and I.A.5. Inherited from the category."""
    code_set, facts = authorities.code_set, authorities.facts
    findings = []
    for one in listed_codes(claim):
        if one.code is None or claim.day > code_set.tables_last_day:
            continue
        entry = code_set.code(one.code)
        if entry is not None:
            children = code_set.children(one.code, claim.day)
            lacks = bool(children) and all(len(child.code) == len("S13.4XXA") for child in children)
            seventh = code_set.seventh_characters(one.code) if lacks else None
            if seventh is None:
                continue
            codes = tuple(child.code for child in children)
            listed = "; ".join(f"{child.code} {_meaning(seventh.meanings, child.code)}" for child in children)
            message = f"{one.code} needs a 7th character: {listed}."
            passage = facts.seventh(one.code)
        else:
            codes = padded(one.code, code_set)
            if not codes:
                continue
            nearest = code_set.nearest_ancestor(one.code)
            assert nearest is not None
            passage = facts.seventh(nearest.code)
            written = (
                one.code[-1] if len(undotted(one.code)) > len(undotted(nearest.code)) and one.code[-1] != "X" else ""
            )
            if len(codes) == 1:
                message = f"{one.code} lacks its placeholder: the 7th character stands in the seventh place, so write {codes[0]}."
            elif written:
                message = f"{one.code}: {written} is not a 7th character of this family; it takes {', '.join(codes)}."
            else:
                message = f"{one.code} needs a placeholder and a 7th character: {', '.join(codes)}."
        findings.append(
            Finding(
                edit="seventh-character",
                severity="block",
                codes=(one.code,),
                message=message,
                authority="ICD-10-CM tabular list, 7th character note",
                citation=cite(passage) if passage else None,
                suggestion=Suggestion(replaces=one.typed, codes=codes, choose_by="encounter"),
            )
        )
    return tuple(findings)


def padded(code: str, code_set: CodeSet) -> tuple[str, ...]:
    """The codes an unknown one may have meant: S13.4A -> S13.4XXA; a wrong 7th letter -> every right one; else none."""
    letters = undotted(code)
    nearest = code_set.nearest_ancestor(code)
    if nearest is None:
        return ()
    seventh = code_set.seventh_characters(nearest.code)
    if seventh is None:
        return ()
    stem, rest = undotted(nearest.code), letters[len(undotted(nearest.code)) :]
    base = stem.ljust(6, "X")
    complete = tuple(
        dotted(base + character) for character, _ in seventh.meanings if code_set.code(dotted(base + character))
    )
    if not complete or len(rest.strip("X")) > 1:
        return ()
    wanted = dotted(base + rest[-1]) if rest and rest[-1] != "X" else None
    if wanted in complete and wanted != code:
        return (wanted,)
    return complete


def _meaning(meanings: tuple[tuple[str, str], ...], code: str) -> str:
    return next((meaning for character, meaning in meanings if code.endswith(character)), "")
