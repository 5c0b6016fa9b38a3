"""What a placeholder does not inherit, and fills of text that take one another's place."""

from __future__ import annotations

from decimal import Decimal

from grading.office.model import Paragraph, Presentation, RunFormat
from grading.office.open import read_office_bytes
from tests.grading.office.builders import placeholder, pptx

GRADIENT = (
    '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="FF0000"/></a:gs><a:gs pos="100000">'
    '<a:srgbClr val="00FF00"/></a:gs></a:gsLst></a:gradFill>'
)


def level(inner: str) -> str:
    return f"<a:lvl1pPr>{inner}</a:lvl1pPr>"


def text(fill: str = "") -> str:
    return f"<a:p><a:r><a:rPr>{fill}</a:rPr><a:t>好</a:t></a:r></a:p>"


def look(data: bytes) -> RunFormat:
    show = read_office_bytes(data)
    assert isinstance(show, Presentation)
    paragraph = show.slides[0].shapes[0].blocks[0]
    assert isinstance(paragraph, Paragraph)
    return paragraph.runs[0].format


def test_a_placeholder_that_the_layout_lacks_takes_its_look_from_the_master_alone() -> None:
    data = pptx(
        placeholder("body", text(), index=13),
        layout=placeholder("subTitle", "", index=1, list_style=level('<a:defRPr sz="1300"/>')),
        master=placeholder("body", "", index=1, list_style=level('<a:defRPr sz="1200"/>')),
    )
    assert look(data).size_pt == Decimal(12)


def test_a_placeholder_is_still_found_by_its_kind_where_its_number_is_not() -> None:
    data = pptx(
        placeholder("body", text(), index=13),
        layout=placeholder("body", "", index=1, list_style=level('<a:defRPr sz="1300"/>')),
    )
    assert look(data).size_pt == Decimal(13)


def test_a_plain_colour_takes_an_inherited_gradient_away() -> None:
    styles = f"<p:titleStyle>{level(f'<a:defRPr>{GRADIENT}</a:defRPr>')}</p:titleStyle>"
    inherited = look(pptx(placeholder("title", text()), master_styles=styles))
    assert (inherited.colour, inherited.effects) == ("FF0000", ("gradFill",))
    blue = '<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>'
    own = look(pptx(placeholder("title", text(blue)), master_styles=styles))
    assert (own.colour, own.effects) == ("0000FF", ())


def test_a_paragraph_s_own_defaults_stand_between_the_shape_and_the_run() -> None:
    own = '<a:pPr><a:defRPr sz="4000" b="1"/></a:pPr>'
    words = text('<a:latin typeface="Arial"/>').replace("<a:p>", f"<a:p>{own}")
    form = look(pptx(placeholder("body", words, index=1, list_style=level('<a:defRPr sz="1400"/>'))))
    assert (form.size_pt, form.bold, form.latin) == (Decimal(40), True, "Arial")
    assert look(pptx(placeholder("body", words.replace("<a:rPr>", '<a:rPr sz="2000">'), index=1))).size_pt == 20


def test_text_without_any_fill_cannot_be_seen_unless_it_has_an_outline() -> None:
    assert look(pptx(placeholder("title", text("<a:noFill/>")))).hidden
    assert not look(pptx(placeholder("title", text("<a:ln><a:solidFill/></a:ln><a:noFill/>")))).hidden
