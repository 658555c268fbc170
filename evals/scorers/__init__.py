"""Every scorer, one a file, in the order a lead reads their reasons."""

from evals.scorers import (
    citations,
    edits,
    identifiers,
    kind,
    mended,
    never_says,
    outcome,
    refusal,
    retrieval,
    reviewed,
    roles,
    says,
    sources,
    states,
    status,
)
from evals.scorers.score import Scorer

SCORERS: dict[str, Scorer] = {
    "reviewed": reviewed.score,
    "status": status.score,
    "refusal": refusal.score,
    "outcome": outcome.score,
    "roles": roles.score,
    "mended": mended.score,
    "states": states.score,
    "says": says.score,
    "never_says": never_says.score,
    "edits": edits.score,
    "retrieval": retrieval.score,
    "sources": sources.score,
    "citations": citations.score,
    "kind": kind.score,
    "identifiers": identifiers.score,
}
