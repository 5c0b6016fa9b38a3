"""The five colour themes of the desk as named colours: the one place where a colour is written.

Each pair of `PAIRS` occurs on a screen and must reach a contrast of 4.5:1; `EDGES` are lines and marks, 3:1.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import Enum

from itembank.base.i18n import N_


class Theme(Enum):
    """A colour theme the candidate can choose."""

    DEFAULT = "default"
    CONTRAST = "contrast"
    DARK = "dark"
    YELLOW_ON_BLUE = "yellow_on_blue"
    PINK = "pink"


THEME_NAMES = {
    Theme.DEFAULT: N_("默认（浅色）"),
    Theme.CONTRAST: N_("白底黑字（高对比度）"),
    Theme.DARK: N_("深底浅字"),
    Theme.YELLOW_ON_BLUE: N_("蓝底黄字"),
    Theme.PINK: N_("柔和粉色"),
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """Named colours: grounds, then what stands on them. `*_soft` are grounds, `on_*` stand on the named ground."""

    window: str
    surface: str
    raised: str
    line: str
    line_strong: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    bar: str
    bar_hover: str
    on_bar: str
    bar_muted: str
    focus: str
    focus_bar: str
    ok: str
    ok_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    on_strong: str
    code_keyword: str
    code_text: str
    code_comment: str
    code_number: str
    code_name: str

    def by_name(self) -> dict[str, str]:
        """Return all colours by name, for the style sheet."""
        return asdict(self)


CODE_INKS = ("code_keyword", "code_text", "code_comment", "code_number", "code_name")
PAIRS = (
    *((front, back) for front in ("text", "muted", "accent") for back in ("window", "surface", "raised")),
    *((front, "surface") for front in ("ok", "warn", "danger")),
    *((front, back) for front in CODE_INKS for back in ("surface", "raised")),
    *((front, back) for front in ("text", "muted") for back in ("accent_soft", "ok_soft", "warn_soft", "danger_soft")),
    # A program's words on the tint of an error's line and of full-width punctuation.
    *((front, back) for front in CODE_INKS for back in ("danger_soft", "warn_soft")),
    ("accent", "accent_soft"),
    ("ok", "ok_soft"),
    ("warn", "warn_soft"),
    ("danger", "danger_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *(("on_strong", back) for back in ("ok", "danger")),
    *((front, back) for front in ("on_bar", "bar_muted") for back in ("bar", "bar_hover")),
)
EDGES = (
    *(("line_strong", back) for back in ("surface", "window", "raised")),
    *(("focus", back) for back in ("surface", "window", "raised", "accent_soft")),
    *(("focus", back) for back in ("ok_soft", "warn_soft", "danger_soft")),
    *(("danger", back) for back in ("raised", "accent_soft")),
    ("focus_bar", "bar"),
)

TOKENS: dict[Theme, Tokens] = {
    Theme.DEFAULT: Tokens(
        window="#f1f4f8",
        surface="#ffffff",
        raised="#e8edf4",
        line="#ccd5e1",
        line_strong="#66758a",
        text="#17212e",
        muted="#48566a",
        accent="#1a56a8",
        accent_hover="#14468b",
        on_accent="#ffffff",
        accent_soft="#e2ecfa",
        bar="#12335c",
        bar_hover="#1f4a7e",
        on_bar="#ffffff",
        bar_muted="#cfdcee",
        focus="#0b63d6",
        focus_bar="#ffd35c",
        ok="#17653a",
        ok_soft="#e0f2e6",
        warn="#7a4a00",
        warn_soft="#fff1d6",
        danger="#a61b1b",
        danger_soft="#fde8e6",
        on_strong="#ffffff",
        code_keyword="#8a1f6b",
        code_text="#17653a",
        code_comment="#5a6472",
        code_number="#8a4a00",
        code_name="#1a56a8",
    ),
    Theme.CONTRAST: Tokens(
        window="#ffffff",
        surface="#ffffff",
        raised="#f0f0f0",
        line="#000000",
        line_strong="#000000",
        text="#000000",
        muted="#1f1f1f",
        accent="#00227a",
        accent_hover="#001650",
        on_accent="#ffffff",
        accent_soft="#e4ebff",
        bar="#000000",
        bar_hover="#333333",
        on_bar="#ffffff",
        bar_muted="#f0f0f0",
        focus="#c00000",
        focus_bar="#ffff00",
        ok="#004d1f",
        ok_soft="#e9f8ed",
        warn="#4d2e00",
        warn_soft="#fff4d9",
        danger="#8a0000",
        danger_soft="#ffeceb",
        on_strong="#ffffff",
        code_keyword="#6b0050",
        code_text="#004d1f",
        code_comment="#404040",
        code_number="#663300",
        code_name="#00227a",
    ),
    Theme.DARK: Tokens(
        window="#14181f",
        surface="#1c222b",
        raised="#28313d",
        line="#3f4b5b",
        line_strong="#94a4b8",
        text="#f0f3f7",
        muted="#bcc7d4",
        accent="#93bfff",
        accent_hover="#b4d3ff",
        on_accent="#0b1a2e",
        accent_soft="#223a58",
        bar="#0a0e14",
        bar_hover="#26303d",
        on_bar="#f0f3f7",
        bar_muted="#bcc7d4",
        focus="#ffd35c",
        focus_bar="#ffd35c",
        ok="#83dba4",
        ok_soft="#1b3727",
        warn="#ffca70",
        warn_soft="#3b2e14",
        danger="#ffa59c",
        danger_soft="#46211e",
        on_strong="#0b1a2e",
        code_keyword="#f0a3dd",
        code_text="#8fdca8",
        code_comment="#aab6c4",
        code_number="#ffc98a",
        code_name="#93bfff",
    ),
    Theme.YELLOW_ON_BLUE: Tokens(
        window="#00105e",
        surface="#001370",
        raised="#001c86",
        line="#5b6fdc",
        line_strong="#f7ea6e",
        text="#fff200",
        muted="#ffea7d",
        accent="#fff200",
        accent_hover="#fff99a",
        on_accent="#00105e",
        accent_soft="#0b2a9c",
        bar="#000a40",
        bar_hover="#0b2180",
        on_bar="#fff200",
        bar_muted="#ffea7d",
        focus="#ffffff",
        focus_bar="#ffffff",
        ok="#a9ffb6",
        ok_soft="#003a52",
        warn="#ffd98a",
        warn_soft="#3a2a52",
        danger="#ffbdb5",
        danger_soft="#5a1440",
        on_strong="#00105e",
        code_keyword="#ffc4f0",
        code_text="#a9ffb6",
        code_comment="#d5d8f5",
        code_number="#ffd98a",
        code_name="#bfe0ff",
    ),
    Theme.PINK: Tokens(
        window="#fbeaed",
        surface="#fff6f7",
        raised="#f7dfe4",
        line="#e2bcc4",
        line_strong="#8a5560",
        text="#2a1519",
        muted="#5a3a41",
        accent="#8a2447",
        accent_hover="#6f1a38",
        on_accent="#ffffff",
        accent_soft="#f8d8e0",
        bar="#5e1a33",
        bar_hover="#7a2a47",
        on_bar="#ffffff",
        bar_muted="#f6d6df",
        focus="#a3123f",
        focus_bar="#ffd35c",
        ok="#1b5e38",
        ok_soft="#e2f0e2",
        warn="#6e4100",
        warn_soft="#fcecd0",
        danger="#9c1717",
        danger_soft="#fddedb",
        on_strong="#ffffff",
        code_keyword="#7a1a62",
        code_text="#1b5e38",
        code_comment="#5f4a50",
        code_number="#6e4100",
        code_name="#1d4a8a",
    ),
}
