"""Read a candidate's source file: as the pupil's own Python would, or, where the rubric says so, more kindly.

Python takes UTF-8 (with or without a mark, with any line ends) and whatever a
coding line names. Editors of Windows also write GBK and UTF-16, which Python
refuses; a rubric may forgive that, since it is not what an exam asks about.
"""

from __future__ import annotations

import codecs
import io
import tokenize
from enum import Enum

MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class SourceReading(Enum):
    """How kindly a file is read."""

    AS_PYTHON = "python"
    FORGIVING = "forgiving"


def read_source(data: bytes, reading: SourceReading) -> bytes:
    """Return the source to run: the file itself, or the same text in UTF-8 where Python could not have read it."""
    if reading is SourceReading.AS_PYTHON or _python_reads(data):
        return data
    for encoding in (MARKS.get(data[:2]), "gb18030"):
        if encoding:
            try:
                return data.decode(encoding).removeprefix("\ufeff").encode()
            except UnicodeDecodeError:
                continue
    return data


def _python_reads(data: bytes) -> bool:
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(data).readline)
        data.decode(encoding)
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return False
    return data[:2] not in MARKS
