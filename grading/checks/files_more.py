"""F: sets of files, folder trees, unpacked archives, shortcuts, encodings, real kinds of files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from fnmatch import fnmatchcase
from posixpath import basename, dirname, join

from grading.checks.archives import MEMBERS_MAX, digests_of, names_of
from grading.checks.finding import CannotJudgeError, Finding, NotThereError
from grading.checks.names import named
from grading.checks.selectors import short
from grading.checks.shortcuts import target_of
from grading.checks.subject import UNREADABLE, Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import Bytes, Count, Ordinal, PathText
from grading.marking.folders import folded_name
from itembank.base.i18n import N_, _

KINDS: tuple[tuple[str, bytes], ...] = (
    ("png", b"\x89PNG\r\n\x1a\n"), ("jpeg", b"\xff\xd8\xff"), ("gif", b"GIF8"), ("bmp", b"BM"), ("pdf", b"%PDF"),
    ("rar", b"Rar!"), ("7z", b"7z\xbc\xaf\x27\x1c"), ("zip", b"PK\x03\x04"), ("ole", b"\xd0\xcf\x11\xe0"),
    ("mp3", b"ID3"), ("wav", b"RIFF"), ("exe", b"MZ"),
)  # fmt: skip
PACKED = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx", "META-INF/manifest.xml": "odf", "project.json": "sb3"}
BOMS = {b"\xef\xbb\xbf": "utf-8-bom", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODING_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-bom": N_("带 BOM 的 UTF-8"),
    "gbk": "GBK",
    "utf-16": "UTF-16",
    "ascii": "ASCII",
}


class TreeOf(Parameters, frozen=True):
    """Folders that must be there; with `only` there may be no others."""

    folders: tuple[str, ...]
    only: bool = False


class Selected(Parameters, frozen=True):
    """All starter files that fit a pattern ("*.jpg", "资料/2026*") must be in a folder, and no other starter file.

    `keep` true asks for copies (the originals stay), false for moved files.
    """

    pattern: str
    to: PathText
    keep: bool = False


class CountOf(Parameters, frozen=True):
    """How many files of a folder fit a pattern."""

    count: Count
    folder: PathText = ""
    pattern: str = "*"


class UnpackedOf(Parameters, frozen=True):
    """A starter zip whose files must stand unpacked in a folder, by their bytes."""

    archive: PathText
    to: PathText


class ShortcutOf(Parameters, frozen=True):
    """A shortcut (.lnk, .url, .desktop) and the end of the path or address it leads to."""

    path: PathText
    target: str


class EncodingOf(Parameters, frozen=True):
    """A text file and its encoding: "utf-8", "utf-8-bom", "utf-16", "gbk"; with text that needs it."""

    path: PathText
    value: str


class KindOf(Parameters, frozen=True):
    """What a file really is, whatever its name: png, jpeg, gif, bmp, pdf, zip, docx, xlsx, pptx, odf, sb3, mp3, wav."""

    path: PathText
    value: str


class Members(Parameters, frozen=True):
    """A zip and all its files by name, no others."""

    path: PathText
    members: tuple[str, ...]


class SizeOf(Parameters, frozen=True):
    """The size of a file; null is not looked at."""

    path: PathText
    at_most: Bytes | None = None
    at_least: Bytes | None = None


class Cleared(Parameters, frozen=True):
    """A file and the letters of Windows attributes it may not have any more."""

    path: PathText
    letters: str


class LineOf(Parameters, frozen=True):
    """A line of a text file (from 1) and its text, blanks at the ends aside."""

    path: PathText
    line: Ordinal
    text: str


def tree(subject: Subject, _file: str, wanted: TreeOf) -> Finding:
    """Look for folders; each counts the same."""
    own = {entry.path for entry in subject.folder.manifest.entries if entry.folder}
    own |= {parent for entry in subject.folder.manifest.entries for parent in _parents(entry.path)}
    looks = [
        (1, Look(path in own, path if path in own else _("没有“{path}”").format(path=path))) for path in wanted.folders
    ]
    goal = "、".join(wanted.folders)
    others = sorted(own - set(wanted.folders) - {parent for path in wanted.folders for parent in _parents(path)})
    if wanted.only and others:
        seen = _("多出 {names}").format(names="、".join(others[:5]))
        return compared(is_met=False, what=_("文件夹"), seen=seen, wanted=goal, place=others[0])
    return weigh(looks, Wanted(_("文件夹"), goal, _("工作文件夹")))


def selected(subject: Subject, _file: str, wanted: Selected) -> Finding:
    """Look that the files of a pattern, and only they, are in the folder."""
    starters = {path: sha for path, sha in subject.folder.starter.items() if sha}
    chosen = {path: sha for path, sha in starters.items() if _fits(path, wanted.pattern)}
    if not chosen:
        raise CannotJudgeError(_("素材中没有符合“{pattern}”的文件。").format(pattern=wanted.pattern))
    inside = {e.sha256 for e in subject.folder.manifest.entries if not e.folder and dirname(e.path) == wanted.to}
    strangers = [p for p, sha in starters.items() if p not in chosen and sha in inside and dirname(p) != wanted.to]
    looks = []
    for path, sha in sorted(chosen.items()):
        is_kept = subject.folder.find(path) is not None
        met = sha in inside and (is_kept is wanted.keep or dirname(path) == wanted.to)
        looks.append((1, Look(met, basename(path) if met else _("“{name}”不在应有的位置").format(name=basename(path)))))
    if strangers:
        seen = _("多出 {names}").format(names="、".join(basename(path) for path in strangers[:5]))
        return compared(is_met=False, what=_("文件"), seen=seen, wanted=wanted.pattern, place=wanted.to)
    return weigh(looks, Wanted(_("文件"), wanted.pattern, wanted.to))


def counted(subject: Subject, _file: str, wanted: CountOf) -> Finding:
    """Count files."""
    own = [
        entry.path
        for entry in subject.folder.manifest.entries
        if not entry.folder
        and dirname(entry.path) == wanted.folder
        and fnmatchcase(basename(entry.path), wanted.pattern)
    ]
    place = wanted.folder or _("工作文件夹")
    return compared(is_met=len(own) == wanted.count, what=_("文件数"), seen=len(own), wanted=wanted.count, place=place)


def unpacked(subject: Subject, _file: str, wanted: UnpackedOf) -> Finding:
    """Look for the files of a starter zip; the share that is there counts."""
    try:
        members = digests_of(subject.starter_bytes(wanted.archive), wanted.archive)
    except NotThereError as error:
        raise CannotJudgeError(str(error)) from error
    looks = []
    for name, sha in sorted(members.items()):
        path = join(wanted.to, name) if wanted.to else name
        entry = subject.folder.find(path)
        looks.append(
            (1, Look(entry is not None and entry.sha256 == sha, name if entry else _("没有“{path}”").format(path=path)))
        )
    return weigh(looks, Wanted(_("解压的文件"), wanted.archive, wanted.to or _("工作文件夹")))


def shortcut(subject: Subject, _file: str, wanted: ShortcutOf) -> Finding:
    """Look where a shortcut leads; a copy of the file is none."""
    data = subject.read_bytes(wanted.path)
    seen = target_of(data)
    if seen is None:
        raise NotThereError(_("“{path}”不是快捷方式。").format(path=wanted.path))
    goal = wanted.target.replace("\\", "/").strip("/").casefold()
    own = seen.replace("\\", "/").strip("/").casefold()
    is_met = bool(goal) and (own == goal or own.endswith(f"/{goal}"))
    return compared(is_met=is_met, what=_("快捷方式的目标"), seen=seen, wanted=wanted.target, place=wanted.path)


def encoding(subject: Subject, _file: str, wanted: EncodingOf) -> Finding:
    """Look in which encoding a text was saved; plain ASCII is all of them and proves nothing."""
    seen = encoding_of(subject.read_bytes(wanted.path))
    goal = wanted.value.lower()
    if goal not in ENCODING_NAMES:
        raise CannotJudgeError(_("评分标准中的编码“{name}”不认识。").format(name=wanted.value))
    is_met = seen == goal or (goal == "utf-8" and seen == "utf-8-bom")
    return compared(
        is_met=is_met, what=_("文本编码"), seen=named(ENCODING_NAMES, seen), wanted=named(ENCODING_NAMES, goal),
        place=wanted.path,
    )  # fmt: skip


def kind(subject: Subject, _file: str, wanted: KindOf) -> Finding:
    """Look what a file's bytes are."""
    seen = kind_of(subject.read_bytes(wanted.path))
    goal = {"jpg": "jpeg"}.get(wanted.value.lower(), wanted.value.lower())
    return compared(is_met=seen == goal, what=_("文件类型"), seen=seen or _("未知"), wanted=goal, place=wanted.path)


def zip_exact(subject: Subject, _file: str, wanted: Members) -> Finding:
    """Look that a zip holds the files it should and no others."""
    names = names_of(subject.read_bytes(wanted.path), wanted.path)
    whole, last = ({folded_name(one) for one in given} for given in (names, map(basename, names)))
    goals = {folded_name(name) for name in wanted.members}
    is_met = whole == goals or (last == goals and len(names) == len(goals))
    return compared(
        is_met=is_met, what=_("压缩文件的内容"), seen="、".join(sorted(names)[:20]), wanted="、".join(wanted.members),
        place=wanted.path,
    )  # fmt: skip


def size(subject: Subject, _file: str, wanted: SizeOf) -> Finding:
    """Look at a file's size."""
    if wanted.at_most is None and wanted.at_least is None:
        raise CannotJudgeError(_("评分标准没有写明大小。"))
    seen = subject.entry(wanted.path).size_bytes or len(subject.read_bytes(wanted.path))
    is_met = seen <= (wanted.at_most if wanted.at_most is not None else seen) and seen >= (wanted.at_least or 0)
    goal = f"{wanted.at_least or 0}-{wanted.at_most if wanted.at_most is not None else ''}"
    unit = _("{n} 字节")
    return compared(
        is_met=is_met, what=_("文件大小"), seen=unit.format(n=seen), wanted=unit.format(n=goal), place=wanted.path
    )


def attribute_cleared(subject: Subject, _file: str, wanted: Cleared) -> Finding:
    """Look that a file has lost attributes, as the desk wrote them down; it must have been handed out with them."""
    before = subject.folder.starter_attributes
    if before is not None and set(wanted.letters) - set(before.get(wanted.path, "")):
        sentence = _("发放时“{path}”没有属性 {letters}，看不出考生有没有取消它，请人工查看。")
        raise CannotJudgeError(sentence.format(path=wanted.path, letters=wanted.letters))
    seen = subject.entry(wanted.path).attributes
    left = set(seen) & set(wanted.letters)
    goal = _("没有 {letters}").format(letters=wanted.letters)
    return compared(is_met=not left, what=_("文件属性"), seen=seen or _("没有"), wanted=goal, place=wanted.path)


def line(subject: Subject, _file: str, wanted: LineOf) -> Finding:
    """Look at a line of a text file."""
    data = subject.read_bytes(wanted.path)
    name = {"utf-8-bom": "utf-8-sig", "gbk": "gb18030"}.get(encoding_of(data), encoding_of(data))
    lines = data.decode(name or "utf-8", "replace").splitlines()
    seen = lines[wanted.line - 1].strip() if wanted.line <= len(lines) else ""
    place = _("{path} 第 {n} 行").format(path=wanted.path, n=wanted.line)
    return compared(
        is_met=seen == wanted.text.strip(), what=_("文字"), seen=short(seen, 40), wanted=wanted.text, place=place
    )


def encoding_of(data: bytes) -> str:
    """Return the encoding a text is in, "" for none of ours."""
    for mark, name in BOMS.items():
        if data.startswith(mark):
            return name
    for name, codec in (("ascii", "ascii"), ("utf-8", "utf-8"), ("gbk", "gb18030")):
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def kind_of(data: bytes) -> str:
    """Return what a file is by its first bytes, "" where they do not say."""
    found = next((name for name, magic in KINDS if data.startswith(magic)), "")
    if found != "zip":
        return found
    names = list(_names(data))
    return next((inner for part, inner in PACKED.items() if any(name.startswith(part) for name in names)), "zip")


def _names(data: bytes) -> Iterable[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from archive.namelist()[:MEMBERS_MAX]
    except UNREADABLE:
        return


def _parents(path: str) -> Iterable[str]:
    parts = path.split("/")
    return ("/".join(parts[:number]) for number in range(1, len(parts)))


def _fits(path: str, pattern: str) -> bool:
    return fnmatchcase(path, pattern) or ("/" not in pattern and fnmatchcase(basename(path), pattern))


MORE: tuple[AnyCheckType, ...] = (
    CheckType("F.tree", N_("文件夹结构"), TreeOf, tree),
    CheckType("F.selected", N_("符合条件的文件已移动或复制"), Selected, selected),
    CheckType("F.count", N_("文件数量"), CountOf, counted),
    CheckType("F.unpacked", N_("解压文件"), UnpackedOf, unpacked),
    CheckType("F.shortcut", N_("快捷方式"), ShortcutOf, shortcut),
    CheckType("F.encoding", N_("文本编码"), EncodingOf, encoding),
    CheckType("F.kind", N_("文件类型"), KindOf, kind),
    CheckType("F.zip_exact", N_("压缩文件只含指定内容"), Members, zip_exact),
    CheckType("F.size", N_("文件大小"), SizeOf, size),
    CheckType("F.attribute_cleared", N_("已取消文件属性"), Cleared, attribute_cleared),
    CheckType("F.line", N_("文本文件的一行"), LineOf, line),
)
