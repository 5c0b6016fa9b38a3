"""Blocks as text, as they read on the screen: `重复执行 (10) 次`, `如果 <碰到 [舞台边缘] ?> 那么`, bodies indented.

Round brackets hold numbers and what reports a value, pointed ones conditions, square ones texts and choices. A block
that Scratch's own programs do not have keeps its opcode, with its holes by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grading.scratch.block_names import DEFINE, ELSE, LABELS
from grading.scratch.menu_names import menu_word
from grading.scratch.model import PROTOTYPE, Block

STEP = "    "
EMPTY = "…"
CONDITIONS = frozenset({"CONDITION", "OPERAND"})
LOGIC = frozenset({"operator_and", "operator_or"})
ASKING = frozenset(
    {
        "operator_gt", "operator_lt", "operator_equals", "operator_and", "operator_or", "operator_not",
        "operator_contains", "sensing_touchingobject", "sensing_touchingcolor", "sensing_coloristouchingcolor",
        "sensing_keypressed", "sensing_mousedown", "sensing_loud", "sensing_online", "data_listcontainsitem",
        "argument_reporter_boolean", "microbit_isButtonPressed", "microbit_isTilted",
    }
)  # fmt: skip
"""Blocks with pointed ends."""

NAMES = frozenset(
    {"data_variable", "data_listcontents", "argument_reporter_string_number", "argument_reporter_boolean"}
)
"""Blocks that are nothing but a name."""

HOLE = re.compile(r"\{(\w+)\}")
ARGUMENT = re.compile(r"(?<!\\)%([nbs])")
NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)
CONTROLS = re.compile(r"\s+")
LONGEST_VALUE = 80


def script_lines(blocks: Sequence[Block], indent: str = "") -> Iterator[str]:
    """Yield the blocks of a script, one on a line, what is inside them indented."""
    for block in blocks:
        yield indent + block_text(block)
        for number, body in enumerate(block.bodies):
            if number:
                yield indent + ELSE.text
            yield from script_lines(body, indent + STEP)


def block_text(block: Block) -> str:
    """Return a block on one line, with what stands in its holes."""
    if "proccode" in block.fields:
        return _own(block)
    if block.opcode == "procedures_definition":
        own = next((one for one in block.inputs.values() if one.opcode == PROTOTYPE), None)
        return DEFINE.text.format(BLOCK=block_text(own) if own else EMPTY)
    label = LABELS.get(block.opcode)
    if label is None:
        return _unknown(block)
    if block.opcode in NAMES:
        return next(iter(block.fields.values()), EMPTY)
    return HOLE.sub(lambda found: _hole(block, found[1]), label.text)


def opcode_text(opcode: str) -> str:
    """Return a block with empty holes; what is no block of Scratch stays as it is."""
    return HOLE.sub(EMPTY, LABELS[opcode].text) if opcode in LABELS else opcode


def with_word(opcode: str, word: str) -> str:
    """Return a block with a word in its first hole, such as a hat with its key; "" leaves the hole open."""
    holes = HOLE.findall(LABELS[opcode].text) if word and opcode in LABELS else []
    text = block_text(Block(opcode, {holes[0]: word} if holes else {}))
    return text if holes or not word else f"{text} {word}"


def _hole(block: Block, name: str) -> str:
    if name in block.inputs:
        return _inside(block.inputs[name])
    if name in block.fields:
        return f"[{menu_word(name, _line(block.fields[name]))}]"
    if name in block.values:
        return _typed(name, block.values[name])
    return "< >" if name in CONDITIONS or block.opcode in LOGIC else f"[{EMPTY}]"


def _inside(block: Block) -> str:
    text = block_text(block)
    return f"<{text}>" if block.opcode in ASKING else f"({text})"


def _typed(name: str, value: str) -> str:
    word = menu_word(name, value)
    return f"({word})" if word == value and NUMBER.fullmatch(value) else f"[{_line(word)}]"


def _line(text: str) -> str:
    """Keep a value on its line."""
    flat = CONTROLS.sub(" ", text)
    return flat if len(flat) <= LONGEST_VALUE else flat[: LONGEST_VALUE - 1] + "…"


def _own(block: Block) -> str:
    """Return a block that a pupil made: its own words with its arguments in their places."""
    number = 0
    is_made_here = block.opcode == PROTOTYPE

    def fill(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        hole = str(number)
        if is_made_here:
            name = block.values.get(hole, EMPTY)
            return f"<{name}>" if found[1] == "b" else f"({name})"
        if hole in block.inputs or hole in block.values:
            return _hole(block, hole)
        return "< >" if found[1] == "b" else f"[{EMPTY}]"

    return _line(ARGUMENT.sub(fill, block.fields["proccode"]).replace("\\%", "%"))


def _unknown(block: Block) -> str:
    given = [f"{name}=[{_line(value)}]" for name, value in block.fields.items()]
    given += [f"{name}={_typed(name, value)}" for name, value in block.values.items()]
    given += [f"{name}={_inside(one)}" for name, one in block.inputs.items()]
    return " ".join((block.opcode, *given))
