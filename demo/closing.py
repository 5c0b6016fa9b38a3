"""The closing table: what happened to every candidate, and where everything lies."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

from outcome import Line, judge, read_bundle, read_results

if TYPE_CHECKING:
    from centre import Centre
    from sitting_play import SittingPlay
    from stage import Stage

HEADS = ("座位", "准考证号", "角色", "经过", "回执", "应得", "实得", "结论")


def close_with_table(stage: Stage, centre: Centre, play: SittingPlay) -> int:
    """Print the table and the paths; 1 when something did not come out as it must."""
    bundle = read_bundle(play.bundles[0], centre.room / "card.jikao", centre.keys / "grading.key")
    results = read_results(centre.results)
    lines = [judge(one.role, one.number, one.expected, bundle, results[one.number], one.report) for one in play.seated]
    print()
    for row in _rows(lines):
        print(row)
    print()
    faults = [f"{line.number}：{fault}" for line in lines for fault in line.faults]
    for fault in faults:
        print(f"  ! {fault}")
    pictures = sorted(play.pictures.iterdir())
    paths = [*play.documents, *sorted(centre.reports.iterdir()), *pictures, *play.bundles]
    for path in paths:
        print(f"  {path}")
    verdict = "全部符合预期" if not faults else f"{len(faults)} 处不符合预期"
    stage.tell(f"结束：{verdict}。")
    return 1 if faults else 0


def _rows(lines: list[Line]) -> list[str]:
    cells = [HEADS] + [
        (
            line.seat,
            line.number,
            line.title,
            line.happened,
            line.receipt,
            _mark(line.expected),
            _mark(line.obtained),
            "✓" if not line.faults else "✗",
        )
        for line in lines
    ]
    widths = [max(_width(row[column]) for row in cells) for column in range(len(HEADS))]
    return [
        "  ".join(text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)) for row in cells
    ]


def _mark(value: Fraction) -> str:
    return f"{float(value):g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
