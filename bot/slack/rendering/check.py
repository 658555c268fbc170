"""A checked claim: whether it may go out, what it lists, what the edits found, and the mended claim when that is certain."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot.assistant import Check
from bot.claims import Claim, Finding, Procedure
from bot.slack.rendering.findings import finding_sections
from bot.slack.rendering.footer import closing, release_line
from bot.slack.rendering.kit import Block, Context, Divider, Message, Section
from bot.slack.rendering.limits import FALLBACK_TEXT
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import bold, clipped, code, joined, plain, split
from bot.slack.rendering.sources import source_lines
from bot.slack.rendering.splitting import LONGEST_LINE, contexts, messages, sections, tables
from knowledge.passages import Citation

Listed = Sequence[tuple[str, str]]
"""The diagnoses in their order: the code, or "?" for an entry that is none, and what it means on the day."""
_NO_CODE: Final = "?"


def check_message(check: Check, listed: Listed, answer_id: str, links: Links) -> tuple[Message, ...]:
    """The findings of a claim, the gravest first; `listed` repeats the diagnoses with their meanings."""
    citations = _citations(check.findings)
    verdict = _verdict(check.findings)
    parts = [
        *sections([bold(verdict)]),
        *_diagnoses(listed),
        *finding_sections(check.findings, _numbers(citations)),
        *(_mended(check.mended) if check.mended else ()),
        *_sources(check, citations, links),
        *closing(answer_id),
    ]
    told = " ".join([verdict, *(one.message for one in check.findings)])
    return messages(plain(clipped(told, FALLBACK_TEXT)).markup, parts)


def _verdict(findings: Sequence[Finding]) -> str:
    stops = sum(one.severity == "block" for one in findings)
    asks = sum(one.severity == "query" for one in findings)
    if stops:
        return f"⛔ {_counted(stops, 'finding stops', 'findings stop')} this claim."
    if asks:
        return f"⚠️ Nothing stops this claim; {_counted(asks, 'thing', 'things')} a person must decide."
    return "✅ No edit found anything against this claim."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _diagnoses(listed: Listed) -> tuple[Block, ...]:
    rows = [
        (str(place), "–" if typed == _NO_CODE else typed, meaning) for place, (typed, meaning) in enumerate(listed, 1)
    ]
    return tables(("#", "Diagnosis", "Means"), rows) if rows else ()


def _mended(claim: Claim) -> tuple[Section, ...]:
    """The claim with every certain mend applied: diagnoses in their new order, then the service lines."""
    diagnoses = split(f"Diagnoses: {', '.join(claim.diagnoses)}", LONGEST_LINE)
    services = (joined([plain("•  "), code(clipped(_line(one), LONGEST_LINE))]) for one in claim.procedures)
    return sections([bold("🛠️ Mended where there is no choice"), *map(plain, diagnoses), *services])


def _line(procedure: Procedure) -> str:
    """98941-AT-GP*2, as a biller types it."""
    return "-".join((procedure.code, *procedure.modifiers)) + (f"*{procedure.units}" if procedure.units else "")


def _citations(findings: Sequence[Finding]) -> tuple[Citation, ...]:
    found = {(one.citation.passage.id, one.citation.quote): one.citation for one in findings if one.citation}
    return tuple(found.values())


def _numbers(citations: Sequence[Citation]) -> Callable[[Citation], int]:
    places = {(one.passage.id, one.quote): number for number, one in enumerate(citations, 1)}
    return lambda citation: places[citation.passage.id, citation.quote]


def _sources(check: Check, citations: Sequence[Citation], links: Links) -> Iterator[Block]:
    lines = source_lines(citations, links, check.release.day)
    if lines:
        yield Divider()
        yield from contexts(lines)
    yield Context(text=release_line(check.release))
