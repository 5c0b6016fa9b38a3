"""Text that is a link: PowerPoint shows it in the theme's colour and underlined, whatever the run says of itself."""

from __future__ import annotations

import pytest

from grading.office.model import Paragraph, Presentation, RunFormat
from grading.office.open import read_office_bytes
from tests.grading.office.builders import placeholder, pptx

RED = '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'
KEEPS = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)


def look(inner: str, attributes: str = "") -> RunFormat:
    words = f"<a:p><a:r><a:rPr {attributes}>{inner}</a:rPr><a:t>链接</a:t></a:r></a:p>"
    show = read_office_bytes(pptx(placeholder("body", words), links={"h1": ("hyperlink", "!http://example.org/")}))
    assert isinstance(show, Presentation)
    paragraph = show.slides[0].shapes[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.runs[0].format


@pytest.mark.parametrize(
    ("inner", "attributes", "expected"),
    [
        (RED + '<a:hlinkClick r:id="h1"/>', "", ("0563C1", "single")),
        (RED + '<a:hlinkClick r:id="h1"/>', 'u="none"', ("0563C1", "single")),
        (RED + '<a:hlinkClick r:id="h1"/>', 'u="dbl"', ("0563C1", "double")),
        (RED + f'<a:hlinkClick r:id="h1">{KEEPS}</a:hlinkClick>', "", ("FF0000", "single")),
        (RED + '<a:hlinkClick r:id=""/>', "", ("FF0000", "")),  # a link taken away
        (RED + '<a:hlinkClick r:id="" action="ppaction://macro?name=a"/>', "", ("0563C1", "single")),
        (RED, "", ("FF0000", "")),
    ],
)
def test_a_link_has_the_colour_of_links_unless_it_is_told_to_keep_its_own(
    inner: str, attributes: str, expected: tuple[str, str]
) -> None:
    form = look(inner, attributes)
    assert (form.colour, form.underline) == expected
