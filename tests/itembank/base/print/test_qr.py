from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from itembank.base.print.document import Leaf, write_pdf
from itembank.base.print.marks import MM, Page, PrintError
from itembank.base.print.qr import MAX_PAYLOAD_BYTES, qr_code
from tests.itembank.base.print.reading import page_picture


def pdf_with(payload: bytes) -> bytes:
    page = Page(100, 100, (qr_code(payload, 18, 18, 21 * MM),))
    return write_pdf([Leaf("码", (page,))], title="码", author="人")


@pytest.mark.parametrize("payload", [b"JK1", bytes(range(256)), "中文".encode(), bytes(MAX_PAYLOAD_BYTES)])
def test_a_printed_code_is_read_back_byte_by_byte(payload: bytes):
    found = zxingcpp.read_barcodes(page_picture(pdf_with(payload), 0, 8))
    assert [code.bytes for code in found] == [payload]


@pytest.mark.parametrize("payload", [b"", bytes(MAX_PAYLOAD_BYTES + 1)])
def test_a_payload_that_cannot_be_printed_legibly_is_refused(payload: bytes):
    with pytest.raises(PrintError, match="二维码"):
        qr_code(payload, 0, 0, 60)


@given(st.binary(min_size=1, max_size=120))
def test_all_squares_lie_inside_the_code(payload: bytes):
    code = qr_code(payload, 10, 20, 60)
    modules = round(60 / code.unit)
    assert all(0 <= run.column < run.column + run.length <= modules for run in code.runs)
    assert all(0 <= run.row < modules for run in code.runs)
