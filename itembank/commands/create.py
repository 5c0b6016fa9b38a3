"""`itembank init` and `itembank template`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from itembank.bank.store import Bank, plain_errors
from itembank.base.clock import SystemClock
from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.commands.common import add_bank_option, say, write_new
from itembank.formats.template import make_template


def add_parsers(verbs: Any) -> None:
    """Add both verbs."""
    init = verbs.add_parser("init", help=_("新建题库"))
    add_bank_option(init)
    init.set_defaults(run=run_init)
    template = verbs.add_parser("template", help=_("生成试题导入模板（.xlsx）"))
    template.add_argument("file", type=Path, help=_("写到哪个文件"))
    template.set_defaults(run=run_template)


def run_init(arguments: argparse.Namespace) -> int:
    """Make a new bank."""
    with plain_errors():
        Bank.create(arguments.bank, SystemClock()).close()
    say(_("已建立题库 {place}。").format(place=arguments.bank))
    return ExitCode.OK


def run_template(arguments: argparse.Namespace) -> int:
    """Write the template; an existing file is left alone."""
    path: Path = arguments.file
    write_new(path, make_template())
    say(_("已生成模板 {path}。").format(path=path))
    return ExitCode.OK
