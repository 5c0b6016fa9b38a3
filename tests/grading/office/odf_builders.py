"""OpenDocument files made of a few lines of XML."""

from __future__ import annotations

from collections.abc import Mapping

from tests.grading.office.builders import zip_of

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{_OASIS}{name}"'
    for prefix, name in {
        "office": "office:1.0",
        "style": "style:1.0",
        "text": "text:1.0",
        "table": "table:1.0",
        "draw": "drawing:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "svg": "svg-compatible:1.0",
        "number": "datastyle:1.0",
        "presentation": "presentation:1.0",
        "anim": "animation:1.0",
        "smil": "smil-compatible:1.0",
        "chart": "chart:1.0",
        "meta": "meta:1.0",
        "config": "config:1.0",
    }.items()
)
NAMES += (
    ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
)
_MIME = "application/vnd.oasis.opendocument."
_BODIES = {"text": "text", "spreadsheet": "spreadsheet", "presentation": "presentation"}


def odf(
    kind: str,
    body: str,
    *,
    automatic: str = "",
    common: str = "",
    masters: str = "",
    page_layouts: str = "",
    parts: Mapping[str, str | bytes] | None = None,
    entries: str = "",
) -> bytes:
    """Return an odt, ods or odp file (`kind` "text", "spreadsheet", "presentation") around its body."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:body><office:{_BODIES[kind]}>{body}</office:{_BODIES[kind]}></office:body></office:document-content>"
    )
    styles = (
        f"<office:document-styles {NAMES}><office:styles>{common}</office:styles>"
        f"<office:automatic-styles>{page_layouts}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0">{entries}</manifest:manifest>'
    return zip_of(
        {
            "mimetype": _MIME + kind,
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
            "styles.xml": styles,
            **(parts or {}),
        }
    )


def style(name: str, family: str, inner: str, *, parent: str = "", more: str = "") -> str:
    """Return a style:style element."""
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}" style:family="{family}"{above} {more}>{inner}</style:style>'


def text_look(attributes: str) -> str:
    return f"<style:text-properties {attributes}/>"


def paragraph_look(attributes: str) -> str:
    return f"<style:paragraph-properties {attributes}/>"
