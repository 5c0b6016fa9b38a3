from __future__ import annotations

from pathlib import Path

import pytest

from exam_client import cli
from exam_client.config import ConfigError, read_config
from exam_client.journal.frames import header_bytes, record_bytes
from itembank.base.cli import run
from itembank.base.errors import ExitCode
from tests.fakes.chains import HEADER, chain

WHOLE = header_bytes(HEADER) + record_bytes(chain(3))


def test_a_whole_journal_is_verified_without_keys(tmp_path: Path, capsys) -> None:
    (tmp_path / "journal.jkj").write_bytes(WHOLE)
    assert run(cli.program, ["journal", str(tmp_path / "journal.jkj")]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "S1-0031001" in shown
    assert "记录条数：3" in shown
    assert "答" not in shown.replace("作答", "")


@pytest.mark.parametrize(
    ("data", "code"),
    [(WHOLE[:-3], ExitCode.INCOMPLETE), (WHOLE[:200] + b"x" + WHOLE[201:], ExitCode.REFUSED), (b"x", ExitCode.REFUSED)],
)
def test_a_torn_or_damaged_journal_is_said_by_the_exit_code(
    tmp_path: Path, capsys, data: bytes, code: ExitCode
) -> None:
    (tmp_path / "journal.jkj").write_bytes(data)
    assert run(cli.program, ["journal", str(tmp_path / "journal.jkj")]) == code


def test_a_missing_journal_ends_with_an_error_line(tmp_path: Path, capsys) -> None:
    assert run(cli.program, ["journal", str(tmp_path / "none")]) == ExitCode.BAD_INPUT
    assert capsys.readouterr().err.startswith("error: ")


def test_check_prints_a_line_for_each_thing(tmp_path: Path, capsys) -> None:
    assert run(cli.program, ["check", "--folder", str(tmp_path)]) in {ExitCode.OK, ExitCode.INCOMPLETE}
    assert "可用磁盘空间" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_help_ends_with_the_exit_codes(capsys, language: str) -> None:
    with pytest.raises(SystemExit):
        run(cli.program, ["--lang", language, "--help"])
    shown = capsys.readouterr().out
    assert "exam-client" in shown
    assert "  7  " in shown


def test_settings_come_from_the_file_and_the_command_line_wins(tmp_path: Path) -> None:
    (tmp_path / "desk.toml").write_text(
        'seat = "07"\naddress = "10.0.0.2"\nsecond_folder = "/mnt/d"\ndiscover = false\n'
    )
    given = cli.make_parser().parse_args(["run", "--folder", str(tmp_path), "--seat", "12", "--windowed"])
    config = cli.config_of(given)
    assert (config.seat, config.address, config.second_folder) == ("12", "10.0.0.2", Path("/mnt/d"))
    assert (config.discover, config.windowed) == (False, True)
    assert config.work_folder == tmp_path / "work"


@pytest.mark.parametrize("text", ["seat = 7", "colour = 'red'", "seat = ", "discover = 'yes'"])
def test_settings_that_cannot_be_used_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "desk.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        read_config(tmp_path)
    assert caught.value.hint


def test_the_default_folder_is_the_users() -> None:
    assert cli.default_folder({"XDG_DATA_HOME": "/data"}) == Path("/data/jikao/desk")
