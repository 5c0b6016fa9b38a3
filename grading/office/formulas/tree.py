"""A formula taken apart: the nodes of its tree."""

from __future__ import annotations

from dataclasses import dataclass

from grading.office.formulas.values import Scalar
from grading.office.references import Area


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, text, truth value or error in the formula; an argument left out is a blank."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class ArrayLiteral:
    """A constant array such as {1,2;3,4}."""

    rows: tuple[tuple[Scalar, ...], ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or range; `sheet` is "" for the formula's own sheet, `last` the last of several sheets."""

    sheet: str
    area: Area
    last: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name, possibly of one sheet."""

    sheet: str
    name: str


@dataclass(frozen=True, slots=True)
class TableReference:
    """Columns of a table object; `table` is "" inside the table, `this_row` means the formula's own row.

    Without columns it is the whole width; `part` is "data", "all", "headers", "totals", "data+headers" or
    "data+totals".
    """

    table: str
    first: str
    last: str
    this_row: bool
    part: str = "data"


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its name in capitals."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """Several ranges taken as one: (A1:A3,C1:C3)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`operator` is "-", "+", "%" (behind its operand) or "@" (one value of a range)."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """`operator` is ":", " " (what two ranges have in common), "^", "*", "/", "+", "-", "&" or a comparison."""

    operator: str
    left: Node
    right: Node


Node = Literal | ArrayLiteral | Reference | Name | TableReference | Call | Union | Unary | Binary


def nodes_of(root: Node) -> list[Node]:
    """Return all nodes of a tree, the root first."""
    found: list[Node] = [root]
    for node in found:
        match node:
            case Call(_, arguments) | Union(arguments):
                found.extend(arguments)
            case Unary(_, operand):
                found.append(operand)
            case Binary(_, left, right):
                found.extend((left, right))
            case _:
                continue
    return found


def height_of(root: Node) -> int:
    """Return how deep calculating a tree goes; a chain of operators counts once."""
    highest = 0
    waiting: list[tuple[Node, int]] = [(root, 1)]
    while waiting:
        node, height = waiting.pop()
        highest = max(highest, height)
        match node:
            case Call(_, arguments) | Union(arguments):
                waiting.extend((argument, height + 1) for argument in arguments)
            case Unary(_, operand):
                waiting.append((operand, height + 1))
            case Binary(_, left, right):
                waiting.append((left, height if isinstance(left, Binary) else height + 1))
                waiting.append((right, height + 1))
            case _:
                continue
    return highest
