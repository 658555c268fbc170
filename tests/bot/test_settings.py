"""Settings come from the environment alone; a wrong one is named without its value; nothing typed leaves the machine."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.settings import Settings, read_settings, silence_libraries
from knowledge.errors import RequestError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("CODECITE_")]:
        monkeypatch.delenv(name)


def test_each_setting_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CODECITE_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CODECITE_TODAY", "2026-09-30")
    monkeypatch.setenv("CODECITE_CHROMA_URL", "http://127.0.0.1:8001")

    settings = read_settings()

    assert (settings.data_dir, settings.index_dir) == (tmp_path, tmp_path / "index")
    assert settings.day() == date(2026, 9, 30)
    assert settings.chroma_url == "http://127.0.0.1:8001"


def test_without_settings_there_is_a_default_for_everything() -> None:
    settings = read_settings()

    assert settings.data_dir.name == "codecite"
    assert settings.day() == date.today()
    assert settings.chroma_url is None
    assert settings.embedding_model is None


def test_variables_of_other_programs_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TODAY", "2020-01-01")
    monkeypatch.setenv("DATA_DIR", "/elsewhere")
    monkeypatch.setenv("CODECITE_UNHEARD_OF", "1")

    assert read_settings() == Settings()


SECRETS = [
    ("CODECITE_TODAY", "Jane Doe 555-12-3456"),
    ("CODECITE_TODAY", "22/11/2026"),
    ("CODECITE_TODAY", "2026-02-30"),
]


@pytest.mark.parametrize(("name", "value"), SECRETS, ids=[value for _, value in SECRETS])
def test_a_bad_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(RequestError) as refused:
        read_settings()

    assert name in str(refused.value)
    assert value not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__
    assert "codecite doctor" in refused.value.next_step


def test_even_the_library_s_own_error_does_not_repeat_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    from pydantic import ValidationError

    monkeypatch.setenv("CODECITE_TODAY", "Jane Doe")

    with pytest.raises(ValidationError) as wrong:
        Settings()

    assert "Jane Doe" not in str(wrong.value)


def test_the_program_names_a_bad_setting_without_its_value() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("codecite")), "code", "M53.82"],
        env={**os.environ, "CODECITE_TODAY": "Jane Doe"}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 2
    assert "CODECITE_TODAY" in done.stderr
    assert "Jane Doe" not in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_settings_cannot_be_changed_after_they_were_read() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError):
        read_settings().today = date(2020, 1, 1)  # type: ignore[misc]


def test_every_setting_says_what_it_is_for() -> None:
    assert [name for name, field in Settings.model_fields.items() if not field.description] == []


ADDRESSES = [
    ("http://127.0.0.1:8080/v1", True),
    ("https://models.example.com/v1", True),
    ("https://me:secret@models.example.com/v1", False),
    ("https://models.example.com/v1?key=secret", False),
    ("models.example.com", False),
    ("file:///etc/passwd", False),
]


@pytest.mark.parametrize(("address", "is_taken"), ADDRESSES, ids=[address for address, _ in ADDRESSES])
def test_the_address_of_a_model_holds_no_key(monkeypatch: pytest.MonkeyPatch, address: str, is_taken: bool) -> None:
    monkeypatch.setenv("CODECITE_MODEL_URL", address)

    if is_taken:
        assert read_settings().model_url == address
        return
    with pytest.raises(RequestError) as refused:
        read_settings()
    assert "CODECITE_MODEL_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_blank_model_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MODEL", "MODEL_URL", "MODEL_KEY"):
        monkeypatch.setenv(f"CODECITE_{name}", " ")

    settings = read_settings()

    assert (settings.model, settings.model_url, settings.model_key) == (None, None, None)


@pytest.mark.parametrize("seconds", ["0", "-1", "3600", "soon", "nan"])
def test_a_model_is_waited_for_within_reason(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("CODECITE_MODEL_TIMEOUT", seconds)

    with pytest.raises(RequestError, match="CODECITE_MODEL_TIMEOUT"):
        read_settings()


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CODECITE_MODEL_KEY", "very-secret")
    monkeypatch.setenv("CODECITE_CHROMA_URL", "http://me:very-secret@127.0.0.1:8001/?token=very-secret")

    settings = read_settings()
    shown = [settings.shown(name) for name in Settings.model_fields]

    assert "very-secret" not in " ".join(shown) + repr(settings.model_key) + settings.model_dump_json(
        include={"model_key"}
    )
    assert "127.0.0.1:8001" in settings.shown("chroma_url")


TRACING = {
    "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING": "true", "LANGCHAIN_API_KEY": "secret",
    "LANGSMITH_API_KEY": "secret", "LANGCHAIN_ENDPOINT": "http://127.0.0.1:9", "LANGSMITH_ENDPOINT": "http://127.0.0.1:9",
    "LANGSMITH_TRACING_V2": "true", "ANONYMIZED_TELEMETRY": "True", "HF_HUB_OFFLINE": "0",
}  # fmt: skip
ASKS_LANGCHAIN = """
from bot.settings import silence_libraries
silence_libraries()
from langchain_core.tracers.langchain import LangChainTracer
from langchain_core.callbacks.manager import CallbackManager
from langsmith.utils import tracing_is_enabled
handlers = CallbackManager.configure().handlers
print(tracing_is_enabled(), [type(one).__name__ for one in handlers if isinstance(one, LangChainTracer)])
"""


@pytest.mark.parametrize("said", ["true", "True", "1", "TRUE"])
def test_langchain_traces_nothing_whatever_the_environment_says(said: str) -> None:
    environment = {**os.environ, **{name: said if value == "true" else value for name, value in TRACING.items()}}

    done = subprocess.run(
        [sys.executable, "-c", ASKS_LANGCHAIN], env=environment, capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.stdout.strip(), done.returncode) == ("False []", 0), done.stderr


def test_without_silence_langchain_would_trace() -> None:
    """The counterpart: what the test above sees is our doing, not LangChain's habit."""
    code = ASKS_LANGCHAIN.replace("silence_libraries()\n", "\n", 1).replace(
        "from bot.settings import silence_libraries", ""
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **TRACING},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stdout.startswith("True"), done.stderr


def test_keys_and_endpoints_of_tracing_are_taken_out_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TRACING.items():
        monkeypatch.setenv(name, value)

    silence_libraries()

    assert [name for name in TRACING if os.environ.get(name) in ("secret", "http://127.0.0.1:9")] == []
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    assert os.environ["ANONYMIZED_TELEMETRY"] == "False"
    assert [name for name in TRACING if "TRACING" in name and os.environ.get(name, "false") != "false"] == []


SOURCES = [
    path
    for folder in ("bot", "knowledge", "retrieval", "evals")
    for path in (Path(__file__).parents[2] / folder).rglob("*.py")
]


def test_only_settings_reads_the_environment() -> None:
    """But for what is handed on whole to a child process, or set for a library."""
    import re

    reads = re.compile(r"os\.(?:environ(?:\.get\(|\[)|getenv)")
    readers = {path.name for path in SOURCES if reads.search(path.read_text(encoding="utf-8"))}

    assert len(SOURCES) > 60
    assert readers <= {"settings.py"}


def test_importing_the_house_does_no_work() -> None:
    """No model, no store, no XML: none of the heavy libraries is loaded by an import."""
    code = (
        "import sys, bot.wiring, bot.cli.main;"
        "print([name for name in ('torch','sentence_transformers','chromadb','onnxruntime','simple_icd_10_cm','langchain','bm25s') if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert done.stdout.strip() == "[]"
