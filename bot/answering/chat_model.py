"""The line to a language model: LangChain's `init_chat_model`, opened on first use, with a bound on what comes back."""

import importlib.util
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from bot.answering.prompt import Message

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Chat = Callable[[Sequence[Message]], str]
"""Sends messages, gives the model's text. Raises whatever the library raises; may take as long as it likes."""

PACKAGES = {"openai": "langchain_openai", "anthropic": "langchain_anthropic", "ollama": "langchain_ollama"}
MOST_TOKENS = 1_500
MOST_BYTES = 1_000_000
_NO_KEY = "none"
"""Sent to a server of one's own that wants no key, so that a key of another service in the environment never goes there."""


def provider_of(name: str, url: str | None) -> tuple[str | None, str]:
    """(provider, model): what stands before the colon when we know it; with a URL and no provider, "openai"; else LangChain infers."""
    provider, colon, model = name.partition(":")
    if colon and provider in PACKAGES:
        return provider, model
    return ("openai", name) if url else (None, name)


def missing_package(name: str, url: str | None) -> str | None:
    """The extra to install for this model, or None when it is there or only LangChain can tell."""
    provider = provider_of(name, url)[0] or _inferred(name)
    package = PACKAGES.get(provider) if provider else None
    return provider if package is not None and importlib.util.find_spec(package) is None else None


def _inferred(name: str) -> str | None:
    """What LangChain infers from the commonest names, so that `codecite doctor` needs no import of it."""
    starts = {"gpt-": "openai", "o1": "openai", "o3": "openai", "o4": "openai", "claude": "anthropic"}
    return next((provider for start, provider in starts.items() if name.startswith(start)), None)


def line_to(name: str, url: str | None, key: str | None, seconds: float) -> Chat:
    """A Chat to the model. Nothing is imported and nobody is called before the first message."""
    one_at_a_time = threading.Lock()
    opened: list[BaseChatModel | Exception] = []

    def open_once() -> None:
        try:
            opened.append(_open(name, url, key, seconds))
        except Exception as error:
            opened.append(error)

    def chat(messages: Sequence[Message]) -> str:
        with one_at_a_time:
            if not opened:
                # A thread that the program waits for when it ends: to be killed while it imports native code would crash it.
                opening = threading.Thread(target=open_once, name="model-opening", daemon=False)
                opening.start()
                opening.join()
        line = opened[0]
        if isinstance(line, Exception):
            raise line
        return str(line.invoke(list(messages)).text)

    return chat


def _open(name: str, url: str | None, key: str | None, seconds: float) -> "BaseChatModel":
    from langchain.chat_models import init_chat_model

    provider, model = provider_of(name, url)
    options: dict[str, Any] = {"temperature": 0}
    if provider == "ollama":
        options |= {"num_predict": MOST_TOKENS, "client_kwargs": {"timeout": seconds}}
    else:
        options |= {"max_tokens": MOST_TOKENS, "timeout": seconds, "max_retries": 0}
    if url:
        options["base_url"] = url
    if provider != "ollama" and (key or url):
        options["api_key"] = key or _NO_KEY
    if provider == "openai":
        options["http_client"] = _bounded_client(seconds)
    model_line: BaseChatModel = init_chat_model(model, model_provider=provider, **options)
    return model_line


def _bounded_client(seconds: float) -> object:
    """An HTTP client that gives up on an answer that is too long or drips: a time-out of the library is one of each read."""
    import httpx2

    class Bounded(httpx2.SyncByteStream):
        def __init__(self, stream: httpx2.SyncByteStream) -> None:
            self._stream, self._until, self._left = stream, time.monotonic() + seconds, MOST_BYTES

        def __iter__(self) -> Iterator[bytes]:
            for chunk in self._stream:
                self._left -= len(chunk)
                if self._left < 0 or time.monotonic() > self._until:
                    raise httpx2.ReadError("the answer is too long or too slow")
                yield chunk

        def close(self) -> None:
            self._stream.close()

    def bound(response: httpx2.Response) -> None:
        assert isinstance(response.stream, httpx2.SyncByteStream)
        response.stream = Bounded(response.stream)

    # A connection of its own for each draft: one that the server has closed meanwhile would cost the draft.
    once = httpx2.Limits(max_keepalive_connections=0)
    return httpx2.Client(timeout=seconds, limits=once, event_hooks={"response": [bound]})
