"""What the repository as a whole promises: pins that agree, scripts that run bare, nothing of one machine in it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("itembank", "exam_server", "exam_client", "grading")
BARE_SCRIPTS = ("bench", "check", "demo", "fix", "test", "_environment.py", "_house.py", "_system.py")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[a-z,]+\])?==(?P<version>[A-Za-z0-9.+!_]+)(; .+)?")
REGISTRY_ADDRESS = re.compile(r"https?://[^\s\"']*(/simple/?[\"'\s]|/packages/[0-9a-f]{2}/)|file:///\S*/(simple|pypi)")
# Written in two halves, so that this file does not find itself.
MACHINE_PATHS = tuple(f"/{folder}/" for folder in ("work", "root", "home/user", "tmp/jikao", "opt/pypi"))
LARGEST_FILE_BYTES = 12 << 20


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def constraints() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return pins([line for line in lines if line and not line.startswith("#")])


@pytest.fixture(scope="module")
def committed() -> list[Path]:
    result = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if result.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in result.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(requirements: list[str]) -> dict[str, str]:
    """Name and version of each requirement; one that is no exact pin fails the test."""
    found = {}
    for requirement in requirements:
        match = PIN.fullmatch(requirement)
        assert match, f"not an exact pin: {requirement!r}"
        found[plain(match["name"])] = match["version"]
    return found


def declared(pyproject: dict[str, Any]) -> dict[str, str]:
    project = pyproject["project"]
    extras = project["optional-dependencies"].values()
    return pins([*project["dependencies"], *(entry for extra in extras for entry in extra)])


def text_of(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


def test_constraints_hold_every_declared_dependency_at_the_same_version(
    pyproject: dict[str, Any], constraints: dict[str, str]
) -> None:
    wanted = declared(pyproject)
    assert {name: constraints.get(name) for name in wanted} == wanted


def test_constraints_are_sorted_and_free_of_addresses_and_hashes() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    entries = [line for line in lines if not line.startswith("#")]
    assert [plain(entry.partition("==")[0]) for entry in entries] == sorted(
        plain(entry.partition("==")[0]) for entry in entries
    )
    assert not any("://" in entry or "--" in entry or "@" in entry for entry in entries)


def test_every_dependency_has_its_reason_in_the_decision_record(pyproject: dict[str, Any]) -> None:
    record = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text("utf-8").lower()
    assert [name for name in declared(pyproject) if name not in record and name.replace("-", "_") not in record] == []


def test_every_ignored_lint_rule_carries_its_reason() -> None:
    section = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.ruff.lint]")[2].partition("[tool.mypy]")[0]
    rules = [line for line in section.splitlines() if re.match(r'\s+"[A-Z]+[0-9]*",', line)]
    assert [line.strip() for line in rules if not re.search(r"# \S.{10,}", line)] == []


def test_no_file_names_a_package_registry(committed: list[Path]) -> None:
    wrong = [str(path) for path in committed if path != Path(__file__) and REGISTRY_ADDRESS.search(text_of(path))]
    assert wrong == []


def test_no_file_names_a_path_of_somebody_s_machine(committed: list[Path]) -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {place}"
        for path in committed
        for place in MACHINE_PATHS
        if re.search(rf"(?<![\w.}}]){re.escape(place)}", text_of(path))
    ]
    assert wrong == []


def test_no_file_is_too_large_for_a_repository(committed: list[Path]) -> None:
    assert [str(path) for path in committed if path.stat().st_size > LARGEST_FILE_BYTES] == []


@pytest.mark.parametrize("name", BARE_SCRIPTS)
def test_a_script_runs_before_anything_is_installed(name: str) -> None:
    """What prepares the machine may import the standard library and its own kind only."""
    path = ROOT / "scripts" / name
    modules = {
        module
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names])
    }
    siblings = {script.removesuffix(".py") for script in BARE_SCRIPTS if script.endswith(".py")}
    assert {module for module in modules if module.split(".")[0] not in sys.stdlib_module_names} <= siblings


def test_every_file_that_a_package_carries_is_also_packed(pyproject: dict[str, Any], committed: list[Path]) -> None:
    patterns = [pattern.removeprefix("**/") for pattern in pyproject["tool"]["setuptools"]["package-data"]["*"]]
    forgotten = [
        str(path.relative_to(ROOT))
        for path in committed
        if path.relative_to(ROOT).parts[0] in PROGRAMS and path.suffix != ".py"
        if not any(fnmatch(path.name, pattern) for pattern in patterns)
    ]
    assert forgotten == []


def test_the_licence_is_complete() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_every_library_that_a_program_imports_is_declared(pyproject: dict[str, Any]) -> None:
    wanted = {plain(name) for name in pins([*pyproject["project"]["dependencies"], *extras(pyproject)])}
    found = third_party_imports()
    assert {name: places for name, places in found.items() if name not in wanted} == {}


def extras(pyproject: dict[str, Any]) -> list[str]:
    return list(
        pyproject["project"]["optional-dependencies"]["cluster"]
        + pyproject["project"]["optional-dependencies"]["postgresql"]
    )


def third_party_imports() -> dict[str, list[str]]:
    """Distribution names behind the programs' imports, each with the files that import it."""
    distributions = packages_distributions()
    found: dict[str, list[str]] = {}
    for path in (path for program in PROGRAMS for path in (ROOT / program).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""] if not node.level else []
            else:
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for head in {name.partition(".")[0] for name in names} - sys.stdlib_module_names - set(PROGRAMS):
                distribution = plain((distributions.get(head) or [head])[0])
                found.setdefault(distribution, []).append(str(path.relative_to(ROOT)))
    return found
