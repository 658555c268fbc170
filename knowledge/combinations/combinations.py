"""Reads the combination rules, and finds the one code that several codes of a claim should be. Pure but for the reading.

Sources: each rule names its guidance passage (guidelines I.B.9, I.C.4.a, I.C.9.a; notes of the tabular list).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from knowledge.errors import KnowledgeError

COMBINATIONS = Path(__file__).parent / "combinations.yaml"
Label = Literal["read", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """One rule. `when` holds a group of code patterns for each code needed; `replaces` the groups whose codes go."""

    id: str
    when: tuple[tuple[str, ...], ...]
    replaces: tuple[int, ...]
    report: str
    says: str
    passage: str
    label: Label = "read"


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """A rule that applies to a claim: the codes that made it apply, those that go, and the code to report."""

    rule: Combination
    codes: tuple[str, ...]
    gone: tuple[str, ...]
    report: str


@cache
def read_combinations(path: Path = COMBINATIONS) -> tuple[Combination, ...]:
    """Every rule, those that need more codes first. Raises KnowledgeError that names the rule with a fault."""
    rules = [one for row in yaml.safe_load(path.read_text(encoding="utf-8")) for one in _read(row)]
    return tuple(sorted(rules, key=lambda rule: (-len(rule.when), rule.id.endswith("-too"))))


def _read(row: Mapping[str, object]) -> Iterable[Combination]:
    families = row.get("over") or [""]
    try:
        for family in families:  # type: ignore[attr-defined]
            rule = Combination(
                id=f"{row['id']}-{family.lower()}" if family else str(row["id"]),
                when=tuple(tuple(one.replace("{}", family) for one in group) for group in row["when"]),  # type: ignore[attr-defined]
                replaces=tuple(row["replaces"]),  # type: ignore[arg-type]
                report=str(row["report"]).replace("{}", family),
                says=str(row["says"]),
                passage=str(row["passage"]),
                label=row.get("label", "read"),  # type: ignore[arg-type]
            )
            yield rule
            if family:
                yield _beside_another_complication(rule, family)
    except (KeyError, TypeError) as error:
        raise KnowledgeError(
            f"combinations.yaml: the rule {row.get('id', '?')} is not whole ({error}).",
            "A rule has id, when, replaces, report, says and passage.",
        ) from None


def _beside_another_complication(rule: Combination, family: str) -> Combination:
    """The same where the family is listed with another complication already: that code stays, and the new one joins it."""
    return replace(
        rule,
        id=f"{rule.id}-too",
        when=((f"{family}.-",), *rule.when[1:]),
        replaces=tuple(at for at in rule.replaces if at > 0),
    )


def combinations_in(codes: Sequence[str], rules: Sequence[Combination]) -> tuple[Combined, ...]:
    """The rules that apply to the codes, the widest first; no code is used up by two rules.

    When the combination code itself stands among the codes, the rule says nothing: the claim has it already.
    """
    found: list[Combined] = []
    used: set[str] = set()
    for rule in rules:
        applied = _applied(rule, [code for code in codes if code not in used])
        if applied is not None and applied.report not in codes:
            found.append(applied)
            used |= set(applied.gone)
    return tuple(found)


def combined(codes: Sequence[str], rules: Sequence[Combination]) -> tuple[str, ...]:
    """The codes as they should be reported: each combination code in the place of the first code it replaces."""
    now = list(dict.fromkeys(codes))
    while applied := combinations_in(now, rules):
        one = applied[0]
        at = now.index((one.gone or one.codes[1:])[0])
        now.insert(at, one.report)
        now = [code for code in now if code not in one.gone]
    return tuple(dict.fromkeys(now))


def _applied(rule: Combination, codes: Sequence[str]) -> Combined | None:
    chosen: list[str] = []
    star = ""
    for group in rule.when:
        hit = next(
            (
                (code, tail)
                for code in codes
                if code not in chosen
                for tail in [_match(group, code)]
                if tail is not None
            ),
            None,
        )
        if hit is None:
            return None
        star = star if chosen else hit[1]
        chosen.append(hit[0])
    report = rule.report.replace("*", star)
    return Combined(rule=rule, codes=tuple(chosen), gone=tuple(chosen[at] for at in rule.replaces), report=report)


def _match(group: Sequence[str], code: str) -> str | None:
    """What the star of the first fitting pattern stands for ("" without a star); None when no pattern fits."""
    for pattern in group:
        if pattern.endswith("*") and code.startswith(pattern[:-1]) and code != pattern[:-1]:
            return code[len(pattern) - 1 :]
        if pattern.endswith("-") and code.startswith(pattern.rstrip("-").rstrip(".")):
            return ""
        if pattern == code:
            return ""
    return None
