"""Claims of diagnoses, and what an edit told of them: (severity, codes)."""

from collections.abc import Sequence
from datetime import date

from bot.claims import Claim, Finding

TODAY = date(2026, 11, 22)
LAST_DAY_OF_FY2026, FIRST_DAY_OF_FY2027 = date(2026, 9, 30), date(2026, 10, 1)
LAST_DAY_HELD, BEYOND = date(2027, 3, 31), date(2027, 4, 1)


def claim(*diagnoses: str, day: date = TODAY, **more: object) -> Claim:
    return Claim(diagnoses=diagnoses, date_of_service=day, **more)  # type: ignore[arg-type]


def told(findings: Sequence[Finding]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.severity, one.codes) for one in findings]


def names(rows: Sequence[tuple[object, ...]]) -> list[str]:
    return [str(row[0]) for row in rows]
