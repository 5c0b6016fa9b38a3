"""The house rules that a machine can check: who imports whom, which folder owns which library, sizes, shapes.

Indirect imports are watched by the import-linter contracts in pyproject.toml, which run here too. These tests
read the source without importing it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROGRAMS = ("itembank", "exam_server", "exam_client", "grading")
MAX_LINES = 400
MAX_BASE_LINES = 1000

# Which parts of other programs each program may name.
ALLOWED = {
    "itembank": (),
    "exam_server": ("itembank.base", "itembank.model", "itembank.sealing"),
    "exam_client": ("itembank.base", "itembank.model", "itembank.sealing", "exam_server.protocol"),
    "grading": ("itembank.base", "itembank.model", "itembank.sealing", "itembank.qti"),
}
# Never, although a wider rule above would allow them: the room holds no class of a marking key.
FORBIDDEN = {
    "exam_server": ("itembank.model.marking", "itembank.model.checks", "itembank.model.golden"),
    "exam_client": ("itembank.model.marking", "itembank.model.checks", "itembank.model.golden"),
}


@dataclass(frozen=True, slots=True)
class Door:
    """A library and the only places that may import it: path prefixes, or names of folders anywhere."""

    library: str
    prefixes: tuple[str, ...] = ()
    folders: frozenset[str] = frozenset()

    def lets_in(self, path: PurePosixPath) -> bool:
        under = any(str(path).startswith(prefix) for prefix in self.prefixes)
        return under or bool(self.folders & set(path.parent.parts))


STORES = ("itembank/bank/", "exam_server/store", "exam_server/ledger", "grading/results")
DOORS = (
    Door("sqlalchemy", prefixes=STORES),
    Door("sqlite3", prefixes=(*STORES, "grading/programs/inside/query.py")),  # runs candidates' SQL, in the sandbox
    Door("psycopg", prefixes=STORES),
    Door("cryptography", prefixes=("itembank/sealing/", "exam_server/net/")),
    Door("PySide6.QtWidgets", folders=frozenset({"ui", "console", "editor", "desk"})),
    Door("reportlab", folders=frozenset({"print", "forms", "reports"})),
    Door("aiohttp", folders=frozenset({"net"})),
    Door("socket", folders=frozenset({"net"})),
    Door("ssl", folders=frozenset({"net"})),
    Door("distributed", prefixes=("grading/scale/",)),
    Door("pypdfium2", folders=frozenset({"desk"})),
    Door("highspy", prefixes=("itembank/assembly/",)),
)
NOT_IN_PROTOCOL = {
    "socket",
    "ssl",
    "asyncio",
    "selectors",
    "threading",
    "PySide6",
    "sqlalchemy",
    "sqlite3",
    "aiohttp",
}


# The ground of printed forms stands on reportlab; decision 0021 says why it lies in base.
PRINT = "itembank/base/print"


def base_sources() -> list[Path]:
    return [path for path in sources("itembank/base") if not str(relative(path)).startswith(PRINT)]


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def relative(path: Path) -> PurePosixPath:
    return PurePosixPath(path.relative_to(ROOT).as_posix())


def package_of(path: Path) -> list[str]:
    return list(relative(path).parent.parts)


def imports(path: Path) -> Iterator[str]:
    """Yield each dotted name that the file imports, `from a import b` as both `a` and `a.b`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parent = package_of(path)[: len(package_of(path)) - node.level + 1] if node.level else []
            base = ".".join([*parent, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def program_of(name: str) -> str | None:
    head = name.partition(".")[0]
    return head if head in PROGRAMS else None


def may_import(program: str, name: str) -> bool:
    if any(is_within(name, part) for part in FORBIDDEN.get(program, ())):
        return False
    # `from itembank.model import x` yields the parent too; the parent of an open part is judged by its child.
    return any(is_within(name, part) or is_within(part, name) for part in ALLOWED[program])


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_names_only_the_parts_of_others_that_are_open_to_it(program: str) -> None:
    wrong = [
        f"{relative(path)} imports {name}"
        for path in sources(program)
        for name in imports(path)
        if program_of(name) not in {None, program} and not may_import(program, name)
    ]
    assert wrong == []


def test_no_program_imports_the_tests_the_scripts_or_the_demo() -> None:
    wrong = [
        f"{relative(path)} imports {name}"
        for path in sources(*PROGRAMS)
        for name in imports(path)
        if name.partition(".")[0] in {"tests", "scripts", "demo", "packaging_jikao", "pytest", "hypothesis"}
    ]
    assert wrong == []


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.library)
def test_a_heavy_library_is_imported_only_behind_its_door(door: Door) -> None:
    wrong = [
        str(relative(path))
        for path in sources(*PROGRAMS)
        if any(is_within(name, door.library) for name in imports(path)) and not door.lets_in(relative(path))
    ]
    assert wrong == []


def test_the_protocol_does_no_input_or_output() -> None:
    wrong = [
        f"{relative(path)} imports {name}"
        for path in sources("exam_server/protocol")
        for name in imports(path)
        if name.partition(".")[0] in NOT_IN_PROTOCOL
        or (
            program_of(name)
            and not any(
                is_within(name, part) or is_within(part, name)
                for part in ("exam_server.protocol", "itembank.base", "itembank.model")
            )
        )
    ]
    assert wrong == []


def test_base_stands_on_the_standard_library_alone() -> None:
    wrong = [
        f"{relative(path)} imports {name}"
        for path in base_sources()
        for name in imports(path)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not is_within(name, "itembank.base")
        and name != "itembank"
    ]
    assert wrong == []


def test_base_stays_small() -> None:
    lines = sum(len(path.read_text("utf-8").splitlines()) for path in base_sources())
    assert lines <= MAX_BASE_LINES


def test_no_file_grows_beyond_one_idea() -> None:
    folders = (*PROGRAMS, "scripts", "demo", "tests", "packaging")
    lengths = {str(relative(path)): len(path.read_text("utf-8").splitlines()) for path in sources(*folders)}
    assert {
        name: count for name, count in lengths.items() if count > MAX_LINES and not name.startswith("tests/vectors/")
    } == {}


def test_every_module_opens_with_a_sentence_on_what_it_is() -> None:
    silent = [
        str(relative(path))
        for path in sources(*PROGRAMS, "scripts", "demo")
        if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_an_init_file_holds_a_docstring_and_nothing_else() -> None:
    wrong = [
        str(relative(path))
        for path in sources(*PROGRAMS)
        if path.name == "__init__.py" and len(ast.parse(path.read_text("utf-8")).body) != 1
    ]
    assert wrong == []


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {path.parent for path in sources(*PROGRAMS)}
    assert [str(relative(folder)) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


def declares(value: ast.expr) -> bool:
    """An index of a table is declared by a bare call; it acts on nothing but the table beside it."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "Index"


def test_importing_a_module_does_nothing() -> None:
    """At the top of a module stand only declarations; a bare call there would act on import."""
    wrong = [
        f"{relative(path)}:{node.lineno}"
        for path in sources(*PROGRAMS)
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant) and not declares(node.value)
    ]
    assert wrong == []


def test_the_import_contracts_hold() -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
