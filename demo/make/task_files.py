"""Makes the folders of the file tasks: what is handed out, and the folder as a perfect candidate leaves it."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from task_pictures import snapshot

PACKED = (2026, 4, 20, 8, 30, 0)
Files = dict[str, bytes]


def make_file_tasks(tasks: Path) -> None:
    """Write starter and model of all file tasks."""
    for name, starter, answer in (
        ("FM-01", _sports_day(), _tidy_sports_day),
        ("FM-02", _course(), _build_course),
        ("FM-03", _tree_day(), _unpack_tree_day),
    ):
        write_folder(tasks / name / "starter", starter)
        write_folder(tasks / name / "model", _answered(starter, answer))


def _answered(starter: Files, answer: Callable[[Files], None]) -> Files:
    model = dict(starter)
    answer(model)
    return model


def _sports_day() -> Files:
    return {
        "开幕式.jpg": snapshot("开幕式", "#c0504d"),
        "接力赛.jpg": snapshot("接力赛", "#3f7fbf"),
        "跳远.jpg": snapshot("跳远", "#b8863b"),
        "新建文本文档.txt": _text("100米：陈一帆、林小满", "跳远：吴思远、郑可", "接力：七（1）班、七（2）班"),
        "成绩.txt": _text("100米第一名：陈一帆 13.2秒", "跳远第一名：郑可 4.35米"),
        "旧资料/草稿.tmp": _text("去年的草稿"),
        "旧资料/临时记录.txt": _text("去年的临时记录"),
    }


def _tidy_sports_day(files: Files) -> None:
    for name in ("开幕式.jpg", "接力赛.jpg", "跳远.jpg"):
        files[f"照片/{name}"] = files.pop(name)
    files["报名名单.txt"] = files.pop("新建文本文档.txt")
    files["备份/成绩.txt"] = files["成绩.txt"]
    for name in [name for name in files if name.startswith("旧资料/")]:
        del files[name]
    files["照片.zip"] = _zip({name: data for name, data in files.items() if name.startswith("照片/")})


def _course() -> Files:
    return {
        "第一课.txt": _text("第一课 看一看家乡的桥", "观察桥的形状，画一幅简图。"),
        "第二课.txt": _text("第二课 搭一座纸桥", "用四张卡纸搭一座能放下一本书的桥。"),
        "合唱.jpg": snapshot("合唱", "#7a5fb4"),
        "通讯录.csv": _text("姓名,科目", "王老师,劳动", "李老师,信息科技"),
        "说明.txt": _text("校本课程“走近家乡的桥”共两课。", "请任课教师课前打印教案。"),
        "缓存.bak": _text("cache"),
        "旧说明.bak": _text("校本课程共一课。"),
    }


def _build_course(files: Files) -> None:
    for name in ("第一课.txt", "第二课.txt"):
        files[f"课程/教案/{name}"] = files.pop(name)
    files["课程/素材/合唱.jpg"] = files["合唱.jpg"]
    files["任课教师.csv"] = files.pop("通讯录.csv")
    files["说明.txt"] += _text("修订日期：2026年5月")
    del files["缓存.bak"], files["旧说明.bak"]


def _tree_day() -> Files:
    packed = {
        "倡议.txt": _text("同学们，让我们一起为校园添一片绿荫。"),
        "分工.txt": _text("第一组挖坑", "第二组扶苗", "第三组浇水"),
    }
    return {
        "素材包.zip": _zip(packed),
        "植树.jpg": snapshot("植树", "#4f9d69"),
        "记录/树木清单.txt": _text("樟树 6 棵", "桂花 4 棵", "木棉 2 棵"),
        "记录/天气.txt": _text("3月12日 多云 17至22度"),
        "运行日志.log": _text("08:00 启动", "08:01 完成"),
    }


def _unpack_tree_day(files: Files) -> None:
    with zipfile.ZipFile(io.BytesIO(files["素材包.zip"])) as archive:
        for name in archive.namelist():
            files[f"素材/{name}"] = archive.read(name)
    files["封面.jpg"] = files["植树.jpg"]
    files["树木清单.txt"] = files.pop("记录/树木清单.txt")
    del files["运行日志.log"]
    files["班级.txt"] = _text("八年级（2）班")


def _text(*lines: str) -> bytes:
    """Write lines as Windows' own editor does."""
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8")


def _zip(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, PACKED), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def write_folder(folder: Path, files: Files) -> None:
    """Write a folder anew with these files."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
