"""How everything looks right now: the theme, the zoom, the fonts; widgets that paint listen to `changed`."""

from __future__ import annotations

from pathlib import Path
from string import Template

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from exam_client.ui.icons import icon, picture
from exam_client.ui.theme import TOKENS, Theme, Tokens
from itembank.base.assets import MONO, MONO_FAMILY, SANS, SANS_BOLD, SANS_FAMILY, asset_path

BASE_PX = 16
CODE_PX = 15
ZOOM_STEPS = (80, 90, 100, 110, 125, 150, 175, 200)
NORMAL_ZOOM = 100
LINE_HEIGHT = 1.6
STYLE_SHEET = Path(__file__).parent.parent / "assets" / "desk.qss"
MARKS = ("radio-on", "radio-off", "box-on", "box-off", "down", "up")
"""Icons that the style sheet itself shows."""


class Look(QObject):
    """Theme and zoom of the desk. `zoom` is in per cent and touches the items, not the frame around them.

    `changed` comes after either changed; `zoomed` after the zoom alone.
    """

    changed = Signal()

    def __init__(self, marks_folder: Path) -> None:
        """Begin with the default theme; `marks_folder` takes the pictures that the style sheet names."""
        super().__init__()
        self._marks_folder = marks_folder
        self._theme = Theme.DEFAULT
        self._zoom = NORMAL_ZOOM

    @property
    def theme(self) -> Theme:
        """The chosen theme."""
        return self._theme

    @property
    def tokens(self) -> Tokens:
        """The colours of the chosen theme."""
        return TOKENS[self._theme]

    @property
    def zoom(self) -> int:
        """The zoom of items in per cent."""
        return self._zoom

    @property
    def content_px(self) -> int:
        """The size of item text in pixels."""
        return round(BASE_PX * self._zoom / 100)

    @property
    def code_px(self) -> int:
        """The size of program text in pixels."""
        return round(CODE_PX * self._zoom / 100)

    def colour(self, token: str) -> QColor:
        """Return a colour by its name."""
        return QColor(self.tokens.by_name()[token])

    def icon(self, name: str, token: str, side_px: int = 20) -> QIcon:
        """Make an icon in a colour of the theme."""
        return icon(name, self.tokens.by_name()[token], self.tokens.muted, side_px)

    def picture(self, name: str, token: str, side_px: int, ratio: float) -> QPixmap:
        """Draw an icon in a colour of the theme for a label."""
        return picture(name, self.tokens.by_name()[token], side_px, ratio)

    def choose_theme(self, theme: Theme) -> None:
        """Change the theme of the whole program."""
        if theme is not self._theme:
            self._theme = theme
            self.dress()
            self.changed.emit()

    def choose_zoom(self, percent: int) -> None:
        """Change the zoom to the nearest step."""
        nearest = min(ZOOM_STEPS, key=lambda step: abs(step - percent))
        if nearest != self._zoom:
            self._zoom = nearest
            self.changed.emit()

    def zoom_in(self) -> None:
        """One step larger."""
        self.choose_zoom(next((step for step in ZOOM_STEPS if step > self._zoom), self._zoom))

    def zoom_out(self) -> None:
        """One step smaller."""
        self.choose_zoom(next((step for step in reversed(ZOOM_STEPS) if step < self._zoom), self._zoom))

    def dress(self) -> None:
        """Give the program its style sheet in the colours of the theme; the same again costs nothing."""
        application = QApplication.instance()
        sheet = self.style_sheet()
        if isinstance(application, QApplication) and application.styleSheet() != sheet:
            application.setPalette(self._palette())
            application.setStyleSheet(sheet)

    def _palette(self) -> QPalette:
        """What Qt itself draws follows the theme too."""
        role = QPalette.ColorRole
        palette = QPalette()
        for which, token in (
            (role.Window, "window"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.PlaceholderText, "muted"),
            (role.Highlight, "accent"),
            (role.HighlightedText, "on_accent"),
            (role.Mid, "line_strong"),
        ):
            palette.setColor(which, self.colour(token))
        return palette

    def style_sheet(self) -> str:
        """Return the style sheet in the colours of the theme."""
        tokens = self.tokens
        names = {**tokens.by_name(), "sans": SANS_FAMILY, "mono": MONO_FAMILY, **self._marks()}
        return Template(STYLE_SHEET.read_text("utf-8")).substitute(names)

    def _marks(self) -> dict[str, str]:
        """Draw the marks of check boxes and radio buttons; a style sheet can only name files."""
        found: dict[str, str] = {}
        for mark in MARKS:
            for token in ("accent", "line_strong"):
                path = self._marks_folder / f"{self._theme.value}-{mark}-{token}.png"
                if not path.is_file():
                    picture(mark, self.tokens.by_name()[token], 44, paper=self.tokens.on_accent).save(str(path))
                found[f"{mark}_{token}".replace("-", "_")] = path.as_posix()
        return found


def load_fonts() -> None:
    """Make the fonts that travel with us the fonts of the program."""
    for name in (SANS, SANS_BOLD, MONO):
        QFontDatabase.addApplicationFont(str(asset_path(name)))


def sans(size_px: int, *, bold: bool = False) -> QFont:
    """Make our sans font."""
    font = QFont(SANS_FAMILY)
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def mono(size_px: int) -> QFont:
    """Make our mono font, with the sans behind it for rare characters."""
    font = QFont()
    font.setFamilies([MONO_FAMILY, SANS_FAMILY])
    font.setPixelSize(size_px)
    font.setStyleHint(QFont.StyleHint.Monospace)
    return font
