"""Page styles of OpenDocument that follow one another, and what else belongs to pages, as sections."""

from __future__ import annotations

import pytest

from grading.office.model import Document, Edge, PageKind, Section
from grading.office.open import read_office_bytes
from tests.grading.office.odf_builders import odf, paragraph_look, style

TITLE = style("P1", "paragraph", paragraph_look(""), more='style:master-page-name="First"')
BODY = '<text:p text:style-name="P1">封面</text:p><text:p>正文</text:p>'


def layout(name: str, width: str = "21cm", *, usage: str = "all", margin: str = "2cm") -> str:
    return (
        f'<style:page-layout style:name="{name}" style:page-usage="{usage}"><style:page-layout-properties '
        f'fo:page-width="{width}" fo:page-height="29.7cm" fo:margin="{margin}"/></style:page-layout>'
    )


def master(name: str, page_layout: str, header: str, *, followed_by: str = "") -> str:
    following = f' style:next-style-name="{followed_by}"' if followed_by else ""
    story = f"<style:header><text:p>{header}</text:p></style:header>" if header else ""
    about = f'style:name="{name}" style:page-layout-name="{page_layout}"{following}'
    return f"<style:master-page {about}>{story}</style:master-page>"


def read(masters: str, layouts: str, common: str = "") -> Section:
    found = read_office_bytes(odf("text", BODY, automatic=TITLE, masters=masters, page_layouts=layouts, common=common))
    assert isinstance(found, Document)
    assert len(found.sections) == 1
    return found.sections[0]


def headers(section: Section) -> list[tuple[PageKind, str]]:
    return [(one.pages, one.text) for one in section.headers_footers if one.edge is Edge.HEADER]


def test_a_page_style_for_one_page_is_the_first_page_of_the_section() -> None:
    masters = master("First", "pm1", "封面页眉", followed_by="Standard") + master("Standard", "pm2", "正文页眉")
    section = read(masters, layout("pm1", margin="5cm") + layout("pm2"))
    assert headers(section) == [(PageKind.DEFAULT, "正文页眉"), (PageKind.FIRST, "封面页眉")]
    assert section.different_first_page
    assert section.margin_left_pt < 60  # those of the pages that follow


def test_a_cover_without_a_header_still_makes_the_first_page_different() -> None:
    masters = master("First", "pm1", "", followed_by="Standard") + master("Standard", "pm1", "正文页眉")
    section = read(masters, layout("pm1"))
    assert headers(section) == [(PageKind.DEFAULT, "正文页眉")]
    assert section.different_first_page


def test_left_and_right_pages_that_follow_each_other_are_even_and_odd() -> None:
    masters = master("First", "pm1", "奇数页", followed_by="L") + master("L", "pm2", "偶数页", followed_by="First")
    section = read(masters, layout("pm1", usage="right") + layout("pm2", usage="left"))
    assert headers(section) == [(PageKind.DEFAULT, "奇数页"), (PageKind.EVEN, "偶数页")]
    assert not section.different_first_page


def test_a_page_of_another_size_is_not_mixed_with_what_follows() -> None:
    masters = master("First", "pm1", "横页", followed_by="Standard") + master("Standard", "pm2", "正文页眉")
    section = read(masters, layout("pm1", "42cm") + layout("pm2"))
    assert headers(section) == [(PageKind.DEFAULT, "横页")]
    assert not section.different_first_page


@pytest.mark.parametrize(("given", "expected"), [("", True), ('text:number-lines="false"', False)])
def test_line_numbers_are_switched_for_the_whole_text(given: str, expected: bool) -> None:
    section = read(master("First", "pm1", ""), layout("pm1"), f"<text:linenumbering-configuration {given}/>")
    assert section.line_numbers is expected


def test_a_text_without_a_word_about_them_has_no_line_numbers() -> None:
    assert not read(master("First", "pm1", ""), layout("pm1")).line_numbers
