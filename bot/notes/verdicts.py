"""Does the note support the code? Judged against the diagnoses it asserts; without codes, the codes it supports. Pure, given the tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.reference import Reference
from bot.claims import Claim
from bot.guardrails.code_edits import check_claim
from bot.guardrails.code_edits.named_in_note import is_named
from bot.notes.diagnoses import Mention, regions_of
from bot.notes.elements.encounter import phase_of
from bot.notes.elements.region import regions_in
from bot.notes.note import Note
from bot.notes.results import Support
from knowledge.code_set.axes import read_axes
from knowledge.combinations.combinations import combined, read_combinations
from knowledge.passages import Citation, cite
from retrieval.leaf import axis_words, find_leaf
from retrieval.words import stem, words

MOST_BETTER, MOST_SUGGESTED = 3, 8
_UNSPECIFIED = frozenset(map(stem, "unspecified nos other specified".split()))
_SEVENTH = len("S13.4XXA")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A verdict with the mentions it rests on."""

    code: str
    verdict: Support
    why: str
    mentions: tuple[Mention, ...] = ()
    better: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges codes against one note's mentions, on one day."""

    note: Note
    mentions: tuple[Mention, ...]
    reference: Reference
    day: date

    def verdict(self, code: str) -> Judged:
        """The verdict on a code that somebody thinks of reporting."""
        code_set, facts = self.reference.code_set, self.reference.facts
        status = code_set.status(code, self.day)
        if status.state == "unknown" and code_set.code(code) is None:
            return Judged(
                code=code,
                verdict="not_supported",
                why=f"{code} is not an ICD-10-CM code in any release we hold.",
                better=self._asserted_codes(())[:MOST_BETTER],
                citations=(cite(facts.absent(code)),),
            )
        fact = (cite(facts.about(code)),)
        if not status.billable:
            return self._not_in_force(code, fact)
        named = tuple(one for one in self._asserted if code in (one.code, *one.beside))
        if named:
            finer = self._finer_diagnosis(code, named)
            if finer:
                return Judged(
                    code=code,
                    verdict="more_specific_available",
                    why=f"The note names {self._listed(finer)}, and {code} is only a symptom of it or a wider code.",
                    mentions=tuple(one for one in self._asserted if one.code in finer),
                    better=finer,
                    citations=(*fact, *(cite(facts.about(one)) for one in finer)),
                )
            return Judged(
                code=code, verdict="supported", why=f"The note says “{named[0].words}”.", mentions=named, citations=fact
            )
        return self._not_named(code, fact)

    def suggestions(self) -> tuple[Judged, ...]:
        """The codes the note supports, best first: those of its assessment, then the others, combined as the rules of the list say."""
        ranked = sorted(self._asserted, key=lambda one: (one.section != "assessment", one.is_symptom, one.span))
        codes = list(dict.fromkeys(code for one in ranked for code in (one.code, *one.beside)))
        kept = [code for code in codes if not self._finer_diagnosis(code, [one for one in ranked if one.code == code])]
        together = combined(tuple(kept[:MOST_SUGGESTED]), read_combinations())
        return tuple(
            Judged(
                code=code,
                verdict="supported",
                why=self._why(code),
                mentions=tuple(one for one in self._asserted if code in (one.code, *one.beside)) or self._asserted[:2],
                citations=(cite(self.reference.facts.about(code)),),
            )
            for code in together
            if self.reference.code_set.status(code, self.day).billable
        )

    # -- what decides --------------------------------------------------------------------------------------------------

    @property
    def _asserted(self) -> tuple[Mention, ...]:
        return tuple(one for one in self.mentions if one.is_asserted)

    def _asserted_codes(self, regions: Sequence[str] | frozenset[str]) -> tuple[str, ...]:
        """The asserted diagnoses of these regions (of all, without one), disorders before symptoms, those of the assessment first."""
        ranked = sorted(self._asserted, key=lambda one: (one.is_symptom, one.section != "assessment", one.span))
        near = [one.code for one in ranked if not regions or set(regions) & self._regions(one)]
        return tuple(dict.fromkeys(near))

    def _regions(self, mention: Mention) -> frozenset[str]:
        return regions_of(mention, self.reference.code_set.descriptor(mention.code, self.day))

    def _why(self, code: str) -> str:
        named = next((one for one in self._asserted if code in (one.code, *one.beside)), None)
        return (
            f"The note says “{named.words}”." if named else "Diagnoses of the note are reported together by this code."
        )

    def _listed(self, codes: Sequence[str]) -> str:
        return " and ".join(f"{code} ({self.reference.code_set.descriptor(code, self.day)})" for code in codes)

    def _not_in_force(self, code: str, fact: tuple[Citation, ...]) -> Judged:
        """A heading, or a code that has ended or not begun: what stands in its place, as far as the note tells."""
        code_set = self.reference.code_set
        below = [one for one in self._asserted_codes(()) if one.startswith(code) and one != code]
        if not below:
            said = axis_words(
                " ".join(one.text for one in self.note.sentences if one.section not in ("past", "family"))
            )
            leaf = find_leaf(code_set, code, said, None, self.day)
            below = [leaf.code] if leaf is not None else []
        successors = [one.code for one in code_set.successors(code) if code_set.status(one.code, self.day).billable]
        named = [one for one in self._asserted_codes(()) if one in successors]
        better = tuple(dict.fromkeys((*below, *named, *successors)))[:MOST_BETTER]
        state = code_set.status(code, self.day).state
        why = {
            "header": f"{code} is a heading on {self.day.isoformat()} and not a billable code.",
            "ended": f"{code} ended before {self.day.isoformat()}.",
            "not_yet": f"{code} is not yet in force on {self.day.isoformat()}.",
        }.get(state, f"{code} is not billable on {self.day.isoformat()}.")
        return Judged(
            code=code,
            verdict="more_specific_available" if state == "header" and better else "not_supported",
            why=why,
            better=better,
            citations=fact,
        )

    def _finer_diagnosis(self, code: str, named: Sequence[Mention]) -> tuple[str, ...]:
        """The asserted diagnoses that make a code too wide: its own sibling with more said, or the disorder behind a symptom."""
        code_set = self.reference.code_set
        siblings = tuple(
            other
            for other in self._asserted_codes(())
            if other != code and other[:3] == code[:3] and self._is_wider(code, other)
        )
        if siblings:
            return siblings[:MOST_BETTER]
        if not any(one.is_symptom for one in named):
            return ()
        regions = regions_in(code_set.descriptor(code, self.day)) or frozenset(
            region for one in named for region in self._regions(one)
        )
        disorders = [
            one.code
            for one in self._asserted
            if not one.is_symptom and one.code[0] not in "ZVWXYF" and (self._regions(one) & regions or not regions)
        ]
        return tuple(dict.fromkeys(one for one in disorders if self._has_symptom(one, code)))[:MOST_BETTER]

    def _has_symptom(self, disorder: str, symptom: str) -> bool:
        """Whether the symptom is part of the disorder: by the edits, or as pain at the very place of it (guideline I.B.5)."""
        claim = Claim(diagnoses=(disorder, symptom), date_of_service=self.day)
        edits = {one.edit for one in check_claim(claim, self.reference.authorities) if symptom in one.codes}
        return bool(edits & {"symptom-with-diagnosis", "excludes1"}) or not symptom.startswith("R")

    def _is_wider(self, code: str, other: str) -> bool:
        """Whether `other` says all that `code` says, and more: the other names what this one leaves unspecified."""
        mine, theirs = self._stems(code), self._stems(other)
        return (
            bool(mine & _UNSPECIFIED)
            and (mine - _UNSPECIFIED) <= theirs | _UNSPECIFIED
            and not theirs & {stem("unspecified")}
        )

    def _stems(self, code: str) -> frozenset[str]:
        return frozenset(stem(word) for word in words(self.reference.code_set.descriptor(code, self.day)))

    def _not_named(self, code: str, fact: tuple[Citation, ...]) -> Judged:
        """The note does not assert the code's diagnosis: why not, and what it asserts instead."""
        facts, descriptor = self.reference.facts, self.reference.code_set.descriptor(code, self.day)
        regions = regions_in(descriptor)
        same_family = [one for one in self._asserted if one.code[:3] == code[:3]]
        wider = tuple(dict.fromkeys(one.code for one in same_family if self._is_wider(code, one.code)))[:MOST_BETTER]
        if wider:
            return Judged(
                code=code,
                verdict="more_specific_available",
                why=f"The note says what {code} leaves unspecified.",
                mentions=tuple(one for one in same_family if one.code in wider),
                better=wider,
                citations=(*fact, *(cite(facts.about(one)) for one in wider)),
            )
        if len(code) == _SEVENTH and any(one.code[:-1] == code[:-1] for one in same_family):
            return self._other_encounter(code, same_family, fact)
        against = next((one for one in same_family if self._contradicts(code, one)), None)
        if against is None and self._names_it(code):
            finer = self._finer_diagnosis(code, ())
            if not finer:
                return Judged(code=code, verdict="supported", why="The note names it.", citations=fact)
        better = tuple(one for one in self._asserted_codes(regions) if one != code)[:MOST_BETTER]
        uncertain = [one for one in self.mentions if one.code[:3] == code[:3] and one.is_doubted]
        denied = [one for one in self.mentions if one.code[:3] == code[:3] and "denied" in one.says]
        past = [
            one for one in self.mentions if one.code[:3] == code[:3] and one.says & {"past", "family", "other_person"}
        ]
        behind: tuple[Mention, ...] = ()
        if against is not None:
            why, behind = f"The note says “{against.words}”, which is {against.code}.", (against,)
        elif uncertain:
            rule = self.reference.guideline("IV.H")
            why, behind = (
                "It is named only as suspected; an outpatient code needs an established diagnosis.",
                tuple(uncertain),
            )
            fact = (*fact, *((rule,) if rule is not None else ()))
        elif denied:
            why, behind = "The note denies it.", tuple(denied)
        elif past:
            why, behind = (
                "It is named as history or of somebody else, not as a present condition of the patient.",
                tuple(past),
            )
        else:
            why = f"The note does not name {descriptor[:1].lower()}{descriptor[1:]}."
        return Judged(code=code, verdict="not_supported", why=why, mentions=behind, better=better, citations=fact)

    def _other_encounter(self, code: str, same_family: Sequence[Mention], fact: tuple[Citation, ...]) -> Judged:
        """The right injury: the 7th character stands when the note says nothing of the phase, or says the same."""
        phase = phase_of(self.note)
        letter = {"initial": "A", "subsequent": "D", "sequela": "S"}.get(phase or "")
        mine = tuple(one for one in same_family if one.code[:-1] == code[:-1])
        if letter is None or letter == code[-1] or code[-1] not in "ADS":
            return Judged(
                code=code, verdict="supported", why=f"The note says “{mine[0].words}”.", mentions=mine, citations=fact
            )
        better = code[:-1] + letter
        return Judged(
            code=code,
            verdict="not_supported",
            why=f"The note tells of a {phase} encounter; the 7th character {code[-1]} is for another phase.",
            mentions=mine,
            better=(better,) if self.reference.code_set.status(better, self.day).billable else (),
            citations=fact,
        )

    def _contradicts(self, code: str, mention: Mention) -> bool:
        code_set = self.reference.code_set
        mine, theirs = (read_axes(code_set.descriptor(one, self.day)) for one in (code, mention.code))
        return any(
            (mine[axis] - {"unspecified"}) and (theirs[axis] - {"unspecified"}) and not mine[axis] & theirs[axis]
            for axis in mine.keys() & theirs.keys()
        )

    def _names_it(self, code: str) -> bool:
        """Whether one asserted sentence holds the words of the code's names."""
        return any(
            is_named(code, stated, self.reference.authorities, self.day)
            for sentence in self.note.sentences
            if (stated := self.note.stated(sentence)).strip()
        )
