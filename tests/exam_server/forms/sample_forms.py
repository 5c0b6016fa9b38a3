"""Sample rooms for the tests of printed forms."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

from PIL import Image, ImageDraw

from exam_server.forms.view import (
    Attendance,
    Digest,
    Event,
    FormHeading,
    Incident,
    Place,
    RoomList,
    RoomRecord,
    SeatedCandidate,
    SeatingChart,
    StaffMember,
)

START = datetime(2026, 6, 20, 9, 0)  # noqa: DTZ001 - local wall-clock time, as printed
PRINTED = START + timedelta(hours=1, minutes=12, seconds=5)
HEADING = FormHeading(
    "2026年鹭岛市初中学业水平考试",
    "信息技术",
    "第 3 场",
    "鹭岛第一中学考点",
    "第 2 考场",
    START,
    START + timedelta(minutes=45),
)
NAMES = ("林思远", "陈𬱖", "阿卜杜热西提·麦麦提图尔荪", "欧阳若曦", "王𨱏", "马㛃", "𫘧明哲", "龚䶮", "赵一", "李𠮷")


def portrait(shade: int) -> bytes:
    image = Image.new("RGB", (120, 160), (140, 170 - shade, 210))
    draw = ImageDraw.Draw(image)
    draw.ellipse((15, 105, 105, 210), fill="#2f4a6d")
    draw.ellipse((35, 35, 85, 105), fill="#f0c9a5")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def candidate(number: int, *, with_photo: bool = False) -> SeatedCandidate:
    return SeatedCandidate(
        f"{number:02d}",
        f"0350202602{number:02d}",
        NAMES[number % len(NAMES)],
        "鹭岛第三中学" if number % 2 else "鹭岛市灌口镇第二初级中学附属学校",
        portrait(number) if with_photo else None,
    )


def candidates(count: int) -> tuple[SeatedCandidate, ...]:
    return tuple(candidate(number) for number in range(1, count + 1))


def incidents(count: int) -> tuple[Incident, ...]:
    kinds = (
        ("换机", "考试机蓝屏，经主考同意换至备用机 B2，答案与操作题文件已全部恢复，延时 3 分 20 秒。"),
        ("延时", "断电 2 分钟，按规定补时。"),
        ("设备故障", "键盘失灵，已更换。"),
        ("断点续考", "程序重启后恢复 37 条作答。"),
    )
    return tuple(
        Incident(
            START + timedelta(minutes=number),
            f"{number + 1:02d}" if number % 5 else "",
            f"0350202602{number + 1:02d}" if number % 5 else "",
            *kinds[number % len(kinds)],
        )
        for number in range(count)
    )


def record(*, incident_count: int = 4, absent: int = 2) -> RoomRecord:
    return RoomRecord(
        heading=HEADING,
        attendance=Attendance(50, 50 - absent, absent, 50 - absent, spare_desks=1),
        staff=(
            StaffMember("主考", "周敏", "鹭岛第一中学"),
            StaffMember("监考员甲", "林国强", "鹭岛第五中学"),
            StaffMember("监考员乙", "陈𬱖", "鹭岛第八中学"),
            StaffMember("系统管理员", "吴晓峰", "鹭岛第一中学"),
        ),
        absentees=candidates(absent),
        events=(
            Event(START - timedelta(minutes=20), "导入试卷包并校验，未启封"),
            Event(START - timedelta(minutes=1), "两人启封"),
            Event(START, "开考"),
            Event(START + timedelta(minutes=45), "考试结束，停止作答"),
            Event(START + timedelta(minutes=52), "回收并校验，导出两份"),
        ),
        incidents=incidents(incident_count),
        digests=(
            Digest("作答总账末条摘要", "9f2c" * 16),
            Digest("答卷包 SHA-256", "07ab" * 16),
        ),
        signers=("主考", "监考员甲", "监考员乙", "系统管理员"),
        printed_at=PRINTED,
        program="机考 0.1.0",
        receipt=b"JK-RECEIPT" + bytes(range(64)),
    )


def chart(rows: int = 7, columns: int = 8, *, with_photos: bool = False) -> SeatingChart:
    places = []
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            number = (row - 1) * columns + column
            is_spare = row == rows and column > columns - 2
            seated = None if is_spare or number == 13 else candidate(number, with_photo=with_photos)
            places.append(Place(row, column, f"{number:02d}", seated, is_spare=is_spare))
    return SeatingChart(HEADING, rows, columns, tuple(places), PRINTED, with_photos=with_photos)


def room_list(count: int = 50) -> RoomList:
    notices = ("凭准考证和身份证件入场，开考 15 分钟后不得入场。", "手机、智能手表等电子设备请放在指定位置。")
    return RoomList(HEADING, candidates(count), PRINTED, notices=notices)
