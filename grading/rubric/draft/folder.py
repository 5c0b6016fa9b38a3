"""Proposals for folders of files: what was moved, copied, renamed, deleted, written and packed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from grading.checks.archives import names_of
from grading.checks.files import decode
from grading.checks.finding import CannotJudgeError, NotThereError
from grading.rubric.draft.proposal import Proposal
from grading.rubric.folders import Files, attributes_of
from itembank.base.i18n import _
from itembank.model.checks import CheckCall

TEXTS = frozenset({".txt", ".csv", ".md", ".ini", ".html", ".htm", ".json", ".xml"})
LONGEST_TEXT = 4000


def folder_proposals(starter: Files, model: Files) -> Iterator[Proposal]:
    """Yield proposals from the bytes of both folders."""
    sources = {data: path for path, data in sorted(starter.items(), reverse=True) if data is not None}
    moved: set[str] = set()
    for path, data in model.items():
        origin = sources.get(data) if data is not None else None
        if path in starter or origin is None:
            continue
        kept = model.get(origin) == data
        moved |= set() if kept else {origin}
        yield _displaced(origin, path, kept=kept)
    for path, data in model.items():
        if data is not None and data not in sources and data != starter.get(path):
            yield from _written(path, data)
    copied = {data for path, data in model.items() if path not in starter}
    untouched = [path for path in starter if path in model and starter[path] is not None]
    # A file that others were made from may be gone with them: one that nothing else asks about says more.
    untouched.sort(key=lambda path: starter[path] != model[path] or starter[path] in copied)
    guards = tuple(CheckCall(type="F.exists", parameters={"path": path}) for path in untouched[:1])
    gone = [path for path in starter if path not in model and path not in moved]
    folders = _gone_folders(starter, model, gone)
    for folder in folders:
        title = _("删除文件夹“{path}”").format(path=folder)
        yield Proposal("F.absent", "", {"path": folder, "folder": True}, title, guards=guards)
    for path in gone:
        if not any(path == folder or path.startswith(f"{folder}/") for folder in folders):
            title = _("删除“{path}”").format(path=path)
            group_title = _("删除指定的文件")
            yield Proposal(
                "F.absent", "", {"path": path}, title, group="deleted", group_title=group_title, guards=guards
            )


def _gone_folders(starter: Files, model: Files, gone: list[str]) -> list[str]:
    """Return the highest folders whose files were all deleted, none of them moved away."""
    above = sorted({str(folder) for path in gone for folder in PurePosixPath(path).parents if folder.name})
    left = [
        folder
        for folder in above
        if not any(path == folder or path.startswith(f"{folder}/") for path in model)
        and all(path in gone for path in starter if path.startswith(f"{folder}/"))
    ]
    return [folder for folder in left if not any(folder.startswith(f"{other}/") for other in left)]


def attribute_proposals(starter: Files, model: Files) -> Iterator[Proposal]:
    """Yield proposals from the attributes that the manifests of starter and model give their files."""
    names = {"R": _("只读"), "H": _("隐藏"), "S": _("系统")}
    before, after = attributes_of(starter), attributes_of(model)
    for path in dict.fromkeys((*after, *before)):
        own, known = after.get(path, ""), before.get(path, "")
        given = "".join(letter for letter in own if letter not in known)
        taken = "".join(letter for letter in known if letter not in own and path in model)
        if given:
            title = _("“{path}”的属性设为{names}").format(path=path, names="、".join(names[one] for one in given))
            yield Proposal("F.attribute", "", {"path": path, "letters": given}, title)
        if taken:
            title = _("取消“{path}”的属性：{names}").format(path=path, names="、".join(names[one] for one in taken))
            yield Proposal("F.attribute_cleared", "", {"path": path, "letters": taken}, title)


def _displaced(origin: str, path: str, *, kept: bool) -> Proposal:
    given = {"from": origin, "to": path}
    folder = str(PurePosixPath(path).parent)
    if kept:
        title = _("“{old}”复制为“{new}”").format(old=origin, new=path)
        group_title = _("文件复制到“{folder}”").format(folder=folder)
        group = f"copied {folder}|" if folder != "." else ""
        return Proposal("F.copied", "", given, title, group=group, group_title=group_title)
    if PurePosixPath(origin).parent == PurePosixPath(path).parent:
        return Proposal("F.renamed", "", given, _("“{old}”重命名为“{new}”").format(old=origin, new=path))
    title = _("“{old}”移动为“{new}”").format(old=origin, new=path)
    group_title = _("文件移动到“{folder}”").format(folder=folder)
    return Proposal("F.moved", "", given, title, group=f"moved {folder}|", group_title=group_title)


def _written(path: str, data: bytes) -> Iterator[Proposal]:
    suffix = PurePosixPath(path).suffix.lower()
    if suffix == ".zip":
        try:
            names = names_of(data, path)
        except (NotThereError, CannotJudgeError):
            return
        title = _("“{path}”中有要求的文件").format(path=path)
        members = [PurePosixPath(name).name for name in names]
        yield Proposal("F.zip_contains", "", {"path": path, "members": list(members)}, title)
    elif suffix in TEXTS and len(data) <= LONGEST_TEXT:
        try:
            text = "\n".join(decode(data, "any").splitlines())
        except NotThereError:
            return
        title = _("“{path}”的内容正确").format(path=path)
        yield Proposal("F.text", "", {"path": path, "text": text.strip(), "match": "equals"}, title)
