"""Texts for people go through the catalogue: checked in the source, because a forgotten one only shows in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from catalogue import TRANSLATION, faults_of_files

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("itembank", "exam_server", "exam_client", "grading")
# Where every Chinese sentence is a text for people; elsewhere it may be data (numerals, header synonyms).
FOLDERS_OF_SCREENS = {"ui", "console", "editor", "desk", "commands"}
TRANSLATING = {"_", "N_"}
COUNTED = re.compile(r"\{[a-z_]+:[^{}]*\|[^{}]*\}")
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


def test_a_counted_text_is_put_together_only_after_its_words_were_chosen() -> None:
    """Only `format` of the text itself knows "{n:row|rows}": glued to another text first it would show its marks."""
    counted = {message.id for message in translated() if COUNTED.search(str(message.string))}
    assert counted
    glued = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.FormattedValue)
        for call in ast.iter_child_nodes(node)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in TRANSLATING
        if isinstance(call.args[0], ast.Constant) and call.args[0].value in counted
    ]
    assert glued == []


def test_no_english_text_leaves_the_plural_open() -> None:
    open_ones = [message.id for message in translated() if "(s)" in str(message.string)]
    assert open_ones == []


def translated() -> list[Message]:
    with TRANSLATION.open("rb") as file:
        return [message for message in read_po(file) if message.id]
