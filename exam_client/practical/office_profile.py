"""The profile that LibreOffice starts with at a desk: no tips, no wizard, no question about the file format.

A pupil who saves an xlsx wants an xlsx; the question whether to keep the format
comes at every save otherwise. The settings are LibreOffice's own registry keys. Each candidate has a profile of
their own: the list of recent files and what was recovered after a crash are nobody else's. It carries the macro by
which the desk asks the program to save (see `office.libreoffice`).
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from itembank.base.files import safe_relative, write_whole

PROFILES_FOLDER = "office-profile"
REGISTRY = Path("user") / "registrymodifications.xcu"
EXCHANGE = Path("user") / "jikao"
BASIC = Path("user") / "basic"
LIBRARY = "Jikao"
MACRO = Path(__file__).parent.parent / "assets" / "office" / "jikao.bas"
SETTINGS = (
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "true"),
    ("/org.openoffice.Office.Recovery/AutoSave", "TimeIntervall", "1"),
    ("/org.openoffice.Office.Linguistic/General", "UILocale", "zh-CN"),
    ("/org.openoffice.Setup/L10N", "ooLocale", "zh-CN"),
    # Without it the first start puts its own list of macros in the place of ours.
    ("/org.openoffice.Setup/Office", "ooSetupInstCompleted", "true"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
)


def profile_folder(desk_folder: Path, number: str) -> Path:
    """Return the profile of a candidate."""
    return desk_folder / PROFILES_FOLDER / safe_relative(number)


def profile_argument(profile: Path) -> str:
    """Return the argument by which LibreOffice takes a profile."""
    return f"-env:UserInstallation={profile.as_uri()}"


def seed_profile(profile: Path) -> None:
    """Write a new profile; one that is there already keeps its settings. The macro is always ours."""
    registry = profile / REGISTRY
    (profile / EXCHANGE).mkdir(parents=True, exist_ok=True)
    library = profile / BASIC / LIBRARY
    library.mkdir(parents=True, exist_ok=True)
    for path, text in (
        (library / f"{LIBRARY}.xba", module_text(MACRO.read_text("utf-8"))),
        (library / "script.xlb", _library_text("library", f'<library:element library:name="{LIBRARY}"/>')),
        (profile / BASIC / "script.xlc", _libraries_text()),
    ):
        if not path.exists() or path.read_text("utf-8") != text:
            write_whole(path, text.encode("utf-8"))
    if not registry.exists():
        write_whole(registry, registry_text().encode("utf-8"))


def module_text(source: str) -> str:
    """Return a Basic module as LibreOffice keeps it in a profile."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{LIBRARY}"'
        f' script:language="StarBasic">{escape(source)}</script:module>\n'
    )


def registry_text() -> str:
    """Return the registry file of a new profile."""
    items = "\n".join(
        f'<item oor:path="{escape(path)}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, name, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        f"{items}\n</oor:items>\n"
    )


def _libraries_text() -> str:
    return (
        f"{_HEADER.format(kind='libraries')}"
        f'<library:libraries xmlns:library="{_LIBRARY}" xmlns:xlink="http://www.w3.org/1999/xlink">\n'
        f' <library:library library:name="{LIBRARY}" library:link="false"/>\n</library:libraries>\n'
    )


def _library_text(kind: str, content: str) -> str:
    return (
        f"{_HEADER.format(kind=kind)}"
        f'<library:library xmlns:library="{_LIBRARY}" library:name="{LIBRARY}" library:readonly="false"'
        f' library:passwordprotected="false">\n {content}\n</library:library>\n'
    )


_LIBRARY = "http://openoffice.org/2000/library"
_HEADER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:{kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{kind}.dtd">\n'
)
