"""The command line: every verb, its exit code, its error and hint lines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from exam_server.cli import program
from exam_server.store import Mode, Store
from itembank.base.cli import run
from itembank.base.errors import ExitCode
from itembank.sealing.bundle import open_room_card
from itembank.sealing.keyfiles import read_box_key, write_public
from tests.exam_server.room_builder import ROOM, SITE, Centre, make_sitting

ROOT = Path(__file__).resolve().parents[2]
LAUNCH = [sys.executable, "-c", "from exam_server.cli import main; main()"]


class Made:
    """A room made by the command, and the centre that seals for it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "room"
        self.centre = Centre()
        write_public(folder / "centre.pub", self.centre.signing.public)
        code = call("init", self.folder, "--site", SITE, "--room", ROOM, "--port", 0, "--centre", folder / "centre.pub")
        assert code == ExitCode.OK
        self.box = read_box_key(self.folder / "keys" / "box.key")
        self.package = self.centre.seal(folder / "p.jikao", self.box, make_sitting())


def call(*arguments: object) -> int:
    return run(program, [str(argument) for argument in arguments])


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


@contextmanager
def serving(folder: Path, ready: Path, *more: str) -> Iterator[dict[str, object]]:
    """A real server process; yields what it wrote when it was ready."""
    process = subprocess.Popen(
        [
            *LAUNCH,
            "run",
            str(folder),
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-discovery",
            "--ready-file",
            str(ready),
            *more,
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "配对码" in line:
                break
        yield json.loads(ready.read_text("utf-8"))
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        assert process.returncode == ExitCode.OK


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_help_lists_the_verbs_and_the_exit_codes(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call("--lang", language, "--help")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    for verb in ("init", "import", "run", "status", "export", "clear", "check", "rehearsal", "console", "verify"):
        assert verb in told
    assert "  4  " in told


def test_a_room_is_made_with_card_code_and_accounts(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    card = open_room_card(made.folder / "card.jikao")
    assert (card.site, card.room, card.box) == (SITE, ROOM, made.box.public)
    assert call("status", "--folder", made.folder, "--json") == ExitCode.OK
    facts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert len(facts["pairing_code"]) == 14
    assert facts["sitting"] is None
    assert (made.folder / "keys" / "tls.key").stat().st_mode & 0o077 == 0


def test_a_room_is_never_made_over_another(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("init", made.folder, "--site", "x", "--room", "y") == ExitCode.USAGE
    told = capsys.readouterr().err
    assert told.startswith("error: ")
    assert "\nhint: " in told


def test_verify_import_and_status_say_what_is_there(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("verify", made.package, "--folder", made.folder) == ExitCode.OK
    assert "考生 4 人" in capsys.readouterr().out
    assert call("import", made.package, "--folder", made.folder) == ExitCode.OK
    assert call("import", made.package, "--folder", made.folder) == ExitCode.BUSY
    assert call("status", "--folder", made.folder, "--json") == ExitCode.OK
    facts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (facts["sitting"], facts["phase"], facts["candidates"]) == ("S01", "imported", 4)


def test_a_damaged_package_ends_with_the_code_for_refused(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(made.package.read_bytes())
    data[-1] ^= 1
    made.package.write_bytes(data)
    assert call("verify", made.package, "--folder", made.folder) == ExitCode.REFUSED
    assert call("import", made.package, "--folder", made.folder) == ExitCode.REFUSED
    assert "损坏" in capsys.readouterr().err


def test_rehearsals_lie_apart_and_formal_mode_refuses_their_packages(made: Made, tmp_path: Path) -> None:
    rehearsal = made.centre.seal(tmp_path / "r.jikao", made.box, make_sitting(rehearsal=True))
    assert call("import", rehearsal, "--folder", made.folder) == ExitCode.REFUSED
    assert call("rehearsal", "import", rehearsal, "--folder", made.folder) == ExitCode.OK
    assert call("import", made.package, "--folder", made.folder) == ExitCode.OK
    store = Store.open(made.folder)
    assert store.find_current(Mode.FORMAL) is not None
    assert store.find_current(Mode.REHEARSAL) is not None


def test_nothing_is_exported_or_cleared_before_its_time(made: Made, tmp_path: Path) -> None:
    call("import", made.package, "--folder", made.folder)
    assert call("export", tmp_path, tmp_path, "--by", "jk1", "--folder", made.folder) == ExitCode.REFUSED
    assert call("export", tmp_path, tmp_path, "--by", "nobody", "--folder", made.folder) == ExitCode.REFUSED
    assert call("clear", "--confirm", "S99", "--folder", made.folder) == ExitCode.USAGE
    assert call("clear", "--confirm", "S01", "--folder", made.folder) == ExitCode.OK
    assert call("clear", "--confirm", "S01", "--folder", made.folder) == ExitCode.REFUSED


def test_a_folder_that_is_no_room_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("status", "--folder", tmp_path) == ExitCode.ENVIRONMENT
    assert str(tmp_path) in capsys.readouterr().err


def test_check_measures_the_machine(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ((made.folder,), ("--folder", made.folder)):
        capsys.readouterr()
        assert call("check", *words) in {ExitCode.OK, ExitCode.INCOMPLETE}
        told = capsys.readouterr().out
        assert "端口" in told
        assert "落盘 200 次" in told


def test_accounts_are_added_and_reset(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("account", "jk9", "--role", "invigilator", "--folder", made.folder) == ExitCode.OK
    assert "jk9" in capsys.readouterr().out
    assert call("account", "jk9", "--role", "king", "--folder", made.folder) == ExitCode.USAGE


def test_a_running_server_tells_its_port_keeps_others_out_and_ends_orderly(made: Made, tmp_path: Path) -> None:
    call("import", made.package, "--folder", made.folder)
    with serving(made.folder, tmp_path / "ready.json") as facts:
        assert isinstance(facts["port"], int)
        assert call("clear", "--confirm", "S01", "--folder", made.folder) == ExitCode.BUSY
        assert call("status", "--folder", made.folder) == ExitCode.OK
        assert call("run", made.folder, "--port", "0") == ExitCode.BUSY
    assert call("clear", "--confirm", "S01", "--folder", made.folder) == ExitCode.OK


def test_printed_forms_are_written_for_a_stopped_room(made: Made, tmp_path: Path) -> None:
    call("import", made.package, "--folder", made.folder)
    for form in ("chart", "record"):
        assert call("print", form, tmp_path / f"{form}.pdf", "--folder", made.folder) == ExitCode.OK
        assert (tmp_path / f"{form}.pdf").read_bytes().startswith(b"%PDF")
