"""The cases as the page's script reads them: one JSON block, made safe to stand inside HTML. Pure.

What repeats (a source, a score's sentence, a candidate's title) stands once in a table and is named by its place there;
what is empty is left out, and so is the text of a reply that only lists the candidates again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from markupsafe import Markup

from evals.cases import Way
from evals.compare import Comparison
from evals.report.sections import failed_scores, outcome_of
from evals.report.words import DIMENSIONS, EXPECTED, OUTCOMES, SCORES, VERDICTS, WAYS, told
from evals.runs import AnswerShown, CaseResult, Run

Plain = dict[str, object]
"""A JSON object on its way out; nothing of ours reads it again."""

_NOT_IN_HTML = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
"""Within JSON these stand only in strings, where an escape means the same; so no text can end the block."""


def as_script(value: object) -> Markup:
    """JSON that may stand inside a script element, whatever texts it holds."""
    return Markup(json.dumps(value, separators=(",", ":"), ensure_ascii=True).translate(_NOT_IN_HTML))


def case_data(run: Run, comparison: Comparison | None) -> Plain:
    """Everything the case list needs: words, tables of what repeats, and the cases in the run's order."""
    tables = {name: _Table() for name in ("sources", "scores", "titles", "whys", "codes")}
    changes = _changes(run, comparison)
    cases = [_case(one, changes.get(one.id, ("", ())), tables) for one in run.results]
    return {
        "words": {
            "scores": {one.name: told(SCORES, one.name).title for one in run.summary.scores},
            "expected": dict(EXPECTED),
            "outcomes": {name: one.title for name, one in OUTCOMES.items()},
            "verdicts": dict(VERDICTS),
            "ways": dict(WAYS),
            "dimensions": dict(DIMENSIONS),
        },
        "compared": comparison.before if comparison is not None else None,
        **{name: table.rows for name, table in tables.items()},
        "cases": cases,
    }


class _Table:
    """Rows that each stand once."""

    def __init__(self) -> None:
        self.rows: list[object] = []
        self._places: dict[str, int] = {}

    def place(self, row: object) -> int:
        key = json.dumps(row, sort_keys=True)
        if key not in self._places:
            self._places[key] = len(self.rows)
            self.rows.append(row)
        return self._places[key]


def _changes(run: Run, comparison: Comparison | None) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """How each case stands against the baseline, and the scores that fell."""
    if comparison is None:
        return {}
    fallen = {one.id: ("worse", one.lost) for one in comparison.worse}
    risen = {one.id: ("better", one.lost) for one in comparison.better}
    unpaired = {
        **dict.fromkeys(comparison.only_after, ("new", ())),
        **dict.fromkeys(comparison.rekeyed, ("rekeyed", ())),
    }
    return {**{one.id: ("same", ()) for one in run.results}, **unpaired, **risen, **fallen}


def _case(one: CaseResult, change: tuple[str, tuple[str, ...]], tables: Mapping[str, _Table]) -> Plain:
    asked = one.asked
    return _filled(
        {
            "id": one.id,
            "suite": asked.suite,
            "way": asked.way,
            "kind": next((values[0] for key, values in asked.expect if key == "kind" and values), ""),
            "text": asked.text,
            "after": asked.after,
            "payer": asked.payer,
            "dos": asked.dos.isoformat() if asked.dos else None,
            "setting": asked.setting,
            "expect": asked.expect,
            "tags": asked.tags,
            "must": asked.must_pass,
            "whyFailing": asked.why_failing,
            "source": asked.source,
            "author": asked.author,
            "file": asked.file,
            "line": asked.line,
            "key": asked.key,
            "verdict": one.verdict,
            "why": one.why,
            "error": one.error,
            "fails": failed_scores(one) if not one.passed else (),
            "outcome": outcome_of(one),
            "change": change[0],
            "lost": change[1],
            "scores": [
                tables["scores"].place(
                    _filled(
                        {
                            "name": score.name,
                            "value": round(score.value, 4),
                            "passed": score.passed,
                            "reason": score.reason,
                            "label": score.label,
                        },
                        keep=("value", "passed"),
                    )
                )
                for score in one.scores
            ],
            "answer": _answer(one.answer, asked.way, tables) if one.answer is not None else None,
            "ms": one.elapsed_ms,
        },
        keep=("ms", "scores"),
    )


def _answer(one: AnswerShown, way: Way, tables: Mapping[str, _Table]) -> Plain:
    return _filled(
        {
            "text": "" if way == "phrase" and one.candidates else one.text,
            "status": one.status,
            "kind": one.kind,
            "refusal": one.refusal,
            "statements": [[said.text, said.citations] for said in one.statements],
            "sources": [tables["sources"].place(_filled(asdict(source))) for source in one.sources],
            "codes": [tables["codes"].place(_filled(asdict(code))) for code in one.codes],
            "candidates": [
                [
                    tables["titles"].place({"code": found.code, "descriptor": found.descriptor}),
                    tables["whys"].place(found.why),
                    found.score,
                ]
                for found in one.candidates
            ],
            "findings": [_filled(asdict(finding)) for finding in one.findings],
            "mended": one.mended,
            "clarify": one.clarify,
            "choices": one.choices,
            "identifiers": one.identifiers,
            "day": one.day.isoformat(),
            "writer": one.writer,
        },
        keep=("text",) if one.mended is None else ("text", "mended"),
    )


def _filled(row: Plain, keep: Sequence[str] = ()) -> Plain:
    """Without what is empty; `keep` names what says something even then."""
    return {name: value for name, value in row.items() if name in keep or value not in (None, "", (), [], False)}
