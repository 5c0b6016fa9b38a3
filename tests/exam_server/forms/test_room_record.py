from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp

from exam_server.forms.room_record import room_record_leaf, room_record_pdf
from exam_server.forms.view import Attendance, FormError, Tier
from itembank.base.print.flow import A4
from itembank.base.print.marks import Text
from tests.exam_server.forms.sample_forms import HEADING, record
from tests.itembank.base.print.reading import all_text, page_picture, page_texts, title_and_language


def test_the_record_says_where_when_and_how_many():
    text = all_text(room_record_pdf(record()))
    for expected in (
        "考场情况记录表",
        "考务资料　注意保管",
        "鹭岛第一中学考点",
        "第 2 考场",
        "第 3 场",
        "2026年6月20日 09:00—09:45",
        "启用 1 台",
        "周敏",
        "系统管理员",
        "两人启封",
        "08:59:00",
        "9f2c" * 16,
        "第 1 次生成",
        "机考 0.1.0",
    ):
        assert expected in text


def test_incidents_carry_time_seat_number_kind_and_note():
    text = all_text(room_record_pdf(record()))
    for expected in ("09:02:00", "03", "035020260203", "设备故障", "键盘失灵，已更换。"):
        assert expected in text


def test_absentees_are_named_with_their_rare_characters():
    text = all_text(room_record_pdf(record()))
    assert "陈𬱖" in text
    assert "阿卜杜热西提·麦麦提图尔荪" in text


def test_a_room_without_absentees_says_so():
    assert "无。" in all_text(room_record_pdf(record(absent=0)))


def test_the_receipt_can_be_scanned():
    pdf = room_record_pdf(record())
    found = [
        code.bytes
        for number in range(len(page_texts(pdf)))
        for code in zxingcpp.read_barcodes(page_picture(pdf, number, 4))
    ]
    assert found == [record().receipt]


def test_many_incidents_go_on_over_pages_and_none_is_lost():
    pages = room_record_leaf(record(incident_count=120)).pages
    assert len(pages) > 4
    shown = [mark.text for page in pages for mark in page.marks if isinstance(mark, Text)]
    assert shown.count("断点续考") == 30
    assert all(
        A4.top - 12 <= mark.y <= A4.height - 8 for page in pages for mark in page.marks if isinstance(mark, Text)
    )


def test_every_page_of_a_long_record_is_marked_with_its_tier():
    heading = replace(HEADING, tier=Tier.CONFIDENTIAL)
    pages = page_texts(room_record_pdf(replace(record(incident_count=60), heading=heading)))
    assert all("考务机密　严禁外传" in page for page in pages)


def test_an_event_of_the_day_before_carries_its_date():
    early = replace(record().events[0], at=HEADING.starts_at.replace(day=19))
    assert "2026年6月19日 09:00:00" in all_text(room_record_pdf(replace(record(), events=(early,))))


def test_the_same_record_gives_the_same_bytes_and_a_title():
    pdf = room_record_pdf(record())
    assert pdf == room_record_pdf(record())
    assert title_and_language(pdf) == ("考场情况记录表 鹭岛第一中学考点　第 2 考场　第 3 场", True)


def test_numbers_that_do_not_add_up_are_refused():
    with pytest.raises(FormError, match="不等于应考 50 人"):
        Attendance(50, 47, 2, 47)
    with pytest.raises(FormError, match="缺考名单有 2 人，而缺考人数为 1 人"):
        replace(record(), attendance=Attendance(50, 49, 1, 49))
    with pytest.raises(FormError, match="负数"):
        Attendance(1, 2, -1, 1)
