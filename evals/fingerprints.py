"""What a run stood on: code set, corpus, index, model, settings and program, so that two numbers can be told apart by cause."""

import hashlib
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.settings import Settings
from knowledge.code_set.code_set import CodeSet
from knowledge.library import KNOWLEDGE

ROOT = Path(__file__).resolve().parent.parent
_DATA = {".csv", ".gz", ".md", ".yaml"}
_HIDDEN = ("key", "token", "secret", "password", "url")
_NO_MATTER = {"data_dir", "today"}
"""Where things lie changes no answer; the run's own today is recorded as its setting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprints:
    """`corpus` and `program` are digests of files; `commit` is None outside a git checkout, and marked when files differ."""

    version: str
    commit: str | None
    program: str
    code_set: str
    notes_from: str
    corpus: str
    index: str
    embedding_model: str
    model: str
    settings: tuple[tuple[str, str], ...]


def fingerprints(settings: Settings, index: str, code_set: CodeSet) -> Fingerprints:
    return Fingerprints(
        version=_version(),
        commit=_commit(ROOT),
        program=_digest(path for part in ("bot", "knowledge", "retrieval") for path in (ROOT / part).rglob("*.py")),
        code_set=code_set.release(settings.day()).code_set,
        notes_from=code_set.notes_from,
        corpus=_digest(path for path in KNOWLEDGE.rglob("*") if path.suffix in _DATA),
        index=index,
        embedding_model=settings.embedding_model.name if settings.embedding_model else "packaged",
        model=str(getattr(settings, "model", None) or "none"),
        settings=_shown(settings.model_dump(mode="json", exclude=_NO_MATTER)),
    )


def differences(before: Fingerprints, after: Fingerprints) -> tuple[str, ...]:
    """What differs between two runs, in words: the candidates for why their numbers do."""
    return tuple(
        f"{field.name.replace('_', ' ')}: {_told(getattr(before, field.name))} → {_told(getattr(after, field.name))}"
        for field in fields(Fingerprints)
        if getattr(before, field.name) != getattr(after, field.name)
    )


def _told(value: object) -> str:
    return ", ".join(f"{name}={one}" for name, one in value) or "none" if isinstance(value, tuple) else str(value)


def _shown(dumped: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Settings that are set, secrets and addresses only as "set"."""
    return tuple(
        (name, "set" if any(word in name.lower() for word in _HIDDEN) else str(value))
        for name, value in sorted(dumped.items())
        if value not in (None, "", False)
    )


def _version() -> str:
    try:
        return version("codecite")
    except PackageNotFoundError:
        return "not installed"


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(str(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _commit(root: Path) -> str | None:
    if not (root / ".git").exists():
        return None
    try:
        head = _git(root, "rev-parse", "--short=12", "HEAD")
        changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    except (OSError, subprocess.SubprocessError):
        return None
    return f"{head} with changes" if changed else head


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True, timeout=10)
    return done.stdout.strip()
