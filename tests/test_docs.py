"""The documents tell the truth about what can be checked: links, commands, exit codes, paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from itembank.base.errors import ExitCode

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "demo").rglob("*.md")])
LINES_OF_A_PAGE = 70
READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)\s]+)\)")
SCRIPT = re.compile(r"python3 scripts/(?P<name>[a-z_]+)")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", re.sub(r"```.*?```", "", text, flags=re.DOTALL))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_links_only_to_what_exists(page: Path) -> None:
    targets = [match["target"].partition("#")[0] for match in LINK.finditer(without_code(page.read_text("utf-8")))]
    local = [target for target in targets if target and "://" not in target and not target.startswith("mailto:")]
    assert [target for target in local if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_names_only_scripts_that_exist(page: Path) -> None:
    names = {match["name"] for match in SCRIPT.finditer(page.read_text("utf-8"))}
    assert [name for name in sorted(names) if not (ROOT / "scripts" / name).is_file()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_readme_lists_the_exit_codes_that_the_commands_use(name: str) -> None:
    listed = re.findall(r"^\| (\d+) \| \S", (ROOT / name).read_text("utf-8"), flags=re.MULTILINE)
    assert [int(code) for code in listed] == [int(code) for code in ExitCode]


def test_both_readmes_give_the_same_commands() -> None:
    blocks = [re.findall(r"```\n(.*?)```", (ROOT / name).read_text("utf-8"), flags=re.DOTALL) for name in READMES]
    assert blocks[0] == blocks[1]
    assert "python3 scripts/demo\npython3 scripts/test\n" in blocks[0]


def test_a_decision_record_has_a_number_of_its_own_says_what_was_decided_and_fits_on_a_page() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert len({record.name[:4] for record in records}) == len(records)
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. "), record.name
        assert re.search(r"^(## Decision|\*\*Decision)", text, flags=re.MULTILINE), record.name
        assert len(text.splitlines()) <= LINES_OF_A_PAGE, record.name


def test_the_change_log_opens_with_what_is_not_released_yet() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(.+?)\]", text, flags=re.MULTILINE)[0] == "Unreleased"
