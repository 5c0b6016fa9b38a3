"""F: files and folders, by the manifest that the desk wrote and the starter files that were handed out."""

from __future__ import annotations

from fnmatch import fnmatchcase
from posixpath import basename

import msgspec

from grading.checks.archives import sizes_of
from grading.checks.files_more import MORE
from grading.checks.finding import CannotJudgeError, Finding, NotThereError, found
from grading.checks.subject import Subject
from grading.checks.types import AnyCheckType, CheckType, Parameters
from grading.checks.values import PathText
from grading.marking.folders import folded_name
from itembank.base.canonical import digest
from itembank.base.i18n import N_, _

EMPTY = digest(b"")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = {"utf-8": ("utf-8-sig",), "gbk": ("gb18030",), "any": ("utf-8-sig", "gb18030")}


class PathOf(Parameters, frozen=True):
    """A path in the working folder; with `folder` it must be a folder."""

    path: PathText
    folder: bool = False


class FromTo(Parameters, frozen=True):
    """A starter file's path and where its bytes must be now."""

    origin: str = msgspec.field(name="from")
    to: str


class TextOf(Parameters, frozen=True):
    """A text file and what it must hold: `match` is "equals" (blank ends ignored) or "contains"."""

    path: PathText
    text: str
    encoding: str = "any"
    match: str = "equals"


class Members(Parameters, frozen=True):
    """A zip and the files it must hold, by name; other members do not matter."""

    path: PathText
    members: tuple[str, ...]


class Attributes(Parameters, frozen=True):
    """A file and the letters of Windows attributes it must have, such as "R" or "RH"."""

    path: PathText
    letters: str


class Except(Parameters, frozen=True):
    """Shell patterns of starter paths that may change; everything else must be as handed out."""

    patterns: tuple[str, ...] = msgspec.field(name="except", default=())


def exists(subject: Subject, _file: str, wanted: PathOf) -> Finding:
    """Look for a file or folder."""
    entry = subject.folder.find(wanted.path)
    is_met = entry is not None and entry.folder == wanted.folder
    kind = _("文件夹") if wanted.folder else _("文件")
    sentence = _("有{kind}“{path}”。") if is_met else _("没有{kind}“{path}”。")
    return found(is_met=is_met, sentence=sentence.format(kind=kind, path=wanted.path), place=wanted.path)


def absent(subject: Subject, _file: str, wanted: PathOf) -> Finding:
    """Look that a starter entry is gone while other work is still there (an empty folder proves nothing)."""
    entries = subject.folder.manifest.entries
    if not any(not entry.folder for entry in entries):
        return found(is_met=False, sentence=_("文件夹是空的，不算删除。"), place=wanted.path)
    is_gone = subject.folder.find(wanted.path) is None
    sentence = _("“{path}”已删除。") if is_gone else _("“{path}”还在。")
    return found(is_met=is_gone, sentence=sentence.format(path=wanted.path), place=wanted.path)


def moved(subject: Subject, _file: str, wanted: FromTo) -> Finding:
    """Look that a starter file's bytes are at the new place and no longer at the old one."""
    is_there = _has_bytes_of(subject, wanted.origin, wanted.to)
    is_gone = _is_gone(subject, wanted)
    if is_there and is_gone:
        return found(is_met=True, sentence=_("“{old}”已移动为“{new}”。").format(old=wanted.origin, new=wanted.to))
    sentence = _("“{new}”中没有原文件“{old}”的内容。") if not is_there else _("“{old}”还在原处。")
    return found(is_met=False, sentence=sentence.format(old=wanted.origin, new=wanted.to), place=wanted.to)


def copied(subject: Subject, _file: str, wanted: FromTo) -> Finding:
    """Look that a starter file's bytes are at both places."""
    is_there = _has_bytes_of(subject, wanted.origin, wanted.to)
    is_kept = _has_bytes_of(subject, wanted.origin, wanted.origin)
    if is_there and is_kept:
        return found(is_met=True, sentence=_("“{old}”已复制为“{new}”。").format(old=wanted.origin, new=wanted.to))
    sentence = _("“{new}”中没有原文件“{old}”的内容。") if not is_there else _("原文件“{old}”不在了。")
    return found(is_met=False, sentence=sentence.format(old=wanted.origin, new=wanted.to), place=wanted.to)


def text_of(subject: Subject, _file: str, wanted: TextOf) -> Finding:
    """Compare a text file, line ends and blanks at line ends aside."""
    text = decode(subject.read_bytes(wanted.path), wanted.encoding)
    given, want = _lines(text), _lines(wanted.text)
    is_met = given == want if wanted.match == "equals" else "\n".join(want) in "\n".join(given)
    sentence = _("“{path}”的内容正确。") if is_met else _("“{path}”的内容与要求不同。")
    shown = "\n".join(given)[:200]
    return found(
        is_met=is_met,
        sentence=sentence.format(path=wanted.path),
        observed=shown,
        expected=wanted.text,
        place=wanted.path,
    )


def zip_contains(subject: Subject, _file: str, wanted: Members) -> Finding:
    """Look into a zip without unpacking it; members are compared by name, but nothing is no copy of a starter file."""
    sizes = sizes_of(subject.read_bytes(wanted.path), wanted.path)
    filled = {
        folded_name(basename(path)) for path, sha256 in subject.folder.starter.items() if sha256 not in {"", EMPTY}
    }
    names = {folded_name(name) for name, size in sizes if size or folded_name(basename(name)) not in filled}
    known = names | {basename(name) for name in names}
    missing = [name for name in wanted.members if folded_name(name) not in known]
    sentence = _("压缩文件中包含全部要求的文件。") if not missing else _("压缩文件中缺少：{names}。")
    return found(
        is_met=not missing,
        sentence=sentence.format(names="、".join(missing)),
        observed="、".join(sorted(set(names))[:50]),
        expected="、".join(wanted.members),
        place=wanted.path,
    )


def attribute(subject: Subject, _file: str, wanted: Attributes) -> Finding:
    """Look at a file's attributes as the desk wrote them down."""
    entry = subject.entry(wanted.path)
    is_met = set(wanted.letters) <= set(entry.attributes)
    sentence = _("“{path}”的属性正确。") if is_met else _("“{path}”的属性不符合要求。")
    return found(
        is_met=is_met,
        sentence=sentence.format(path=wanted.path),
        observed=entry.attributes,
        expected=wanted.letters,
        place=wanted.path,
    )


def unchanged(subject: Subject, _file: str, wanted: Except) -> Finding:
    """Look that every other starter file is as it was handed out."""
    spoiled = [
        path
        for path, sha256 in sorted(subject.folder.starter.items())
        if sha256 and not _may_change(path, wanted.patterns) and not _has_bytes_of(subject, path, path)
    ]
    sentence = _("其余文件没有被改动。") if not spoiled else _("不该改动的文件被改动或删除：{names}。")
    return found(is_met=not spoiled, sentence=sentence.format(names="、".join(spoiled)), observed="、".join(spoiled))


def decode(data: bytes, encoding: str) -> str:
    """Return text in the wanted encoding; raises `NotThereError` when it is not in it."""
    names = ENCODINGS.get(encoding.lower())
    if names is None:
        raise CannotJudgeError(_("评分标准中的编码“{name}”不认识。").format(name=encoding))
    if encoding.lower() == "any" and data[:2] in UTF_16_MARKS:  # what a notepad calls "Unicode"
        names = ("utf-16", *names)
    for name in names:
        try:
            return data.decode(name)
        except UnicodeDecodeError:
            continue
    if encoding.lower() == "any":
        raise NotThereError(_("文件不是文本文件。"))
    raise NotThereError(_("文件不是 {name} 编码的文本。").format(name=encoding))


def _is_gone(subject: Subject, wanted: FromTo) -> bool:
    """Tell whether nothing stands under the old name; a name with other letter case is new where that was asked."""
    if wanted.origin.casefold() != wanted.to.casefold():
        return subject.folder.find(wanted.origin) is None
    return all(entry.path != wanted.origin for entry in subject.folder.manifest.entries)


def _has_bytes_of(subject: Subject, starter: str, path: str) -> bool:
    wanted = subject.starter_digest(starter)
    entry = subject.folder.find(path)
    return entry is not None and entry.sha256 == wanted


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def _may_change(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


FILES: tuple[AnyCheckType, ...] = (
    CheckType("F.exists", N_("有指定的文件或文件夹"), PathOf, exists),
    CheckType("F.absent", N_("已删除指定的文件或文件夹"), PathOf, absent),
    CheckType("F.moved", N_("文件已移动"), FromTo, moved),
    CheckType("F.copied", N_("文件已复制"), FromTo, copied),
    CheckType("F.renamed", N_("文件已重命名"), FromTo, moved),
    CheckType("F.text", N_("文本文件的内容"), TextOf, text_of),
    CheckType("F.zip_contains", N_("压缩文件的内容"), Members, zip_contains),
    CheckType("F.attribute", N_("文件属性"), Attributes, attribute),
    CheckType("F.unchanged", N_("其余文件保持不变"), Except, unchanged),
    *MORE,
)
