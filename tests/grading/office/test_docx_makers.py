"""Word-processing files as other makers write them: WPS first of all, with what it does differently from Word."""

from __future__ import annotations

from tests.grading.office.builders import docx
from tests.grading.office.docx_builders import read

WPS = "http://www.wps.cn/officeDocument/2013/wpsCustomData"
MAC = "http://schemas.microsoft.com/office/mac/drawingml/2008/main"


def alternatives(namespace: str, choice: str, fallback: str | None) -> str:
    rest = "" if fallback is None else f"<mc:Fallback>{fallback}</mc:Fallback>"
    return (
        f'<mc:AlternateContent><mc:Choice xmlns:own="{namespace}" Requires="own">{choice}</mc:Choice>{rest}'
        "</mc:AlternateContent>"
    )


# ----------------------------------------------------------------------------------------------------- alternatives


def test_what_only_one_makers_program_knows_gives_way_to_the_fallback() -> None:
    for namespace in (WPS, MAC, "http://schemas.haansoft.com/office/spreadsheet/8.0"):
        body = f"<w:p>{alternatives(namespace, '<w:r><w:t>自家</w:t></w:r>', '<w:r><w:t>大家</w:t></w:r>')}</w:p>"
        assert read(docx(body)).text == "大家", namespace


def test_without_a_fallback_a_makers_own_choice_stays() -> None:
    body = f"<w:p>{alternatives(WPS, '<w:r><w:t>自家</w:t></w:r>', None)}</w:p>"
    assert read(docx(body)).text == "自家"
