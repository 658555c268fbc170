"""Edits: whether those expected fired, and no other; recall and precision, and what became of each edit."""

from bot.claims import Finding
from evals.cases import Case, ExpectedFinding
from evals.observed import Observed
from evals.scorers.score import Score, listed
from knowledge.code_set.codes import canonical

HIT, MISSED, FALSE_ALARM = "hit", "missed", "false alarm"


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    """A key with `findings` is closed: any other edit that blocks or queries is a false alarm. `no_findings` alone is open."""
    wanted, banned = case.expect.findings, case.expect.no_findings
    if wanted is None and banned is None:
        return ()
    hits = [one for one in wanted or () if any(_is_met(one, finding) for finding in seen.findings)]
    missed = [one for one in wanted or () if one not in hits]
    named = {one.edit for one in wanted or ()}
    alarms = list(
        dict.fromkeys(
            finding.edit
            for finding in seen.findings
            if finding.edit in (banned or ())
            or (wanted is not None and finding.severity != "inform" and finding.edit not in named)
        )
    )
    parts = (
        *((one.edit, HIT) for one in hits),
        *((one.edit, MISSED) for one in missed),
        *((one, FALSE_ALARM) for one in alarms),
    )
    found = []
    if wanted:
        reason = f"Missed: {listed(missed)}." if missed else f"Fired as expected: {listed(hits)}."
        found.append(
            Score(name="edit recall", value=len(hits) / len(wanted), passed=not missed, reason=reason, parts=parts)
        )
    spoke = len(hits) + len(alarms)
    if spoke or not wanted:
        reason = f"Fired, though unexpected: {listed(alarms)}." if alarms else "No edit fired that should not."
        value = len(hits) / spoke if spoke else 1.0
        found.append(
            Score(name="edit precision", value=value, passed=not alarms, reason=reason, parts=() if wanted else parts)
        )
    return tuple(found)


def _is_met(wanted: ExpectedFinding, finding: Finding) -> bool:
    if finding.edit != wanted.edit or wanted.severity not in (None, finding.severity):
        return False
    named = {canonical(code) or code for code in finding.codes}
    return all((canonical(code) or code) in named for code in wanted.codes)
