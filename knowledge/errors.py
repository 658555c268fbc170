"""Every error codecite raises on purpose, so that an edge can catch one tree.

CodeciteError              anything we can explain: what is wrong, and the next step
├── KnowledgeError         a file of the corpus is wrong; names file and line
├── CodeSetMissingError    the code set has not been built, or its file is damaged
├── IndexMissingError      the search index has not been built, or is damaged
├── BuildError             the build could not finish; nothing half-built is left in use
├── RequestError           what was asked is malformed (a date, a row); never repeats what was typed
└── PrivacyError           text could not be proven free of identifiers; the request stops
"""


class CodeciteError(Exception):
    """An error a person can act on: `message` names the thing, `next_step` says what to do."""

    code = "error"

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class KnowledgeError(CodeciteError):
    code = "knowledge"


class CodeSetMissingError(CodeciteError):
    code = "code_set_missing"


class IndexMissingError(CodeciteError):
    code = "index_missing"


class BuildError(CodeciteError):
    code = "build"


class RequestError(CodeciteError):
    code = "bad_request"


class PrivacyError(CodeciteError):
    code = "privacy"
