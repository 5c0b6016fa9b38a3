"""Single, multiple and true/false choice. Letters and digits choose; a hasty double click never takes back."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from exam_client.ui.answers.editor import AnswerEditor, Surroundings
from exam_client.ui.answers.option import Option
from exam_client.ui.parts.button import Button
from exam_client.ui.parts.words import words
from itembank.base.i18n import _
from itembank.model.items.choice import ChoiceInteraction
from itembank.model.responses import ResponseValue

GAP_PX = 8


class ChoiceEditor(AnswerEditor):
    """Options below each other (or beside, if the item says so)."""

    def __init__(self, place: Surroundings, interaction: ChoiceInteraction) -> None:
        """Show the options in the order that was drawn."""
        super().__init__(place, interaction.response)
        self._most = interaction.max_choices
        self._is_single = interaction.max_choices == 1
        self._is_showing = False
        self.options: list[Option] = []
        self._group = QButtonGroup(self)
        self._group.setExclusive(self._is_single)
        rows: QBoxLayout = QHBoxLayout() if interaction.horizontal else QVBoxLayout()
        rows.setSpacing(GAP_PX)
        for index, choice in enumerate(place.in_order(interaction.response, interaction.choices)):
            option = Option(place, choice, index, single=self._is_single)
            self._group.addButton(option.button)
            option.chosen.connect(lambda on, option=option: self._chosen(option, on))
            option.stepped.connect(lambda step, index=index: self._step(index + step))
            rows.addWidget(option)
            self.options.append(option)
        self._hint = words(self._hint_text(), "small")
        self._clear = Button(place.look, _("清除选择"), self._take_back, role="link")
        foot = QHBoxLayout()
        foot.addWidget(self._hint, 1)
        foot.addWidget(self._clear, 0, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_PX)
        column.addLayout(rows)
        column.addLayout(foot)
        self._show_foot()

    def value(self) -> ResponseValue:
        """Return the identifier, or the identifiers in the order shown."""
        chosen = tuple(option.identifier for option in self.options if option.is_chosen())
        if not chosen:
            return None
        return chosen[0] if self._is_single else chosen

    def show_value(self, value: ResponseValue) -> None:
        """Choose what was chosen."""
        chosen = {value} if isinstance(value, str) else set(value or ())
        self._is_showing = True
        self._group.setExclusive(False)
        for option in self.options:
            option.button.setChecked(option.identifier in chosen)
        self._group.setExclusive(self._is_single)
        self._is_showing = False
        self._show_foot()

    def pick(self, index: int) -> bool:
        """Switch an option by its letter or digit."""
        if index >= len(self.options):
            return False
        option = self.options[index]
        option.button.setFocus(Qt.FocusReason.ShortcutFocusReason)
        option.button.click()
        return True

    def first_field(self) -> QWidget | None:
        """The chosen option, or the first one."""
        chosen = next((option for option in self.options if option.is_chosen()), self.options[0])
        return chosen.button

    def _step(self, index: int) -> None:
        if 0 <= index < len(self.options):
            self.options[index].button.setFocus(Qt.FocusReason.TabFocusReason)

    def _chosen(self, option: Option, on: bool) -> None:  # noqa: FBT001 - from Qt's own signal
        if self._is_showing or (self._is_single and not on):
            return
        if on and self._most > 1 and sum(one.is_chosen() for one in self.options) > self._most:
            self._is_showing = True
            option.button.setChecked(False)
            self._is_showing = False
            return
        self._show_foot()
        self.valueChanged.emit(self.value())

    def _take_back(self) -> None:
        self.show_value(None)
        self.options[0].button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.valueChanged.emit(None)

    def _show_foot(self) -> None:
        self._clear.setVisible(self.value() is not None)
        self._hint.setVisible(bool(self._hint.text()))

    def _hint_text(self) -> str:
        if self._is_single:
            return ""
        if self._most in {0, len(self.options)}:
            return _("可以选择多项。")
        return _("最多选择 {count} 项。").format(count=self._most)
