"""Reads the combination rules, and finds the one code that several codes of a claim should be. Pure but for the reading.

Sources: each rule names the passage that says so: guidance (guidelines I.B.9, I.C.4.a, I.C.9.a …), or notes and titles of the
tabular list by their fact id ("notes:K81/excludes1").
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, get_args

import yaml

from knowledge.errors import KnowledgeError

COMBINATIONS = Path(__file__).parent / "combinations.yaml"
Label = Literal["read", "check"]
_KEYS = {"id", "over", "when", "replaces", "drops", "report", "says", "passage", "label", "joins"}


class CodePatterns:
    """Codes written whole, as a family with a dash ("N18.3-"), or with a star for what follows ("M50.2*")."""

    def __init__(self, patterns: Sequence[str]) -> None:
        self.categories = frozenset(one[:3] for one in patterns)
        self._whole = frozenset(one for one in patterns if one[-1] not in "-*")
        self._families = tuple(one.rstrip("-").rstrip(".") for one in patterns if one.endswith("-"))
        self._starred = tuple(one[:-1] for one in patterns if one.endswith("*"))

    def match(self, code: str) -> str | None:
        """What the star stands for ("" without a star); None when no pattern fits."""
        if code in self._whole or code.startswith(self._families):
            return ""
        return next((code[len(stem) :] for stem in self._starred if code.startswith(stem) and code != stem), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """One rule. `when` holds a group of code patterns for each code needed; `replaces` the groups whose codes go.

    `drops` are patterns of further codes that go with them; an empty `report` says that what stays says everything.
    """

    id: str
    when: tuple[tuple[str, ...], ...]
    replaces: tuple[int, ...]
    report: str
    says: str
    passage: str
    label: Label = "read"
    drops: tuple[str, ...] = ()
    groups: tuple[CodePatterns, ...] = field(init=False, compare=False, repr=False)
    dropped: CodePatterns = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "groups", tuple(CodePatterns(group) for group in self.when))
        object.__setattr__(self, "dropped", CodePatterns(self.drops))


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """A rule that applies to a claim: the codes that made it apply, those that go, and the code to report (or none)."""

    rule: Combination
    codes: tuple[str, ...]
    gone: tuple[str, ...]
    report: str


class Combinations(tuple[Combination, ...]):
    """Rules in the order they are tried; those that can bear on a claim are found by the categories of its codes."""

    @cached_property
    def _by_category(self) -> Mapping[str, frozenset[int]]:
        places: dict[str, set[int]] = defaultdict(set)
        for place, rule in enumerate(self):
            for category in rule.groups[0].categories:
                places[category].add(place)
        return {category: frozenset(found) for category, found in places.items()}

    def about(self, codes: Sequence[str]) -> list[Combination]:
        """The rules that have a code of the right category for each of their groups."""
        listed = {code[:3] for code in codes}
        places = sorted({place for category in listed for place in self._by_category.get(category, ())})
        return [
            self[place]
            for place in places
            if not any(listed.isdisjoint(group.categories) for group in self[place].groups)
        ]


@cache
def read_combinations(path: Path = COMBINATIONS) -> Combinations:
    """Every rule, those that need more codes first. Raises KnowledgeError that names the rule with a fault."""
    rows = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    rules = [one for row in rows for one in _read(row)]
    return Combinations(sorted(rules, key=lambda rule: (-len(rule.when), rule.id.endswith("-too"))))


def _read(row: Mapping[str, object]) -> Iterable[Combination]:
    families = row.get("over") or [""]
    try:
        for family in families:  # type: ignore[attr-defined]
            rule = Combination(
                id=f"{row['id']}-{family.lower()}" if family else str(row["id"]),
                when=tuple(tuple(one.replace("{}", family) for one in group) for group in row["when"]),  # type: ignore[attr-defined]
                replaces=tuple(row["replaces"]),  # type: ignore[arg-type]
                report=str(row["report"] or "").replace("{}", family),
                says=str(row["says"]),
                passage=str(row["passage"]).replace("{}", family),
                label=row.get("label", "read"),  # type: ignore[arg-type]
                drops=tuple(one.replace("{}", family) for one in row.get("drops") or ()),  # type: ignore[attr-defined]
            )
            if rule.label not in get_args(Label) or not set(row) <= _KEYS or not set(rule.replaces) < {*range(9)}:
                raise TypeError("a key, a label or a number of a group is not known")
            yield rule
            if row.get("joins"):
                yield _beside_another_complication(rule, family)
    except (KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            f"combinations.yaml: the rule {row.get('id', '?')} is not whole ({error}).",
            "A rule has id, when, replaces, report, says and passage; over, joins, drops and label when needed.",
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

    A code that a rule reports counts as listed for the rules after it, so that two complications of one diabetes are both
    found. When the combination code itself stands among the codes, the rule says nothing: the claim has it already.
    """
    book = rules if isinstance(rules, Combinations) else Combinations(rules)
    found: list[Combined] = []
    now = list(dict.fromkeys(codes))
    while (applied := _first_that_applies(now, book, found)) is not None:
        found.append(applied)
        now = _put_together(now, applied)
    return tuple(found)


def combined(codes: Sequence[str], rules: Sequence[Combination]) -> tuple[str, ...]:
    """The codes as they should be reported: each combination code in the place of the first code it replaces."""
    now = list(dict.fromkeys(codes))
    for applied in combinations_in(now, rules):
        now = _put_together(now, applied)
    return tuple(now)


def _put_together(codes: Sequence[str], applied: Combined) -> list[str]:
    at = codes.index((applied.gone or applied.codes[1:])[0])
    together = [*codes[:at], applied.report, *codes[at:]] if applied.report else list(codes)
    return [code for code in dict.fromkeys(together) if code not in applied.gone]


def _first_that_applies(codes: Sequence[str], rules: Combinations, before: Sequence[Combined]) -> Combined | None:
    """No rule applies twice: two that undo each other (two stages of one kidney disease) come to an end."""
    for rule in rules.about(codes):
        if any(one.rule is rule for one in before):
            continue
        applied = _applied(rule, codes)
        if applied is not None and applied.report not in codes and (applied.report or applied.gone):
            return applied
    return None


def _applied(rule: Combination, codes: Sequence[str]) -> Combined | None:
    chosen: list[str] = []
    star = ""
    for group in rule.groups:
        for code in codes:
            tail = group.match(code)
            if tail is not None and code not in chosen:
                break
        else:
            return None
        star = star if chosen else tail
        chosen.append(code)
    report = rule.report.replace("*", star)
    gone = [chosen[at] for at in rule.replaces]
    if rule.drops:
        gone.extend(
            code for code in codes if code not in chosen and code != report and rule.dropped.match(code) is not None
        )
    return Combined(rule=rule, codes=tuple(chosen), gone=tuple(gone), report=report)
