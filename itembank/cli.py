"""`itembank`: write, import and review items, assemble papers, seat candidates, seal packages."""

from __future__ import annotations

from collections.abc import Sequence

from itembank.base import cli
from itembank.base.i18n import _
from itembank.commands import create, export, keys, look, papers, review, seal, seats, take_in
from itembank.version import PROGRAM, VERSION


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns one of the listed exit codes."""
    return cli.run(_program, arguments)


def _program(arguments: Sequence[str]) -> int:
    parser = cli.Parser(prog=PROGRAM, description=_("题库：导入和审核试题、组卷、编排座位、密封试卷包"))
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {VERSION}")
    cli.add_language_option(parser)
    verbs = parser.add_subparsers(required=True, metavar=_("命令"), parser_class=cli.Parser)
    for part in (create, take_in, export, look, review, papers, seats, seal, keys):
        part.add_parsers(verbs)
    chosen = parser.parse_args(list(arguments))
    return int(chosen.run(chosen))
