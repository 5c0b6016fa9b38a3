"""What every test may rely on: no screen, no network, repeatable draws, Chinese texts."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from itembank.base.i18n import SOURCE_LANGUAGE, install_language

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ROOT.parent / "shared" / "corpora"

# Before any Qt import: tests draw into memory unless somebody asks to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A font chosen by the machine's settings would make pictures differ from desk to desk.
os.environ.setdefault("QT_SCALE_FACTOR", "1")

settings.register_profile(
    "house",
    deadline=None,  # two shared cores say nothing about the speed of one example
    database=None,  # a found failure becomes a test with its own example, not a file on one machine
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.register_profile("ci", settings.get_profile("house"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "house")


@pytest.fixture(scope="session")
def repository_root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Folder of foreign files beside the repository; a test that needs it is skipped where it is absent."""
    if not CORPORA.is_dir():
        pytest.skip("the foreign files (../shared/corpora) are not on this machine")
    return CORPORA


@pytest.fixture(autouse=True)
def chinese_again() -> Iterator[None]:
    """Leave the process in the source language, whatever a test chose."""
    yield
    install_language(SOURCE_LANGUAGE)
