"""What the tests share: the true index, built once a machine, and an Assistant over it. Nothing is patched."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import hypothesis
import pytest

from bot.assistant import Assistant
from bot.settings import Settings
from bot.wiring import ensure_index, wire
from knowledge.code_facts import CodeFacts
from knowledge.code_set.code_set import CodeSet
from retrieval.index_folder import IndexFolder

TODAY = date(2026, 11, 22)
Run = Callable[..., "subprocess.CompletedProcess[str]"]

# No test is timed: the first example may load an index, and the machine may be busy.
hypothesis.settings.register_profile("codecite", deadline=None)
hypothesis.settings.load_profile("codecite")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(today=TODAY)


@pytest.fixture(scope="session")
def index(settings: Settings) -> IndexFolder:
    """The true index, in the folder users have it; built when it is missing (about two minutes, once)."""
    return ensure_index(settings, lambda what, share: None)


@pytest.fixture(scope="session")
def assistant(settings: Settings, index: IndexFolder) -> Assistant:
    return wire(settings, index)


@pytest.fixture(scope="session")
def code_set(index: IndexFolder) -> CodeSet:
    return CodeSet(index.code_set)


@pytest.fixture(scope="session")
def facts(assistant: Assistant) -> CodeFacts:
    return assistant.reference.facts


@pytest.fixture(scope="session")
def codecite(settings: Settings, index: IndexFolder) -> Run:
    """Runs the true program in a process of its own, on the fixed day; the index is there already."""

    def run(*arguments: str, stdin: str | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(Path(sys.executable).with_name("codecite")), *arguments],
            capture_output=True,
            text=True,
            input=stdin,
            timeout=120,
            check=False,
            env={
                **os.environ,
                "CODECITE_TODAY": TODAY.isoformat(),
                "CODECITE_DATA_DIR": str(settings.data_dir),
                **environment,
            },
        )

    return run
