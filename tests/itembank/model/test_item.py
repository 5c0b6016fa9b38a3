"""Items refuse to be made wrongly, and know what they need."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from itembank.base.canonical import digest
from itembank.base.files import UnsafeNameError
from itembank.model.codec import ModelError
from itembank.model.item import KIND_NAMES, Item, ItemKind
from itembank.model.items.choice import ChoiceInteraction, SimpleChoice
from itembank.model.items.inline_choice import InlineChoiceInteraction
from itembank.model.items.match import MatchInteraction
from itembank.model.items.order import OrderInteraction
from itembank.model.items.practical import Deliverable, PracticalInteraction, Software, StarterFile
from itembank.model.items.text_entry import TextEntryInteraction
from itembank.model.left_out import MAX_FOLDER_ENTRIES
from itembank.model.richtext import (
    Break,
    Cell,
    CodeBlock,
    Image,
    InteractionPlace,
    ItemList,
    Paragraph,
    Row,
    Slot,
    Table,
    Text,
    media_used,
    places,
    plain_text,
    text_paragraph,
)
from tests.itembank import samples

TWO = samples.choices("甲", "乙")
MEDIA = "a" * 64


def test_every_kind_has_a_name() -> None:
    assert set(KIND_NAMES) == set(ItemKind)


@pytest.mark.parametrize(
    "make",
    [
        lambda: SimpleChoice(identifier="1", content=()),
        lambda: ChoiceInteraction(response="R", choices=TWO[:1]),
        lambda: ChoiceInteraction(response="R", choices=TWO, max_choices=3),
        lambda: ChoiceInteraction(response="R 1", choices=TWO),
        lambda: ChoiceInteraction(response="R", choices=(TWO[0], TWO[0])),
        lambda: InlineChoiceInteraction(response="R", choices=TWO[:1]),
        lambda: OrderInteraction(response="R", choices=TWO[:1]),
        lambda: MatchInteraction(response="R", sources=TWO, targets=TWO),
        lambda: MatchInteraction(response="R", sources=(), targets=TWO),
        lambda: StarterFile(path="../x", media=MEDIA),
        lambda: StarterFile(path="x", media="short"),
        lambda: Deliverable(path="C:\\x", software=Software.PYTHON),
        lambda: PracticalInteraction(response="R", folder="/abs", software=Software.PYTHON),
        lambda: PracticalInteraction(
            response="R",
            folder="f",
            software=Software.FILES,
            starter_files=(StarterFile(path="a", media=MEDIA), StarterFile(path="A", media=MEDIA)),
        ),
        lambda: Image(media="x"),
        lambda: Image(media=MEDIA, width_px=5000),
    ],
)
def test_impossible_parts_are_refused(make: Callable[[], object]) -> None:
    with pytest.raises((ModelError, UnsafeNameError)):
        make()


def item(*body: object, responses: tuple[str, ...] = ("B1",)) -> Item:
    blanks = tuple(TextEntryInteraction(response=response) for response in responses)
    return Item(identifier="Q1", kind=ItemKind.TEXT_ENTRY, body=body, interactions=blanks)  # type: ignore[arg-type]


def test_a_blank_needs_a_place_and_a_place_a_blank() -> None:
    item(Paragraph(inlines=(Slot(response="B1"),)))
    with pytest.raises(ModelError, match="没有位置"):
        item(text_paragraph("没有空"))
    with pytest.raises(ModelError, match="不存在的作答变量 B2"):
        item(Paragraph(inlines=(Slot(response="B1"), Slot(response="B2"))))
    with pytest.raises(ModelError, match="重复"):
        item(Paragraph(inlines=(Slot(response="B1"), Slot(response="B1"))))


def test_an_identifier_that_qti_cannot_have_is_refused() -> None:
    with pytest.raises(ModelError, match="标识符"):
        Item(identifier="1 题", kind=ItemKind.SINGLE_CHOICE, body=(), interactions=())


def test_an_item_names_all_files_it_needs() -> None:
    assert samples.picture_item().item.media() == {digest(samples.PICTURE)}
    assert samples.practical().item.media() == {digest(samples.STARTER)}
    option = SimpleChoice(identifier="A", content=(Image(media=MEDIA),))
    with_picture = ChoiceInteraction(response="R", choices=(option, TWO[1]))
    made = Item(identifier="Q", kind=ItemKind.SINGLE_CHOICE, body=(), interactions=(with_picture,))
    assert made.media() == {MEDIA}


def test_places_pictures_and_words_of_rich_text_come_in_reading_order() -> None:
    blocks = (
        Paragraph(inlines=(Text(text="甲"), Slot(response="B1"), Break(), Image(media=MEDIA, alt="图"))),
        Table(rows=(Row(cells=(Cell(inlines=(Slot(response="B2"),)), Cell(inlines=(Text(text="乙"),)))),)),
        ItemList(entries=((Text(text="丙"), Slot(response="B3")),)),
        InteractionPlace(response="R"),
        CodeBlock(text="print(1)"),
    )
    assert places(blocks) == ["B1", "B2", "B3", "R"]
    assert media_used(blocks) == {MEDIA}
    assert plain_text(blocks) == "甲____\n图\n____\t乙\n丙____\nprint(1)"


def starters(count: int) -> tuple[StarterFile, ...]:
    return tuple(StarterFile(path=f"素材/{number:04}.png", media="0" * 64) for number in range(count))


def test_starter_files_leave_room_for_what_the_candidate_makes():
    task = PracticalInteraction(response="R", folder="f", software=Software.FILES, starter_files=starters(1000))
    assert len(task.starter_files) * 2 < MAX_FOLDER_ENTRIES
    with pytest.raises(ModelError, match=r"素材有 1001 个文件和文件夹，最多 1000 个"):
        PracticalInteraction(response="R", folder="f", software=Software.FILES, starter_files=starters(1001))
