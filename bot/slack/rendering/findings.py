"""What the edits found, the gravest first, each with the number of its authority."""

from collections.abc import Callable, Iterator, Sequence

from bot.claims import Finding
from bot.slack.rendering.kit import Section
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, plain, split
from bot.slack.rendering.sources import marks
from bot.slack.rendering.splitting import LONGEST_LINE, sections
from bot.slack.rendering.words import SEVERITIES, SIGNS
from knowledge.passages import Citation


def finding_sections(findings: Sequence[Finding], number_of: Callable[[Citation], int]) -> Iterator[Section]:
    """A section a severity, with a line a finding."""
    for severity, title in SEVERITIES.items():
        found = [one for one in findings if one.severity == severity]
        if found:
            lines = (line for one in found for line in _lines(one, number_of))
            yield from sections([bold(f"{SIGNS[severity]} {title}"), *lines])


def _lines(finding: Finding, number_of: Callable[[Citation], int]) -> Iterator[Mrkdwn]:
    number = marks([number_of(finding.citation)]) if finding.citation else ""
    return (plain(piece) for piece in split(f"•  {finding.message} {number}".strip(), LONGEST_LINE))
