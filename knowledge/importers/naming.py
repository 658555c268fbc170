"""Names for imports: short, safe as a file's name, and read off the file where it says enough."""

import re
import unicodedata
from datetime import date
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.importers.opening import Handed
from knowledge.importers.understood import Given, Provenance
from knowledge.passages import Label

ID: Final = re.compile(r"[a-z]+(?:/[a-z0-9]+(?:-[a-z0-9]+)*){1,2}", re.ASCII)
"""What an import's id looks like: "payers/own-acme", "releases/fy2027/tabular"."""


def slug(words: str) -> str:
    """Lower-case letters, digits and single dashes, at most 60 characters; empty when nothing of the kind is left."""
    letters = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60].strip("-")


def name_of(handed: Handed, given: Given) -> str:
    """The id the person gave, else the file's name without its suffix.

    Raises KnowledgeError when neither yields a name.
    """
    name = slug(given.id) or slug(re.sub(r"(\.[A-Za-z0-9]{1,5})+$", "", handed.name))
    if not name:
        raise KnowledgeError(f"{handed.name}: no name can be made of the file's name.", "Give an id with --id.")
    return name


def provenance_of(
    handed: Handed, given: Given, *, publisher: str, edition: str, label: Label, effective_from: date | None = None
) -> Provenance:
    """Where the import came from; what the person said wins over what the file said."""
    return Provenance(
        file=handed.name,
        sha256=handed.sha256,
        imported_on=given.imported_on,
        publisher=given.publisher.strip() or publisher,
        edition=given.edition.strip() or edition,
        label=given.label or label,
        url=given.url.strip(),
        effective_from=given.effective_from or effective_from,
        effective_to=given.effective_to,
    )


_QUARTER = re.compile(r"(20\d\d)[\s_-]*q([1-4])(?!\d)", re.ASCII | re.IGNORECASE)
_NCCI_VERSION = re.compile(r"(?<![a-z0-9])v(\d\d)[._]?([0-3])(?:r\d+)?(?!\d)", re.ASCII | re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff[a-z]*[\s_:-]*(\d{1,2})[-/_](\d{1,2})[-/_](20\d\d)", re.ASCII | re.IGNORECASE)
_FIRST_NCCI_YEAR = 1994  # version 30.2 is the third quarter of 2024, 32.2 that of 2026


def quarter_in(words: str) -> str | None:
    """The quarter that a name or an edition speaks of, as "2024q3".

    2024Q3, ccipra-v302r0-f1, Eff_07-01-2024. None if none.
    """
    if found := _QUARTER.search(words):
        return f"{found[1]}q{found[2]}"
    if found := _EFFECTIVE.search(words):
        return f"{found[3]}q{(int(found[1]) - 1) // 3 + 1}" if 1 <= int(found[1]) <= 12 else None
    if found := _NCCI_VERSION.search(words):
        return f"{_FIRST_NCCI_YEAR + int(found[1])}q{int(found[2]) + 1}"
    return None


def first_day_of(quarter: str) -> date:
    year, number = quarter.split("q")
    return date(int(year), 3 * int(number) - 2, 1)
