"""Read a candidate's source file: as the pupil's own Python would, or, where the rubric says so, more kindly.

Python takes UTF-8 (with or without a mark, with any line ends) and whatever a
coding line names. Editors of Windows also write GBK and UTF-16, which Python
refuses; a rubric may forgive that, since it is not what an exam asks about.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize
from enum import Enum

CODING_LINE = re.compile(r"^([ \t\f]*#.*?coding[:=][ \t]*)([-\w.]+)", re.ASCII)  # PEP 263
CODING_LINES = 2
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
                return _name_utf8(data.decode(encoding).removeprefix("\ufeff")).encode()
            except UnicodeDecodeError:
                continue
    return data


def decode_source(data: bytes) -> str:
    """Return a source's text for comparing it: as Python reads it, else as UTF-8 with what is none replaced."""
    if not _python_reads(data):
        return data.decode("utf-8", "replace").removeprefix("\ufeff")
    return data.decode(_coding_of(data))


def _coding_of(data: bytes) -> str:
    """Return the coding that Python finds; it takes the line ends of old Macs too, which `tokenize` does not."""
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return tokenize.detect_encoding(io.BytesIO(lines).readline)[0]


def _name_utf8(text: str) -> str:
    """Have a coding line name what the text is going to be: with another name Python would misread or refuse it."""
    head = text.split("\n", CODING_LINES)
    head[:CODING_LINES] = [CODING_LINE.sub(r"\1utf-8", line) for line in head[:CODING_LINES]]
    return "\n".join(head)


def _python_reads(data: bytes) -> bool:
    try:
        data.decode(_coding_of(data))
    except (SyntaxError, UnicodeDecodeError, LookupError):
        return False
    return data[:2] not in MARKS
