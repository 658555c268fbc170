"""Clean text comes from the door and from nowhere else."""

import ast
import dataclasses
from pathlib import Path

import pytest

from bot.privacy import clean_text, door
from bot.privacy.clean_text import CleanText
from knowledge.errors import PrivacyError

ROOT = Path(clean_text.__file__).parents[2]
OURS = [path for folder in ("bot", "knowledge", "retrieval", "evals") for path in sorted((ROOT / folder).rglob("*.py"))]


@pytest.mark.parametrize(
    "key", [{}, {"key": None}, {"key": object()}, {"key": "door"}], ids=["none", "null", "another", "word"]
)
def test_nobody_else_can_make_it(key):
    with pytest.raises(PrivacyError) as raised:
        CleanText(text="Jane Doe", identifiers=(), **key)

    assert "Jane" not in str(raised.value)


def test_its_text_cannot_be_swapped():
    cleaned = door.clean("is M54.2 right?")

    with pytest.raises(dataclasses.FrozenInstanceError):
        cleaned.text = "Jane Doe"
    with pytest.raises(PrivacyError):
        dataclasses.replace(cleaned, text="Jane Doe")


def test_its_repr_shows_masked_text_alone():
    assert "123-4567" not in repr(door.clean("call 555-123-4567"))


def test_two_equal_texts_are_equal():
    assert door.clean("is M54.2 right?") == door.clean("is M54.2 right?")


def _names_used(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from (alias.name.rpartition(".")[2] for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def _makes_clean_text(tree):
    made = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    extended = (ast.unparse(base) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for base in node.bases)
    return any(name.rpartition(".")[2] == "CleanText" for name in [*made, *extended]) or "__new__" in _names_used(tree)


def test_nothing_in_the_tree_but_the_door_makes_it_or_holds_the_key():
    trees = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in OURS}

    assert {path for path, tree in trees.items() if _makes_clean_text(tree)} == {"bot/privacy/door.py"}
    assert {path for path, tree in trees.items() if "DOOR_KEY" in _names_used(tree)} == {
        "bot/privacy/door.py",
        "bot/privacy/clean_text.py",
    }
