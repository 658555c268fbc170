"""A server on loopback that speaks OpenAI's chat completions as far as a client can tell, and says whatever a test scripts."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Told:
    """What the model was sent: the rules, the question, the numbered sources, those it must cite, and the turn (from 1)."""

    system: str
    question: str
    sources: tuple[str, ...]
    must_cite: tuple[int, ...]
    turn: int
    complaint: str = ""

    def number_of(self, words: str) -> int:
        """The number of the first source that holds the words."""
        return next(number for number, text in enumerate(self.sources, 1) if words in text)

    def source(self, words: str) -> str:
        return self.sources[self.number_of(words) - 1]


@dataclass(frozen=True)
class Raw:
    """An answer below the level of chat: bytes in pieces, with a pause before each."""

    pieces: Sequence[bytes]
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    pause: float = 0.0
    length: int | None = None


Script = Callable[[Told], "str | Raw"]


class ScriptedModel:
    """The server and what it was sent. `url` is what CODECITE_MODEL_URL takes; `script` may be changed between questions."""

    def __init__(self) -> None:
        self.script: Script = lambda told: "{}"
        self.told: list[Told] = []
        self.bodies: list[str] = []
        self.keys: list[str] = []
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                model.bodies.append(body)
                model.keys.append(self.headers.get("Authorization") or "")
                told = _told(json.loads(body)["messages"])
                model.told.append(told)
                said = model.script(told)
                self._send(said if isinstance(said, Raw) else as_completion(said))

            def _send(self, raw: Raw) -> None:
                self.close_connection = True
                try:
                    if raw.status:
                        self.send_response(raw.status)
                        for name, value in raw.headers.items():
                            self.send_header(name, value)
                        length = sum(map(len, raw.pieces)) if raw.length is None else raw.length
                        self.send_header("Content-Length", str(length))
                        self.send_header("Connection", "close")
                        self.end_headers()
                    for piece in raw.pieces:
                        time.sleep(raw.pause)
                        self.wfile.write(piece)
                        self.wfile.flush()
                except OSError:
                    pass  # the client gave up, as it should

            def log_message(self, *arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/v1"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def plays(self, script: Script) -> None:
        self.script = script
        self.told.clear()
        self.bodies.clear()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def scripted_model() -> Iterator[ScriptedModel]:
    model = ScriptedModel()
    try:
        yield model
    finally:
        model.close()


def as_completion(content: object, **more: Any) -> Raw:
    """A chat completion with this content, as OpenAI's servers answer."""
    message = {"role": "assistant", "content": content, **more}
    body = {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }  # fmt: skip
    return Raw([json.dumps(body).encode()])


def draft(*statements: tuple[object, object]) -> str:
    """A reply with these (text, citations); one number stands for a list of it."""
    rows = [
        {"text": text, "citations": [cited] if isinstance(cited, int) and not isinstance(cited, bool) else cited}
        for text, cited in statements
    ]
    return json.dumps({"statements": rows})


def copied(told: Told, count: int = 3) -> list[tuple[object, object]]:
    """The first sources, and those that must be cited, word for word: what an honest model would send."""
    chosen = sorted({*range(1, min(count, len(told.sources)) + 1), *told.must_cite})
    return [(told.sources[number - 1], number) for number in chosen]


def _told(messages: list[dict[str, Any]]) -> Told:
    data = json.loads(messages[1]["content"])
    return Told(
        system=messages[0]["content"],
        question=data["question"],
        sources=tuple(one["text"] for one in data["sources"]),
        must_cite=tuple(data["must_cite"]),
        turn=sum(one["role"] == "user" for one in messages),
        complaint=messages[-1]["content"] if len(messages) > 2 else "",
    )
