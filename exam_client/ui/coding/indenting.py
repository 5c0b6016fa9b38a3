"""Indents and comments of lines of a program. Pure."""

from __future__ import annotations

from collections.abc import Sequence

INDENT_WIDTH = 4
COMMENT = "# "


def indent_after(line: str) -> str:
    """Return the indent of the line that follows `line`: deeper behind a colon."""
    indent = line[: len(line) - len(line.lstrip(" "))]
    code = line.split("#", maxsplit=1)[0].rstrip() if "'" not in line and '"' not in line else line.rstrip()
    if code.endswith((":", "：")):
        return indent + " " * INDENT_WIDTH
    first = code.split(maxsplit=1)[:1]
    if first and first[0] in {"return", "break", "continue", "pass", "raise"}:
        return indent[:-INDENT_WIDTH] if len(indent) >= INDENT_WIDTH else ""
    return indent


def dedented(lines: Sequence[str]) -> list[str]:
    """Take one step of indent from each line."""
    return [line[min(INDENT_WIDTH, len(line) - len(line.lstrip(" "))) :] for line in lines]


def toggled_comment(lines: Sequence[str]) -> list[str]:
    """Comment all lines, or uncomment them if all are comments already; empty lines stay."""
    full = [line for line in lines if line.strip()]
    if full and all(line.lstrip().startswith("#") for line in full):
        return [_without_comment(line) for line in lines]
    least = min((len(line) - len(line.lstrip(" ")) for line in full), default=0)
    return [line[:least] + COMMENT + line[least:] if line.strip() else line for line in lines]


def _without_comment(line: str) -> str:
    indent = line[: len(line) - len(line.lstrip(" "))]
    rest = line.lstrip(" ").removeprefix("#")
    return indent + rest.removeprefix(" ") if line.strip() else line
