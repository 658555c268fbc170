"""Everything an operator can set; the only module that reads the environment."""

import os
from datetime import date
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, ValidationError
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

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def own_dir(self) -> Path:
        """The practice's own corpus: what `codecite knowledge add` stored."""
        return self.data_dir / "own"

    def day(self) -> date:
        """The day a question is about when it names none."""
        return self.today or date.today()


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
