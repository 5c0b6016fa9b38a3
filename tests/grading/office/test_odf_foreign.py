"""OpenDocument files as old programs and other ones write them: honest files that a narrow reader would refuse."""

from __future__ import annotations

from grading.office.model import Document
from grading.office.open import read_office_bytes
from tests.grading.office.odf_builders import odf, style, text_look

OOO = '<!DOCTYPE {name} PUBLIC "-//OpenOffice.org//DTD {title}//EN" "{file}">'
OLD_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    + OOO.format(name="manifest:manifest", title="Manifest 1.0", file="Manifest.dtd")
    + '\n<manifest:manifest>\n <manifest:file-entry manifest:media-type="application/vnd.oasis.opendocument.text" '
    'manifest:full-path="/"/>\n</manifest:manifest>'
)


def text_of(data: bytes) -> str:
    found = read_office_bytes(data)
    assert isinstance(found, Document)
    return found.text


def test_a_paragraph_that_begins_with_a_blank_between_two_scripts_is_read() -> None:
    automatic = style("T1", "text", text_look('fo:font-size="10pt" style:font-size-asian="16pt"'))
    body = (
        '<text:p><text:span text:style-name="T1"> </text:span><text:span text:style-name="T1">好A</text:span></text:p>'
    )
    assert text_of(odf("text", body, automatic=automatic)) == "好A"


def test_a_manifest_of_openoffice_without_its_namespace_is_read() -> None:
    assert text_of(odf("text", "<text:p>好</text:p>", parts={"META-INF/manifest.xml": OLD_MANIFEST})) == "好"


def test_a_formula_object_with_the_doctype_of_openoffice_does_not_cost_the_document() -> None:
    math = OOO.format(name="math:math", title="Modified W3C MathML 1.01", file="math.dtd")
    body = '<text:p>好<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></text:p>'
    formula = f'{math}<math:math xmlns:math="http://www.w3.org/1998/Math/MathML"/>'
    assert text_of(odf("text", body, parts={"Object 1/content.xml": formula})) == "好"


def test_a_locked_macro_does_not_make_a_document_encrypted() -> None:
    entries = (
        '<manifest:file-entry manifest:full-path="Basic/Standard/Module1.xml"><manifest:encryption-data/>'
        "</manifest:file-entry>"
    )
    assert text_of(odf("text", "<text:p>好</text:p>", entries=entries)) == "好"


def test_an_identity_that_stands_twice_or_is_no_name_does_not_cost_the_document() -> None:
    body = '<text:p xml:id="a">一</text:p><text:p xml:id="a">二</text:p><text:p xml:id="">三</text:p>'
    assert text_of(odf("text", body)) == "一\n二\n三"
