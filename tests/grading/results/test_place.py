"""A results file on another machine's disk is refused, whatever the system calls it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from grading.results.errors import ResultsError
from grading.results.store import ResultStore
from itembank.base.errors import ExitCode


def mounted(*places: tuple[Path, str, str]) -> Callable[..., list[SimpleNamespace]]:
    return lambda **_all: [SimpleNamespace(mountpoint=str(at), fstype=kind, opts=opts) for at, kind, opts in places]


@pytest.mark.parametrize(
    ("kind", "opts"), [("nfs4", "rw"), ("CIFS", "rw"), ("fuse.sshfs", "rw"), ("NTFS", "rw,remote")]
)
def test_a_file_on_a_share_is_not_opened_and_not_made(tmp_path, monkeypatch, kind, opts):
    monkeypatch.setattr(psutil, "disk_partitions", mounted((Path("/"), "ext4", "rw"), (tmp_path.resolve(), kind, opts)))
    with pytest.raises(ResultsError, match="在网络文件夹里") as refused:
        ResultStore.in_file(tmp_path / "r.db")
    assert refused.value.code is ExitCode.ENVIRONMENT
    assert list(tmp_path.iterdir()) == []


def test_a_disk_of_this_machine_below_a_share_is_its_own(tmp_path, monkeypatch):
    own = tmp_path.resolve() / "usb"
    own.mkdir()
    monkeypatch.setattr(psutil, "disk_partitions", mounted((tmp_path.resolve(), "nfs", "rw"), (own, "vfat", "rw")))
    ResultStore.in_file(own / "r.db").close()
    with pytest.raises(ResultsError, match="在网络文件夹里"):
        ResultStore.in_file(tmp_path / "r.db")


def test_a_share_by_its_name_is_refused():
    with pytest.raises(ResultsError, match="在网络文件夹里"):
        ResultStore("sqlite:////" + "/server/share/r.db")
