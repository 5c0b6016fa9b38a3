"""kill -9 of desks and server in a running sitting: nothing that was shown as saved is lost."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.faults.storm import Storm

KILLS = int(os.environ.get("JIKAO_FAULT_KILLS", "200"))
SEED = int(os.environ.get("JIKAO_SEED", "20260613"))


@pytest.mark.timeout(900)
def test_nothing_shown_as_saved_is_lost_when_desks_and_server_are_killed_at_random_moments(tmp_path: Path) -> None:
    report = Storm(tmp_path, random.Random(SEED)).run(KILLS)
    assert report.losses == []
    assert report.server_kills + report.desk_kills == KILLS
    assert report.server_kills > 0
    assert report.shown > KILLS
