"""Which payer rules bear on the lines of a claim: the sheets, read on first use, and a claim's rules found once for all edits."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from knowledge.passages import Citation, cite
from knowledge.payers.passages import as_passage
from knowledge.payers.schema import PayerRule, PayerSheet
from knowledge.payers.sheets import Applicable, PayerMatch, SheetBook, passage_of

R = TypeVar("R", bound=PayerRule)

_CACHE, _KINDS = 500, 12
"""Claims of a batch share payer, procedures and day: their rules are found once."""


class RuleBook:
    """The payer sheets as the edits ask them. Nothing is read before the first question."""

    def __init__(self, load: Callable[[], SheetBook] = lambda: SheetBook(sheets=())) -> None:
        self._load = load
        # Bound here, not decorated: a cache on the class would outlive these sheets.
        self._in_force = lru_cache(_CACHE)(self._read_in_force)
        self._of_kind = lru_cache(_KINDS * _CACHE)(self._read_of_kind)

    @cached_property
    def sheets(self) -> SheetBook:
        return self._load()

    @cached_property
    def _payers(self) -> dict[str, PayerMatch]:
        return {payer.id: PayerMatch(payers=(payer,)) for payer in self.sheets.payers()}

    def payer(self, typed: str) -> PayerMatch | None:
        """Whom a typed name means; None when no sheet is held."""
        return self.sheets.find_payer(typed)

    def rules(
        self, match: PayerMatch | None, *, procedures: Iterable[str], day: date, kind: type[R]
    ) -> tuple[Applicable[R], ...]:
        """As `SheetBook.rules_for`: the payer's own rules of one kind before those that hold for every payer."""
        payer = match.payers[0].id if match is not None and not match.is_ambiguous else None
        contractor = match.contractor if match is not None else None
        found = self._of_kind(payer, contractor, tuple(sorted(procedures)), day, kind)
        return cast("tuple[Applicable[R], ...]", found)

    def lapsed(self, match: PayerMatch, *, procedures: Iterable[str], day: date, kind: type[R]) -> tuple[R, ...]:
        """As `SheetBook.lapsed_rules`: the rules of a kind that ended before the day."""
        return self.sheets.lapsed_rules(match, procedures=procedures, day=day, kind=kind)

    def contractor_names(self, match: PayerMatch) -> tuple[str, ...]:
        """What the contractor that was named with the payer is called; nothing when none was named."""
        return tuple(
            dict.fromkeys(
                name
                for sheet in self.sheets.sheets
                for contractor in sheet.jurisdiction.contractors
                if match.contractor is not None and contractor.name == match.contractor
                for name in (contractor.name, *contractor.aliases)
            )
        )

    def sheets_for(self, match: PayerMatch, procedures: Iterable[str]) -> tuple[PayerSheet, ...]:
        return self.sheets.sheets_for(match, procedures)

    def _read_of_kind(
        self, payer: str | None, contractor: str | None, procedures: tuple[str, ...], day: date, kind: type[PayerRule]
    ) -> tuple[Applicable[PayerRule], ...]:
        found = self._in_force(payer, contractor, procedures, day)
        return tuple(one for one in found if isinstance(one.rule, kind))

    def _read_in_force(
        self, payer: str | None, contractor: str | None, procedures: tuple[str, ...], day: date
    ) -> tuple[Applicable[PayerRule], ...]:
        match = None
        if payer is not None:
            match = PayerMatch(payers=self._payers[payer].payers, contractor=contractor)
        return self.sheets.rules_for(match, procedures=procedures, day=day, kind=PayerRule)


def cite_rule(found: Applicable[PayerRule]) -> Citation:
    """Our sentence of a rule, whole, as the library holds it."""
    return cite(as_passage(passage_of(found.sheet, found.rule)))
