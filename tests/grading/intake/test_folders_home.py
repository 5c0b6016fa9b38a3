"""A working folder comes home as the candidate left it: bytes, names, empty folders, attributes, what is missing."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import pytest

from exam_client.attempt.folder_events import folding_of, snapshot_events
from exam_client.practical.scanning import Look
from exam_client.practical.snapshots import take_snapshot
from grading.checks.finding import Verdict
from grading.checks.marker import run_call
from grading.checks.subject import Subject
from grading.intake.bundle import RoomBundle, damaged_files, open_bundle
from grading.marking.folders import WorkingFolder
from itembank.base.errors import JikaoError
from itembank.model.checks import CheckCall
from itembank.model.events import AttemptEvent, FolderChanged, FolderSaved, SnapshotReason
from itembank.model.left_out import WhyLeftOut
from itembank.model.record import EventStored
from itembank.model.responses import FileEntry, FolderManifest
from itembank.sealing.attempt import first_head, open_event, seal_event
from tests.builders import RoomBuilder, answered
from tests.grading.checks.workbench import DirectReader

NUMBER = "0031001"
MOST = 31 * 1024


@dataclass
class Desk:
    """A desk that looks at a real folder and writes down what it sees."""

    room: RoomBuilder
    folder: Path
    events: list[AttemptEvent] = field(default_factory=list)
    manifest: FolderManifest | None = None
    look: Look | None = None

    def keep(self, data: bytes) -> str:
        return self.room.file(NUMBER, "x", data).blob

    def snapshot(self, reason: SnapshotReason = SnapshotReason.SAVED) -> None:
        self.manifest, self.look = take_snapshot(self.folder, self.keep, self.manifest, self.look)
        whole = FolderSaved(item="P1", manifest=self.manifest, reason=reason, at_ms=1)
        self.events += snapshot_events(whole, folding_of(self.events).folder("P1"), MOST)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "work"
    (folder / "素材" / "空").mkdir(parents=True)
    for number in range(400):
        (folder / "素材" / f"图片{number:04}.txt").write_bytes(f"{number}".encode())
    desk = Desk(RoomBuilder(), folder)
    desk.snapshot(SnapshotReason.STARTER)
    (folder / "素材" / "图片0003.txt").write_bytes(b"changed")
    (folder / "素材" / "图片0004.txt").unlink()
    (folder / "cafe\u0301.txt").write_bytes("café".encode())
    (folder / "a:b.txt").write_bytes(b"colon")
    (folder / "大.bin").write_bytes(os.urandom(300_000))
    (folder / "锁.txt").write_bytes(b"read only")
    (folder / "锁.txt").chmod(0o444)
    desk.snapshot(SnapshotReason.HAND_IN)
    return desk


def bundle_of(desk: Desk, path: Path) -> RoomBundle:
    return open_bundle(desk.room.seal(path), [desk.room.signer.public], desk.room.centre)


def test_a_folder_of_hundreds_of_files_comes_home_as_it_was(desk: Desk, tmp_path: Path) -> None:
    desk.room.attempt(NUMBER, *desk.events)
    bundle = bundle_of(desk, tmp_path / "b.jikao")
    attempt = bundle.find_attempt(NUMBER)
    assert attempt is not None
    assert (attempt.problems, attempt.is_whole) == ((), True)
    manifest = attempt.state.folders["P1"]
    found = {e.path: None if e.folder else bundle.read_file(attempt, e) for e in manifest.entries}
    there = {p.relative_to(desk.folder).as_posix(): p for p in desk.folder.rglob("*")}
    assert found == {name: None if path.is_dir() else path.read_bytes() for name, path in there.items()}
    assert {e.path for e in manifest.entries if "R" in e.attributes} == {"锁.txt"}
    assert len(attempt.state.starters["P1"].entries) == 402
    assert damaged_files(bundle) == []
    assert sum(isinstance(event, FolderChanged) for event in desk.events) > 1


def test_a_lost_blob_of_many_files_is_a_few_lines_and_the_rest_is_read(desk: Desk, tmp_path: Path) -> None:
    desk.room.attempt(NUMBER, *desk.events)
    assert desk.manifest is not None
    lost = next(e.blob for e in desk.manifest.entries if e.path == "素材/图片0000.txt")
    del desk.room.blobs[lost]
    bundle = bundle_of(desk, tmp_path / "b.jikao")
    attempt = bundle.find_attempt(NUMBER)
    assert attempt is not None
    assert len(attempt.problems) == 11
    assert "还有 388 个文件" in attempt.problems[-1]
    entry = next(e for e in attempt.state.folders["P1"].entries if e.path == "大.bin")
    assert len(bundle.read_file(attempt, entry)) == 300_000


def test_a_shared_blob_that_does_not_hold_the_file_is_refused(desk: Desk, tmp_path: Path) -> None:
    desk.room.attempt(NUMBER, *desk.events)
    bundle = bundle_of(desk, tmp_path / "b.jikao")
    attempt = bundle.find_attempt(NUMBER)
    assert attempt is not None
    entry = next(e for e in attempt.state.folders["P1"].entries if e.path == "素材/图片0000.txt")
    with pytest.raises(JikaoError, match="摘要不符"):
        bundle.read_file(attempt, msgspec.structs.replace(entry, offset=(entry.offset or 0) + 1))


def test_a_record_that_contradicts_itself_goes_to_a_person(desk: Desk, tmp_path: Path) -> None:
    last = desk.events[-1]
    assert isinstance(last, FolderChanged)
    wrong = msgspec.structs.replace(last, change=msgspec.structs.replace(last.change, becomes="0" * 64))
    whole = msgspec.structs.replace(wrong, change=msgspec.structs.replace(wrong.change, part=1, parts=1))
    desk.room.attempt(NUMBER, *desk.events[:-1], whole)
    attempt = bundle_of(desk, tmp_path / "b.jikao").find_attempt(NUMBER)
    assert attempt is not None
    assert not attempt.is_whole
    assert any("前后不符" in problem for problem in attempt.problems)


@pytest.mark.parametrize("plain", [b'{"type":"poem"}', b'{"type":"answer","item":"Q1","response":{},"at_ms":1,"x":1}'])
def test_an_event_nobody_knows_costs_one_candidate_a_look_and_not_the_room(plain: bytes, tmp_path: Path) -> None:
    room = RoomBuilder().attempt(NUMBER, answered("Q1", "A"), answered("Q1", "B"))
    room.attempt("0031002", answered("Q1", "C"))
    at = next(i for i, b in enumerate(room.bodies) if isinstance(b, EventStored) and b.seq == 2)
    body, first = room.bodies[at], room.bodies[at - 1]
    assert isinstance(body, EventStored)
    assert isinstance(first, EventStored)
    sealed = seal_event(room.key(NUMBER), body.attempt, 1, 2, first.head, plain)
    room.bodies[at] = msgspec.structs.replace(body, ciphertext=sealed.ciphertext, head=sealed.head)
    bundle = open_bundle(room.seal(tmp_path / "b.jikao"), [room.signer.public], room.centre)
    broken, fine = bundle.find_attempt(NUMBER), bundle.find_attempt("0031002")
    assert broken is not None
    assert fine is not None
    assert (broken.is_whole, broken.state.responses) == (False, {"Q1": {"RESPONSE": "A"}})
    assert fine.is_whole
    assert open_event(room.key(NUMBER), body.attempt, 1, 1, first_head(body.attempt), first.ciphertext)


# ---- by what is left out nobody is judged


def subject(*entries: FileEntry, skipped: tuple[str, ...] = (), reasons: tuple[WhyLeftOut, ...] = ()) -> Subject:
    manifest = FolderManifest(entries=entries, skipped=skipped, reasons=reasons)
    return Subject(WorkingFolder(manifest, lambda _entry: b"text"), DirectReader())


FILE = FileEntry(path="作品.txt", size_bytes=4, sha256="a" * 64, blob="b" * 64)


def test_an_older_state_is_never_judged_without_a_person() -> None:
    call = CheckCall(type="F.text", parameters={"path": "作品.txt", "text": "text"})
    assert run_call(call, subject(FILE)).verdict is Verdict.MET
    old = run_call(call, subject(FILE, skipped=("作品.txt",), reasons=(WhyLeftOut.BUSY,)))
    assert old.verdict is Verdict.CANNOT_JUDGE
    assert "正被别的程序占用" in old.sentence
    assert run_call(call, subject(FILE, skipped=("别的.txt",))).verdict is Verdict.MET


def test_a_name_is_found_however_its_accents_are_put_together() -> None:
    composed, apart = (
        FileEntry(path="caf\u00e9.txt", sha256="a" * 64),
        FileEntry(path="cafe\u0301.txt", sha256="b" * 64),
    )
    one = WorkingFolder(FolderManifest(entries=(apart,)), lambda _entry: b"")
    assert one.find("caf\u00e9.txt") == apart
    assert one.find("CAF\u00c9.TXT") == apart
    both = WorkingFolder(FolderManifest(entries=(apart, composed)), lambda _entry: b"")
    assert (both.find("caf\u00e9.txt"), both.find("cafe\u0301.txt")) == (composed, apart)
    assert both.find("CAF\u00c9.txt") is None
