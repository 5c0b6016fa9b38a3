"""What machine this is: the facts a desk tells the room so that the odd one out is visible."""

from __future__ import annotations

import platform
import shutil
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from exam_client.practical.views import Program
from exam_server.protocol.desk import DeskFacts
from itembank.model.items.practical import Software

MEGABYTE = 1 << 20
OFFICE = frozenset({Software.WORD_PROCESSING, Software.SPREADSHEET, Software.PRESENTATION})


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """What only a program with a screen knows."""

    screen: str = ""
    scale_percent: int = 100
    input_method: str = ""


def program_version() -> str:
    """Return the version of the installed program, "0" when it runs from its source."""
    try:
        return metadata.version("jikao")
    except metadata.PackageNotFoundError:
        return "0"


def free_disk_mb(folder: Path) -> int:
    """Return the free space where `folder` lies or will lie, 0 if nobody can say."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free // MEGABYTE
    except OSError:
        return 0


def system_text() -> str:
    """Return name and version of the operating system."""
    if platform.system() == "Linux":
        try:
            return platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
        except OSError:
            return f"Linux {platform.release()}"
    return f"{platform.system()} {platform.release()} {platform.version()}".strip()


def make_facts(
    folder: Path,
    programs: tuple[Program, ...],
    screen: ScreenFacts,
    *,
    clock_offset_ms: int = 0,
    restore_card: bool = False,
) -> DeskFacts:
    """Put the facts of this machine together."""
    office = tuple(f"{program.name} {program.version}".strip() for program in programs if program.software & OFFICE)
    return DeskFacts(
        version=program_version(),
        system=system_text(),
        screen=screen.screen,
        scale_percent=screen.scale_percent,
        office=office,
        free_disk_mb=free_disk_mb(folder),
        clock_offset_ms=clock_offset_ms,
        input_method=screen.input_method,
        restore_card=restore_card,
    )
