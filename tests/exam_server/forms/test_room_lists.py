"""Seating chart, sign-in sheet, door list and seat cards."""

from __future__ import annotations

from dataclasses import replace

import pytest

from exam_server.forms.door_list import door_list_pdf
from exam_server.forms.seat_cards import seat_cards_pdf
from exam_server.forms.seating_chart import seating_chart_leaf, seating_chart_pdf
from exam_server.forms.sign_in import sign_in_pdf
from exam_server.forms.texts import shown_name
from exam_server.forms.view import FormError, NameDisplay, Place
from itembank.base.print.marks import Picture, Text
from tests.exam_server.forms.sample_forms import candidate, candidates, chart, room_list
from tests.itembank.base.print.reading import all_text, page_texts


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("林思远", "林*远"),
        ("陈𬱖", "陈*"),
        ("赵", "赵*"),
        ("欧阳若曦", "欧**曦"),
        ("阿卜杜热西提·麦麦提图尔荪", "阿**荪"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_its_ends_only(name: str, masked: str):
    assert shown_name(name, NameDisplay.MASKED) == masked
    assert shown_name(name, NameDisplay.FULL) == name


def test_the_chart_shows_every_seat_once():
    text = all_text(seating_chart_pdf(chart()))
    assert all(text.count(f"0350202602{number:02d}") == 1 for number in range(1, 55) if number != 13)
    assert text.count("备用机\r\n") == 2
    assert "考生 53 人，备用机 2 台" in text
    assert "讲台" in text


def test_seats_lie_on_the_chart_as_in_the_room():
    (page,) = seating_chart_leaf(chart()).pages
    places = {mark.text: mark for mark in page.marks if isinstance(mark, Text)}
    assert places["01"].x < places["02"].x
    assert places["01"].y == places["02"].y
    assert places["01"].y < places["09"].y


def test_photos_are_printed_when_asked_for():
    with_photos = chart(6, 7, with_photos=True)
    for shown, expected in ((with_photos, 39), (replace(with_photos, with_photos=False), 0)):
        (page,) = seating_chart_leaf(shown).pages
        assert sum(isinstance(mark, Picture) for mark in page.marks) == expected


def test_a_masked_chart_holds_no_full_name():
    text = all_text(seating_chart_pdf(replace(chart(), names=NameDisplay.MASKED)))
    assert "林*远" in text
    assert "林思远" not in text


def test_a_deep_room_goes_on_over_pages():
    deep = chart(18, 5)
    texts = page_texts(seating_chart_pdf(deep))
    assert len(texts) == 2
    assert all("".join(texts).count(f"{number:012d}") <= 1 for number in range(35020260201, 35020260290))


def test_a_room_too_wide_for_a_page_is_refused():
    with pytest.raises(FormError, match="30 列"):
        seating_chart_pdf(chart(2, 30))


def test_two_seats_in_one_place_are_refused():
    with pytest.raises(FormError, match="座位 09"):
        replace(chart(), places=(Place(1, 1, "08"), Place(1, 1, "09")))
    with pytest.raises(FormError, match="座位 99"):
        replace(chart(), places=(Place(1, 99, "99"),))


def test_the_sign_in_sheet_lists_everybody_with_room_to_sign():
    pages = page_texts(sign_in_pdf(room_list(50)))
    assert len(pages) == 2
    text = "".join(pages)
    assert all(text.count(f"0350202602{number:02d}") == 1 for number in range(1, 51))
    assert all("考生签名" in page for page in pages)
    assert "应到 50 人" in text
    assert "监考员乙签名" in text


def test_the_door_list_masks_names_and_fits_sixty_on_a_page():
    masked = replace(room_list(60), names=NameDisplay.MASKED)
    (text,) = page_texts(door_list_pdf(masked))
    assert all(f"0350202602{number:02d}" in text for number in range(1, 61))
    assert "欧阳若曦" not in text
    assert "开考 15 分钟后不得入场" in text


def test_a_large_room_gets_a_second_door_page():
    pages = page_texts(door_list_pdf(room_list(99)))
    assert "第 2 页，共 2 页" in pages[1]
    assert all("".join(pages).count(f"0350202602{number:02d}") == 1 for number in range(1, 100))


def test_every_seat_gets_its_card():
    pages = page_texts(seat_cards_pdf(room_list(23)))
    assert [page.count("第 2 考场") for page in pages] == [10, 10, 3]


def test_a_card_with_a_photo_is_printed():
    one = replace(room_list(1), candidates=(candidate(2, with_photo=True),))
    assert "阿卜杜热西提·麦麦提图尔荪" in all_text(seat_cards_pdf(one))


def test_the_same_room_gives_the_same_bytes():
    for make in (sign_in_pdf, door_list_pdf, seat_cards_pdf):
        assert make(room_list(5)) == make(room_list(5))
    photos = chart(3, 4, with_photos=True)
    assert seating_chart_pdf(photos) == seating_chart_pdf(photos)


def test_rare_names_come_back_whole_from_every_form():
    rare = replace(room_list(), candidates=candidates(9))
    for make in (sign_in_pdf, door_list_pdf, seat_cards_pdf):
        text = all_text(make(rare))
        assert all(name in text for name in ("陈𬱖", "王𨱏", "马㛃", "𫘧明哲", "龚䶮"))
