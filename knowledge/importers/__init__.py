"""A person's own files: read and checked first, shown, and only then stored, all or nothing, with where they came from.

    handed = open_handed(path)                    a file, a folder, a zip
    understood = read(path, given, own=OWN)       nothing is written; `understood.lines()` is what to show
    would_replace(understood, OWN)                what to ask about
    store(understood, OWN, replace=consent)       atomic; provenance beside each part
    list_imports(OWN)   remove(OWN, id)   write_template("payer", path)

Kinds: payer (XLSX, CSV), coverage (CMS coverage database), ncci (PTP pairs), mue (unit limits), release (ICD-10-CM of
another year), guidance (Markdown, PDF, DOCX, HTML), synonyms (CSV). One file reads each. Every error is a
KnowledgeError that names the file, the row or line, and the next step, and repeats no cell.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.importers.opening import Handed, open_handed
from knowledge.importers.storing import AlreadyImportedError, Imported, list_imports, remove, store, would_replace
from knowledge.importers.understood import Given, Kind, KnownCode, Provenance, Refused, Storable, Understood

ASKED: Final[Mapping[Kind, tuple[str, ...]]] = {
    "payer": (),
    "coverage": ("edition",),
    "ncci": ("edition",),
    "mue": ("edition",),
    "release": ("id",),
    "guidance": ("title", "publisher", "edition", "label"),
    "synonyms": (),
}
"""Which fields of `Given` each kind may need: guidance always, the tables only where the file does not say it."""

IN_THE_INDEX: Final[frozenset[Kind]] = frozenset({"payer", "release", "guidance", "synonyms"})
"""Kinds that the search index is built from. The others are tables that are opened as they lie: after them nothing is rebuilt."""

TEMPLATES: Final = ("payer", "synonyms")


def recognise(path: Path) -> Kind:
    """What kind of knowledge lies at a path, by what stands in it. Raises KnowledgeError when it is none we read."""
    from knowledge.importers.recognising import kind_of

    return kind_of(open_handed(path))


def read(
    path: Path, given: Given, *, own: Path | None = None, known_code: KnownCode | None = None
) -> Understood[Storable]:
    """Reads and checks what lies at a path, whatever kind it is; writes nothing. Raises KnowledgeError.

    `own` is the practice's folder: a payer that stands there keeps its name. `known_code` tells whether a code exists.
    """
    from knowledge.importers.recognising import kind_of

    handed = open_handed(path)
    return read_as(kind_of(handed), handed, given, own=own, known_code=known_code)


def read_as(
    kind: Kind, handed: Handed, given: Given, *, own: Path | None = None, known_code: KnownCode | None = None
) -> Understood[Storable]:
    """As `read`, for a kind that is known."""
    match kind:
        case "payer":
            from knowledge.importers.payer_workbook import load_book, read_payer_workbook

            return read_payer_workbook(handed, given, load_book(own), known_code)
        case "coverage":
            from knowledge.importers.coverage import read_coverage

            return read_coverage(handed, given)
        case "ncci":
            from knowledge.importers.ncci import read_pairs

            return read_pairs(handed, given)
        case "mue":
            from knowledge.importers.mue import read_units

            return read_units(handed, given)
        case "release":
            from knowledge.importers.release import read_release

            return read_release(handed, given)
        case "guidance":
            from knowledge.importers.guidance import read_guidance

            return read_guidance(handed, given)
        case "synonyms":
            from knowledge.importers.synonyms import read_synonyms

            return read_synonyms(handed, given, known_code)


def write_template(kind: str, path: Path) -> None:
    """Writes an example file to fill in.

    Raises KnowledgeError for a kind without one, or when something stands at the path.
    """
    if kind == "payer":
        from knowledge.importers.payer_template import write_payer_template

        write_payer_template(path)
    elif kind == "synonyms":
        try:
            with path.open("x", encoding="utf-8") as lines:
                lines.write("term,code,kind,note\nbad back,M54.50,lay,replace this example\n")
        except FileExistsError:
            raise KnowledgeError(f"{path.name} is there already.", "Name another file.") from None
        except OSError as error:
            raise KnowledgeError(
                f"{path.name} cannot be written ({error.strerror}).", "Name a folder you may write to."
            ) from None
    else:
        raise KnowledgeError("There is no template of that kind.", f"Kinds with a template: {', '.join(TEMPLATES)}.")


__all__ = [
    "ASKED",
    "IN_THE_INDEX",
    "TEMPLATES",
    "AlreadyImportedError",
    "Given",
    "Handed",
    "Imported",
    "Kind",
    "KnownCode",
    "Provenance",
    "Refused",
    "Storable",
    "Understood",
    "list_imports",
    "open_handed",
    "read",
    "read_as",
    "recognise",
    "remove",
    "store",
    "would_replace",
    "write_template",
]
