"""Our attribute edits beside another implementation of the Medicare Code Editor: the `msdrg` package. `make msdrg`.

Random inpatient claims of fiscal years 2023 to 2027, rich in what the edits look for. Agreement is asked edit by edit: the same
number of codes found by both. Its tables are where our dates come from, so this tests our reading and our rules, not CMS's tables.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.claims import Authorities, Claim, Edit, Finding
from bot.guardrails.code_edits import (
    age,
    duplicate,
    external_cause_first,
    incomplete_code,
    manifestation_first,
    not_in_force,
    secondary_required,
    seventh_character,
    unacceptable_first,
    unknown_code,
)
from bot.guardrails.code_edits.listed import known_codes
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import canonical, undotted

if TYPE_CHECKING:
    from msdrg import MceEditor

FIRST_DAY, LAST_DAY = date(2022, 10, 1), date(2027, 3, 31)
CLAIMS = 20_000
ATTRIBUTES = ("manifestation", "ecodepdx", "unacceptable", "reqsdx", "newborn", "pediatric", "maternity", "adult")
EDITS: Mapping[str, str] = {
    "INVALID_CODE": "a code that can't be reported",
    "DUPLICATE_OF_PDX": "the principal diagnosis again",
    "E_CODE_AS_PDX": "external cause first",
    "MANIFESTATION_AS_PDX": "manifestation first",
    "UNACCEPTABLE_PDX": "unacceptable first",
    "REQUIRES_SDX": "secondary diagnosis required",
    "AGE_CONFLICT": "age",
}
"""The editor's edits that we have too, by its names. Its others (sex, procedures, coverage, admission) have no counterpart here."""
OURS: tuple[Edit, ...] = (
    unknown_code.edit,
    not_in_force.edit,
    incomplete_code.edit,
    seventh_character.edit,
    duplicate.edit,
    external_cause_first.edit,
    manifestation_first.edit,
    unacceptable_first.edit,
    secondary_required.edit,
    age.edit,
)
_NOT_REPORTABLE = {"unknown-code", "not-in-force", "incomplete-code", "seventh-character"}
_FIRST = {
    "external-cause-first": "E_CODE_AS_PDX",
    "unacceptable-first": "UNACCEPTABLE_PDX",
    "secondary-required": "REQUIRES_SDX",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """One edit of one claim on which the two differ, and the reason when it is one we know."""

    claim: Claim
    edit: str
    theirs: int
    ours: int
    reason: str


@dataclass(slots=True)
class Agreement:
    """What a run found: how often both fired, and every claim on which they differ."""

    claims: int = 0
    both: Counter[str] = field(default_factory=Counter)
    neither: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def unexplained(self) -> list[Disagreement]:
        return [one for one in self.disagreements if not one.reason]


def main() -> None:
    from msdrg import MceEditor

    from bot.settings import read_settings, silence_libraries
    from bot.wiring import ensure_index, wire

    silence_libraries()
    settings = read_settings()
    assistant = wire(settings, ensure_index(settings, lambda what, share: None))
    claims = random_claims(assistant.reference.code_set, CLAIMS, seed=2027)
    with MceEditor() as editor:
        agreement = compare(claims, assistant.reference.authorities, editor)
    show(agreement)
    sys.exit(1 if agreement.unexplained else 0)


# -- claims ------------------------------------------------------------------------------------------------------------


def random_claims(code_set: CodeSet, count: int, seed: int) -> Iterator[Claim]:
    """Inpatient claims; the same for the same seed and tables. Half of their codes bear an attribute, some are no codes."""
    rng = random.Random(seed)
    days = [FIRST_DAY + timedelta(days=step) for step in range((LAST_DAY - FIRST_DAY).days + 1)]
    pools = _pools(code_set)
    for _ in range(count):
        day = rng.choice(days)
        codes = [rng.choice(pools[rng.choice(_MIX)]) for _ in range(rng.choice((1, 1, 2, 3, 6, 12)))]
        if rng.random() < 0.1:
            codes.append(rng.choice(codes))
        age = rng.choice((0, 1, 8, 9, 14, 15, 17, 18, 40, 64, 65, 90, 124))
        yield Claim(
            diagnoses=tuple(codes), date_of_service=day, discharge_date=day, setting="inpatient",
            claim_type="institutional", age=age,
        )  # fmt: skip


_MIX = (*ATTRIBUTES, *("any",) * 6, "changed", "heading", "unknown")


def _pools(code_set: CodeSet) -> dict[str, list[str]]:
    """Codes to draw from: by attribute, of any kind, those that began or ended in these years, headings, and no codes at all."""
    last = sorted(code_set.billable_on(LAST_DAY))
    ever = sorted(code_set.billable_on(FIRST_DAY) | set(last))
    pools = {name: [code for code in ever if code_set.mce_days(code, name)] for name in ATTRIBUTES}
    pools["any"] = ever
    pools["changed"] = sorted(code_set.billable_on(FIRST_DAY) ^ set(last))
    pools["heading"] = sorted({code[:-1].rstrip(".") for code in last if len(code) > 5})
    pools["unknown"] = ["M53.89", "I10.0", "M54.2XXA", "U99.9", "S13.4A", "Z99.999"]
    return pools


# -- the two, side by side ---------------------------------------------------------------------------------------------


def compare(claims: Iterable[Claim], authorities: Authorities, editor: "MceEditor") -> Agreement:
    """Both over every claim; about 2 ms a claim, most of it for codes not met before."""
    agreement = Agreement()
    for claim in claims:
        agreement.claims += 1
        theirs = _theirs(claim, editor)
        ours = found_by_us(claim, [finding for edit in OURS for finding in edit(claim, authorities)])
        for edit in EDITS:
            if theirs[edit] == ours[edit]:
                (agreement.both if theirs[edit] else agreement.neither)[edit] += 1
                continue
            agreement.disagreements.append(
                Disagreement(
                    claim=claim, edit=edit, theirs=theirs[edit], ours=ours[edit],
                    reason=_reason(claim, edit, theirs[edit], ours[edit]),
                )
            )  # fmt: skip
    return agreement


def _theirs(claim: Claim, editor: "MceEditor") -> Counter[str]:
    from msdrg import create_mce_input

    first, *rest = (undotted(code) for code in claim.diagnoses)
    day = int(claim.day.strftime("%Y%m%d"))
    result = editor.edit(create_mce_input(day, claim.age or 0, sex=2, discharge_status=1, pdx=first, sdx=list(rest)))
    return Counter({one["name"]: one["count"] for one in result["edits"]})


def found_by_us(claim: Claim, findings: Iterable[Finding]) -> Counter[str]:
    """Our findings as the editor counts them: every listed entry at fault, by the name of its edit."""
    listed = [canonical(typed) for typed in claim.diagnoses]
    count: Counter[str] = Counter()
    invalid = {code for one in findings if one.edit in _NOT_REPORTABLE for code in one.codes}
    count["INVALID_CODE"] = sum(code in invalid for code in listed)
    conflicting = {code for one in findings if one.edit == "age" for code in one.codes}
    count["AGE_CONFLICT"] = sum(code in conflicting for code in listed)
    for one in findings:
        if one.edit in _FIRST:
            count[_FIRST[one.edit]] += 1
        elif one.edit == "manifestation-first" and one.codes == (listed[0],):
            count["MANIFESTATION_AS_PDX"] += 1
        elif one.edit == "duplicate" and one.codes == (listed[0],):
            count["DUPLICATE_OF_PDX"] += listed.count(listed[0]) - 1
    return count


def _reason(claim: Claim, edit: str, theirs: int, ours: int) -> str:
    """Why the two differ, where we know it; empty where we don't."""
    if edit == "REQUIRES_SDX" and (theirs, ours) == (0, 1) and len(claim.diagnoses) > len(known_codes(claim)):
        return "the same code listed twice: for them it is its own secondary diagnosis, for us only another code is one"
    return ""


def show(agreement: Agreement) -> None:
    print(f"{agreement.claims:,} random inpatient claims, {FIRST_DAY.isoformat()} to {LAST_DAY.isoformat()}")
    differ = Counter(one.edit for one in agreement.disagreements)
    for edit, words in EDITS.items():
        print(f"  {words:<32} both found it {agreement.both[edit]:>7,}   neither {agreement.neither[edit]:>7,}   differ {differ[edit]:>5,}")  # fmt: skip
    for reason, count in Counter(one.reason or "NOT EXPLAINED" for one in agreement.disagreements).most_common():
        print(f"  {count:>6,}  {reason}")
    for one in agreement.unexplained[:10]:
        print(f"    {one.edit}: {' '.join(known_codes(one.claim))} on {one.claim.day}, age {one.claim.age}: theirs {one.theirs}, ours {one.ours}")  # fmt: skip


if __name__ == "__main__":
    main()
