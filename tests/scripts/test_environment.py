"""The virtual environment that the scripts share."""

from __future__ import annotations

from pathlib import Path

import _environment
import pytest
from _environment import MARK_NAME, Level, SetupError, ensure_environment, environment_folder, fingerprint, python_in

PROJECT = """
[build-system]
requires = []
[project]
name = "x"
dependencies = ["{dependency}"]
[tool.setuptools]
[tool.ruff]
line-length = {length}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(_environment, "ROOT", tmp_path)
    (tmp_path / "constraints.txt").write_text("a==1\n")
    write(tmp_path, dependency="a==1", length=100)
    return tmp_path


def write(folder: Path, *, dependency: str, length: int) -> None:
    (folder / "pyproject.toml").write_text(PROJECT.format(dependency=dependency, length=length))


def test_the_environment_lies_where_the_variable_says_and_beside_the_project_without_it(tmp_path: Path) -> None:
    assert environment_folder({"JIKAO_VENV": str(tmp_path / "v")}) == tmp_path / "v"
    assert environment_folder({"JIKAO_VENV": ""}) == _environment.ROOT / ".venv"


def test_another_dependency_asks_for_a_new_installation(project: Path) -> None:
    before = fingerprint(Level.RUN)
    write(project, dependency="a==2", length=100)
    assert fingerprint(Level.RUN) != before


def test_another_constraint_asks_for_a_new_installation(project: Path) -> None:
    before = fingerprint(Level.RUN)
    (project / "constraints.txt").write_text("a==2\n")
    assert fingerprint(Level.RUN) != before


def test_a_lint_setting_asks_for_nothing(project: Path) -> None:
    before = fingerprint(Level.RUN)
    write(project, dependency="a==1", length=120)
    assert fingerprint(Level.RUN) == before


def test_what_is_installed_for_work_is_enough_to_run(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed: list[Level] = []
    folder = project / "venv"
    python_in(folder).parent.mkdir(parents=True)
    python_in(folder).touch()
    monkeypatch.setattr(_environment, "_install", lambda _folder, level: installed.append(level))
    for level in (Level.WORK, Level.RUN, Level.WORK):
        ensure_environment(folder, level)
    assert installed == [Level.WORK]
    assert (folder / MARK_NAME).is_file()


def test_a_failed_installation_is_tried_again_next_time(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_folder: Path, _level: Level) -> None:
        message = "no network"
        raise SetupError(message)

    folder = project / "venv"
    python_in(folder).parent.mkdir(parents=True)
    python_in(folder).touch()
    monkeypatch.setattr(_environment, "_install", fail)
    with pytest.raises(SetupError):
        ensure_environment(folder, Level.RUN)
    assert not (folder / MARK_NAME).exists()


def test_a_machine_with_neither_ensurepip_nor_pip_is_told_what_to_install(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_environment, "_has_module", lambda _name: False)
    with pytest.raises(SetupError, match="python3-venv"):
        ensure_environment(project / "venv", Level.RUN)
