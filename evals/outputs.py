"""A run for people and for machines: the HTML page of evals.report, Markdown and JUnit XML. Pure, but for `write_all`."""

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from evals.compare import COMPARISON, Comparison
from evals.gate import Gate
from evals.report import render_html
from evals.runs import CaseResult, Run, as_json, write_whole
from evals.statistics import Rate

_MOST = 20


def percent(rate: Rate) -> str:
    """A rate with its n and interval: 76.1% (73.8–78.2, n = 1,429)."""
    return f"{100 * rate.value:.1f}% ({100 * rate.low:.1f}–{100 * rate.high:.1f}, n = {rate.n:,})"


def write_all(run: Run, comparison: Comparison | None, gated: Gate | None, folder: Path) -> tuple[Path, ...]:
    """Writes report.html, report.md, junit.xml and, when something was compared, comparison.json beside the run."""
    written = {
        "report.html": html(run, comparison),
        "report.md": markdown(run, comparison, gated),
        "junit.xml": junit(run),
    }
    if comparison is not None:
        written["comparison.json"] = COMPARISON.dump_json(comparison, indent=1).decode()
    for name, text in written.items():
        write_whole(folder / name, text)
    return tuple(folder / name for name in written)


def html(run: Run, comparison: Comparison | None) -> str:
    """The run as one self-contained page."""
    return render_html(
        as_json(run), COMPARISON.dump_python(comparison, mode="json") if comparison is not None else None
    )


# -- Markdown ----------------------------------------------------------------------------------------------------------


def markdown(run: Run, comparison: Comparison | None = None, gated: Gate | None = None) -> str:
    """The run as a page of Markdown: the numbers, then what fell and why, then what it stood on."""
    summary = run.summary
    verdicts = dict(summary.verdicts)
    lines = [
        f"# Run {run.id}",
        "",
        f"**{percent(summary.passed)}** of the cases pass: {verdicts['passed']} passed, {verdicts['failed']} failed,"
        f" {verdicts['known failing']} fail as marked, {verdicts['unmark']} pass while still marked; {summary.errors} errors.",
        "",
    ]
    if gated is not None:
        lines += ["## Gate", "", "The gate **holds**." if gated.holds else "The gate does **not** hold.", ""]
        lines += [
            *(f"- {_cell(one.told)}" for one in gated.breaches),
            *(f"- {_cell(note)}" for note in gated.notes),
            "",
        ]
    if comparison is not None:
        lines += _comparison(comparison)
    lines += [
        "## Scores",
        "",
        "Shares are given with their 95% interval and n.",
        "",
        "| score | passed | mean | classes |",
        "|---|---|---|---|",
    ]
    for one in summary.scores:
        classes = ", ".join(f"{label.label} {label.rate.right}" for label in one.labels)
        mean = f"{one.mean.value:.3f} ({one.mean.low:.3f}–{one.mean.high:.3f}, n = {one.mean.n:,})"
        lines.append(
            f"| {one.name} | {percent(one.rate) if one.rate else 'measured only'} | {mean} | {_cell(classes)} |"
        )
    for dimension in dict.fromkeys(one.dimension for one in summary.slices):
        lines += ["", f"## By {dimension}", "", f"| {dimension} | passed |", "|---|---|"]
        lines += [
            f"| {_cell(one.name)} | {percent(one.rate)} |" for one in summary.slices if one.dimension == dimension
        ]
    if summary.edits:
        lines += [
            "",
            "## Edits",
            "",
            "| edit | hit | missed | false alarms | recall | precision |",
            "|---|---|---|---|---|---|",
        ]
        for part in summary.edits:
            recall, precision = (percent(rate) if rate else "–" for rate in (part.recall, part.precision))
            lines.append(
                f"| {part.name} | {part.hits} | {part.missed} | {part.false_alarms} | {recall} | {precision} |"
            )
    mistaken = [one for one in summary.confusion if one.expected != one.got]
    if mistaken:
        lines += ["", "## Kinds mistaken", "", "| expected | taken for | n |", "|---|---|---|"]
        lines += [f"| {one.expected} | {one.got} | {one.n} |" for one in mistaken]
    lines += ["", "## Waiting time", "", "| way | n | p50 | p95 | p99 | longest |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {one.way} | {one.n} | {one.p50} ms | {one.p95} ms | {one.p99} ms | {one.longest} ms |"
        for one in summary.latency
    ]
    failing = [one for one in run.results if one.verdict == "failed"]
    if failing:
        lines += ["", "## Failing", ""]
        lines += [f"- {_case(one)}" for one in sorted(failing, key=lambda one: not one.asked.must_pass)[: 5 * _MOST]]
        if len(failing) > 5 * _MOST:
            lines.append(f"- and {len(failing) - 5 * _MOST:,} more in run.json")
    lines += ["", "## What it stood on", ""]
    stood = run.fingerprints
    settings = ", ".join(f"{name}={value}" for name, value in stood.settings) or "defaults"
    lines += [
        f"- codecite {stood.version}, commit {stood.commit or 'none'}, program {stood.program}",
        f"- {stood.code_set}, notes from {stood.notes_from}; corpus {stood.corpus}; index {stood.index}",
        f"- model {stood.model}; embedding model {stood.embedding_model}; settings {settings}",
        f"- today {run.settings.today}; {run.settings.jobs} cases at once; started {run.started}; {run.duration_s:.1f} s"
        + (f" in {run.sessions} sessions" if run.sessions > 1 else ""),
    ]
    return "\n".join(lines) + "\n"


def _comparison(one: Comparison) -> list[str]:
    test = one.mcnemar
    lines = [
        f"## Against {one.before}",
        "",
        f"{percent(one.rate_before)} → {percent(one.rate_after)}; {test.better} turned better, {test.worse} turned worse"
        f" (McNemar {test.method}, p = {test.p_value:.3g}).",
        f"Of {one.n:,} paired cases a true drop is found this often: "
        + ", ".join(f"{100 * power.drop:g} points {100 * power.found:.0f}%" for power in one.power)
        + ".",
        "",
    ]
    lines += [f"- what differs: {_cell(told)}" for told in one.differences]
    for title, turned in (("Turned worse", one.worse), ("Turned better", one.better)):
        if turned:
            lines += ["", f"### {title}", ""]
            lines += [f"- `{case.id}` {_cell(case.asked)}: {_cell(case.why)}" for case in turned[:_MOST]]
            lines += [f"- and {len(turned) - _MOST:,} more"] * (len(turned) > _MOST)
    changed = [score for score in one.scores if score.difference.low > 0 or score.difference.high < 0]
    if changed:
        lines += ["", "### Scores that changed", "", "| score | before | after | difference |", "|---|---|---|---|"]
        lines += [
            f"| {score.name} | {score.before:.3f} | {score.after:.3f} | {score.difference.value:+.3f}"
            f" ({score.difference.low:+.3f} to {score.difference.high:+.3f}, n = {score.n:,}) |"
            for score in changed
        ]
    moved = sorted(
        (part for part in one.slices if part.worse or part.better), key=lambda part: part.better - part.worse
    )
    if moved:
        lines += [
            "",
            "### Slices that moved",
            "",
            "| slice | before | after | better | worse |",
            "|---|---|---|---|---|",
        ]
        lines += [
            f"| {part.dimension} {_cell(part.name)} | {percent(part.before)} | {percent(part.after)} | {part.better} | {part.worse} |"
            for part in moved[:_MOST]
        ]
    return [*lines, ""]


def _case(one: CaseResult) -> str:
    return f"{'**must pass** ' if one.asked.must_pass else ''}`{one.id}` {_cell(one.asked.text)}: {_cell(one.why)}"


def _cell(text: str) -> str:
    """Text that can't break a table or a list: one line, its bars and marks escaped."""
    line = " ".join(text.split())
    line = line if len(line) <= 400 else f"{line[:399]}…"
    return line.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("`", "'")


# -- JUnit XML ---------------------------------------------------------------------------------------------------------


def junit(run: Run) -> str:
    """The run as CI systems read it: a failing case is a failure, one that fails as marked is skipped."""
    root = ElementTree.Element("testsuites", name=f"codecite eval {run.id}", time=str(run.duration_s))
    suites: dict[str, ElementTree.Element] = {}
    counts: dict[str, Counter[str]] = {}
    for one in run.results:
        name = one.asked.suite
        if name not in suites:
            suites[name] = ElementTree.SubElement(root, "testsuite", name=name)
            counts[name] = Counter()
        case = ElementTree.SubElement(
            suites[name], "testcase", classname=name, name=one.id, file=one.asked.file, line=str(one.asked.line),
            time=f"{one.elapsed_ms / 1000:.4f}",
        )  # fmt: skip
        counts[name]["tests"] += 1
        if one.verdict == "known failing":
            counts[name]["skipped"] += 1
            ElementTree.SubElement(case, "skipped", message=_xml(f"known failing: {one.asked.why_failing or one.why}"))
        elif one.error is not None:
            counts[name]["errors"] += 1
            ElementTree.SubElement(case, "error", message=_xml(one.error))
        elif one.verdict != "passed":
            counts[name]["failures"] += 1
            told = "passes now: unmark it" if one.verdict == "unmark" else one.why
            ElementTree.SubElement(case, "failure", message=_xml(told)).text = _xml(one.asked.text)
    for name, element in suites.items():
        for key in ("tests", "failures", "errors", "skipped"):
            element.set(key, str(counts[name][key]))
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _xml(text: str) -> str:
    """Without the characters XML can't hold."""
    return "".join(
        char
        for char in text
        if char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char <= "\ufffd" or char > "\uffff"
    )
