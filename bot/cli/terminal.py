"""How replies look in a terminal: the answer first, then what to watch, then the numbered sources."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.cli.contract import Json
from bot.drafts import Clarification, Reply
from bot.notes.results import Review
from knowledge.code_set.code_set import CodeSet
from knowledge.passages import Citation, Passage

_SEVERITY = {"block": "bold red", "query": "bold yellow", "inform": "cyan"}
_WORDS = {"block": "Stops the claim", "query": "A person must decide", "inform": "To know"}
_WIDTH = 108


def _console() -> Console:
    console = Console()
    return Console(width=min(console.width, _WIDTH)) if console.is_terminal else Console(width=_WIDTH, no_color=True)


def show_reply(reply: Reply) -> None:
    console = _console()
    console.print()
    if reply.refusal is not None:
        console.print(Text(_REFUSED[reply.refusal.reason], style="bold"))
        console.print(Text(reply.refusal.next_step))
    for place, statement in enumerate(reply.statements):
        numbers = sorted({reply.number_of(one) for one in statement.citations})
        line = Text(statement.text, style="bold" if place == 0 else "")
        line.append(" " + "".join(f"[{number}]" for number in numbers), style="cyan")
        console.print(line)
    for finding in reply.findings:
        line = Text(f"{_WORDS[finding.severity]} ({finding.edit}): ", style=_SEVERITY[finding.severity])
        line.append(finding.message, style="not bold default")
        console.print(Padding(line, (1, 0, 0, 0)))
    if reply.clarification is not None:
        console.print()
        _show_clarification(console, reply.clarification)
    if reply.identifiers:
        console.print(
            Text(
                f"\nIdentifiers were masked before anything else read your text: {', '.join(reply.identifiers)}.",
                style="yellow",
            )
        )
    if reply.citations:
        console.print(Text("\nSources", style="bold"))
        for number, citation in enumerate(reply.citations, 1):
            _show_source(console, number, citation)
    release = reply.release
    console.print(
        Text(
            f"\n{release.code_set}, date of service {release.day.isoformat()}; notes from the {release.notes_from} tabular list; {reply.elapsed_ms:.0f} ms",
            style="dim",
        )
    )


_REFUSED = {
    "out_of_scope": "That is outside what I answer.",
    "medical_advice": "I can't advise on treatment.",
    "unsupported_billing": "I can't help with that, and here is why.",
    "identifiers": "That text names a person.",
    "no_evidence": "I have no source for an answer.",
    "empty": "There is no question there.",
}


def _show_clarification(console: Console, clarification: Clarification) -> None:
    console.print(Text(clarification.asks, style="bold magenta"))
    for label, code in clarification.choices[:12]:
        console.print(Text(f"  {code or '':<9} {label}"))
    for step in clarification.then:
        console.print(Text(f"  then: {step.asks}", style="magenta"))


def _show_source(console: Console, number: int, citation: Citation) -> None:
    source = citation.passage.source
    edition = source.edition + (f", in force from {source.effective_from.isoformat()}" if source.effective_from else "")
    line = Text(f"[{number}] ", style="cyan")
    line.append(f"{source.title} ({source.publisher}; {edition}; {source.label})", style="default")
    if citation.passage.section:
        line.append(f", {citation.passage.section}", style="dim")
    console.print(line)
    console.print(Padding(Text(f"“{_shortened(citation.quote)}”", style="italic dim"), (0, 0, 0, 4)))
    console.print(
        Padding(Text(f"{citation.passage.id}" + (f"  {source.url}" if source.url else ""), style="dim"), (0, 0, 0, 4))
    )


def _shortened(quote: str) -> str:
    quote = " ".join(quote.split())
    return quote if len(quote) <= 320 else f"{quote[:310].rsplit(' ', 1)[0]} …"


def show_found(reply: Json) -> None:
    console = _console()
    candidates: Any = reply["candidates"]
    if not candidates:
        console.print("No code comes near these words. Say the diagnosis in other words, or ask a certified coder.")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Code", "Means", "Why", "Score"):
        table.add_column(column, no_wrap=column == "Code")
    for place, one in enumerate(candidates):
        table.add_row(
            one["code"], one["descriptor"], one["why"], f"{one['score']:.2f}", style="bold" if place == 0 else ""
        )
    console.print(table)
    clarify: Any = reply["clarify"]
    if clarify:
        console.print(Text(f"\n{clarify['asks']}", style="bold magenta"))
        for choice in clarify["choices"][:12]:
            console.print(Text(f"  {choice['code'] or '':<9} {choice['label']}"))
    _footer(console, reply)


def show_code(shown: Json) -> None:
    console = _console()
    row: Any = shown
    state = {
        "billable": "billable", "header": "a heading, not billable", "ended": "ended, not billable",
        "not_yet": "not in force yet", "unknown": "not an ICD-10-CM code in any release we hold",
    }[row["state"]]  # fmt: skip
    console.print(Text(f"{row['code']}  {row['descriptor'] or ''}", style="bold"))
    span = f", {row['valid_from']} to {row['valid_to'] or 'no end in our tables'}" if row["valid_from"] else ""
    console.print(Text(f"{state}{span}", style="green" if row["billable"] else "red"))
    for one in row["path"]:
        console.print(Text(f"  {one['code']:<9} {one['descriptor']}", style="dim"))
    for title, key in (("Under it", "children"), ("Beside it", "siblings")):
        if row[key]:
            console.print(Text(f"\n{title}", style="bold"))
            for one in row[key][:30]:
                console.print(
                    Text(f"  {one['code']:<9} {one['descriptor']}" + ("" if one["billable"] else "  (heading)"))
                )
    if row["seventh_characters"]:
        console.print(Text("\n7th characters", style="bold"))
        for character, meaning in row["seventh_characters"].items():
            console.print(Text(f"  {character}  {meaning}"))
    if row["successors"]:
        console.print(Text("\nIn its place", style="bold"))
        for one in row["successors"]:
            console.print(Text(f"  {one['code']:<9} {one['meaning']} (since {one['since']})"))
    if row["notes"]:
        console.print(Text("\nNotes", style="bold"))
        for one in row["notes"]:
            where = f"  (from {one['from_code']})" if one["inherited"] else ""
            console.print(Text(f"  {one['kind']}: {one['text']}{where}", style="dim" if one["inherited"] else ""))
    if row["mce"]:
        console.print(Text(f"\nMedicare Code Editor: {', '.join(row['mce'])}"))
    _footer(console, shown)


def show_check(shown: Json, listed: Sequence[tuple[str, str]]) -> None:
    """A verdict in one line, the claim as we read it, the findings by what they ask for, the mended claim."""
    console = _console()
    row: Any = shown
    console.print()
    console.print(_verdict(row["findings"]))
    for place, (code, meaning) in enumerate(listed, 1):
        console.print(Text(f"  {place:>2}  {code:<9} {meaning}", style="dim"), no_wrap=True, overflow="ellipsis")
    for severity in _SEVERITY:
        found = [one for one in row["findings"] if one["severity"] == severity]
        if found:
            console.print(Text(f"\n{_WORDS[severity]}", style=_SEVERITY[severity]))
        for one in found:
            _show_finding(console, one, row["citations"])
    if row["mended"]:
        console.print(Text("\nMended, as far as no choice is left to a person", style="bold green"))
        console.print(Text(f"  {', '.join(row['mended']['diagnoses'])}"))
    _footer(console, shown)


def _verdict(findings: Sequence[Any]) -> Text:
    blocks, queries, informs = (sum(one["severity"] == severity for one in findings) for severity in _SEVERITY)
    if blocks or queries:
        parts = [f"{blocks} stop{'s' * (blocks == 1)} the claim"] * bool(blocks)
        parts += [f"{queries} for a person to decide"] * bool(queries) + [f"{informs} to know"] * bool(informs)
        return Text(f"{len(findings)} finding{'s' * (len(findings) != 1)}: {', '.join(parts)}.", style="bold")
    more = f" {informs} thing{'s' * (informs != 1)} to know." if informs else ""
    return Text(f"Clean: nothing stops this claim.{more}", style="bold green")


def _show_finding(console: Console, finding: Any, citations: Sequence[Any]) -> None:
    line = Text(f"{finding['edit']}  ", style="bold")
    line.append(finding["message"], style="not bold default")
    console.print(Padding(line, (0, 0, 0, 2)))
    quote = next((one["quote"] for one in citations if one["n"] == finding["citation"]), None)
    said = f"{finding['authority']}: “{_shortened(quote)}”" if quote else finding["authority"]
    console.print(Padding(Text(said, style="dim"), (0, 0, 0, 6)))


_STATUS = {"met": ("✓", "green"), "unclear": ("~", "yellow"), "missing": ("·", "red")}
_SUPPORT = {"supported": ("supported", "green"), "more_specific_available": ("more specific available", "yellow"), "not_supported": ("not supported", "red")}  # fmt: skip


def show_review(review: Review, code_set: CodeSet) -> None:
    """The codes first, then the elements with the words they rest on, then what to ask the provider."""
    console = _console()
    console.print()
    if review.identifiers:
        kinds = ", ".join(dict.fromkeys(one.kind.replace("_", " ") for one in review.identifiers))
        console.print(Text(f"Masked before reading: {kinds}. Nothing of it is kept.", style="dim"))
    day = review.release.day
    for verdict in review.codes:
        word, style = _SUPPORT[verdict.verdict]
        line = Text(f"{verdict.code} ", style="bold").append(f"{code_set.descriptor(verdict.code, day)}: ", "not bold")
        console.print(line.append(word, style=f"bold {style}"))
        console.print(Padding(Text(verdict.why), (0, 0, 0, 2)))
        for better in verdict.better:
            console.print(Padding(Text(f"→ {better} {code_set.descriptor(better, day)}"), (0, 0, 0, 4)))
    if not review.codes:
        console.print(Text("The note asserts no diagnosis that a code stands for.", style="bold"))
    console.print()
    for element in review.elements:
        sign, style = _STATUS[element.status]
        name = element.name.replace("_", " ")
        console.print(Text(f"{sign} {name:<18}", style=style).append(element.why, style="default"))
        for quote in element.quotes[:2]:
            console.print(Padding(Text(f"“{_shortened(' '.join(quote.text.split()))}”", style="dim"), (0, 0, 0, 4)))
    for finding in review.findings:
        console.print(
            Padding(Text(f"{finding.edit}  ", style="bold").append(finding.message, "not bold"), (1, 0, 0, 0))
        )
    if review.queries:
        console.print(Text("\nTo ask the provider", style="bold"))
    for query in review.queries:
        console.print(Padding(Text(f"• {query}"), (0, 0, 0, 2)))
    release = review.release
    console.print(
        Text(
            f"\n{release.code_set}, date of service {day.isoformat()}; notes from the {release.notes_from} tabular list",
            style="dim",
        )
    )


def show_passage(passage: Passage) -> None:
    console = _console()
    source = passage.source
    console.print(Text(passage.title, style="bold"))
    console.print(Text(passage.text))
    console.print(Text(f"\n{source.title} ({source.publisher}), {source.edition}, {source.label}", style="dim"))
    console.print(Text(f"{passage.section}   {source.url or 'no address known'}", style="dim"))


def show_sources(listed: Mapping[str, Sequence[Json]]) -> None:
    console = _console()
    for name, columns in _LISTS.items():
        rows = listed[name]
        if not rows:
            continue
        console.print(Text(f"\n{name.capitalize()}", style="bold"))
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in columns:
            table.add_column(column.replace("_", " "))
        for row in rows:
            table.add_row(*(_cell(row[column]) for column in columns))
        console.print(table)


_LISTS = {
    "sources": ("title", "publisher", "edition", "label", "passages"),
    "payers": ("id", "name", "aliases"),
    "sheets": ("id", "rules", "reviewed_on", "review_due", "stale"),
    "own": ("id", "kind", "title", "rows", "refused", "imported_on"),
}


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _footer(console: Console, reply: Json) -> None:
    release: Any = reply["release"]
    console.print(Text(f"\n{release['code_set']}, date of service {release['date_of_service']}", style="dim"))
