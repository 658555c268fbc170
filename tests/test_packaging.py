"""The wheel holds everything a run needs: each module and each data file of the tree, byte for byte; and each source says whose it is."""

import configparser
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from knowledge import code_facts
from knowledge.library import read_library, read_sources

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "knowledge", "retrieval", "evals")
NOT_SHIPPED = {".pyc", ".pyo"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2_000:]
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def shipped(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def tree() -> dict[str, bytes]:
    return {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix not in NOT_SHIPPED and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize(
    "kind", [".py", ".csv", ".gz", ".md", ".yaml", ".txt", ".json", ""], ids=lambda kind: kind or "all others"
)
def test_every_file_of_the_tree_is_in_the_wheel(tree: dict[str, bytes], shipped: dict[str, bytes], kind: str) -> None:
    wanted = {name for name in tree if name.endswith(kind)}

    assert sorted(wanted - shipped.keys()) == []


def test_no_file_is_changed_on_its_way_into_the_wheel(tree: dict[str, bytes], shipped: dict[str, bytes]) -> None:
    assert [name for name, content in tree.items() if shipped.get(name, content) != content] == []


DATA = [
    "knowledge/code_set/data/dates_and_mce.csv.gz",
    "knowledge/code_set/data/addenda_fy2027.csv",
    "knowledge/code_set/data/successors.csv",
    "knowledge/code_set/data/notes_without_codes.csv",
    "knowledge/code_set/data/withdrawn_notes.csv",
    "knowledge/sources.yaml",
    "knowledge/guidance/m53-82.md",
    "knowledge/payers/medicare-part-b-chiropractic.yaml",
    "knowledge/vocabulary/abbreviations.csv",
    "knowledge/CORRECTIONS.md",
]


@pytest.mark.parametrize("name", DATA)
def test_the_data_a_first_answer_needs_is_in_the_wheel(shipped: dict[str, bytes], name: str) -> None:
    assert len(shipped[name]) > 100


def test_the_wheel_holds_nothing_but_the_four_packages(shipped: dict[str, bytes]) -> None:
    tops = {name.partition("/")[0] for name in shipped if ".dist-info" not in name.partition("/")[0]}

    assert tops == set(PACKAGES)
    assert [name for name in shipped if "__pycache__" in name or name.endswith(".pyc")] == []


def test_the_wheel_installs_the_command(shipped: dict[str, bytes]) -> None:
    (entry_points,) = [content.decode() for name, content in shipped.items() if name.endswith("entry_points.txt")]
    commands = configparser.ConfigParser()
    commands.read_string(entry_points)

    assert commands["console_scripts"]["codecite"] == "bot.cli.main:main"


def test_the_wheel_carries_its_licence(shipped: dict[str, bytes]) -> None:
    (licence,) = [content.decode() for name, content in shipped.items() if name.endswith("/LICENSE")]

    assert "MIT" in licence
    assert "WITHOUT WARRANTY OF ANY KIND" in licence


def test_the_corpus_in_the_wheel_is_read_as_the_one_in_the_tree(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    code = (
        "from knowledge.library import read_library, KNOWLEDGE; print(KNOWLEDGE); print(len(read_library().passages))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60
    )

    folder, count = done.stdout.split()
    assert Path(folder).is_relative_to(tmp_path)
    assert int(count) == len(read_library().passages)


# -- whose it is ---------------------------------------------------------------------------------------------------------


def test_every_source_of_the_tables_says_publisher_edition_dates_and_licence() -> None:
    sources = read_sources()

    for name in (code_facts.TABULAR, code_facts.DATES, code_facts.ADDENDA, code_facts.EQUIVALENCE):
        source = sources[name]
        assert source.publisher and source.edition and source.licence and source.note, name
        assert source.label == "primary"
        assert source.effective_from is not None


def test_the_dates_table_says_the_days_it_spans(code_set: object) -> None:
    source = read_sources()[code_facts.DATES]

    assert source.effective_from == code_set.tables_first_day  # type: ignore[attr-defined]
    assert source.effective_to == code_set.tables_last_day  # type: ignore[attr-defined]


def test_every_passage_says_who_says_so() -> None:
    nameless = [
        one.id
        for one in read_library().passages.values()
        if not (one.source.title and one.source.publisher and one.source.edition)
    ]

    assert nameless == []


def test_no_source_is_listed_that_nothing_names() -> None:
    used = {one.source.id for one in read_library().passages.values()}
    tables = {code_facts.TABULAR, code_facts.DATES, code_facts.ADDENDA, code_facts.EQUIVALENCE}
    texts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "knowledge").rglob("*")
        if path.suffix in (".md", ".yaml") and path.name != "sources.yaml"
    )

    assert [name for name in read_sources() if name not in used | tables and name not in texts] == []


@pytest.mark.parametrize("name", ["dates_and_mce.csv.gz", "addenda_fy2027.csv"])
def test_the_data_of_the_code_set_is_said_where_it_comes_from(name: str) -> None:
    """Carried into the project with its provenance: a text of the tree names the file."""
    told = [
        path.name
        for path in [*ROOT.glob("*.md"), *(ROOT / "knowledge").rglob("*.md"), ROOT / "knowledge" / "sources.yaml"]
        if name in path.read_text(encoding="utf-8")
    ]

    assert told
