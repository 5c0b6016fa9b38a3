"""Taking in packages: genuine ones for this room and this time, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from exam_server.importing import ImportRefusedError, import_package, open_package, wipe
from exam_server.making import seal_answers_to
from exam_server.session import Session, SessionSettings
from exam_server.store import Mode, StoreError
from itembank.base.clock import SystemClock
from itembank.base.errors import ExitCode, JikaoError
from itembank.sealing.errors import SealingError
from itembank.sealing.keyfiles import write_public
from itembank.sealing.keys import SigningKey
from tests.exam_server.room_builder import ITEM_TEXT, BuiltRoom, Centre, build_room, make_sitting


def fresh(folder: Path, **sitting: object) -> BuiltRoom:
    return build_room(folder, replace(make_sitting(), **sitting), imports=False)


def test_a_package_is_verified_without_reading_a_question(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    package = open_package(room.store, room.package, room.box)
    assert package.sitting == room.sitting
    assert package.centre == room.centre.box.public
    import_package(room.store, room.package, Mode.FORMAL)
    stored = b"".join(p.read_bytes() for p in room.store.folder.rglob("*") if p.is_file())
    assert ITEM_TEXT.encode() not in stored


@pytest.mark.parametrize("place", [10, 300, -1, -5000])
def test_a_package_with_one_flipped_bit_is_refused(tmp_path: Path, place: int) -> None:
    room = fresh(tmp_path)
    data = bytearray(room.package.read_bytes())
    data[place] ^= 1
    room.package.write_bytes(data)
    with pytest.raises(SealingError) as refused:
        import_package(room.store, room.package, Mode.FORMAL)
    assert refused.value.code is ExitCode.REFUSED
    assert room.store.find_current(Mode.FORMAL) is None


def test_a_truncated_or_lengthened_package_is_refused(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    whole = room.package.read_bytes()
    for data in (whole[:-1], whole[: len(whole) // 2], whole + b"x", b""):
        room.package.write_bytes(data)
        with pytest.raises(SealingError):
            import_package(room.store, room.package, Mode.FORMAL)


def test_a_package_signed_by_somebody_else_is_refused(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    stranger = Centre()
    stranger.seal(room.package, room.box, room.sitting)
    with pytest.raises(SealingError, match="签名"):
        import_package(room.store, room.package, Mode.FORMAL)


def test_a_package_for_another_room_is_refused(tmp_path: Path) -> None:
    room = fresh(tmp_path, room="第4考场")
    with pytest.raises(ImportRefusedError, match="第4考场"):
        import_package(room.store, room.package, Mode.FORMAL)


def test_formal_and_rehearsal_packages_do_not_mix(tmp_path: Path) -> None:
    formal = fresh(tmp_path / "f")
    with pytest.raises(ImportRefusedError, match="正式"):
        import_package(formal.store, formal.package, Mode.REHEARSAL)
    rehearsal = fresh(tmp_path / "r", rehearsal=True)
    with pytest.raises(ImportRefusedError, match="模拟"):
        import_package(rehearsal.store, rehearsal.package, Mode.FORMAL)
    import_package(rehearsal.store, rehearsal.package, Mode.REHEARSAL)
    assert rehearsal.store.find_current(Mode.FORMAL) is None


def test_only_one_sitting_is_open_at_a_time(tmp_path: Path) -> None:
    room = build_room(tmp_path)
    newer = room.centre.seal(tmp_path / "2.jikao", room.box, room.sitting, serial=2)
    with pytest.raises(StoreError, match="清场"):
        import_package(room.store, newer, Mode.FORMAL)


def test_a_used_package_or_an_older_one_is_refused_and_a_newer_one_taken(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    second = room.centre.seal(tmp_path / "2.jikao", room.box, room.sitting, serial=2)
    package = import_package(room.store, second, Mode.FORMAL)
    wipe(room.store, Mode.FORMAL, is_unused=False, manifest_sha256=package.sealed.manifest_digest)
    for old in (room.package, second):
        with pytest.raises(ImportRefusedError, match="用过"):
            import_package(room.store, old, Mode.FORMAL)
    third = room.centre.seal(tmp_path / "3.jikao", room.box, room.sitting, serial=3)
    import_package(room.store, third, Mode.FORMAL)


def test_an_import_that_was_taken_back_before_use_may_be_repeated(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    package = import_package(room.store, room.package, Mode.FORMAL)
    wipe(room.store, Mode.FORMAL, is_unused=True, manifest_sha256=package.sealed.manifest_digest)
    import_package(room.store, room.package, Mode.FORMAL)


def test_a_package_swapped_behind_the_rooms_back_is_noticed(tmp_path: Path) -> None:
    room = build_room(tmp_path)
    found = room.store.find_current(Mode.FORMAL)
    assert found is not None
    room.centre.seal(found[0].package, room.box, room.sitting, serial=9)
    with pytest.raises(ImportRefusedError, match="不是导入时"):
        Session.find(room.store, SessionSettings(Mode.FORMAL, ballast_bytes=0), SystemClock())


def test_without_a_key_for_the_answers_nothing_is_imported(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    room.centre.seal(room.package, room.box, room.sitting, names_answers=False)
    with pytest.raises(ImportRefusedError, match="收卷"):
        import_package(room.store, room.package, Mode.FORMAL)
    write_public(tmp_path / "answers.pub", room.centre.box.public)
    seal_answers_to(room.store, tmp_path / "answers.pub")
    assert import_package(room.store, room.package, Mode.FORMAL).centre == room.centre.box.public


def test_a_room_that_trusts_nobody_says_so(tmp_path: Path) -> None:
    room = fresh(tmp_path)
    (room.store.trusted / "centre.pub").unlink()
    with pytest.raises(ImportRefusedError, match="公钥"):
        import_package(room.store, room.package, Mode.FORMAL)
    write_public(room.store.trusted / "other.pub", SigningKey.generate().public)
    with pytest.raises(JikaoError):
        import_package(room.store, room.package, Mode.FORMAL)


def test_wiping_destroys_the_keys_first_and_then_everything(tmp_path: Path) -> None:
    room = build_room(tmp_path)
    found = room.store.find_current(Mode.FORMAL)
    assert found is not None
    session = Session.find(room.store, SessionSettings(Mode.FORMAL, ballast_bytes=0), SystemClock())
    assert session is not None
    session.close()
    wipe(room.store, Mode.FORMAL, is_unused=False, manifest_sha256="")
    assert not found[0].path.exists()
    assert room.store.find_current(Mode.FORMAL) is None


def test_two_programs_cannot_write_to_one_room(tmp_path: Path) -> None:
    room = build_room(tmp_path)
    with room.store.locked(), pytest.raises(StoreError, match="另一个程序") as busy, room.store.locked():
        pass
    assert busy.value.code is ExitCode.BUSY
    with room.store.locked():
        pass
