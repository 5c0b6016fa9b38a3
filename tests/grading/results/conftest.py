"""Where results are kept in these tests: an SQLite file, and a database of a throw-away PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from grading.results.store import ResultStore
from tests.itembank.bank.conftest import Cluster, cluster

__all__ = ["cluster"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where results can be kept."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'r.db'}"
    started: Cluster = request.getfixturevalue("cluster")
    return started.new_database()


@pytest.fixture
def store(url: str) -> Iterator[ResultStore]:
    opened = ResultStore(url)
    yield opened
    opened.close()
