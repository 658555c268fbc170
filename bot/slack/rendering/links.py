"""Where a source opens: CDC's browser for what the code tables say, the publisher's page, or our own page of the passage."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote, urlencode

from knowledge.code_set.codes import canonical
from knowledge.code_set.releases import fiscal_year
from knowledge.passages import Passage

CDC_BROWSER: Final = "https://icd10cmtool.cdc.gov/"
_OF_ONE_CODE: Final = re.compile(r"^(?:code|notes|children|seventh|successors|mce):(?P<code>[A-Z][0-9A-Z.]+)")
"""Facts of the code tables about one code (knowledge/code_facts.py); a pair or an absent code has no page at CDC."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """`public_url` is where our own web server is reached from a person's phone; None when it is not."""

    public_url: str | None = None

    def address(self, passage: Passage, day: date) -> str | None:
        """Where the passage can be read, None when nowhere we know of."""
        code = code_of_fact(passage)
        if code is not None:
            return code_page(code, day)
        return passage.source.url or self.own_page(passage.id)

    def own_page(self, passage_id: str) -> str | None:
        """Our page that shows the passage word for word."""
        if self.public_url is None:
            return None
        return f"{self.public_url.rstrip('/')}/sources/{quote(passage_id, safe='')}"

    def run_report(self, run_id: str) -> str | None:
        """Our page with the report of an evaluation run."""
        return f"{self.public_url.rstrip('/')}/runs/{quote(run_id, safe='')}" if self.public_url else None


def code_of_fact(passage: Passage) -> str | None:
    """The code that a passage of the code tables is about; None for guidance, payer rules and facts about several codes."""
    found = _OF_ONE_CODE.match(passage.id)
    return canonical(found["code"]) if found else None


def code_page(code: str, day: date) -> str:
    """The code in CDC's browser, in the release in force on the day."""
    return f"{CDC_BROWSER}?{urlencode({'fy': f'FY{fiscal_year(day)}', 'query': code})}"
