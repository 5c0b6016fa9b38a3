"""Rules of practical tasks without a disk: what is wrong at hand-in, states of files, versions, programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exam_client.attempt.views import FolderFault
from exam_client.practical.findings import find_faults
from exam_client.practical.programs import (
    NoProgramError,
    RealMachine,
    detect_programs,
    file_manager_command,
    open_command,
    program_for,
    version_in_path,
)
from exam_client.practical.scanning import Look, Seen
from exam_client.practical.task import QUIET_MS, FolderTask, find_starter, versions_of
from exam_client.practical.views import FileState
from itembank.model.events import FolderSaved, SnapshotReason
from itembank.model.items.practical import Deliverable, PracticalInteraction, Software, StarterFile
from itembank.model.responses import FileEntry, FolderManifest
from tests.fakes.machine_fake import FakeMachine

WINDOWS = {
    "wps": r"C:\Kingsoft\WPS Office\11.1.0.14309\office6\wps.exe",
    "et": r"C:\Kingsoft\et.exe",
    "winword": r"C:\Office16\WINWORD.EXE",
    "soffice": r"C:\LibreOffice\program\soffice.exe",
}
A, B, C = "a" * 64, "b" * 64, "c" * 64


def manifest(**files: str) -> FolderManifest:
    entries = [FileEntry(path=path, sha256=sha, blob=sha) for path, sha in sorted(files.items())]
    return FolderManifest(entries=tuple(entries))


def folder(files: dict[str, str]) -> FolderManifest:
    return manifest(**files)


def task(*paths: str, suffixes: tuple[str, ...] = ()) -> PracticalInteraction:
    return PracticalInteraction(
        response="R",
        folder="题",
        software=Software.WORD_PROCESSING,
        starter_files=(StarterFile(path="原.docx", media=A),),
        deliverables=tuple(
            Deliverable(path=path, software=Software.WORD_PROCESSING, suffixes=suffixes) for path in paths
        ),
    )


@pytest.mark.parametrize(
    ("now", "fault", "found"),
    [
        ({}, FolderFault.MISSING, ""),
        ({"成品.docx": B}, None, ""),
        ({"别处/成品.docx": B}, FolderFault.WRONG_FOLDER, "别处/成品.docx"),
        ({"成品.wps": B}, FolderFault.WRONG_FORMAT, "成品.wps"),
        ({"成品.odt": B}, None, ""),
    ],
)
def test_the_deliverable_is_looked_for_by_name_place_and_format(now, fault, found) -> None:
    faults = find_faults(4, "P1", task("成品.docx", suffixes=(".docx", ".odt")), folder({"原.docx": A}), folder(now))
    assert [(f.fault, f.found) for f in faults] == ([] if fault is None else [(fault, found)])


def test_an_untouched_starter_file_is_named() -> None:
    starter = folder({"原.docx": A})
    assert find_faults(1, "P", task("原.docx"), starter, starter)[0].fault is FolderFault.UNCHANGED
    assert find_faults(1, "P", task("原.docx"), starter, folder({"原.docx": B})) == ()
    assert find_faults(1, "P", task(), starter, starter)[0].fault is FolderFault.UNCHANGED
    assert find_faults(1, "P", task(), starter, folder({"原.docx": A, "新.docx": B})) == ()


def seen(path: str, stamp: int = 1) -> Seen:
    return Seen(path, False, 3, stamp, "")


def made_task() -> FolderTask:
    return FolderTask("P1", 4, task("成品.docx"), Path("/exam/题"))


def test_a_file_goes_from_untouched_over_modified_to_saved() -> None:
    one, starter = made_task(), folder({"原.docx": A})
    one.noticed(Look((seen("原.docx"),), ()), 0)
    one.snapshotted(Look((seen("原.docx"),), ()), 5)
    states = {file.path: file.state for file in one.view(starter, starter).files}
    assert states == {"原.docx": FileState.NOT_OPENED, "成品.docx": FileState.MISSING}
    one.starts("原.docx", "WPS 文字", 0)
    assert one.view(starter, starter).files[0].state is FileState.OPENING
    one.noticed(Look((seen("原.docx"),), (), frozenset({"原.docx"})), 0)
    assert one.not_come(0) == ()
    assert one.view(starter, starter).files[0].state is FileState.OPENED
    one.noticed(Look((seen("原.docx", 2),), ()), 100)
    assert one.view(starter, starter).files[0].state is FileState.MODIFIED
    one.snapshotted(Look((seen("原.docx", 2),), ()), 6)
    assert one.view(starter, folder({"原.docx": B})).files[0].state is FileState.SAVED


def test_a_snapshot_waits_until_a_program_has_finished_saving() -> None:
    one = made_task()
    one.snapshotted(Look((seen("原.docx"),), ()), 0)
    assert one.noticed(Look((seen("原.docx", 2),), ()), 1000)
    assert not one.is_quiet(1000 + QUIET_MS - 1)
    assert not one.noticed(Look((seen("原.docx", 2),), ()), 2000)
    assert one.is_quiet(1000 + QUIET_MS)


def saved(at_ms: int, sha: str, reason: SnapshotReason = SnapshotReason.SAVED) -> FolderSaved:
    return FolderSaved(item="P1", manifest=folder({"原.docx": sha}), reason=reason, at_ms=at_ms)


def test_versions_are_told_apart_by_content_newest_first() -> None:
    events = [saved(1, A, SnapshotReason.STARTER), saved(2, B), saved(3, A), saved(4, C), saved(5, C)]
    versions = versions_of(events, "P1", "原.docx")
    assert [(v.sha256, v.at_ms, v.is_starter) for v in versions] == [(C, 4, False), (B, 2, False), (A, 1, True)]
    assert versions_of(events, "P2", "原.docx") == ()


def test_what_was_handed_out_is_found_by_path() -> None:
    found = find_starter(task(), "原.docx")
    assert found is not None
    assert found.media == A
    assert find_starter(task(), "别的.docx") is None


def test_programs_are_found_in_the_order_of_preference() -> None:
    found = detect_programs(FakeMachine(WINDOWS), is_windows=True)
    assert [program.name for program in found[:3]] == ["WPS 文字", "WPS 表格", "Microsoft Word"]
    assert program_for(found, "成绩.XLSX", Software.FILES).name == "WPS 表格"
    assert program_for(found, "演示.pptx", Software.PRESENTATION).name == "LibreOffice Impress"
    assert detect_programs(FakeMachine({}), is_windows=False) == ()


def test_a_file_that_nothing_opens_is_a_sentence_with_its_name() -> None:
    with pytest.raises(NoProgramError) as caught:
        program_for((), "海报.psd", Software.IMAGE)
    assert "海报.psd" in caught.value.message


def test_a_file_is_opened_by_its_full_path_and_libreoffice_in_a_profile_of_its_own() -> None:
    found = detect_programs(FakeMachine(), is_windows=False)
    command = open_command(found[0], Path("/exam/0031001/题/原.docx"), Path("/desk/profile"))
    assert command[-1] == "/exam/0031001/题/原.docx"
    assert "-env:UserInstallation=file:///desk/profile" in command
    word = detect_programs(FakeMachine(WINDOWS), is_windows=True)[2]
    assert open_command(word, Path("a.docx"), Path("/p")) == (WINDOWS["winword"], "a.docx")


@pytest.mark.parametrize(
    ("path", "version"),
    [
        ("/opt/libreoffice7.4/program/soffice", "7.4"),
        ("/opt/kingsoft/11.1.0.11719/office6/wps", "11.1.0.11719"),
        (WINDOWS["winword"], "16"),
        ("/usr/bin/soffice", ""),
    ],
)
def test_a_version_is_read_from_the_path_where_it_stands(path: str, version: str) -> None:
    assert version_in_path(path) == version


def test_the_real_machine_looks_along_the_path(tmp_path: Path) -> None:
    assert RealMachine(lambda name: f"/usr/bin/{name}").find_command("soffice") == "/usr/bin/soffice"
    assert RealMachine(lambda name: None).find_command("no-such-program") is None
    assert re.search("explorer|xdg-open", file_manager_command(tmp_path)[0])
