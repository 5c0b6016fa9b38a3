"""Proposals for pages, pictures, Scratch projects and typed texts: what can be told from starter and model alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grading.checks.files import decode
from grading.checks.finding import NotThereError
from grading.checks.scratch_blocks import HAT_WORDS
from grading.checks.similar import plain
from grading.checks.web_work import inside, sheets_of
from grading.images.reader import read_picture_bytes
from grading.office.outcome import CannotReadError
from grading.rubric.draft.proposal import Proposal, quoted
from grading.scratch.reader import read_scratch_bytes
from grading.web.reader import read_page_bytes
from itembank.base.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grading.images.model import ImageFile
    from grading.rubric.folders import Files
    from grading.scratch.model import Block
    from grading.web.model import WebPage
    from itembank.model.checks import ParameterValue

PAGES = frozenset({".html", ".htm"})
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp", ".tif", ".tiff"})
PROJECTS = frozenset({".sb3"})
TYPED_FROM = 50
"""A text of so many characters in a file that was handed out empty is taken for one to be typed."""

_EVENTS = {opcode: word for word, opcode in HAT_WORDS.items()}


def media_proposals(path: str, starter: Files, model: Files) -> Iterator[Proposal]:
    """Yield proposals for one file; nothing for other kinds and for files that cannot be read."""
    data = model.get(path) or b""
    suffix = PurePosixPath(path).suffix.lower()
    try:
        if suffix in PAGES:
            yield from _page(path, read_page_bytes(data))
        elif suffix in PICTURES:
            yield from _picture(path, read_picture_bytes(data), _sources(starter, model))
        elif suffix in PROJECTS:
            yield from _project(path, data)
        elif suffix == ".txt" and starter.get(path) == b"":
            yield from _typed(path, data)
    except (CannotReadError, NotThereError):
        return


def _page(path: str, page: WebPage) -> Iterator[Proposal]:
    look = _("样式（颜色、缩进、大小等）没有起草，请按任务用 H.style 补充。")
    for place in page.all("title"):
        text = plain(page.text(place))
        yield Proposal("H.title", path, {"text": text}, _("网页标题为“{text}”").format(text=quoted(text)), remark=look)
    for tag in ("h1", "h2", "h3", "h4", "b", "strong", "i", "em", "u"):
        for place in page.all(tag):
            text = plain(page.text(place))
            title = _("“{text}”用元素 {tag}").format(text=quoted(text), tag=tag)
            yield Proposal("H.element", path, {"select": tag, "text": text}, title)
    for address in sheets_of(page):
        sheet = inside(path, address)
        if sheet is not None:
            yield Proposal("H.stylesheet", path, {"path": sheet}, _("链接外部样式表“{path}”").format(path=sheet))
    for place in page.all("img"):
        own = page.nodes[place].attributes
        source = inside(path, own.get("src", ""))
        if source is not None:
            given = {"source": source, "alt": own.get("alt", "")}
            yield Proposal("H.image", path, given, _("插入图片“{path}”").format(path=source))
    for kind in ("ul", "ol"):
        for place in page.all(kind):
            items = [plain(page.text(one)) for one in page.children.get(place, ()) if page.nodes[one].tag == "li"]
            title = _("有 {n} 项的列表").format(n=len(items))
            yield Proposal("H.list", path, {"items": list(items), "kind": kind}, title)
    for place in page.all("a"):
        text, address = plain(page.text(place)), page.nodes[place].attributes.get("href", "")
        title = _("“{text}”链接到“{address}”").format(text=quoted(text), address=address)
        yield Proposal("H.link", path, {"text": text, "address": address}, title)


def _sources(starter: Files, model: Files) -> dict[str, bytes]:
    """Return the pictures that were handed out, copies once, those that stayed as they were first."""
    found = {name: data for name, data in starter.items() if data and PurePosixPath(name).suffix.lower() in PICTURES}
    kept = sorted(found, key=lambda name: model.get(name) != found[name])
    once = {found[name]: name for name in reversed(kept)}
    return {name: found[name] for name in kept if once[found[name]] == name}


def _picture(path: str, seen: ImageFile, sources: Mapping[str, bytes]) -> Iterator[Proposal]:
    """Propose all edits beside each picture that was handed out; those that are not met fall away."""
    for source, data in sources.items():
        before = read_picture_bytes(data)
        found: list[tuple[str, dict[str, ParameterValue], str]] = [
            ("I.flipped", {"direction": "horizontal"}, _("“{path}”水平翻转")),
            ("I.flipped", {"direction": "vertical"}, _("“{path}”垂直翻转")),
            ("I.rotated", {"degrees": 90}, _("“{path}”顺时针旋转 {n} 度")),
            ("I.rotated", {"degrees": 180}, _("“{path}”顺时针旋转 {n} 度")),
            ("I.rotated", {"degrees": 270}, _("“{path}”顺时针旋转 {n} 度")),
            ("I.toned", {"tone": "grey"}, _("“{path}”转换为灰度")),
            ("I.toned", {"tone": "inverted"}, _("“{path}”反色")),
        ]
        percent = round(100 * seen.width / before.width)
        if percent != 100:
            found.append(("I.scaled", {"percent": percent}, _("“{path}”缩放到 {n}%")))
        for kind, given, title in found:
            number = given.get("degrees", given.get("percent", ""))
            yield Proposal(kind, path, {"source": source, **given}, title.format(path=path, n=number))
    size = _("“{path}”大小为 {width}×{height} 像素").format(path=path, width=seen.width, height=seen.height)
    cut = _("裁剪、绘制的位置没有起草，请按任务用 I.cropped、I.changed_in 补充。")
    yield Proposal("I.size", path, {"width": seen.width, "height": seen.height}, size, remark=cut)


def _project(path: str, data: bytes) -> Iterator[Proposal]:
    for target in read_scratch_bytes(data).targets:
        name = "Stage" if target.is_stage else target.name
        if not target.is_stage:
            yield Proposal("X.sprite", path, {"name": name}, _("有角色“{name}”").format(name=name))
        for script in target.scripts:
            event = _EVENTS.get(script.blocks[0].opcode, script.blocks[0].opcode)
            if not script.starts:
                continue
            steps = [_step(block) for block in script.blocks]
            title = _("“{name}”的脚本正确（{event}）").format(name=name, event=event)
            split = _("一段脚本是一个得分点：请按任务拆成几个，删去不考的积木和数值。")
            given: dict[str, ParameterValue] = {"sprite": name, "steps": steps}
            yield Proposal("X.blocks", path, given, title, points=4, remark=split)
        for variable in target.variables:
            title = _("使用变量“{name}”").format(name=variable.name)
            yield Proposal("X.variable", path, {"name": variable.name, "list": variable.is_list}, title)


def _step(block: Block) -> ParameterValue:
    step: dict[str, ParameterValue] = {"block": block.opcode}
    if block.fields or block.values:
        step["values"] = {**block.fields, **block.values}
    if block.bodies:
        step["inside"] = [_step(inner) for inner in block.bodies[0]]
    return step


def _typed(path: str, data: bytes) -> Iterator[Proposal]:
    text = decode(data, "any").strip()
    if len(text) < TYPED_FROM:
        return
    ask = _("“{path}”当作文字录入：如果不是，请换成 F.text；录入速度请按时间用 T.speed 补充。").format(path=path)
    yield Proposal(
        "T.copied", path, {"text": text}, _("“{path}”录入正确的字数").format(path=path), points=4, remark=ask
    )
    least = len(text) // 2
    yield Proposal("T.accuracy", path, {"text": text, "least": least}, _("“{path}”录入的正确率").format(path=path))
