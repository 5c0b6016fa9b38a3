"""One row of the item sheet in plain words, and what a reader of its kind makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from itembank.base.i18n import _
from itembank.formats.columns import OPTION_LETTERS, OPTIONS, Column
from itembank.formats.findings import RowError
from itembank.formats.markup import Blanks, FindPicture, no_pictures, read_blocks, read_inlines
from itembank.model.item import Interaction
from itembank.model.items.choice import SimpleChoice
from itembank.model.marking import Scoring
from itembank.model.richtext import Block, Image, Inline, Paragraph

RESPONSE = "RESPONSE"


@dataclass(frozen=True, slots=True)
class RowSource:
    """The texts of a row by column, and the digests of pictures that lie on its cells."""

    texts: Mapping[Column, str]
    pictures: Mapping[Column, tuple[str, ...]] = field(default_factory=dict)
    find_picture: FindPicture = no_pictures

    def text(self, column: Column) -> str:
        """The text of a column; empty where there is none."""
        return self.texts.get(column, "").strip()

    def need(self, column: Column) -> str:
        """The text of a column that must not be empty; raises `RowError`."""
        text = self.text(column)
        if not text:
            raise RowError(_("“{column}”一栏是空的。").format(column=column.value))
        return text

    def body(self, blanks: Blanks | None = None) -> tuple[Block, ...]:
        """Read the stem and put its pictures after it."""
        pictures = (*self.pictures.get(Column.STEM, ()), *self.pictures.get(Column.PICTURE, ()))
        if not pictures:
            self.need(Column.STEM)
        blocks = read_blocks(self.text(Column.STEM), self.find_picture, blanks)
        named = [self.find_picture(name) for name in _picture_names(self.text(Column.PICTURE))]
        return (*blocks, *(Paragraph(inlines=(Image(media=media),)) for media in (*named, *pictures)))

    def options(self) -> tuple[SimpleChoice, ...]:
        """Read the options by their letters; raises `RowError` for a gap between them."""
        found = [self._option(column) for column in OPTIONS]
        while found and not found[-1]:
            found.pop()
        for letter, content in zip(OPTION_LETTERS, found, strict=False):
            if not content:
                raise RowError(_("选项{letter}是空的，后面却还有选项。").format(letter=letter))
        return tuple(
            SimpleChoice(identifier=letter, content=content)
            for letter, content in zip(OPTION_LETTERS, found, strict=False)
        )

    def option_texts(self) -> list[str]:
        """The raw texts of the options up to the last one."""
        texts = [self.text(column) for column in OPTIONS]
        while texts and not texts[-1]:
            texts.pop()
        return texts

    def _option(self, column: Column) -> tuple[Inline, ...]:
        inlines = read_inlines(self.text(column), self.find_picture)
        return (*inlines, *(Image(media=media) for media in self.pictures.get(column, ())))


@dataclass(frozen=True, slots=True)
class Built:
    """What the reader of a kind made of a row; `answer` repeats the key for the dry-run report."""

    body: tuple[Block, ...]
    interactions: tuple[Interaction, ...]
    scoring: Scoring
    answer: str


def _picture_names(text: str) -> list[str]:
    for separator in ("；", ";", "、", "，", "\n"):
        text = text.replace(separator, ",")
    return [name.strip() for name in text.split(",") if name.strip()]
