"""codecite itself, through the same Assistant an edge calls, on an index of its own."""

from collections.abc import Sequence
from pathlib import Path

from bot.assistant import Assistant
from bot.settings import Settings
from bot.wiring import ensure_index, index_state, wire
from evals.benchmarks.protocol import TOP, Answer, Asked, Title
from knowledge.errors import IndexMissingError


class Find:
    """The code for a diagnosis in words."""

    def build(self, titles: Sequence[Title], folder: Path) -> None:
        """The whole index, guidance included: a user can't have less. The titles handed in are not needed."""
        ensure_index(_settings(folder), lambda what, share: None)

    def opened(self, folder: Path) -> Answer:
        assistant = _assistant(folder)

        def answer(asked: Asked) -> list[str]:
            return [one.code for one in assistant.find(asked.text, dos=asked.day, top=TOP).candidates]

        return answer


class Ask(Find):
    """A whole answer; its codes are those it recommends."""

    def opened(self, folder: Path) -> Answer:
        assistant = _assistant(folder)

        def answer(asked: Asked) -> list[str]:
            reply = assistant.answer(asked.text, dos=asked.day)
            return [one.code for one in reply.codes if one.role == "recommended"]

        return answer


def _settings(folder: Path) -> Settings:
    """As installed, whatever the environment sets: no server, no model of one's own."""
    return Settings(data_dir=folder, today=None, chroma_url=None, embedding_model=None)


def _assistant(folder: Path) -> Assistant:
    settings = _settings(folder)
    index = index_state(settings)[1]
    if index is None:
        raise IndexMissingError("The corpus changed while it was measured.", "Run the benchmark again.")
    return wire(settings, index)
