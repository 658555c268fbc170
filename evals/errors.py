"""What can go wrong in an evaluation, as errors a team lead can act on.

CodeciteError
└── EvalError                    an evaluation can't go on
    ├── SuiteError               suite files are wrong; names file, line, field and next step of every problem
    ├── NothingToAverageError    a rate or mean of no cases was asked for
    └── RunFileError             a stored run, baseline or label file can't be read
"""

from dataclasses import dataclass

from knowledge.errors import CodeciteError


class EvalError(CodeciteError):
    code = "evals"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteProblem:
    """One thing wrong in one suite file: the line (from 1), the field as a path, what is wrong, and the next step."""

    file: str
    line: int
    field: str
    message: str
    next_step: str

    def __str__(self) -> str:
        field = f"{self.field} " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}; {self.next_step}"


class SuiteError(EvalError):
    """The suites can't be used; `problems` holds everything found in all files, not only the first."""

    code = "suite"

    def __init__(self, problems: tuple[SuiteProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class NothingToAverageError(EvalError):
    code = "nothing_to_average"


class RunFileError(EvalError):
    code = "run_file"
