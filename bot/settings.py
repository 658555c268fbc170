"""Everything an operator can set; the only module that reads the environment."""

import os
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.errors import RequestError


class Settings(BaseSettings):
    """Settings from the environment, each with the prefix CODECITE_."""

    model_config = SettingsConfigDict(env_prefix="CODECITE_", frozen=True, hide_input_in_errors=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("codecite", appauthor=False),
        description="where the index and your own files lie",
    )
    today: date | None = Field(default=None, description="the day taken for today; tests and evals set it")
    chroma_url: str | None = Field(default=None, description="a Chroma server, when several replicas share one index")
    embedding_model: Path | None = Field(
        default=None, description="a sentence-transformers folder to use instead of the packaged one"
    )
    model: str | None = Field(
        default=None,
        description="a language model that words the answers, as LangChain names it (openai:NAME, anthropic:NAME, ollama:NAME); none by default",
    )
    model_url: str | None = Field(default=None, description="where that model answers: any OpenAI-compatible address")
    model_key: SecretStr | None = Field(default=None, description="the key it asks for")
    model_timeout: float = Field(
        default=15.0,
        gt=0,
        le=300,
        description="seconds it may take for an answer, all in all; then it is not waited for",
    )

    @field_validator("model", "model_url", "model_key", mode="before")
    @classmethod
    def _nothing_when_blank(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("model_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        """A key has a setting of its own: within an address it would be written down with the settings of a run."""
        parts = urlsplit(url or "http://none")
        if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc or parts.query:
            raise ValueError("not an address without a key in it")
        return url

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def own_dir(self) -> Path:
        """The practice's own corpus: what `codecite knowledge add` stored."""
        return self.data_dir / "own"

    def shown(self, name: str) -> str:
        """A setting as it may be printed: a key is hidden, and so is what an address carries beside its host and path."""
        value = getattr(self, name)
        if value is None:
            return "(not set)"
        return _without_secrets(str(value)) if name.endswith("_url") else str(value)

    def day(self) -> date:
        """The day a question is about when it names none."""
        return self.today or date.today()


def _without_secrets(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    hidden = "…@" if "@" in parts.netloc else ""
    return f"{parts.scheme}://{hidden}{host}{parts.path}{'?…' if parts.query else ''}"


def read_settings() -> Settings:
    """The settings of this process. Raises RequestError naming the variable that can't be used, never its value."""
    try:
        return Settings()
    except ValidationError as error:
        names = sorted(
            {f"CODECITE_{str(one['loc'][0]).upper()}" for one in error.errors(include_input=False) if one["loc"]}
        )
        raise RequestError(
            f"{', '.join(names)} can't be used.", "Run `codecite doctor` to see what each setting takes."
        ) from None


def silence_libraries() -> None:
    """Switches off tracing, telemetry and hub access, whatever the environment says: nothing typed may leave the machine."""
    for name in [name for name in os.environ if name.startswith(("LANGCHAIN_", "LANGSMITH_"))]:
        del os.environ[name]  # keys, endpoints and switches of tracing
    os.environ.update(
        LANGCHAIN_TRACING_V2="false",
        LANGSMITH_TRACING="false",
        ANONYMIZED_TELEMETRY="False",
        HF_HUB_OFFLINE="1",
        TRANSFORMERS_OFFLINE="1",
        TOKENIZERS_PARALLELISM="false",
    )
