"""SmartArt: the nodes a person typed, in order, with their depth."""

from __future__ import annotations

from lxml import etree

from grading.office.drawing.names import DGM, A
from grading.office.model_flow import Diagram, DiagramNode
from grading.office.units import whole_number

_DEPTH_MAX = 50
_TYPED = {"node", "asst"}


def read_diagram(data: etree._Element | None, layout: etree._Element | None) -> Diagram:
    """Read the data part; `layout` gives the name ("Basic Process")."""
    if data is None:
        return Diagram(layout=_layout_name(layout))
    points = {point.get("modelId", ""): point for point in data.iterfind(f"{DGM}ptLst/{DGM}pt")}
    children: dict[str, list[tuple[int, str]]] = {}
    for link in data.iterfind(f"{DGM}cxnLst/{DGM}cxn"):
        if link.get("type", "parOf") == "parOf":
            order = whole_number(link.get("srcOrd")) or 0
            children.setdefault(link.get("srcId", ""), []).append((order, link.get("destId", "")))
    nodes: list[DiagramNode] = []
    roots = [identity for identity, point in points.items() if point.get("type") == "doc"]
    stack = [(child, 0) for root in roots for _, child in sorted(children.get(root, []), reverse=True)]
    seen: set[str] = set()
    while stack:
        identity, depth = stack.pop()
        point = points.get(identity)
        if point is None or identity in seen or depth > _DEPTH_MAX:
            continue
        seen.add(identity)
        if point.get("type", "node") in _TYPED:
            nodes.append(DiagramNode(_text(point), depth))
        stack.extend((child, depth + 1) for _, child in sorted(children.get(identity, []), reverse=True))
    return Diagram(layout=_layout_name(layout), nodes=tuple(nodes))


def _text(point: etree._Element) -> str:
    """Return a node's text; its paragraphs and line breaks are lines."""
    lines = []
    for paragraph in point.iter(A + "p"):
        pieces = ("\n" if piece.tag == A + "br" else piece.text or "" for piece in paragraph.iter(A + "t", A + "br"))
        lines.append("".join(pieces))
    return "\n".join(lines)


def _layout_name(layout: etree._Element | None) -> str:
    if layout is None:
        return ""
    title = layout.find(DGM + "title")
    name = "" if title is None else title.get("val", "")
    return name or layout.get("uniqueId", "").rpartition("/")[2]
