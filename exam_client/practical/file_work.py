"""The built-in file manager's work on the disk: the same on every system, never outside the working folder.

What is deleted goes into a bin beside the working folders, so that it can be taken back and the folder is really
without it. Blocking; called on a bench. Errors say in plain words what to do.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from exam_client.practical import deeds as d
from exam_client.practical.reach import inside
from exam_client.practical.scanning import MAX_DEPTH, MAX_ENTRIES, MAX_FILE_BYTES, attribute_letters, is_temporary
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.files import UnsafeNameError, safe_relative
from itembank.base.i18n import _

MAX_UNPACKED_BYTES = 256 << 20
KNOWS_HIDDEN = sys.platform == "win32"
FILE_ATTRIBUTE_HIDDEN = 2


class FileWorkError(JikaoError):
    """A deed that could not be done; nothing was changed by it, or what was changed is named."""

    def __init__(self, message: str, hint: str = "") -> None:
        """Say what and what to do."""
        super().__init__(message, hint=hint, code=ExitCode.REFUSED)


class FileWork:
    """Work in one folder; `bin_folder` is where deleted things go, on the same volume and outside of it."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        """Use two folders."""
        self._folder = folder
        self._bin = bin_folder

    # ---- looking

    def entries(self, path: str) -> tuple[d.Entry, ...]:
        """List a folder, folders first, by name; temporary files of programs are left out."""
        place = self._there(path)
        found: list[d.Entry] = []
        with os.scandir(place) as listing:
            for child in listing:
                if is_temporary(child.name) or child.is_symlink() or len(found) >= MAX_ENTRIES:
                    continue
                known = child.stat(follow_symlinks=False)
                is_folder = child.is_dir(follow_symlinks=False)
                size = 0 if is_folder else known.st_size
                relative = f"{path}/{child.name}" if path else child.name
                found.append(d.Entry(relative, is_folder, size, int(known.st_mtime), attribute_letters(known)))
        return tuple(sorted(found, key=lambda entry: (not entry.folder, entry.name.lower())))

    def deleted(self) -> int:
        """Count what can be taken back."""
        return len(self._binned())

    # ---- doing

    def do(self, deed: d.Deed) -> tuple[str, ...]:
        """Do it and return the new paths; raises `FileWorkError`."""
        try:
            return tuple(self._done(deed))
        except UnsafeNameError as error:
            raise FileWorkError(error.message, _('请换一个名字，不要用 \\ / : * ? " < > | 这些符号。')) from error
        except OSError as error:
            raise FileWorkError(
                _("没有做成：{reason}。").format(reason=error.strerror or error),
                _("如果文件正被别的程序打开，请先在那个程序里保存并关闭。"),
            ) from error

    def _done(self, deed: d.Deed) -> Iterator[str]:
        match deed:
            case d.MakeFolder():
                target = self._new(deed.parent, deed.name)
                target.mkdir()
                yield self._relative(target)
            case d.MakeFile():
                target = self._new(deed.parent, deed.name)
                target.touch(exist_ok=False)
                yield self._relative(target)
            case d.Rename():
                yield self._rename(deed)
            case d.Copy():
                for path in deed.paths:
                    yield self._copy(path, deed.target)
            case d.Move():
                for path in deed.paths:
                    yield self._move(path, deed.target)
            case d.Delete():
                self._delete(deed.paths)
            case d.Undelete():
                yield from self._undelete()
            case d.Zip():
                yield self._zip(deed)
            case d.Unzip():
                yield self._unzip(deed.path)
            case d.SetAttributes():
                self._set_attributes(deed)
                yield deed.path

    def _rename(self, deed: d.Rename) -> str:
        source = self._there(deed.path)
        target = source.with_name(self._name(deed.name))
        # Only another case is the same file on Windows and still a new name.
        if target.exists() and not (source.name.lower() == target.name.lower() and target.samefile(source)):
            raise _exists(target.name)
        source.rename(target)
        return self._relative(target)

    def _copy(self, path: str, target: str) -> str:
        source, place = self._there(path), self._there(target)
        self._refuse_inside(source, place)
        new = place / source.name
        if new.exists():
            if source.parent != place:
                raise _exists(source.name)
            new = _free_name(place, source)
        if source.is_dir():
            shutil.copytree(source, new, symlinks=True)
        else:
            shutil.copy2(source, new)
        return self._relative(new)

    def _move(self, path: str, target: str) -> str:
        source, place = self._there(path), self._there(target)
        self._refuse_inside(source, place)
        new = place / source.name
        if source.parent == place:
            return path
        if new.exists():
            raise _exists(source.name)
        source.rename(new)
        return self._relative(new)

    def _delete(self, paths: tuple[str, ...]) -> None:
        numbers = [int(entry.name) for entry in self._binned()]
        number = max(numbers, default=0) + 1
        for path in paths:
            source = self._there(path)
            kept = self._bin / str(number) / path
            kept.parent.mkdir(parents=True, exist_ok=True)
            source.rename(kept)

    def _undelete(self) -> Iterator[str]:
        binned = self._binned()
        if not binned:
            raise FileWorkError(_("没有可以撤销的删除。"))
        last = binned[-1]
        for kept in _tops(last, self._folder):
            relative = kept.relative_to(last).as_posix()
            target = self._folder / relative
            if target.exists():
                raise _exists(target.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            kept.rename(target)
            yield relative
        shutil.rmtree(last, ignore_errors=True)

    def _zip(self, deed: d.Zip) -> str:
        sources = [self._there(path) for path in deed.paths]
        name = deed.name if deed.name.lower().endswith(".zip") else f"{deed.name}.zip"
        parent = deed.paths[0].rpartition("/")[0] if deed.paths else d.ROOT
        target = self._new(parent, name)
        part = self._bin / f"{os.getpid()}.zip"
        part.parent.mkdir(parents=True, exist_ok=True)
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                for source in sources:
                    for path in (source, *sorted(source.rglob("*"))) if source.is_dir() else (source,):
                        archive.write(path, path.relative_to(target.parent).as_posix())
            part.replace(target)
        finally:
            part.unlink(missing_ok=True)
        return self._relative(target)

    def _unzip(self, path: str) -> str:
        source = self._there(path)
        target = source.with_suffix("")
        if target.exists() or target == source:
            target = _free_name(source.parent, target)
        part = self._bin / f"{os.getpid()}.unzip"
        shutil.rmtree(part, ignore_errors=True)
        try:
            part.mkdir(parents=True)
            _unpack(source, part)
            part.rename(target)
        finally:
            shutil.rmtree(part, ignore_errors=True)
        return self._relative(target)

    def _set_attributes(self, deed: d.SetAttributes) -> None:
        path = self._there(deed.path)
        mode = path.stat().st_mode
        path.chmod(mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) if deed.read_only else mode | stat.S_IWUSR)
        if sys.platform == "win32":
            import ctypes

            known = path.stat().st_file_attributes
            wanted = known | FILE_ATTRIBUTE_HIDDEN if deed.hidden else known & ~FILE_ATTRIBUTE_HIDDEN
            if not ctypes.windll.kernel32.SetFileAttributesW(str(path), wanted):
                raise ctypes.WinError()

    # ---- places and names

    def _there(self, path: str) -> Path:
        """Return the full path of something that is there; refuses what leads out of the folder."""
        place = inside(self._folder, path) if path else self._folder
        if not place.exists():
            raise FileWorkError(_("“{name}”已经不在了。").format(name=place.name), _("请刷新后再试。"))
        if not place.resolve().is_relative_to(self._folder.resolve()):
            raise FileWorkError(_("“{name}”在工作文件夹以外，不能使用。").format(name=place.name))
        return place

    def _new(self, parent: str, name: str) -> Path:
        place = self._there(parent)
        if len(PurePosixPath(parent).parts) >= MAX_DEPTH:
            raise FileWorkError(_("文件夹套得太深了。"))
        target = place / self._name(name)
        if target.exists():
            raise _exists(name)
        return target

    def _name(self, name: str) -> str:
        clean = name.strip()
        if "/" in clean or "\\" in clean or is_temporary(clean):
            raise UnsafeNameError(_("文件名“{name}”不能使用。").format(name=clean[:80]))
        return safe_relative(clean).name

    def _refuse_inside(self, source: Path, place: Path) -> None:
        if place.is_relative_to(source) or not place.is_dir():
            raise FileWorkError(_("不能放到“{name}”里面。").format(name=place.name))

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._folder).as_posix()

    def _binned(self) -> list[Path]:
        if not self._bin.is_dir():
            return []
        return sorted((path for path in self._bin.iterdir() if path.name.isdigit()), key=lambda path: int(path.name))


def _exists(name: str) -> FileWorkError:
    return FileWorkError(_("这里已经有“{name}”了。").format(name=name), _("请换一个名字，或先改名、移走原来的那个。"))


def _free_name(place: Path, source: Path) -> Path:
    """Return a name like the source's that nothing has yet."""
    number = 1
    stem, suffix = (source.name, "") if source.is_dir() else (source.stem, source.suffix)
    while (target := place / _("{name} - 副本{number}{suffix}").format(
        name=stem, number="" if number == 1 else f" ({number})", suffix=suffix
    )).exists():  # fmt: skip
        number += 1
    return target


def _tops(kept: Path, folder: Path, prefix: str = "") -> Iterator[Path]:
    """Yield what was deleted as a whole: below folders that are still there, or nothing but the way to it."""
    for path in sorted((kept / prefix).iterdir() if prefix else kept.iterdir()):
        relative = path.relative_to(kept).as_posix()
        if path.is_dir() and (folder / relative).is_dir():
            yield from _tops(kept, folder, relative)
        else:
            yield path


def _unpack(source: Path, target: Path) -> None:
    """Unpack with limits; names that lead out, links and encrypted members refuse the whole file."""
    try:
        with zipfile.ZipFile(source) as archive:
            members = archive.infolist()
            size = sum(member.file_size for member in members)
            if len(members) > MAX_ENTRIES or size > MAX_UNPACKED_BYTES:
                raise FileWorkError(_("压缩包“{name}”太大，不能解压。").format(name=source.name))
            left = MAX_UNPACKED_BYTES
            for member in members:
                left = _unpack_one(archive, member, target, left)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
        raise FileWorkError(_("“{name}”不是完好的 zip 压缩包，或者有密码。").format(name=source.name)) from error


def _unpack_one(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, left: int) -> int:
    path = target.joinpath(*safe_relative(_member_name(member).rstrip("/")).parts)
    if member.is_dir():
        path.mkdir(parents=True, exist_ok=True)
        return left
    path.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(member) as packed:
        data = packed.read(min(left, MAX_FILE_BYTES) + 1)
    if len(data) > min(left, MAX_FILE_BYTES):
        raise FileWorkError(_("压缩包里的“{name}”太大，不能解压。").format(name=path.name))
    path.write_bytes(data)
    return left - len(data)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Read a name as its maker meant it: without the UTF-8 mark, Chinese Windows writes GBK and zipfile reads cp437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename
