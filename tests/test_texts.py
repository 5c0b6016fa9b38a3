"""Texts for people go through the catalogue: checked in the source, because a forgotten one only shows in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from catalogue import faults_of_files

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("itembank", "exam_server", "exam_client", "grading")
# Where every Chinese sentence is a text for people; elsewhere it may be data (numerals, header synonyms).
FOLDERS_OF_SCREENS = {"ui", "console", "editor", "desk", "commands"}
TRANSLATING = {"_", "N_"}
HAN = re.compile("[\u3400-\u9fff]")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for program in PROGRAMS:
        for path in sorted((ROOT / program).rglob("*.py")):
            yield path.relative_to(ROOT), ast.parse(path.read_text("utf-8"))


def translating_calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TRANSLATING:
            yield node


def translated_or_docstring(tree: ast.Module) -> set[ast.AST]:
    calls = (part for call in translating_calls(tree) for part in ast.walk(call))
    bare = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    return {*calls, *bare}


def test_a_chinese_sentence_on_a_screen_goes_through_the_catalogue() -> None:
    forgotten = [
        f"{path}:{node.lineno}: {node.value!r}"
        for path, tree in modules()
        if FOLDERS_OF_SCREENS & set(path.parent.parts) or path.name == "cli.py"
        for covered in [translated_or_docstring(tree)]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value)
        if node not in covered
    ]
    assert forgotten == []


def test_a_text_to_translate_is_one_literal() -> None:
    """Only a literal can be collected; what is glued together or formatted first never finds its translation."""
    glued = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for call in translating_calls(tree)
        if len(call.args) != 1 or isinstance(call.args[0], ast.JoinedStr | ast.BinOp | ast.Call)
    ]
    assert glued == []


def test_every_text_has_its_english() -> None:
    """The catalogue is complete, knows no text that nobody says, and is compiled; scripts/fix brings it up to date."""
    assert faults_of_files() == []
