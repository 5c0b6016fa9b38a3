"""A QR code as squares: sharp at any size, and cheap to print."""

from __future__ import annotations

from itertools import groupby
from typing import Any, cast

import zxingcpp

from itembank.base.errors import ExitCode
from itembank.base.i18n import _
from itembank.base.print.marks import PrintError, Run, Squares

ERROR_CORRECTION = "M"
"""Survives a fold or a stamp over 15 % of the code."""

MAX_PAYLOAD_BYTES = 600
"""Above this a code of 26 mm has modules too fine for a phone held over office paper."""


def qr_code(payload: bytes, x: float, y: float, side: float) -> Squares:
    """Make the code for `payload` in a square of `side` points, without a quiet zone: leave four modules free."""
    if not 0 < len(payload) <= MAX_PAYLOAD_BYTES:
        raise PrintError(
            _("二维码的内容应为 1 至 {most} 字节，实际为 {size} 字节。").format(
                most=MAX_PAYLOAD_BYTES, size=len(payload)
            ),
            hint=_("请缩短要写入二维码的内容。"),
            code=ExitCode.BUG,
        )
    code = zxingcpp.create_barcode(payload, zxingcpp.BarcodeFormat.QRCode, ec_level=ERROR_CORRECTION)
    rows = _modules(code.to_image(scale=1, add_quiet_zones=False))
    runs = tuple(run for number, row in enumerate(rows) for run in _dark_runs(number, row))
    return Squares(x, y, side / len(rows), runs)


def _modules(image: Any) -> list[list[int]]:
    """Return the rows of an image of grey bytes, which shows itself as a two-dimensional buffer."""
    return cast("list[list[int]]", memoryview(image).tolist())


def _dark_runs(number: int, row: list[int]) -> list[Run]:
    """Return the runs of dark modules, which are zero, in one row."""
    runs: list[Run] = []
    start = 0
    for shade, neighbours in groupby(row):
        length = len(list(neighbours))
        if shade == 0:
            runs.append(Run(start, number, length))
        start += length
    return runs
