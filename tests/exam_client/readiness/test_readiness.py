from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from exam_client.config import DeskConfig
from exam_client.practical.programs import detect_programs
from exam_client.readiness.facts import ScreenFacts, free_disk_mb, make_facts, program_version, system_text
from exam_client.readiness.restore_card import may_have_restore_card
from exam_client.readiness.self_check import check_desk
from itembank.base.clock import FakeClock
from tests.fakes.machine_fake import FakeMachine

PROGRAMS = detect_programs(FakeMachine(), is_windows=False)


def test_facts_tell_the_room_what_machine_this_is(tmp_path: Path) -> None:
    facts = make_facts(tmp_path / "not yet", PROGRAMS, ScreenFacts("1366x768", 125, "fcitx"), restore_card=True)
    assert (facts.screen, facts.scale_percent, facts.input_method, facts.restore_card) == (
        "1366x768",
        125,
        "fcitx",
        True,
    )
    assert "LibreOffice Writer 7.4" in facts.office
    assert facts.free_disk_mb > 0
    assert facts.system
    assert facts.version


def test_version_system_and_disk_are_told_anywhere(tmp_path: Path) -> None:
    assert program_version()
    assert system_text()
    assert free_disk_mb(tmp_path / "a" / "b") == free_disk_mb(tmp_path)


def test_a_folder_that_forgot_starts_hints_at_a_restore_card(tmp_path: Path) -> None:
    one, two = tmp_path / "c", tmp_path / "d"
    assert not may_have_restore_card(one, two, {})
    assert not may_have_restore_card(one, two, {})
    (one / "starts.txt").unlink()
    assert may_have_restore_card(one, two, {})


def test_a_known_restore_driver_hints_at_a_restore_card(tmp_path: Path) -> None:
    drivers = tmp_path / "System32" / "drivers"
    drivers.mkdir(parents=True)
    assert not may_have_restore_card(tmp_path / "c", None, {"SYSTEMROOT": str(tmp_path)})
    (drivers / "DeepFrz.sys").write_bytes(b"")
    assert may_have_restore_card(tmp_path / "c", None, {"SYSTEMROOT": str(tmp_path)})


def test_a_good_machine_passes_the_self_check(tmp_path: Path) -> None:
    config = DeskConfig(folder=tmp_path / "a", work_folder=tmp_path / "b", python=sys.executable)
    lines = check_desk(config, PROGRAMS, FakeClock(), restore_card=False)
    assert [line.title for line in lines if not line.is_good] == []
    assert not list((tmp_path / "a").iterdir())


def test_each_thing_that_is_wrong_is_said_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    config = DeskConfig(
        folder=tmp_path / "a",
        work_folder=tmp_path / "file" / "work",
        second_folder=tmp_path / "second",
        python="/no/python",
    )
    clock = FakeClock(wall_start=datetime(2005, 1, 1, tzinfo=UTC))
    wrong = [line for line in check_desk(config, (), clock, restore_card=True) if not line.is_good]
    assert [line.title for line in wrong] == [
        "考生文件夹",
        "第二份作答记录",
        "系统时间",
        "Python 解释器",
        "办公软件",
        "还原卡",
    ]
    assert all(line.advice for line in wrong)
