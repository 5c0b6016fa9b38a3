"""What every editor of an answer is: it shows a response value, and says when the candidate changed it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from exam_client.face import DeskFace
from exam_client.ui.look import Look
from itembank.model.items.choice import SimpleChoice
from itembank.model.paper import PaperItem
from itembank.model.responses import ResponseValue

TARGETS = ".targets"
"""`choice_order` keeps the order of a match's targets under the response's name with this behind it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an editor may use: the look, the desk for pictures and files, the item at its place in the paper."""

    look: Look
    desk: DeskFace
    entry: PaperItem

    @property
    def item(self) -> str:
        """The item's name."""
        return self.entry.item.identifier

    def in_order(self, response: str, choices: tuple[SimpleChoice, ...]) -> tuple[SimpleChoice, ...]:
        """Return choices in the order that was drawn for this paper; one that the draw forgot stands last."""
        drawn = self.entry.choice_order.get(response)
        if drawn is None:
            return choices
        places = {name: place for place, name in enumerate(drawn)}
        return tuple(sorted(choices, key=lambda choice: places.get(choice.identifier, len(places))))


class AnswerEditor(QWidget):
    """Base of the editors.

    `valueChanged(ResponseValue)`: the candidate changed the answer; never emitted by `show_value`.
    `fieldLeft`: a field lost the focus. `pictureWanted(Image)`: show a picture larger.
    """

    valueChanged = Signal(object)
    fieldLeft = Signal()
    pictureWanted = Signal(object)

    def __init__(self, place: Surroundings, response: str) -> None:
        """`response` is the name of the answer's variable."""
        super().__init__()
        self.place = place
        self.look = place.look
        self.response = response
        self.setProperty("role", "clear")

    def value(self) -> ResponseValue:
        """Return the answer as it stands; None for no answer."""
        raise NotImplementedError

    def show_value(self, value: ResponseValue) -> None:
        """Show an answer that was given earlier."""
        raise NotImplementedError

    def pick(self, index: int) -> bool:  # noqa: ARG002 - the base has no options
        """A letter or digit was typed while no field had the focus; say whether it meant something here."""
        return False

    def commit(self) -> None:
        """Take over what is still in the making (time is up, or the candidate leaves)."""

    def first_field(self) -> QWidget | None:
        """Find the widget that takes the focus when the item is opened."""
        return None
