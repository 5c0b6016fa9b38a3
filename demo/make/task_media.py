"""Makes the folders of the tasks on web pages, pictures, Scratch and typing: what is handed out, and the answer.

The pages are written by hand as a pupil writes them; the pictures are drawn and worked on with Pillow; the Scratch
project is put together block by block, as its editor saves it.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

from canvas import INK, PAPER, Canvas
from PIL import Image
from task_files import PACKED, Files, write_folder

PASSAGE = (
    "桥，是路的延伸。家乡的石拱桥横跨小河，已有三百多年的历史。",
    "桥面用青石板铺成，雨天走在上面，能听见清脆的脚步声。",
    "2026年春天，学校组织我们测量石桥：桥长28.5米，宽4.2米，共有3个桥拱。",
    "老师说：“保护古桥，就是保护我们共同的记忆。”",
)
STYLE = "h1 { color: #1f5fa8; text-align: center; }\np { text-indent: 2em; line-height: 1.8; }\n"
PAGE = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>无标题文档</title>
</head>
<body>
家乡的石拱桥
<p>石拱桥建于清代，是村里最古老的桥。</p>
<p>桥面用青石板铺成，桥下是清清的小河。</p>
</body>
</html>
"""
ANSWER = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>家乡的石拱桥</title>
<link rel="stylesheet" href="style.css">
<style>
h1 { font-family: 黑体; }
body { background-color: #FFFFE0; }
</style>
</head>
<body>
<h1>家乡的石拱桥</h1>
<p>石拱桥建于清代，是村里最古老的桥。</p>
<p>桥面用青石板铺成，桥下是清清的小河。</p>
<img src="images/桥.jpg" alt="石拱桥" width="320">
<ul>
<li>桥长28.5米</li>
<li>桥宽4.2米</li>
<li>桥拱3个</li>
</ul>
<a href="故事.html">古桥的故事</a>
</body>
</html>
"""
STORY = """<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<title>古桥的故事</title>
</head>
<body>
<p>从前有一位石匠。</p>
</body>
</html>
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inner}</svg>'
CAT = SVG.format(width=80, height=80, inner='<circle cx="40" cy="40" r="30" fill="#f1a33c"/>')
SKY = SVG.format(width=480, height=360, inner='<rect width="480" height="360" fill="#cfe8fa"/>')


def make_media_tasks(tasks: Path) -> None:
    """Write starter and model of the four tasks."""
    page = {
        "index.html": PAGE.encode(),
        "故事.html": STORY.encode(),
        "style.css": STYLE.encode(),
        "images/桥.jpg": bridge(),
    }
    write_folder(tasks / "WB-01" / "starter", page)
    write_folder(tasks / "WB-01" / "model", {**page, "index.html": ANSWER.encode()})
    write_folder(tasks / "IM-01" / "starter", _photos())
    write_folder(tasks / "IM-01" / "model", _edited())
    write_folder(tasks / "SC-01" / "starter", {"小猫散步.sb3": _project({})})
    write_folder(tasks / "SC-01" / "model", {"小猫散步.sb3": _project(_walk())})
    typing = {"范文.png": passage(), "录入.txt": b""}
    write_folder(tasks / "TY-01" / "starter", typing)
    write_folder(tasks / "TY-01" / "model", {**typing, "录入.txt": "\r\n".join(PASSAGE).encode()})


def bridge(scale: float = 1) -> bytes:
    """Draw a stone bridge as JPEG; it looks different from every side."""
    return _jpeg(_bridge(scale))


def passage() -> bytes:
    """Draw the text that is to be typed, so that it cannot be copied."""
    canvas = Canvas(860, 40 + 44 * len(PASSAGE))
    for number, line in enumerate(PASSAGE):
        canvas.text((30, 42 + number * 44), line, size=20, anchor="lm")
    return canvas.png()


def _bridge(scale: float) -> Image.Image:
    canvas = Canvas(640, 420, scale)
    canvas.box((0, 0, 640, 420), fill="#cfe8fa", colour="#cfe8fa")
    canvas.oval((520, 30, 590, 100), fill="#f4c95d", colour="#f4c95d")
    canvas.polygon((0, 250), (150, 120), (300, 250), fill="#8fb98a", colour="#8fb98a")
    canvas.box((0, 300, 640, 420), fill="#7fb2d6", colour="#7fb2d6")
    canvas.polygon((60, 300), (120, 230), (520, 230), (580, 300), fill="#9a9187", colour="#6b645c")
    for x in (150, 280, 410):
        canvas.oval((x, 250, x + 90, 350), fill="#7fb2d6", colour="#6b645c")
    canvas.box((30, 330, 90, 350), fill="#8a5a2b", colour=INK)
    canvas.polygon((60, 330), (60, 270), (95, 320), fill=PAPER, colour=INK)
    return Image.open(io.BytesIO(canvas.png())).convert("RGB")


def _photos() -> Files:
    data = _png(_bridge(1))
    return {"原图.png": data, "裁剪.png": data, "翻转.png": data, "缩小.png": data, "灰度.png": data}


def _edited() -> Files:
    photo = _bridge(1)
    return {
        "原图.png": _png(photo),
        "裁剪.png": _png(photo.crop((100, 180, 540, 380))),
        "翻转.png": _png(photo.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
        "缩小.png": _png(photo.resize((320, 210), Image.Resampling.LANCZOS)),
        "灰度.png": _png(photo.convert("L")),
    }


def _png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _walk() -> dict[str, object]:
    """The cat's answer: walk ten times when the flag is clicked, greet, and count presses of the space key."""
    return {
        "flag": _block("event_whenflagclicked", "start", top=(40, 40)),
        "start": _block("motion_gotoxy", "zero", "flag", X=(4, "-150"), Y=(4, "0")),
        "zero": _block("data_setvariableto", "loop", "start", {"VARIABLE": ["步数", "steps"]}, VALUE=(10, "0")),
        "loop": _block("control_repeat", "greet", "zero", TIMES=(6, "10"), body="move"),
        "move": _block("motion_movesteps", "wait", "loop", STEPS=(4, "20")),
        "wait": _block("control_wait", "count", "move", DURATION=(5, "0.2")),
        "count": _block("data_changevariableby", None, "wait", {"VARIABLE": ["步数", "steps"]}, VALUE=(4, "1")),
        "greet": _block("looks_sayforsecs", None, "loop", MESSAGE=(10, "我到桥头了！"), SECS=(4, "2")),
        "key": _block("event_whenkeypressed", "edge", None, {"KEY_OPTION": ["space", None]}, top=(400, 40)),
        "edge": _block("control_if", None, "key", body="turn", condition="touch"),
        "touch": _block("sensing_touchingobject", None, "edge", menu=("TOUCHINGOBJECTMENU", "where")),
        "where": _block(
            "sensing_touchingobjectmenu", None, "touch", {"TOUCHINGOBJECTMENU": ["_edge_", None]}, shadow=True
        ),
        "turn": _block("motion_turnright", None, "edge", DEGREES=(4, "180")),
    }


def _block(
    opcode: str,
    after: str | None,
    before: str | None = None,
    fields: dict[str, object] | None = None,
    *,
    top: tuple[int, int] | None = None,
    body: str = "",
    condition: str = "",
    menu: tuple[str, str] | None = None,
    shadow: bool = False,
    **typed: tuple[int, str],
) -> dict[str, object]:
    inputs: dict[str, object] = {name: [1, list(value)] for name, value in typed.items()}
    if body:
        inputs["SUBSTACK"] = [2, body]
    if condition:
        inputs["CONDITION"] = [2, condition]
    if menu:
        inputs[menu[0]] = [1, menu[1]]
    made: dict[str, object] = {
        "opcode": opcode, "next": after, "parent": before, "inputs": inputs, "fields": fields or {},
        "shadow": shadow, "topLevel": top is not None,
    }  # fmt: skip
    return {**made, "x": top[0], "y": top[1]} if top else made


def _project(blocks: dict[str, object]) -> bytes:
    costumes = {
        name: hashlib.md5(text.encode(), usedforsecurity=False).hexdigest() for name, text in (("猫", CAT), ("天", SKY))
    }
    variables = {"steps": ["步数", 0]} if blocks else {}
    stage = _target("Stage", costumes["天"], "蓝天", isStage=True, variables=variables, layerOrder=0)
    cat = _target("小猫", costumes["猫"], "小猫", isStage=False, blocks=blocks, layerOrder=1, visible=True, x=0, y=0,
                  size=100, direction=90, draggable=False, rotationStyle="left-right")  # fmt: skip
    project = {
        "targets": [stage, cat],
        "monitors": [],
        "extensions": [],
        "meta": {"semver": "3.0.0", "vm": "2.3.4", "agent": ""},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        parts = {
            "project.json": json.dumps(project, ensure_ascii=False),
            f"{costumes['天']}.svg": SKY,
            f"{costumes['猫']}.svg": CAT,
        }
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, PACKED), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _target(name: str, asset: str, costume: str, **more: object) -> dict[str, object]:
    look = {"name": costume, "assetId": asset, "md5ext": f"{asset}.svg", "dataFormat": "svg", "bitmapResolution": 1,
            "rotationCenterX": 40, "rotationCenterY": 40}  # fmt: skip
    return {
        "name": name, "variables": {}, "lists": {}, "broadcasts": {}, "blocks": {}, "comments": {}, "currentCostume": 0,
        "costumes": [look], "sounds": [], "volume": 100, **more,
    }  # fmt: skip
