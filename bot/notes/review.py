"""Reviews notes: identifiers first, then each element, the codes, and what to ask the provider. Deterministic and local."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.reference import Reference
from bot.claims import Claim, Finding
from bot.guardrails.code_edits import check_claim
from bot.notes.diagnoses import Mention, mentions_in
from bot.notes.elements import ORDER, READERS, condition
from bot.notes.elements.finding import About, Shown, Span
from bot.notes.elements.region import regions_in
from bot.notes.note import Note
from bot.notes.opening import OpenedNote, open_note
from bot.notes.queries import queries_on
from bot.notes.repetition import CLONED, MUCH, repetition
from bot.notes.results import Element, Quote, Review, Verdict
from bot.notes.verdicts import Judge, Judged
from knowledge.code_set.axes import read_axes
from knowledge.documentation.requirements import HEAVIEST, Need, read_requirements
from knowledge.errors import RequestError
from knowledge.passages import Citation, cite, sentences_of

MOST_NOTES, MOST_CODES = 50, 50
_ALWAYS = ("region", "condition")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """One note, opened and read."""

    opened: OpenedNote
    note: Note

    def quote(self, span: Span, number: int) -> Quote:
        start, end = self.opened.original(*span)
        return Quote(text=self.note.text[slice(*span)], start=start, end=end, note=number)


def review_notes(
    texts: Sequence[str],
    codes: Sequence[str],
    reference: Reference,
    *,
    today: date,
    dos: date | None = None,
    payer: str | None = None,
) -> Review:
    """The review of one note, or of several of one patient with the oldest first.

    `codes` as typed. The day is `dos`, else the last day of service the note names that is not to come, else `today`. Raises RequestError
    for a note that can't be read, PrivacyError when masking fails.
    """
    if not texts or len(texts) > MOST_NOTES or len(codes) > MOST_CODES:
        raise RequestError(f"Give 1 to {MOST_NOTES} notes and at most {MOST_CODES} codes.", "Split the review.")
    notes = [_open(text) for text in texts]
    last = notes[-1]
    day = dos or max((one for one in last.opened.days if one <= today), default=today)
    mentions = mentions_in(last.note, reference.codes, day)
    judge = Judge(note=last.note, mentions=mentions, reference=reference, day=day)
    named = tuple(dict.fromkeys(reference.code_set.canonical(code) or code.strip().upper() for code in codes))
    verdicts = tuple(judge.verdict(code) for code in named) if named else judge.suggestions()
    about = _about([one.code for one in verdicts], last, reference, day)
    needs = _needs(about.codes, last.note, reference, day)
    elements = _elements(notes, about, mentions, needs, reference)
    return Review(
        identifiers=last.opened.identifiers,
        elements=elements,
        codes=tuple(_verdict(one, last, len(notes) - 1) for one in verdicts),
        queries=queries_on(elements, verdicts, {**read_requirements().elements, **needs}),
        findings=_findings([one.code for one in verdicts], last, reference, day, payer),
        release=reference.code_set.release(day),
    )


def _open(text: str) -> _Read:
    opened = open_note(text)
    return _Read(opened=opened, note=Note(text=opened.text.text))


def _about(codes: Sequence[str], last: _Read, reference: Reference, day: date) -> About:
    titles = tuple(reference.code_set.descriptor(code, day) for code in codes)
    sides = frozenset(side for title in titles for side in read_axes(title).get("side", ())) - {"unspecified"}
    return About(
        codes=tuple(codes),
        titles=titles,
        regions=frozenset(region for title in titles for region in regions_in(title)),
        sides=sides,
        has_date=bool(last.opened.days),
    )


def _needs(codes: Sequence[str], note: Note, reference: Reference, day: date) -> Mapping[str, Need]:
    """What the codes' families need, and what the codes themselves ask: a side, a level, a phase (guidelines I.B.13, I.C.19.a)."""
    requirements = read_requirements()
    needs = dict(requirements.of(codes))
    asked = {element for code in codes for element in _asked_by_title(code, reference, day)}
    for element in asked:
        general = requirements.elements[element]
        needs[element] = Need(
            element=element, weight=HEAVIEST, passage=needs.get(element, general).passage, asks=general.asks
        )
    return needs


def _asked_by_title(code: str, reference: Reference, day: date) -> set[str]:
    """The axes on which a code or its siblings differ: side, and the phase of a 7th character."""
    code_set = reference.code_set
    family = [code, *(one.code for one in code_set.siblings(code, day))]
    readings = [read_axes(code_set.descriptor(one, day)) for one in family]
    asked = set()
    if any("side" in reading for reading in readings):
        asked.add("laterality")
    if len(code) == len("S13.4XXA") and code[0] in "STM":
        asked.add("encounter")
    return asked


def _elements(
    notes: Sequence[_Read], about: About, mentions: Sequence[Mention], needs: Mapping[str, Need], reference: Reference
) -> tuple[Element, ...]:
    last, number = notes[-1], len(notes) - 1
    shown = {name: read(last.note, about) for name, read in READERS.items()}
    shown["condition"] = _condition(mentions, about, reference)
    if len(notes) > 1:
        shown["repetition"] = _repeated([one.note for one in notes])
    general = read_requirements().elements
    elements = []
    for name in ORDER:
        if name not in shown:
            continue
        need = needs.get(name)
        # What no code asks for is told only when it is there.
        if need is None and shown[name].status == "missing" and about.codes and name not in _ALWAYS:
            continue
        elements.append(
            Element(
                name=name,
                status=shown[name].status,
                quotes=tuple(last.quote(span, number) for span in shown[name].spans),
                why=shown[name].why,
                weight=need.weight if need is not None else 0,
                citation=_source((need or general[name]).passage, reference),
            )
        )
    return tuple(elements)


def _condition(mentions: Sequence[Mention], about: About, reference: Reference) -> Shown:
    def bears(one: Mention) -> bool:
        title = reference.code_set.descriptor(one.code)
        regions = regions_in(one.words) | regions_in(title)
        return not about.regions or not regions or bool(regions & about.regions)

    near = [one for one in mentions if bears(one)]
    # A code that itself names a symptom asks for no disorder behind it.
    disorders = [one for one in near if one.is_asserted and (not one.is_symptom or _is_of(one, about))]
    symptoms = [one for one in near if one.is_asserted and one.is_symptom]
    doubted = [one for one in near if one.is_doubted and not one.is_symptom]
    return condition.judge(
        [one.span for one in disorders], [one.span for one in symptoms], [one.span for one in doubted], about
    )


def _is_of(mention: Mention, about: About) -> bool:
    return bool(about.codes) and all(one == mention.code for one in about.codes)


def _repeated(notes: Sequence[Note]) -> Shown:
    same = repetition(notes)
    spans = tuple((one.start, one.end) for one in same.sentences[:4])
    share = f"{same.share:.0%} of the last note's sentences stand word for word in an earlier one."
    if same.share >= CLONED:
        return Shown(status="missing", why=share, spans=spans)
    if same.share >= MUCH:
        return Shown(status="unclear", why=share, spans=spans)
    return Shown(status="met", why=share, spans=spans)


def _source(passage_id: str, reference: Reference) -> Citation | None:
    passage = reference.library.get(passage_id)
    return cite(passage, sentences_of(passage.text)[0]) if passage is not None else None


def _verdict(judged: Judged, last: _Read, number: int) -> Verdict:
    return Verdict(
        code=judged.code,
        verdict=judged.verdict,
        why=judged.why,
        quotes=tuple(dict.fromkeys(last.quote(one.span, number) for one in judged.mentions))[:3],
        better=judged.better,
        citations=judged.citations,
    )


def _findings(
    codes: Sequence[str], last: _Read, reference: Reference, day: date, payer: str | None
) -> tuple[Finding, ...]:
    """The edits over the codes together, read beside the note."""
    if not codes:
        return ()
    claim = Claim(diagnoses=tuple(codes), date_of_service=day, payer=payer, note=last.opened.text)
    return tuple(one for one in check_claim(claim, reference.authorities) if one.severity != "inform")
