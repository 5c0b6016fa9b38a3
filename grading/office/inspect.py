"""What the readers see in a file, for those who write rubrics: as data (`inspect_file`) or as lines to read.

Used by `grading inspect FILE`. The file is opened in a child process like any
candidate's. The shape of the data is written down in docs/formats/inspect.md.
"""

from __future__ import annotations

import argparse
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from grading.office import worker
from grading.office.child import WORKER_VERB, OfficeReader
from grading.office.inspect_text import lines_of
from grading.office.model import Area, CannotRead, Document, Presentation, ReadOutcome, Workbook
from itembank.base.errors import ExitCode
from itembank.base.i18n import _

_COLUMN_NAMES = ("cell", "kind", "value", "formula", "formula_kind", "number_format", "style", "spills", "rich_text")


def inspect_file(path: Path) -> dict[str, Any]:
    """Read a file in a child process and return what is in it, ready for JSON."""
    with OfficeReader() as reader:
        return as_data(reader.read(path))


def as_data(outcome: ReadOutcome) -> dict[str, Any]:
    """Return an outcome as dicts, lists, texts, numbers and truth values; defaults are left out."""
    data: dict[str, Any] = _plain(msgspec.to_builtins(outcome, builtin_types=(Decimal,)))
    match outcome:
        case CannotRead():
            data["sentence"] = outcome.sentence
        case Document():
            data["text"] = outcome.text
        case Workbook():
            for sheet, read in zip(data.get("sheets", ()), outcome.sheets, strict=True):
                sheet["cells"] = [_cell(outcome, cell) for cell in read.cells]
        case Presentation():
            for slide, shown in zip(data.get("slides", ()), outcome.slides, strict=True):
                slide["title"] = shown.title
    return data


def _cell(book: Workbook, cell: Any) -> dict[str, Any]:
    own: dict[str, Any] = _plain(msgspec.to_builtins(cell, builtin_types=(Decimal,)))
    own["cell"] = cell.name
    own["kind"] = cell.kind.value
    own["number_format"] = book.styles[cell.style].number_format
    return {name: own[name] for name in _COLUMN_NAMES if name in own}


def _plain(value: Any) -> Any:
    """Write exact decimals as JSON numbers and rectangles as ranges."""
    if isinstance(value, dict):
        if value.keys() == {"first_row", "first_column", "last_row", "last_column"}:
            return Area(**value).name
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def inspect_json(path: Path) -> str:
    """Return what is in a file as indented JSON text."""
    return msgspec.json.format(msgspec.json.encode(inspect_file(path)), indent=2).decode()


def inspect_text(path: Path) -> str:
    """Return what is in a file as lines for people."""
    with OfficeReader() as reader:
        return "\n".join(lines_of(reader.read(path)))


def add_inspect_command(commands: argparse._SubParsersAction[Any]) -> None:
    """Add `inspect FILE [--json]` to a command line, and the hidden verb that a frozen program's child runs.

    Each sets `run`: a function of the parsed arguments that returns the exit code.
    """
    parser = commands.add_parser("inspect", help=_("查看办公文档中的内容与实际格式，编写评分细则时使用"))
    parser.add_argument("file", type=Path, help=_("docx、xlsx、pptx、odt、ods 或 odp 文件"))
    parser.add_argument("--json", action="store_true", help=_("输出 JSON"))
    parser.set_defaults(run=run_inspect)
    commands.add_parser(WORKER_VERB).set_defaults(run=run_worker)


def run_inspect(arguments: argparse.Namespace) -> int:
    """Print what is in a file; the exit code says whether it could be read."""
    with OfficeReader() as reader:
        outcome = reader.read(arguments.file)
    if arguments.json:
        text = msgspec.json.format(msgspec.json.encode(as_data(outcome)), indent=2).decode()
    else:
        text = "\n".join(lines_of(outcome))
    sys.stdout.write(text + "\n")
    return int(ExitCode.BAD_INPUT if isinstance(outcome, CannotRead) else ExitCode.OK)


def run_worker(_arguments: argparse.Namespace) -> int:
    """Be the child process that opens files."""
    return worker.main()
