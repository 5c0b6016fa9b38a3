"""Name, number, school and portrait of a candidate."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QVBoxLayout

from exam_client.attempt.views import Person
from exam_client.ui.look import Look
from exam_client.ui.parts.words import words
from itembank.base.i18n import _

PHOTO = QSize(150, 200)


class PersonCard(QFrame):
    """The portrait at the left, the words at the right."""

    def __init__(self, look: Look) -> None:
        """Begin with nobody."""
        super().__init__()
        self._look = look
        self._photo = b""
        self.setProperty("role", "inset")
        self.photo = QLabel()
        self.photo.setFixedSize(PHOTO)
        self.photo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.photo.setProperty("role", "photo")
        self.name = words("", "display", wrap=True)
        self._lines = {key: words("", "", wrap=True) for key in ("number", "school", "class", "seat")}
        form = QFormLayout()
        form.setHorizontalSpacing(18)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        titles = (("number", _("准考证号")), ("school", _("学校")), ("class", _("班级")), ("seat", _("座位号")))
        for key, title in titles:
            form.addRow(words(title, "muted"), self._lines[key])
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addLayout(form)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(24)
        row.addWidget(self.photo, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)
        look.changed.connect(self._draw)

    def show_person(self, person: Person) -> None:
        """Show whom the number belongs to."""
        self.name.setText(person.name)
        values = {
            "number": person.number,
            "school": person.school,
            "class": person.class_name,
            "seat": person.seat,
        }
        for key, text in values.items():
            self._lines[key].setText(text or "—")
        self._draw()

    def show_photo(self, data: bytes) -> None:
        """Show the portrait; nothing shows a silhouette."""
        self._photo = data
        self._draw()

    def _draw(self) -> None:
        pixmap = QPixmap()
        if self._photo and pixmap.loadFromData(self._photo):
            ratio = self.devicePixelRatioF()
            shown = pixmap.scaled(
                PHOTO * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            shown.setDevicePixelRatio(ratio)
            self.photo.setAccessibleName(_("照片"))
        else:
            shown = self._look.picture("person", "muted", 96, self.devicePixelRatioF())
            self.photo.setAccessibleName(_("没有照片"))
        self.photo.setPixmap(shown)
