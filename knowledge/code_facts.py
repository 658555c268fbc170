"""Facts of the tables as passages with stable ids, so that a descriptor, a date or the absence of a note can be cited.

code:M53.82              what the code is, and when it was valid
children:M50.22          the codes one level down
terms:M53.82             the inclusion terms printed at a code, or that none is
notes:M54.2/excludes1    the notes of one kind printed at an entry, word for word
seventh:S13.4            the 7th characters of a family
successors:M72.2         what took a code's place, by meaning
pair:M54.2+M50.222       that no Excludes1 note stands between two codes
absent:M53.89            that no release we hold has the code
mce:M81.0/adult          an attribute that the Medicare Code Editor gives a code, and since when
changes:2026-10-01/M67   the codes of a family that began or ended on a day
icd9:723.8, from10:M53.82   rows of the general equivalence maps
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code, CodeNote, Validity, canonical
from knowledge.code_set.releases import FIRST_DAY_OF_ICD10CM
from knowledge.crosswalk.equivalence import Crosswalk, Equivalence, canonical_icd9
from knowledge.passages import Passage, Source

TABULAR = "icd10cm-tabular"
DATES = "icd10cm-dates"
ADDENDA = "icd10cm-addenda-fy2027"
EQUIVALENCE = "general-equivalence-maps"
NOTE_TITLES = {
    "includes": "Includes",
    "inclusion_term": "Inclusion terms",
    "excludes1": "Excludes1",
    "excludes2": "Excludes2",
    "code_first": "Code first",
    "use_additional": "Use additional code",
    "code_also": "Code also",
    "note": "Note",
    "seventh_character_note": "7th character",
}
EDITOR_ATTRIBUTES = {
    "manifestation": "a manifestation code, which is never the principal diagnosis",
    "ecodepdx": "an external cause code, which is never the principal diagnosis",
    "unacceptable": "an unacceptable principal diagnosis",
    "reqsdx": "a principal diagnosis that requires a secondary diagnosis",
    "newborn": "a newborn diagnosis, for age 0",
    "pediatric": "a pediatric diagnosis, for ages 0 to 17",
    "maternity": "a maternity diagnosis, for ages 9 to 64",
    "adult": "an adult diagnosis, for ages 15 to 124",
}


_PASSAGES = 5_000
"""Passages of notes that are kept: the edits of a claim quote the same ones again and again."""

END_OF_ICD9 = (
    f"ICD-9-CM does not apply to dates of service from {FIRST_DAY_OF_ICD10CM.isoformat()}, when ICD-10-CM began."
)


class CodeFacts:
    """Makes the passage of a fact; `get` makes it again from its id, as `knowledge show` needs."""

    def __init__(self, code_set: CodeSet, crosswalk: Callable[[], Crosswalk], sources: dict[str, Source]) -> None:
        self.code_set = code_set
        self._crosswalk = crosswalk
        self.notes = lru_cache(_PASSAGES)(self._notes)
        self._sources = sources

    @property
    def crosswalk(self) -> Crosswalk:
        return self._crosswalk()

    def get(self, passage_id: str) -> Passage | None:
        """The fact with this id, or None when it names nothing we hold."""
        what, _, key = passage_id.partition(":")
        try:
            match what:
                case "code":
                    return self.about(key) if self.code_set.code(key) else None
                case "children":
                    return self.children(key)
                case "notes":
                    code, _, kind = key.partition("/")
                    return self.notes(code, kind) if kind in NOTE_TITLES else None
                case "seventh":
                    return self.seventh(key)
                case "successors":
                    return self.successors(key)
                case "pair":
                    one, _, other = key.partition("+")
                    known = self.code_set.code(one) and self.code_set.code(other)
                    return self.no_excludes1(one, other) if known else None
                case "absent":
                    return self.absent(key) if canonical(key) == key and not self.code_set.code(key) else None
                case "mce":
                    code, _, attribute = key.partition("/")
                    return self.editor(code, attribute)
                case "terms":
                    return self.terms(key) if self.code_set.code(key) else None
                case "changes":
                    day, _, stem = key.partition("/")
                    return self.changes(date.fromisoformat(day), stem)
                case "icd9":
                    return self.from_icd9(key)
                case "from10":
                    return self.to_icd9(key)
        except (KeyError, ValueError):
            return None
        return None

    # -- what a code is -----------------------------------------------------------------------------------------------

    def about(self, code: str) -> Passage:
        """Descriptor and validity. For a heading: that it can't be reported, and when it could."""
        entry = self._entry(code)
        descriptor = self.code_set.descriptor(code)
        name = f"{code} {descriptor}." if descriptor else f"{code} (no table we hold prints its descriptor)."
        periods = self.code_set.validity_of(code)
        today = self.code_set.tables_last_day
        state = self.code_set.status(code, today).state
        if state == "billable":
            sentences = [f"{code} is a complete, billable code, valid {_spans(periods)}."]
        elif not entry.is_reportable_shape:
            sentences = [f"{code} is a {entry.kind} of the tabular list, not a code."]
        elif state == "header" or not periods:
            sentences = [f"{code} is a heading, not a complete code: more characters are needed."]
            if periods:
                sentences.append(f"{code} was billable {_spans(periods)}.")
        else:
            sentences = [f"{code} ended: it was billable {_spans(periods)}."]
        if periods and periods[0].first == FIRST_DAY_OF_ICD10CM:
            sentences.append(f"ICD-10-CM itself began on {FIRST_DAY_OF_ICD10CM.isoformat()}.")
        sentences.append(f"The tables we hold end on {self.code_set.tables_last_day.isoformat()}.")
        path = self.code_set.path(entry.code)
        place = " > ".join(f"{one.code} {plain_descriptor(one)}" for one in path[2:-1])
        return self._passage(
            f"code:{code}",
            f"{code} {descriptor}".strip(),
            " ".join([name, *sentences]),
            DATES,
            section=place,
            codes=(code,),
        )

    def children(self, code: str) -> Passage | None:
        day = self.code_set.tables_last_day
        children = self.code_set.children(code, day)
        if not children:
            return None
        listed = "; ".join(f"{one.code} {one.descriptor}" for one in children)
        source = ADDENDA if any(self.code_set.validity_of(one.code)[:1] and
                                self.code_set.validity_of(one.code)[0].first == date(2026, 10, 1) for one in children) else TABULAR  # fmt: skip
        return self._passage(
            f"children:{code}", f"Codes under {code}", f"Under {code} stand: {listed}.", source, codes=(f"{code}-",)
        )

    def absent(self, code: str) -> Passage:
        nearest = self.code_set.nearest_ancestor(code)
        text = f"{code} is not a code in any ICD-10-CM release from {self.code_set.tables_first_day.isoformat()} to {self.code_set.tables_last_day.isoformat()}."
        if nearest is not None:
            children = self.code_set.children(nearest.code, self.code_set.tables_last_day)
            if children:
                listed = "; ".join(f"{one.code} {one.descriptor}" for one in children)
                text += f" Under {nearest.code} {nearest.descriptor} stand: {listed}."
            else:
                text += f" The nearest entry is {nearest.code} {nearest.descriptor}, which takes no further characters."
        return self._passage(f"absent:{code}", f"{code} does not exist", text, DATES, codes=(code,))

    def editor(self, code: str, attribute: str) -> Passage | None:
        """What the Medicare Code Editor holds of a code, in words, with its days; None when it never gave it the attribute."""
        periods = self.code_set.mce_days(code, attribute)
        said = EDITOR_ATTRIBUTES.get(attribute)
        if not periods or said is None:
            return None
        text = f"The Medicare Code Editor lists {code} {self.code_set.descriptor(code)} as {said}, {_spans(periods)}."
        return self._passage(
            f"mce:{code}/{attribute}", f"{code} in the Medicare Code Editor", text, DATES, codes=(code,)
        )

    def terms(self, code: str) -> Passage:
        """The inclusion terms printed at the entry itself; that there are none is a fact too."""
        printed = self.notes(code, "inclusion_term")
        listed = "; ".join(printed.text.split("\n")) if printed is not None else ""
        edition = self.code_set.notes_from
        text = (
            f"The {edition} tabular list prints these inclusion terms at {code}: {listed}."
            if listed
            else f"No: the {edition} tabular list prints no inclusion term at {code}."
        )
        return self._passage(f"terms:{code}", f"Inclusion terms at {code}", text, TABULAR, codes=(code,))

    def changes(self, day: date, stem: str) -> Passage:
        """The codes under `stem` that began on `day` or ended the day before; that there are none is a fact too."""
        begun, ended = self.code_set.begun_on(day, stem), self.code_set.ended_before(day, stem)
        on, under = day.isoformat(), f"under {stem}" if stem else "of ICD-10-CM"
        parts = []
        if begun:
            parts.append(f"New {under} on {on}: {'; '.join(self._named(code, day) for code in begun)}.")
        if ended:
            parts.append(
                f"No longer billable {under} from {on}: {'; '.join(self._named(code, day) for code in ended)}."
            )
        if not parts:
            parts.append(f"No code {under} began or ended on {on}.")
        source = ADDENDA if day == date(2026, 10, 1) else DATES
        return self._passage(f"changes:{on}/{stem}", f"Changes {under} on {on}", " ".join(parts), source)

    def _named(self, code: str, day: date) -> str:
        return f"{code} {self.code_set.descriptor(code, day)}".strip()

    # -- its notes ----------------------------------------------------------------------------------------------------

    def _notes(self, code: str, kind: str) -> Passage | None:
        """The notes of one kind printed at the entry itself, word for word, one a line: as printed, later withdrawn or not."""
        day = self.code_set.tables_first_day
        texts = [note.text for note in self.code_set.notes(code, day) if note.kind == kind and note.from_code == code]
        if not texts:
            return None
        return self._passage(
            f"notes:{code}/{kind}",
            f"{NOTE_TITLES[kind]} at {code}",
            "\n".join(texts),
            TABULAR,
            section=f"{code} {plain_descriptor(self._entry(code))}",
            codes=(code,),
            wording="official",
        )

    def note_passage(self, note: CodeNote) -> Passage:
        passage = self.notes(note.from_code, note.kind)
        assert passage is not None
        return passage

    def no_excludes1(self, one: str, other: str) -> Passage:
        """The fact that neither code's notes, own or inherited, exclude the other."""
        text = (
            f"No Excludes1 note at {one} or {other}, nor at their categories, blocks or chapters, names the other code, as far as "
            f"the notes of the {self.code_set.notes_from} tabular list name codes."
        )
        return self._passage(f"pair:{one}+{other}", f"{one} with {other}", text, TABULAR, codes=(one, other))

    def seventh(self, code: str) -> Passage | None:
        seventh = self.code_set.seventh_characters(code)
        if seventh is None:
            return None
        listed = "; ".join(f"{character} {meaning}" for character, meaning in seventh.meanings)
        text = f"Codes of {seventh.from_code} need a 7th character: {listed}."
        if seventh.note:
            text += f" {seventh.note}"
        return self._passage(
            f"seventh:{seventh.from_code}", f"7th characters of {seventh.from_code}", text, TABULAR, codes=(code,)
        )

    def successors(self, code: str) -> Passage | None:
        successors = self.code_set.successors(code)
        if not successors:
            return None
        listed = "; ".join(f"{one.code} ({one.meaning})" for one in successors)
        text = f"Since {successors[0].since.isoformat()} {code} is replaced, by meaning, with: {listed}."
        return self._passage(f"successors:{code}", f"What replaced {code}", text, successors[0].source, codes=(code,))

    # -- the older classification -------------------------------------------------------------------------------------

    def from_icd9(self, icd9: str) -> Passage | None:
        code = canonical_icd9(icd9)
        rows = self.crosswalk.forward(code) if code else ()
        if not code or not rows:
            return None
        name = self.crosswalk.icd9_descriptor(code)
        return self._passage(
            f"icd9:{code}",
            f"ICD-9-CM {code} in ICD-10-CM",
            f"ICD-9-CM {code}{f' ({name})' if name else ''} converts to ICD-10-CM {self._targets(rows)}. {END_OF_ICD9}",
            EQUIVALENCE,
        )

    def to_icd9(self, code: str) -> Passage | None:
        rows = self.crosswalk.backward(code)
        if not rows:
            return None
        names = [
            f"{row.target} ({name})"
            if row.target and (name := self.crosswalk.icd9_descriptor(row.target))
            else str(row.target)
            for row in rows
            if row.target
        ]
        how = "approximately to" if any(row.approximate for row in rows) else "to"
        text = (
            f"ICD-10-CM {code} converts {how} ICD-9-CM {', '.join(names)}."
            if names
            else f"The general equivalence maps give no ICD-9-CM code for {code}."
        )
        return self._passage(f"from10:{code}", f"{code} in ICD-9-CM", text, EQUIVALENCE, codes=(code,))

    def _targets(self, rows: tuple[Equivalence, ...]) -> str:
        if all(row.target is None for row in rows):
            return "no code: the general equivalence maps give none"
        parts = []
        for row in rows:
            if row.target is None:
                continue
            how = "together with others" if row.combination else "approximately" if row.approximate else "exactly"
            parts.append(f"{row.target} {self.code_set.descriptor(row.target)} ({how})".replace("  ", " "))
        return "; ".join(parts)

    # -- making -------------------------------------------------------------------------------------------------------

    def _entry(self, code: str) -> Code:
        entry = self.code_set.code(code)
        if entry is None:
            raise KeyError(code)
        return entry

    def _passage(
        self,
        passage_id: str,
        title: str,
        text: str,
        source: str,
        *,
        section: str = "",
        codes: tuple[str, ...] = (),
        wording: str = "ours",
    ) -> Passage:
        return Passage(
            id=passage_id,
            title=title,
            text=text,
            source=self._sources[source],
            section=section,
            codes=codes,
            wording="official" if wording == "official" else "ours",
        )


def plain_descriptor(code: Code) -> str:
    """The descriptor without the range of codes that chapters and blocks carry in brackets."""
    return code.descriptor.rpartition(" (")[0] if code.kind in ("chapter", "block") else code.descriptor


def _spans(periods: tuple[Validity, ...]) -> str:
    spans = [
        f"from {period.first.isoformat()} to {period.last.isoformat()}"
        if period.last
        else f"since {period.first.isoformat()}"
        for period in periods
    ]
    return ", and ".join(spans)
