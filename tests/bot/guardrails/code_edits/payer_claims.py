"""Claims with service lines, payer sheets and loaded tables as small as a test needs them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from bot.claims import Authorities, Claim, Finding, Procedure
from knowledge.payers.schema import PayerSheet

TODAY = date(2026, 11, 22)
AUGUST_2024 = date(2024, 8, 1)

PAIRS = "column1,column2,modifier_indicator,rationale\n97140,97124,0,Standards\n98940,97140,1,Standards\n98940,99213,1,Manual\n"
UNITS = (
    '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
    "97110,6,3 Date of Service Edit: Clinical,Clinical: Data\n"
    "98940,1,2 Date of Service Edit: Policy,Code Descriptor\n"
    "97140,4,1 Line Edit,Nature of Service\n"
    "97530,4,,Nature of Service\n"
)

WithTables = Callable[..., Authorities]
"""Files by name, each with its content; the authorities with these tables loaded."""


def line(
    written: str, units: int | None = None, minutes: int | None = None, pointers: tuple[int, ...] = ()
) -> Procedure:
    """A service line written as 98940-AT."""
    code, *modifiers = written.split("-")
    return Procedure(code=code, modifiers=tuple(modifiers), units=units, minutes=minutes, pointers=pointers)


def claim(
    lines: list[str] | list[Procedure],
    diagnoses: list[str] | None = None,
    payer: str | None = "medicare",
    day: date = TODAY,
    **more: object,
) -> Claim:
    """A claim that a Medicare chiropractor could send, but for what the test says."""
    more.setdefault("initial_treatment_date", date(2015, 10, 1))
    return Claim(
        diagnoses=tuple(["M99.01", "M54.2"] if diagnoses is None else diagnoses),
        procedures=tuple(line(one) if isinstance(one, str) else one for one in lines),
        payer=payer,
        date_of_service=day,
        **more,  # type: ignore[arg-type]
    )


def told(findings: tuple[Finding, ...]) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.severity, one.codes) for one in findings]


def sheet(*rules: dict[str, object], payer: str = "acme", warning: str | None = None, **more: object) -> PayerSheet:
    """A sheet of a payer that does not exist, with the rules given; each holds `rule`, `id`, `text` and its own fields."""
    return PayerSheet.model_validate(
        {
            "id": f"{payer}-sheet",
            "title": "Acme, a payer of the tests",
            "payer": {"id": payer, "name": "Acme Health", "short": "Acme", "aliases": ()},
            "plan": "PPO",
            "jurisdiction": {"reach": "plan", "contractors": (), "words": "This plan."},
            "topics": ("therapy",),
            "applies_to": ("97110", "97140", "64490", "98940"),
            "effective_from": None,
            "effective_to": None,
            "effective_words": "Undated.",
            "reviewed_on": TODAY,
            "review_due": date(2027, 11, 22),
            "warning": warning,
            "not_held": (),
            "sources": (
                {
                    "id": "T1", "title": "A page", "url": "https://example.org/page", "publisher": "Acme", "edition": "2026",
                    "label": "primary", "quote": None,
                },
            ),
            "rules": tuple({"sources": ("T1",), "label": "primary", **rule} for rule in rules),
            **more,
        }
    )  # fmt: skip


def own_folder(base: Path) -> Path:
    return base / "own"
