"""The page's words: what each score, outcome and slice means to a person who decides, and how numbers are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from evals.scorers.outcome import ABSTAINED, EXACT, INVALID, INVENTED, OTHER_VALID, SAME_CATEGORY

ERROR = "stopped by an error"
"""Why a case without any score fails."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A name of ours as a person reads it, what it means, and for a score that decides, what its failing means."""

    title: str
    means: str
    fails: str = ""


def _told(table: Mapping[str, tuple[str, ...]]) -> Mapping[str, Told]:
    return {name: Told(title=said[0], means=said[1], fails="".join(said[2:])) for name, said in table.items()}


SCORES = _told(
    {
        "reviewed": (
            "Review possible",
            "the Assistant can do what the case needs",
            "the case needs what the Assistant can't do yet",
        ),
        "status": (
            "Kind of reply",
            "answered, asked back or refused, as the key says",
            "answered, asked back or refused where it should have done another of the three",
        ),
        "refusal": (
            "Refusals",
            "what must be refused is refused, for the right reason, and nothing else",
            "refused what can be answered, answered what must be refused, or gave the wrong reason",
        ),
        "outcome": (
            "Right code",
            "the code recommended is the code of the key",
            "another code is recommended, or none",
        ),
        "rejected": (
            "Codes kept off",
            "the codes that must not go on the claim are rejected",
            "a code is not rejected that must be, or a good one is",
        ),
        "not recommended": (
            "Traps avoided",
            "no code is recommended that must not be",
            "a code is recommended that must not be",
        ),
        "mended": (
            "Mended claim",
            "the mends leave the diagnoses that should stand",
            "the mends leave other diagnoses than should stand",
        ),
        "states": (
            "State of codes",
            "billable, header or ended: right on the date of service",
            "a code's state on the date of service is wrong",
        ),
        "says": ("Required facts", "every fact of the key stands in the reply", "a fact of the key is missing"),
        "never says": (
            "Forbidden claims",
            "nothing the key forbids stands in the reply",
            "something forbidden is said",
        ),
        "edit recall": ("Edits that should fire", "the edits of the key fired", "an edit that was due stayed silent"),
        "edit precision": ("No false alarms", "no edit fired that the key rules out", "an edit fired without cause"),
        "recall@1": ("Right code first", "an accepted code stands at rank 1"),
        "recall@5": ("Right code in first 5", "the share of accepted codes among the first five"),
        "recall@10": ("Right code in first 10", "the share of accepted codes among the first ten"),
        "mrr": ("Rank of the right code", "one divided by its rank (MRR): 1 is first, 0.5 second"),
        "ndcg@10": ("Order of the first 10", "how well the first ten are ordered (nDCG@10)"),
        "sources": ("Required sources", "the passages of the key are cited", "a passage of the key is not cited"),
        "citation recall": (
            "Statements proved",
            "every statement is proved by what it cites",
            "a statement is not proved by what it cites",
        ),
        "citation precision": ("Citations that count", "the share of citations that prove something"),
        "kind": (
            "Question understood",
            "the question is taken for the kind it is",
            "the question is taken for another kind",
        ),
        "identifiers": (
            "Identifiers seen",
            "names, numbers and dates of a patient are noticed",
            "an identifier is missed, or seen where there is none",
        ),
        ERROR: ("Stopped by an error", "the case ran to its end", "the program failed and nothing was answered"),
    }
)

OUTCOMES = _told(
    {
        EXACT: ("Exact", "the code of the key"),
        SAME_CATEGORY: ("Same category", "close: the right family, another code"),
        OTHER_VALID: ("Other valid", "a real code, but another one"),
        INVALID: ("Invalid on the date", "a real code, not billable on the date of service"),
        INVENTED: ("Invented", "no release has this code: a made-up answer"),
        ABSTAINED: ("Abstained", "no code named: nothing wrong was said, but no help either"),
    }
)

EXPECTED: Mapping[str, str] = {
    "status": "The reply is",
    "kind": "The question is taken for",
    "refusal": "It is refused because of",
    "recommended": "Recommends",
    "recommended_any": "Recommends one of",
    "rejected": "Rejects",
    "not_recommended": "Does not recommend",
    "states": "Says of each code",
    "says": "Says",
    "never_says": "Never says",
    "sources": "Cites",
    "findings": "Edits that fire",
    "no_findings": "Edits that stay silent",
    "codes": "Right code",
    "identifiers": "Identifiers noticed",
}

WAYS: Mapping[str, str] = {"ask": "question", "phrase": "phrase", "claim": "claim", "note": "note"}

DIMENSIONS: Mapping[str, str] = {
    "suite": "Suite",
    "way": "Way of asking",
    "kind": "Kind of question",
    "payer": "Payer",
    "tag": "Tag",
}

VERDICTS: Mapping[str, str] = {
    "passed": "passed",
    "failed": "failed",
    "known failing": "fails as marked",
    "unmark": "passes while marked failing",
}


def told(table: Mapping[str, Told], name: str) -> Told:
    """A name that has no words yet stands for itself: a new scorer shows up unexplained rather than not at all."""
    return table.get(name, Told(title=name, means=""))


# -- numbers -------------------------------------------------------------------------------------------------------------


def count(n: int) -> str:
    return f"{n:,}"


def counted(n: int, one: str, many: str | None = None) -> str:
    """1 case, 2 cases."""
    return f"{n:,} {one if n == 1 else many or f'{one}s'}"


def percent(share: float) -> str:
    """82.2%; only what is exactly all or nothing is written without its decimal."""
    if share in (0.0, 1.0):
        return f"{100 * share:.0f}%"
    return f"{min(99.9, max(0.1, 100 * share)):.1f}%"


def interval(low: float, high: float) -> str:
    """Both ends of an interval of shares, in percent: 80.3–83.9."""
    return f"{100 * low:.1f}–{100 * high:.1f}"


def points(change: float) -> str:
    """The size of a change of shares: 1.8 points."""
    size = f"{abs(100 * change):.1f}"
    return f"{size} point{'' if size == '1.0' else 's'}"


def signed(change: float) -> str:
    """A change of shares in points, with a true minus: −1.8, +0.4, 0."""
    return _signed(100 * change, 1)


def signed_score(change: float) -> str:
    """A change of a score between 0 and 1: −0.018."""
    return _signed(change, 3)


def _signed(value: float, digits: int) -> str:
    """With a digit more where the value would else be written as nothing."""
    for places in (digits, digits + 1):
        text = f"{abs(value):.{places}f}"
        if float(text):
            return f"{'−' if value < 0 else '+'}{text}"
    return "0"


def p_value(p: float) -> str:
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}" if p < 0.01 else f"p = {p:.2f}"


def wait(milliseconds: float) -> str:
    """0.2 ms, 41 ms, 2.0 s."""
    if milliseconds >= 1000:
        return f"{milliseconds / 1000:.1f} s"
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.1f} ms"


def odds(share: float) -> str:
    """How often, as a person says it: 9 times in 10."""
    if share >= 0.97:
        return "nearly always"
    if share < 0.05:
        return "hardly ever"
    tenths = max(1, round(10 * share))
    return (
        "half the time"
        if tenths == 5
        else "9 times in 10"
        if tenths >= 9
        else f"{tenths} times in 10"
        if tenths > 1
        else "1 time in 10"
    )


def moment(started: str) -> str:
    """22 November 2026, 22:30 UTC; what is no timestamp is shown as it stands."""
    try:
        at = datetime.fromisoformat(started)
    except ValueError:
        return started
    zone = f" {at.tzname()}" if at.tzinfo is not None else ""
    return f"{at.day} {at:%B %Y, %H:%M}{zone}"


def lasted(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{seconds:.1f} s" if seconds < 10 else f"{rest} s" if not minutes else f"{minutes} min {rest} s"
