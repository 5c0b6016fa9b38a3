"""Which Debian packages are found missing, and what somebody without root is told."""

from __future__ import annotations

import _system
import pytest
from _environment import SetupError
from _system import Needs, ensure_system, missing


def test_a_package_under_its_older_or_newer_name_counts_as_installed() -> None:
    assert missing(("a|b", "c|d", "e"), {"b", "c"}.__contains__) == ["e"]


@pytest.fixture
def nobody_on_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("_system.shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(_system, "_is_root", lambda: False)
    monkeypatch.setattr(_system, "_is_installed", lambda _name: False)


@pytest.mark.usefixtures("nobody_on_debian")
def test_somebody_without_root_gets_one_line_to_type_and_stops_where_it_is_needed() -> None:
    with pytest.raises(SetupError, match=r"sudo apt-get install --no-install-recommends libnew xvfb"):
        ensure_system(Needs(required=("libold|libnew",), wanted=("xvfb",)), {})


@pytest.mark.usefixtures("nobody_on_debian")
def test_what_is_only_wanted_is_named_and_does_not_stop_anything(capsys: pytest.CaptureFixture[str]) -> None:
    ensure_system(Needs(required=(), wanted=("xvfb",)), {})
    assert "sudo apt-get install --no-install-recommends xvfb" in capsys.readouterr().out


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("_system.shutil.which", lambda _name: None)
    ensure_system(Needs(required=("libfoo",)), {})
