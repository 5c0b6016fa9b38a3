"""Where the bank's tests keep their banks: an SQLite file, and a database of a throw-away PostgreSQL."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from itembank.bank.store import Bank
from itembank.base.clock import FakeClock

SERVER_USER = "postgres"
NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL server of our own on a unix socket, run by an ordinary user."""

    programs: Path
    folder: Path

    def run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", SERVER_USER, "--", *command]
        subprocess.run(command, cwd="/", check=True, capture_output=True, timeout=60)

    def new_database(self) -> str:
        name = f"bank{next(NUMBERS)}"
        self.run("createdb", "-h", str(self.folder), "-U", SERVER_USER, name)
        return f"postgresql://{SERVER_USER}@/{name}?host={self.folder}"


def server_programs() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return found[-1] if found else None


def why_no_server() -> str:
    if server_programs() is None:
        return "PostgreSQL's server programs are not installed (Debian: apt-get install postgresql)"
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        return "PostgreSQL does not run as root and runuser is missing"
    return ""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    reason = why_no_server()
    if reason and os.environ.get("CI"):
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    programs = server_programs()
    assert programs is not None
    # A short path: a unix socket's name has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="jk-pg-", dir="/tmp"))
    if os.geteuid() == 0:
        owner = pwd.getpwnam(SERVER_USER)
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    made = Cluster(programs, folder)
    data = str(folder / "data")
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=20 -c shared_buffers=16MB"
    try:
        made.run("initdb", "-D", data, "-U", SERVER_USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        made.run("pg_ctl", "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield made
        finally:
            made.run("pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a bank can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "bank.db")
    started: Cluster = request.getfixturevalue("cluster")
    return started.new_database()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bank(place: str, clock: FakeClock) -> Iterator[Bank]:
    with Bank.create(place, clock) as made:
        yield made
