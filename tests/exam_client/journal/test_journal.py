from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from exam_client.journal.journal import Journal, JournalWriteError, RealAppendFile, keep_copy, read_journal
from exam_client.journal.keeper import AttemptPlaces, Keeper, find_journal
from exam_client.journal.recovery import Reopened
from itembank.base.files import UnsafeNameError
from tests.fakes.chains import ATTEMPT, HEADER, KEY, answer, chain


@dataclass
class FailingFile:
    """A file that fails at the write or the sync whose number is given."""

    real: RealAppendFile
    fails_at_write: int = -1
    fails_at_sync: int = -1
    half: bool = False
    writes: int = 0
    syncs: int = 0
    cuts: list[int] = field(default_factory=list)

    def append(self, data: bytes) -> None:
        self.writes += 1
        if self.writes == self.fails_at_write:
            self.real.append(data[: len(data) // 2])
            raise OSError(28, "No space left on device")
        self.real.append(data)

    def sync(self) -> None:
        self.syncs += 1
        if self.syncs == self.fails_at_sync:
            raise OSError(5, "Input/output error")
        self.real.sync()

    def cut(self, size: int) -> None:
        self.cuts.append(size)
        self.real.cut(size)

    def close(self) -> None:
        self.real.close()


def places(*folders: Path) -> AttemptPlaces:
    return AttemptPlaces.of(folders, ATTEMPT)


def test_what_was_appended_is_read_back(tmp_path: Path) -> None:
    path, records = tmp_path / "journal.jkj", chain(3)
    journal = Journal.create(path, HEADER, records[:1])
    journal.append(records[1:])
    journal.close()
    content = read_journal(path)
    assert content is not None
    assert content.records == tuple(records)


@pytest.mark.parametrize(("write", "sync"), [(2, -1), (-1, 2)])
def test_a_failed_write_or_sync_leaves_whole_records_and_takes_nothing_more(
    tmp_path: Path, write: int, sync: int
) -> None:
    path, records = tmp_path / "journal.jkj", chain(4)
    made: list[FailingFile] = []

    def opened(path: Path) -> FailingFile:
        made.append(FailingFile(RealAppendFile(path), write, sync))
        return made[0]

    journal = Journal.create(path, HEADER, records[:1], opened)
    journal.append(records[1:2])
    with pytest.raises(JournalWriteError):
        journal.append(records[2:3])
    with pytest.raises(JournalWriteError):
        journal.append(records[3:4])
    journal.close()
    assert made[0].syncs <= 2, "a failed sync is never tried again and believed"
    content = read_journal(path)
    assert content is not None
    assert (content.records, content.torn) == (tuple(records[:2]), b"")


def test_a_missing_journal_is_none(tmp_path: Path) -> None:
    assert read_journal(tmp_path / "none") is None


def test_copies_kept_aside_never_overwrite_each_other(tmp_path: Path) -> None:
    path = tmp_path / "journal.jkj"
    assert keep_copy(path, "aside") is None
    path.write_bytes(b"one")
    first = keep_copy(path, "aside")
    path.write_bytes(b"two")
    second = keep_copy(path, "aside")
    assert first is not None
    assert second is not None
    assert (first.read_bytes(), second.read_bytes(), path.read_bytes()) == (b"one", b"two", b"two")


def test_an_attempt_that_is_no_safe_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsafeNameError):
        AttemptPlaces.of((tmp_path,), "../../etc")


def test_a_keeper_keeps_two_copies_and_the_longer_one_is_found(tmp_path: Path) -> None:
    one, two = tmp_path / "c", tmp_path / "d"
    keeper = Keeper.begin(places(one, two), KEY, HEADER, Reopened((), (), 0))
    assert keeper.copies == 2
    kept = keeper.keep([answer(1), answer(2)])
    keeper.close()
    assert kept.is_durable
    first, second = places(one, two).journals()
    assert first.read_bytes() == second.read_bytes()
    first.write_bytes(first.read_bytes()[:-5])
    found = find_journal(places(one, two), ATTEMPT)
    assert found.content is not None
    assert found.content.last_seq == 2


def test_a_damaged_copy_counts_up_to_its_damage_and_is_named(tmp_path: Path) -> None:
    keeper = Keeper.begin(places(tmp_path), KEY, HEADER, Reopened((), tuple(chain(3)), 0))
    keeper.close()
    path = places(tmp_path).journals()[0]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    found = find_journal(places(tmp_path), ATTEMPT)
    assert found.damaged == (path,)
    assert found.content is not None
    assert found.content.last_seq < 3


def test_one_failing_volume_does_not_stop_the_other(tmp_path: Path) -> None:
    good, bad = tmp_path / "c", tmp_path / "d"

    def opened(path: Path) -> RealAppendFile | FailingFile:
        real = RealAppendFile(path)
        return FailingFile(real, fails_at_write=1) if path.is_relative_to(bad) else real

    keeper = Keeper.begin(places(good, bad), KEY, HEADER, Reopened((), (), 0), opened)
    kept = keeper.keep([answer(1)])
    assert kept.is_durable
    assert kept.fault
    assert keeper.copies == 1
    keeper.close()


def test_without_any_disk_records_still_go_on_and_nothing_is_called_durable(tmp_path: Path) -> None:
    (tmp_path / "attempts").write_text("a file where a folder should be")
    keeper = Keeper.begin(places(tmp_path), KEY, HEADER, Reopened((), (), 0))
    kept = keeper.keep([answer(1)])
    assert keeper.copies == 0
    assert not kept.is_durable
    assert kept.records[0].seq == 1
