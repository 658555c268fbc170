"""Opens what is evaluated: the real Assistant over the real index, warm, with the run's day for today."""

from collections.abc import Callable
from datetime import date

from bot.settings import Settings, silence_libraries
from bot.wiring import ensure_index, wire
from evals.fingerprints import fingerprints
from evals.run import Subject
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import State


class CodeSetTables:
    """The code set's own word on a code, whatever a reply says."""

    def __init__(self, code_set: CodeSet) -> None:
        self._code_set = code_set

    def state(self, code: str, day: date) -> State:
        return self._code_set.status(code, day).state


def open_subject(settings: Settings, today: date, progress: Callable[[str, float], None]) -> Subject:
    """The Assistant users get. Its heavy parts are loaded here, by one thread, so that no case waits for them."""
    silence_libraries()
    dated = settings.model_copy(update={"today": today})
    index = ensure_index(dated, progress)
    assistant = wire(dated, index)
    assistant.find("neck pain")
    assistant.answer("what must the note say for M54.2?")
    code_set = assistant.reference.code_set
    return Subject(
        assistant=assistant,
        tables=CodeSetTables(code_set),
        fingerprints=fingerprints(dated, index.root.name, code_set),
    )
