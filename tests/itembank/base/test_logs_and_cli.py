"""Logs that cannot hold an answer and never fill a disk; commands that end with a listed code."""

from __future__ import annotations

import json

import pytest

from itembank.base.cli import Parser, run
from itembank.base.clock import FakeClock, SystemClock
from itembank.base.errors import ExitCode, JikaoError
from itembank.base.i18n import _
from itembank.base.logs import LogFieldError, RingLog


def test_a_line_holds_time_event_and_plain_fields(tmp_path):
    RingLog(tmp_path, "room", FakeClock()).write("saved", attempt="a1", seq=3)
    line = json.loads((tmp_path / "room.log").read_text("utf-8"))
    assert line == {"at": "2026-06-13T01:00:00.000+00:00", "event": "saved", "attempt": "a1", "seq": 3}


@pytest.mark.parametrize("field", ["name", "answer", "response", "text", "key", "password"])
def test_fields_that_could_hold_an_answer_or_a_name_do_not_exist(tmp_path, field):
    with pytest.raises(LogFieldError):
        RingLog(tmp_path, "room", FakeClock()).write("saved", **{field: "x"})


def test_the_ring_stays_within_its_budget(tmp_path):
    log = RingLog(tmp_path, "room", FakeClock(), file_bytes=1000, files_kept=3)
    for seq in range(500):
        log.write("saved", seq=seq)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 3
    assert max(sizes) <= 1000
    assert '"seq": 499' in (tmp_path / "room.log").read_text("utf-8")


def test_a_disk_that_fails_loses_lines_and_nothing_else(tmp_path):
    log = RingLog(tmp_path / "gone", "room", FakeClock())
    log.write("saved", seq=1)
    assert log.lost_lines == 1


@pytest.mark.parametrize("code", [ExitCode.BAD_INPUT, ExitCode.REFUSED, ExitCode.ENVIRONMENT])
def test_an_error_ends_with_its_code_an_error_line_and_a_hint_line(code, capsys):
    def program(_arguments):
        raise JikaoError("坏了。", hint="修一修。", code=code)

    assert run(program, []) == code
    assert capsys.readouterr().err == "error: 坏了。\nhint: 修一修。\n"


def test_a_bug_stays_loud():
    def program(_arguments):
        raise KeyError("x")

    with pytest.raises(KeyError):
        run(program, [])


def test_wrong_usage_is_an_error_line_and_help_lists_the_exit_codes(capsys):
    def program(arguments):
        Parser(prog="p").parse_args(list(arguments))
        return 0

    assert run(program, ["--nonsense"]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: ")
    with pytest.raises(SystemExit) as ended:
        run(program, ["--help"])
    assert ended.value.code == 0
    shown = capsys.readouterr().out
    assert all(f"  {int(code)}  " in shown for code in ExitCode)
    assert shown.startswith(_("用法："))


def test_the_system_clock_never_goes_back():
    clock = SystemClock()
    first = clock.monotonic_ms()
    assert clock.monotonic_ms() >= first
    assert clock.wall().tzinfo is not None
