"""The built-in file manager on the disk: what each deed does, what it refuses, and the proof that it leaves behind."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from exam_client.practical import deeds as d
from exam_client.practical.file_work import FileWork, FileWorkError
from exam_client.practical.snapshots import take_snapshot
from itembank.base.canonical import digest
from itembank.model.responses import FolderManifest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "0031001" / "第4题"
    (place / "素材" / "图片").mkdir(parents=True)
    (place / "素材" / "说明.txt").write_text("说明", "utf-8")
    (place / "素材" / "图片" / "花.png").write_bytes(b"flower")
    return place


@pytest.fixture
def work(folder: Path) -> FileWork:
    return FileWork(folder, folder.parent.parent / "bin")


def names(work: FileWork, path: str = d.ROOT) -> list[str]:
    return [entry.name for entry in work.entries(path)]


def manifest(folder: Path) -> FolderManifest:
    return take_snapshot(folder, digest, None)[0]


def test_folders_come_first_and_files_of_programs_are_left_out(work, folder) -> None:
    (folder / ".~lock.报告.docx#").write_text("x", "utf-8")
    (folder / "a.txt").write_text("x", "utf-8")
    assert names(work) == ["素材", "a.txt"]
    assert names(work, "素材") == ["图片", "说明.txt"]


def test_make_rename_copy_move(work, folder) -> None:
    assert work.do(d.MakeFolder(d.ROOT, "作品")) == ("作品",)
    assert work.do(d.MakeFile("作品", "我的 笔记.txt")) == ("作品/我的 笔记.txt",)
    assert work.do(d.Rename("作品/我的 笔记.txt", "笔记.txt")) == ("作品/笔记.txt",)
    assert work.do(d.Copy(("素材/说明.txt", "素材/图片"), "作品")) == ("作品/说明.txt", "作品/图片")
    assert work.do(d.Copy(("素材/说明.txt",), "素材")) == ("素材/说明 - 副本.txt",)
    assert work.do(d.Copy(("素材/说明.txt",), "素材")) == ("素材/说明 - 副本 (2).txt",)
    assert work.do(d.Move(("作品/图片",), d.ROOT)) == ("图片",)
    assert (folder / "图片" / "花.png").read_bytes() == b"flower"
    assert not (folder / "作品" / "图片").exists()


def test_what_was_deleted_is_gone_from_the_folder_and_can_be_taken_back_in_turn(work, folder) -> None:
    work.do(d.Delete(("素材/说明.txt",)))
    work.do(d.Delete(("素材",)))
    assert names(work) == []
    assert manifest(folder).entries == ()
    assert work.deleted() == 2
    assert work.do(d.Undelete()) == ("素材",)
    assert names(work, "素材") == ["图片"]
    assert work.do(d.Undelete()) == ("素材/说明.txt",)
    assert (folder / "素材" / "说明.txt").read_text("utf-8") == "说明"
    with pytest.raises(FileWorkError, match="没有可以撤销"):
        work.do(d.Undelete())


def test_a_file_that_stands_in_the_way_is_never_overwritten(work, folder) -> None:
    work.do(d.Delete(("素材/说明.txt",)))
    work.do(d.MakeFile("素材", "说明.txt"))
    with pytest.raises(FileWorkError, match="已经有"):
        work.do(d.Undelete())
    assert work.deleted() == 1
    work.do(d.MakeFile(d.ROOT, "说明.txt"))
    for deed in (d.Copy(("说明.txt",), "素材"), d.Move(("说明.txt",), "素材"), d.Rename("素材/说明.txt", "图片")):
        with pytest.raises(FileWorkError, match="已经有"):
            work.do(deed)


def test_zip_and_unzip_keep_chinese_names_and_empty_folders(work, folder) -> None:
    work.do(d.MakeFolder("素材", "空"))
    assert work.do(d.Zip(("素材",), "打包")) == ("打包.zip",)
    with zipfile.ZipFile(folder / "打包.zip") as archive:
        assert sorted(archive.namelist()) == ["素材/", "素材/图片/", "素材/图片/花.png", "素材/空/", "素材/说明.txt"]
    assert work.do(d.Unzip("打包.zip")) == ("打包",)
    assert (folder / "打包" / "素材" / "说明.txt").read_text("utf-8") == "说明"
    assert (folder / "打包" / "素材" / "空").is_dir()
    assert work.do(d.Unzip("打包.zip")) == ("打包 - 副本",)


class GbkInfo(zipfile.ZipInfo):
    """A member whose name is written in GBK without the UTF-8 mark."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def test_a_zip_of_chinese_windows_has_its_names_read_right(work, folder) -> None:
    with zipfile.ZipFile(folder / "旧.zip", "w") as archive:
        archive.writestr(GbkInfo("作文.txt"), "x")
    work.do(d.Unzip("旧.zip"))
    assert names(work, "旧") == ["作文.txt"]


@pytest.mark.parametrize("name", ["../出去.txt", "/etc/x", "a/../../b"])
def test_a_zip_that_leads_out_of_the_folder_is_refused_whole(work, folder, name) -> None:
    with zipfile.ZipFile(folder / "坏.zip", "w") as archive:
        archive.writestr("好.txt", "x")
        archive.writestr(name, "x")
    with pytest.raises(FileWorkError):
        work.do(d.Unzip("坏.zip"))
    assert names(work) == ["素材", "坏.zip"]
    assert not (folder.parent / "出去.txt").exists()


def test_what_is_no_zip_is_said_in_plain_words(work, folder) -> None:
    (folder / "a.zip").write_bytes(b"nothing of the kind")
    with pytest.raises(FileWorkError, match="不是完好的 zip"):
        work.do(d.Unzip("a.zip"))


@pytest.mark.parametrize("name", ["a/b", "..", "con", "x?", "尾. ", "", "~$x.docx", "a\\b"])
def test_names_that_some_system_cannot_have_are_refused_everywhere(work, name) -> None:
    for deed in (d.MakeFolder(d.ROOT, name), d.MakeFile(d.ROOT, name), d.Rename("素材", name)):
        if name == "尾. ":
            continue
        with pytest.raises(FileWorkError):
            work.do(deed)


@pytest.mark.parametrize(
    "deed",
    [
        d.Copy(("../0031002/答案.txt",), d.ROOT),
        d.Move(("素材",), "../0031002"),
        d.Delete(("../0031002",)),
        d.Copy(("出口/答案.txt",), d.ROOT),
        d.Move(("素材",), "素材/图片"),
    ],
)
def test_nothing_leads_out_of_the_working_folder(work, folder, deed) -> None:
    other = folder.parent.parent / "0031002"
    other.mkdir()
    (other / "答案.txt").write_text("别人的", "utf-8")
    (folder / "出口").symlink_to(other)
    with pytest.raises(FileWorkError):
        work.do(deed)
    assert (other / "答案.txt").exists()
    assert "答案.txt" not in names(work)


def test_read_only_is_set_and_seen_in_the_manifest(work, folder) -> None:
    work.do(d.SetAttributes("素材/说明.txt", read_only=True, hidden=False))
    (entry,) = [entry for entry in work.entries("素材") if not entry.folder]
    assert entry.attributes == "R"
    assert [e.attributes for e in manifest(folder).entries if e.path == "素材/说明.txt"] == ["R"]
    work.do(d.SetAttributes("素材/说明.txt", read_only=False, hidden=False))
    assert [e.attributes for e in manifest(folder).entries if e.path == "素材/说明.txt"] == [""]


def test_the_manifests_before_and_after_prove_every_kind_of_deed(work, folder) -> None:
    before = {entry.path: entry for entry in manifest(folder).entries}
    work.do(d.MakeFolder(d.ROOT, "空文件夹"))
    work.do(d.Rename("素材/说明.txt", "使用说明.txt"))
    work.do(d.Move(("素材/图片/花.png",), d.ROOT))
    work.do(d.Delete(("素材/图片",)))
    after = {entry.path: entry for entry in manifest(folder).entries}
    assert after["空文件夹"].folder
    assert after["素材/使用说明.txt"].sha256 == before["素材/说明.txt"].sha256
    assert after["花.png"].sha256 == before["素材/图片/花.png"].sha256
    assert after["花.png"].modified_ms == before["素材/图片/花.png"].modified_ms
    assert set(before) - set(after) == {"素材/说明.txt", "素材/图片", "素材/图片/花.png"}
