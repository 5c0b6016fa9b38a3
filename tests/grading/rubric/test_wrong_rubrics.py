"""Rubrics typed by hand with a slip: one sentence with its place, the exit code of bad files, nothing written."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.cli import main
from itembank.base.errors import ExitCode
from tests.grading.checks.office_work import document
from tests.grading.office.builders import para

HEAD = 'identifier = "T1"\n'
BOLD = '{ where = { text = "标题" } }'


def point(name: str = "p1", *, points: str = "1", kind: str = "W.bold", file: str = "a.docx", given: str = BOLD) -> str:
    return (
        f'\n[[points]]\nidentifier = "{name}"\ntitle = "标题加粗"\npoints = {points}\n\n'
        f'  [[points.checks]]\n  type = "{kind}"\n  file = "{file}"\n  parameters = {given}\n'
    )


MARGINS = '{ top = "2厘" }'
TWICE = HEAD + point() + point("p2")
SLIPS: dict[str, tuple[str | bytes, str]] = {
    "unknown type": (HEAD + point(kind="W.blod"), "第 8 行，得分点“p1”：不认识的检查项“W.blod”，是不是“W.bold”？"),
    "small letter": (HEAD + point(kind="w.bold"), "不认识的检查项“w.bold”，是不是“W.bold”？"),
    "no such unit": (HEAD + point(kind="W.margins", given=MARGINS), "第 8 行，得分点“p1”：评分标准中的长度“2厘”"),
    "number for a text": (HEAD + point(kind="W.margins", given="{ top = 2 }"), "top：应当是文字（加引号）"),
    "unknown parameter": (HEAD + point(given="{ vlaue = true }"), "W.bold 的参数写得不对：不认识 vlaue"),
    "missing parameter": (HEAD + point(kind="W.font_size"), "W.font_size 的参数写得不对：缺少 size。"),
    "chinese quote": (HEAD + point().replace('"W.bold"', "“W.bold”"), '第 9 行有中文标点““”，应写英文的 "'),
    "chinese comma": (HEAD + point(given='{ where = { text = "，" }，enough = "1" }'), "第 11 行有中文标点“，”"),
    "full-width equal sign": (HEAD.replace("=", "＝") + point(), "第 1 行有中文标点“＝”，应写英文的 ="),
    "the same twice": (TWICE, "得分点“p2”：与得分点“p1”的检查完全相同。"),
    "no such file": (HEAD + point(file="b.docx"), "素材和参考答案中都没有文件“b.docx”，是不是“a.docx”？"),
    "no such source": (
        HEAD + point(kind="W.picture_same", given='{ source = "无.png" }'), "评分标准引用了不存在的素材“无.png”。",
    ),
    "point twice": (HEAD + point() + point(kind="W.italic"), "得分点“p1”写了不止一次。"),
    "name": (HEAD + point("得分点1"), "得分点“得分点1”不是有效的标识符"),
    "below zero": (HEAD + point(points="-1"), "得分点“p1”的分值应大于 0。"),
    "zero": (HEAD + point(points="0"), "得分点“p1”的分值应大于 0。"),
    "marks in words": (HEAD + point(points='"两分"'), "“两分”不是分值"),
    "ten thousand points": (HEAD + "".join(point(f"p{n}") for n in range(10_000)), "有 10000 个得分点，最多 200 个。"),
    "no points": (HEAD, "points"),
    "unknown companion": (HEAD + point(points='1\nfalls_with = ["p9"]'), "falls_with 中的“p9”"),
    "yaml": ("identifier: T1\npoints:\n\t- p1\n", "第 1 行"),
    "open quote": (HEAD + point().replace('"标题加粗"', '"标题加粗'), "第 5 行"),
    "gbk": ((HEAD + point()).encode("gbk"), "文件不是 UTF-8 编码，请另存为 UTF-8"),
    "utf-16": ((HEAD + point()).encode("utf-16"), "文件不是 UTF-8 编码，请另存为 UTF-8"),
    "a zero byte": (f"{HEAD}{point()}\0", "第 12 行第 1 个字符附近写得不对。"),
    "empty": ("", "identifier"),
}  # fmt: skip


@pytest.fixture(scope="module")
def task(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("task")
    for part, run in (("starter", ""), ("model", "<w:b/>")):
        (folder / part).mkdir()
        (folder / part / "a.docx").write_bytes(document(para("标题", run=run), para("正文一句。")))
    (folder / "task.toml").write_text('id = "T1"\n', encoding="utf-8")
    return folder


def outcome_of(task: Path, rubric: str | bytes) -> int:
    (task / "rubric.toml").write_bytes(rubric if isinstance(rubric, bytes) else rubric.encode())
    return main(["rubric", "test", "--no-resave", str(task)])


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_one_sentence_and_leaves_nothing(slip, task, capsys):
    rubric, sentence = SLIPS[slip]
    assert outcome_of(task, rubric) == ExitCode.BAD_INPUT
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.err.count(sentence) == 1
    assert said.out == ""
    assert {path.name for path in task.iterdir()} == {"starter", "model", "task.toml", "rubric.toml"}


def test_a_mark_at_the_beginning_and_windows_line_ends_do_no_harm(task, capsys):
    rubric = "\ufeff" + (HEAD + point(points="0.5")).replace("\n", "\r\n")
    assert outcome_of(task, rubric) == ExitCode.INCOMPLETE, "only the re-save by LibreOffice was not tried"
    assert "通过。" in capsys.readouterr().out
    for name in ("certificate.json", "golden.zip"):
        (task / name).unlink()
