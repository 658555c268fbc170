"""The columns of a payer workbook, in the words of the person who fills it in.

The reader and the template share them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: the header we write, other headers we understand, and what the how-to tab says of it."""

    field: str
    header: str
    also: tuple[str, ...] = ()
    help: str
    repeats: bool = False
    """Whether an empty cell means "as in the row above"."""


COLUMNS: Final = (
    Column(field="payer", header="Payer", also=("payer name", "insurer", "health plan"), repeats=True, help="Who pays, as your staff says it. Empty: as in the row above."),
    Column(field="plan", header="Plan", also=("plan name", "product"), repeats=True, help="Which plan or product. Empty: as in the row above."),
    Column(field="aliases", header="Other names", also=("aliases", "also called"), help="Other names people type for the payer, with semicolons between them."),
    Column(field="topics", header="Topics", also=("topic", "service"), help="What the rules are about, with semicolons: chiropractic; spinal manipulation."),
    Column(field="rule", header="Rule kind", also=("rule", "kind", "type of rule", "rule type"), help="Choose from the list; the lines below say what each kind does."),
    Column(field="procedures", header="Procedures", also=("procedure codes", "cpt", "cpt codes", "cpt hcpcs", "hcpcs"), help="CPT or HCPCS codes and ranges: 98940, 98941 or 98940-98942."),
    Column(field="beside", header="Other procedures", also=("beside", "with procedures", "together with"), help="For rules about two procedures on one day: the other one."),
    Column(field="diagnoses", header="Diagnoses", also=("diagnosis codes", "covered diagnoses", "icd 10", "icd 10 codes", "dx"), help="ICD-10-CM codes, ranges or families: M54.2, M99.00-M99.05, M50.-"),
    Column(field="excluded", header="Excluded diagnoses", also=("excluded", "noncovered diagnoses", "not covered diagnoses"), help="Only for a diagnosis list: codes the payer excludes."),
    Column(field="modifiers", header="Modifiers", also=("modifier", "required modifiers"), help="Two characters each: AT. For a conflict join the two that contradict each other: AT+GA."),
    Column(field="unless", header="Unless modifiers", also=("unless", "except with modifiers"), help="The rule does not hold on a line with one of these."),
    Column(field="when_modifiers", header="Only with modifiers", also=("when modifiers", "only when modifiers"), help="The rule holds only on a line with one of these."),
    Column(field="places", header="Places of service", also=("place of service", "pos"), help="For prior authorization: two digits each, 11 or 22."),
    Column(field="number", header="Number", also=("most", "amount", "dollars", "limit"), help="For a limit: how many. For a threshold: how many dollars a year."),
    Column(field="of", header="Of what", also=("of", "per what", "unit"), help="For a limit: of what, in words that stand in the text: visits."),
    Column(field="months", header="In months", also=("months", "period months"), help="For a limit: in how many months."),
    Column(field="items", header="Record shows", also=("items", "documentation items", "must show"), help="For documentation: what the record must show, with semicolons between them."),
    Column(field="occasion", header="Occasion", also=("when in care",), help="For documentation: every-visit, initial-visit, subsequent-visit, plan-of-care, progress-report, procedure or claim."),
    Column(field="condition", header="Condition", also=("when", "only when"), help="For what is not covered: a condition that a claim cannot show, in words. The rule then answers people and stops no claim."),
    Column(field="severity", header="Severity", help="block (the claim is wrong), query (a person decides) or inform. Empty: query."),
    Column(field="text", header="Text", also=("rule text", "sentence", "what it says", "rule in words"), help="One sentence in your own words that stands alone. Codes it leaves out are added in parentheses."),
    Column(field="source_title", header="Source title", also=("source", "policy title", "document"), repeats=True, help="The payer's page or manual. Empty: as in the row above."),
    Column(field="url", header="Source address", also=("url", "source url", "link", "web address"), repeats=True, help="Its address, beginning with https:// - never guessed. Empty: as in the row above."),
    Column(field="publisher", header="Publisher", also=("source publisher",), repeats=True, help="Who publishes it; usually the payer. Empty: as in the row above, or the payer."),
    Column(field="edition", header="Edition", also=("source edition", "version", "policy date"), repeats=True, help="Its version or date, as it says itself. Empty: as in the row above."),
    Column(field="label", header="Label", also=("source label",), repeats=True, help="primary (the payer says so), secondary (somebody else says so) or sample (an example, checked by nobody). Empty: sample."),
    Column(field="quote", header="Quotation", also=("quote",), help="At most 20 words of the source, word for word."),
    Column(field="effective_from", header="Effective from", also=("effective", "effective date", "from"), help="First day of service it holds for: 2026-01-01. Empty: not known."),
    Column(field="effective_to", header="Effective to", also=("end date", "to", "until"), help="Last day of service it holds for. Empty: still in force."),
    Column(field="reviewed_on", header="Reviewed on", also=("reviewed", "last reviewed"), help="When somebody last read the source. Empty: the day of the import."),
)  # fmt: skip

WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    column.field: (" ".join(column.header.lower().split()), *column.also) for column in COLUMNS
}
REQUIRED: Final = frozenset({"payer", "rule", "text", "source_title"})

RULES: Final[Mapping[str, tuple[str, str]]] = {
    "first listed diagnosis": ("first_listed", "The first diagnosis of a claim with these procedures must be one of the diagnoses."),
    "required diagnosis": ("diagnosis_required", "A claim with these procedures needs at least one of the diagnoses."),
    "diagnosis list": ("diagnosis_list", "The payer's own list of diagnoses for these procedures; excluded ones in their own column."),
    "required modifier": ("modifier_required", "Each line with these procedures needs one of the modifiers."),
    "modifier conflict": ("modifier_conflict", "Two modifiers, joined by +, that contradict each other on one line."),
    "modifier with other procedure": ("modifier_with_other", "The procedures need one of the modifiers when the other procedure is on the same day."),
    "covered": ("covered", "What the payer covers, and when. It answers people and stops no claim."),
    "not covered": ("not_covered", "Procedures the payer does not pay for; with a condition it answers people only."),
    "prior authorization": ("prior_authorization", "Procedures that need the payer's word beforehand, at these places if any are named."),
    "pair hint": ("pair_hint", "Two procedures that go together only with a modifier; a loaded NCCI table decides."),
    "threshold": ("threshold", "Above this yearly amount (Number) a line with the modifiers in Only with modifiers needs the one in Modifiers."),
    "limit": ("limit", "How many (Number) of what (Of what) the payer pays in so many months. It answers people."),
    "documentation": ("documentation", "What the record must show. It answers people and note reviews."),
    "note": ("note", "Anything else worth answering with."),
}  # fmt: skip
"""The words of the list in the workbook, the schema's kind, and what it does.

Regions, timed units and claim form need a YAML sheet.
"""
