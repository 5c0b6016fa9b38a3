"""The profile that LibreOffice starts with at a desk: no tips, no wizard, no question about the file format.

A pupil who saves an xlsx wants an xlsx; the question whether to keep the format
comes at every save otherwise. The settings are LibreOffice's own registry keys.
"""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from itembank.base.files import write_whole

REGISTRY = Path("user") / "registrymodifications.xcu"
SETTINGS = (
    ("/org.openoffice.Office.Common/Save/Document", "WarnAlienFormat", "false"),
    ("/org.openoffice.Office.Common/Misc", "ShowTipOfTheDay", "false"),
    ("/org.openoffice.Office.Common/Misc", "FirstRun", "false"),
    ("/org.openoffice.Office.Common/Save/Document", "AutoSave", "true"),
    ("/org.openoffice.Office.Linguistic/General", "UILocale", "zh-CN"),
    ("/org.openoffice.Setup/L10N", "ooLocale", "zh-CN"),
    ("/org.openoffice.Setup/Product", "ooSetupLastVersion", "99.9"),
)


def seed_profile(profile: Path) -> None:
    """Write the settings of a new profile; one that is there already keeps what it has."""
    path = profile / REGISTRY
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, registry_text().encode("utf-8"))


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
