"""Writes docs/checks.md, the reference of the check vocabulary, from the code; part of scripts/fix."""

from __future__ import annotations

from pathlib import Path

from grading.checks.reference import reference_page
from itembank.base.i18n import _, install_language

PAGE = Path(__file__).resolve().parent.parent / "docs" / "checks.md"


def page() -> str:
    """Return the page as the code makes it now."""
    install_language("en")
    try:
        return reference_page(_)
    finally:
        install_language("zh_CN")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
