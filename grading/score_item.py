"""`grading score-item`: tries a QTI item on given responses and prints its outcome variables as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from grading.qti_rules.engine import outcomes_of
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.qti.reader import read_scoring

if TYPE_CHECKING:
    from pathlib import Path

    from itembank.model.responses import ItemResponse, ResponseValue

MAX_RESPONSE_BYTES = 1 << 20


def score_item(item: Path, responses: Path, seed: int = 0) -> str:
    """Return the outcomes as JSON text.

    `responses` holds one object: response identifier to text, number, boolean,
    list of these, or null. Pairs are "A B". Raises `JikaoError`.
    """
    scoring = read_scoring(_read(item))
    outcomes = outcomes_of(scoring, parse_responses(_read(responses)), seed)
    return json.dumps(outcomes, ensure_ascii=False, sort_keys=True)


def parse_responses(data: bytes) -> ItemResponse:
    """Read responses from JSON; raises `JikaoError` for anything but one flat object."""
    if len(data) > MAX_RESPONSE_BYTES:
        raise JikaoError(_("作答文件过大。"))
    try:
        given: object = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise JikaoError(_("作答文件不是有效的 JSON：{error}").format(error=error)) from error
    if not isinstance(given, dict):
        raise JikaoError(
            _("作答文件应当是一个 JSON 对象。"), hint=_("例如 {example}").format(example='{"RESPONSE": "A"}')
        )
    return {str(name): _response(name, value) for name, value in given.items()}


def _response(name: str, value: object) -> ResponseValue:
    if value is None:
        return None
    if isinstance(value, list):
        return tuple(_text(name, part) for part in value)
    return _text(name, value)


def _text(name: str, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    raise JikaoError(_("作答变量“{name}”的值应当是文字、数、真假或它们的列表。").format(name=name))


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise JikaoError(_("无法读取文件“{name}”：{error}").format(name=path, error=error.strerror)) from error
