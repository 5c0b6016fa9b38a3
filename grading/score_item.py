"""`grading score-item`: tries a QTI item on given responses and prints its outcome variables as JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grading.qti_rules.engine import outcomes_of
from grading.response_file import Field, parse_responses
from itembank.base.errors import JikaoError
from itembank.base.i18n import _
from itembank.model.responses import Cardinality
from itembank.qti.reader import read_scoring
from itembank.qti.xmltree import MAX_XML_BYTES

if TYPE_CHECKING:
    from pathlib import Path

    from itembank.model.marking import ProcessingScoring
    from itembank.model.responses import ItemResponse

MAX_RESPONSE_BYTES = 1 << 20


@dataclass(frozen=True)
class TrialScore:
    """Outcomes as JSON text, and the names in the response file that the item does not declare."""

    outcomes: str
    unknown: tuple[str, ...]


def score_item(item: Path, responses: Path, seed: int = 0) -> TrialScore:
    """Return the outcomes of an item for a response file (see `response_file`); raises `JikaoError`."""
    scoring = read_scoring(_read(item, MAX_XML_BYTES))
    given = parse_responses(_read(responses, MAX_RESPONSE_BYTES))
    declared = {declaration.identifier for declaration in scoring.responses}
    check_shapes(scoring, given)
    outcomes = outcomes_of(scoring, given, seed)
    text = json.dumps(outcomes, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return TrialScore(text, tuple(sorted(set(given) - declared)))


def check_shapes(scoring: ProcessingScoring, given: ItemResponse) -> None:
    """Refuse several values for a variable that holds one, and fields where there is no record."""
    for declaration in scoring.responses:
        value = given.get(declaration.identifier)
        parts = value if isinstance(value, tuple) else () if value is None else (value,)
        is_record = declaration.cardinality is Cardinality.RECORD
        if any(isinstance(part, Field) is not is_record for part in parts):
            sentence = (
                _("作答变量“{name}”是记录，应当写成一个对象。")
                if is_record
                else _("作答变量“{name}”不是记录，不能写成一个对象。")
            )
            raise JikaoError(sentence.format(name=declaration.identifier))
        if declaration.cardinality is Cardinality.SINGLE and len(parts) > 1:
            raise JikaoError(
                _("作答变量“{name}”只能有一个值，作答文件给了 {count} 个。").format(
                    name=declaration.identifier, count=len(parts)
                )
            )


def _read(path: Path, limit_bytes: int) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    except OSError as error:
        raise JikaoError(_("无法读取文件“{name}”：{error}").format(name=path, error=error.strerror)) from error
    if len(data) > limit_bytes:
        raise JikaoError(_("文件“{name}”过大。").format(name=path))
    return data
