"""The child process: what comes back when a file is read, refused, or does harm to the process that opens it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from grading.office import child
from grading.office.child import ChildLimits, OfficeReader, ReaderMissingError, default_command, read_office
from grading.office.model import CannotRead, Document, Reason, Workbook
from tests.grading.office.builders import W, cells, docx, package, para, xlsx, zip_of

WORKER = """
import sys
from grading.office import worker, open as opener
from grading.works import WorkKind
def harmful(path):
    name = path.stem
    if name == "spin":
        while True: pass
    if name == "sleep" or (name == "nap" and path.with_suffix(".nap").exists()):
        path.with_suffix(".nap").unlink(missing_ok=True)
        import time; time.sleep(60)
    if name == "eat":
        hold = []
        while True: hold.append(bytearray(10_000_000))
    if name == "crash":
        import os, signal; os.kill(os.getpid(), signal.SIGSEGV)
    if name == "leave":
        import os; os._exit(3)
    if name == "fault":
        raise KeyError("the answer is 42")
    if name == "deep":
        return harmful(path)
    if name == "chatter":
        print("not an answer", flush=True)
    return opener.read_file(path)
worker.READERS[WorkKind.OFFICE] = harmful
sys.exit(worker.main())
"""


@pytest.fixture(params=[True, child.HAS_NO_POLL], ids=["timer", "own way"])
def reader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficeReader]:
    """A reader, also one that waits as it must on Windows."""
    monkeypatch.setattr(child, "HAS_NO_POLL", request.param)
    with OfficeReader() as one:
        yield one


def harmed(tmp_path: Path, name: str, **limits: float) -> tuple[OfficeReader, Path]:
    path = tmp_path / f"{name}.docx"
    path.write_bytes(docx(para("好")))
    chosen = ChildLimits(**{"cpu_seconds": 1, "memory_bytes": 256 * 1024 * 1024, **limits})  # type: ignore[arg-type]
    return OfficeReader(chosen, (sys.executable, "-c", WORKER)), path


def test_a_file_comes_back_as_data(tmp_path: Path, reader: OfficeReader) -> None:
    path = tmp_path / "作业.docx"
    path.write_bytes(docx(para("信息技术")))
    outcome = reader.read(path)
    assert isinstance(outcome, Document)
    assert outcome.text == "信息技术"


def test_one_child_reads_many_files(tmp_path: Path, reader: OfficeReader) -> None:
    for number in range(5):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(xlsx(cells(f'<row r="1"><c r="A1"><v>{number}</v></c></row>')))
        outcome = reader.read(path)
        assert isinstance(outcome, Workbook)
        assert outcome.sheets[0].cells[0].value == str(number)


def test_a_refusal_is_data_too(tmp_path: Path, reader: OfficeReader) -> None:
    path = tmp_path / "空.docx"
    path.write_bytes(b"")
    assert reader.read(path) == CannotRead(Reason.EMPTY)
    assert reader.read(tmp_path / "none.docx") == CannotRead(Reason.MISSING)


def test_equal_files_give_equal_answers_from_different_children(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(para("好", run='<w:b/><w:sz w:val="28"/>')))
    assert read_office(path) == read_office(path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no CPU limit for a process; the wall clock ends it")
def test_a_file_that_spins_ends_at_the_cpu_limit(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "spin")
    with reader:
        outcome = reader.read(path)
    assert outcome == CannotRead(Reason.TIME_LIMIT, limit="1 s CPU")


@pytest.mark.parametrize("has_no_poll", [True, child.HAS_NO_POLL])
def test_a_file_that_sleeps_ends_at_the_wall_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_no_poll: bool
) -> None:
    monkeypatch.setattr(child, "HAS_NO_POLL", has_no_poll)
    reader, path = harmed(tmp_path, "sleep", wall_seconds=0.8)
    with reader:
        assert reader.read(path) == CannotRead(Reason.TIME_LIMIT, limit="0.8 s")


def test_a_file_that_a_busy_machine_kept_waiting_is_read_the_second_time(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "nap", wall_seconds=3)
    path.with_suffix(".nap").touch()
    with reader:
        assert isinstance(reader.read(path), Document)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no memory limit here")
def test_a_file_that_eats_memory_is_stopped(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "eat")
    with reader:
        assert reader.read(path) == CannotRead(Reason.MEMORY_LIMIT, limit="256 MB")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told by number on POSIX")
def test_a_crash_is_an_outcome_and_the_next_file_is_read(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "crash")
    healthy = tmp_path / "healthy.docx"
    healthy.write_bytes(docx(para("好")))
    with reader:
        assert reader.read(path) == CannotRead(Reason.READER_FAULT, found="signal 11")
        assert isinstance(reader.read(healthy), Document)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no memory limit here")
@pytest.mark.parametrize("harm", ["eat", "fault", "leave"])
def test_the_file_after_a_harmful_one_is_read_at_once(tmp_path: Path, harm: str) -> None:
    reader, path = harmed(tmp_path, harm)
    healthy = tmp_path / "healthy.docx"
    healthy.write_bytes(docx(para("好")))
    with reader:
        for _turn in range(3):
            assert isinstance(reader.read(path), CannotRead)
            assert isinstance(reader.read(healthy), Document)


def test_a_child_that_leaves_is_an_outcome(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "leave")
    with reader:
        assert reader.read(path) == CannotRead(Reason.READER_FAULT, found="exit 3")


def test_a_fault_of_ours_tells_its_place_and_nothing_of_the_file(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "fault")
    with reader:
        outcome = reader.read(path)
    assert isinstance(outcome, CannotRead)
    assert outcome.reason is Reason.READER_FAULT
    assert outcome.found.startswith("KeyError")
    assert "42" not in outcome.found


@pytest.mark.parametrize("name", ["fault", "eat"])
def test_the_file_after_a_fault_of_ours_is_read(tmp_path: Path, name: str) -> None:
    reader, path = harmed(tmp_path, name)
    healthy = tmp_path / "healthy.docx"
    healthy.write_bytes(docx(para("好")))
    with reader:
        for _ in range(2):  # the child that had the fault is still leaving when the next file comes
            assert isinstance(reader.read(path), CannotRead)
            assert isinstance(reader.read(healthy), Document)


def test_endless_recursion_is_too_large_a_structure(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "deep")
    with reader:
        outcome = reader.read(path)
    assert isinstance(outcome, CannotRead)
    assert outcome.reason is Reason.XML_TOO_LARGE


def test_a_stray_print_does_not_disturb_the_answers(tmp_path: Path) -> None:
    reader, path = harmed(tmp_path, "chatter")
    with reader:
        assert isinstance(reader.read(path), Document)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no memory limit here")
def test_a_document_of_hundreds_of_thousands_of_nodes_ends_within_its_limits(tmp_path: Path) -> None:
    body = f'<w:document xmlns:w="{W}"><w:body>' + "<w:p><w:r/></w:p>" * 390_000 + "</w:body></w:document>"
    path = tmp_path / "many.docx"
    path.write_bytes(zip_of(package("word/document.xml", {"word/document.xml": body}), compress=False))
    with OfficeReader(ChildLimits(cpu_seconds=2)) as reader:
        outcome = reader.read(path)
    assert isinstance(outcome, Document) or outcome.reason in {Reason.MEMORY_LIMIT, Reason.TIME_LIMIT}  # type: ignore[union-attr]


def test_a_child_is_replaced_after_its_share_of_files(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(docx(para("好")))
    with OfficeReader(ChildLimits(files_per_child=2)) as reader:
        assert all(isinstance(reader.read(path), Document) for _ in range(5))


def test_a_worker_that_cannot_start_is_an_error_with_a_hint() -> None:
    with pytest.raises(ReaderMissingError) as caught:
        OfficeReader(command=("/no/such/program",)).read(Path("a.docx"))
    assert caught.value.hint


def test_a_frozen_program_is_its_own_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert default_command() == (sys.executable, "office-worker")
