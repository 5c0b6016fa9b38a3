"""S: how sheets are printed: paper, margins, headers, print areas, titles, page breaks, scale."""

from __future__ import annotations

import re
from decimal import Decimal

from grading.checks.document_page import ORIENTATIONS, PAPERS
from grading.checks.finding import CannotJudgeError, Finding
from grading.checks.lengths import CENTIMETRE_TOLERANCE, is_near, shown, shown_wanted
from grading.checks.names import named
from grading.checks.selectors import short
from grading.checks.sheets_common import OnSheet, find_sheet, sheet_words
from grading.checks.similar import bare
from grading.checks.subject import Subject
from grading.checks.tally import Look, Wanted, compared, weigh
from grading.checks.types import AnyCheckType, CheckType
from grading.checks.values import Length, Percent, Range
from grading.office.model import PrintSetup
from itembank.base.i18n import N_, _

CODES = {
    "&P": N_("页码"),
    "&N": N_("总页数"),
    "&D": N_("日期"),
    "&T": N_("时间"),
    "&A": N_("工作表名"),
    "&F": N_("文件名"),
}
"""Codes of headers and footers that the program fills in."""

_FORMAT_CODE = re.compile(r'&(?:"[^"]*"|[0-9]+|K[0-9A-Fa-f]{6}|[A-Za-z])')
"""Codes of a header for place, font, size and colour, which nobody sees."""

PAPER_NUMBERS = {1: "LETTER", 5: "LEGAL", 8: "A3", 9: "A4", 11: "A5", 12: "B4", 13: "B5", 70: "A6"}
"""What the numbers of paper sizes in files mean (ECMA-376, pageSetup)."""


class AreaOf(OnSheet, frozen=True, kw_only=True):
    """The print area; "" for any."""

    range: Range = ""


class TitlesOf(OnSheet, frozen=True, kw_only=True):
    """Rows ("1:2") and columns ("A:A") that are printed on every page; "" is not looked at."""

    rows: str = ""
    columns: str = ""


class SetupOf(OnSheet, frozen=True, kw_only=True):
    """Page set-up: `orientation` landscape or portrait, `paper` by its name, `scale`, `fit` to so many pages across."""

    orientation: str = ""
    paper: str = ""
    scale: Percent | None = None
    fit_width: int | None = None
    fit_height: int | None = None


class MarginsOf(OnSheet, frozen=True, kw_only=True):
    """Margins; those left out do not matter."""

    top: Length = ""
    bottom: Length = ""
    left: Length = ""
    right: Length = ""


class CentredOf(OnSheet, frozen=True, kw_only=True):
    """Whether the sheet stands in the middle of the page; null is not looked at."""

    horizontally: bool | None = None
    vertically: bool | None = None


class EdgeOf(OnSheet, frozen=True, kw_only=True):
    """A header or footer (`edge`) that holds a text or a code ("&P" page, "&N" pages, "&D" date, "&A" sheet)."""

    text: str
    edge: str = "header"


class BreakOf(OnSheet, frozen=True, kw_only=True):
    """A page break above a row (from 1) or left of a column ("C")."""

    row: int | None = None
    column: str = ""


class PrintedOf(OnSheet, frozen=True, kw_only=True):
    """What else is printed: `gridlines`, `headings` (row numbers and column letters); null is not looked at."""

    gridlines: bool | None = None
    headings: bool | None = None


def print_area(subject: Subject, file: str, wanted: AreaOf) -> Finding:
    """Look at the print area."""
    sheet, setup = _setup(subject, file, wanted)
    seen = [area.rpartition("!")[2].replace("$", "").upper() for area in setup.areas]
    is_met = wanted.range.replace("$", "").upper() in seen if wanted.range else bool(seen)
    return compared(is_met=is_met, what=_("打印区域"), seen="、".join(seen), wanted=wanted.range, place=sheet)


def print_titles(subject: Subject, file: str, wanted: TitlesOf) -> Finding:
    """Look at the rows and columns that are printed on every page."""
    sheet, setup = _setup(subject, file, wanted)
    seen = (_bare(setup.title_rows), _bare(setup.title_columns))
    goals = (_bare(wanted.rows), _bare(wanted.columns))
    is_met = any(goals) and all(not goal or one == goal for one, goal in zip(seen, goals, strict=True))
    goal = " ".join(goal for goal in goals if goal)
    return compared(is_met=is_met, what=_("打印标题"), seen=" ".join(seen).strip(), wanted=goal, place=sheet)


def page_setup(subject: Subject, file: str, wanted: SetupOf) -> Finding:
    """Look at orientation, paper and scale; each that is wanted counts the same."""
    sheet, setup = _setup(subject, file, wanted)
    looks, goals = [], []
    if wanted.orientation:
        seen = "landscape" if setup.landscape else "portrait"
        looks.append(Look(seen == wanted.orientation, _(ORIENTATIONS[seen])))
        goals.append(named(ORIENTATIONS, wanted.orientation))
    if wanted.paper:
        looks.append(
            Look(_is_paper(setup, wanted.paper), PAPER_NUMBERS.get(setup.paper, str(setup.paper or _("默认"))))
        )
        goals.append(wanted.paper)
    if wanted.scale is not None:
        looks.append(Look(setup.scale_percent == wanted.scale and not setup.fit_to_page, f"{setup.scale_percent}%"))
        goals.append(f"{wanted.scale}%")
    if wanted.fit_width is not None or wanted.fit_height is not None:
        fits = setup.fit_to_page and wanted.fit_width in {None, setup.fit_width}
        fits = fits and wanted.fit_height in {None, setup.fit_height}
        pages = _("{width} 页宽 {height} 页高")
        seen = pages.format(width=setup.fit_width, height=setup.fit_height) if setup.fit_to_page else _("没有调整为页")
        looks.append(Look(fits, seen))
        goals.append(pages.format(width=wanted.fit_width or "?", height=wanted.fit_height or "?"))
    return weigh([(1, look) for look in looks], Wanted(_("页面设置"), " ".join(goals), sheet))


def margins(subject: Subject, file: str, wanted: MarginsOf) -> Finding:
    """Look at the margins; each that is wanted counts the same."""
    sheet, setup = _setup(subject, file, wanted)
    sides = (
        (_("上"), setup.margin_top_pt, wanted.top),
        (_("下"), setup.margin_bottom_pt, wanted.bottom),
        (_("左"), setup.margin_left_pt, wanted.left),
        (_("右"), setup.margin_right_pt, wanted.right),
    )
    given = [(name, seen, goal) for name, seen, goal in sides if goal]
    looks = [
        (
            1,
            Look(
                seen is not None and is_near(seen, goal), f"{name} {_('默认') if seen is None else shown(seen, goal)}"
            ),
        )
        for name, seen, goal in given
    ]
    goal = "、".join(f"{name} {shown_wanted(goal)}" for name, _seen, goal in given)
    return weigh(looks, Wanted(_("页边距"), goal, sheet))


def centred(subject: Subject, file: str, wanted: CentredOf) -> Finding:
    """Look whether the sheet stands in the middle of the page."""
    sheet, setup = _setup(subject, file, wanted)
    looks = [
        (1, Look(seen is goal, f"{name}{_('是') if seen else _('否')}"))
        for name, seen, goal in (
            (_("水平居中："), setup.centre_horizontally, wanted.horizontally),
            (_("垂直居中："), setup.centre_vertically, wanted.vertically),
        )
        if goal is not None
    ]
    return weigh(looks, Wanted(_("居中方式"), _("居中"), sheet))


def edge(subject: Subject, file: str, wanted: EdgeOf) -> Finding:
    """Look for text or a code in a header or footer; a typed digit is no page number."""
    if wanted.edge not in {"header", "footer"}:
        raise CannotJudgeError(_("评分标准中的“{name}”不认识。").format(name=wanted.edge))
    sheet, setup = _setup(subject, file, wanted)
    seen = setup.header if wanted.edge == "header" else setup.footer
    is_met = (
        wanted.text in seen if wanted.text in CODES else bool(bare(wanted.text)) and bare(wanted.text) in bare(seen)
    )
    goal = _(CODES[wanted.text]) if wanted.text in CODES else wanted.text
    what = _("页眉") if wanted.edge == "header" else _("页脚")
    return compared(is_met=is_met, what=what, seen=short(_edge_words(seen), 40), wanted=goal, place=sheet)


def page_break(subject: Subject, file: str, wanted: BreakOf) -> Finding:
    """Look for a page break."""
    sheet, setup = _setup(subject, file, wanted)
    rows, columns = [one + 1 for one in setup.row_breaks], [one + 1 for one in setup.column_breaks]
    letters = [_letters(one) for one in columns]
    is_met = wanted.row in rows if wanted.row is not None else wanted.column.upper() in letters
    seen = "、".join([*map(str, rows), *letters])
    goal = str(wanted.row) if wanted.row is not None else wanted.column
    return compared(is_met=is_met, what=_("分页符"), seen=seen, wanted=goal, place=sheet)


def printed(subject: Subject, file: str, wanted: PrintedOf) -> Finding:
    """Look what else is printed."""
    sheet, setup = _setup(subject, file, wanted)
    looks = [
        (1, Look(seen is goal, f"{name}{_('是') if seen else _('否')}"))
        for name, seen, goal in (
            (_("打印网格线："), setup.gridlines, wanted.gridlines),
            (_("打印行号列标："), setup.headings, wanted.headings),
        )
        if goal is not None
    ]
    return weigh(looks, Wanted(_("打印选项"), _("与要求相同"), sheet))


def _setup(subject: Subject, file: str, wanted: OnSheet) -> tuple[str, PrintSetup]:
    sheet = find_sheet(subject.workbook(file), wanted.sheet)
    return sheet_words(sheet), sheet.print_setup


def _edge_words(text: str) -> str:
    """Return the text of a header or footer for people, what the program fills in by its name."""
    for code, name in CODES.items():
        text = text.replace(code, f"〈{_(name)}〉")
    return " ".join(_FORMAT_CODE.sub(" ", text).split())


def _bare(text: str) -> str:
    return text.rpartition("!")[2].replace("$", "").upper()


def _is_paper(setup: PrintSetup, name: str) -> bool:
    if setup.paper_width_pt and setup.paper_height_pt:
        edges = sorted((setup.paper_width_pt, setup.paper_height_pt))
        return any(_near(edges[0], min(size)) and _near(edges[1], max(size)) for size in PAPERS.get(name.upper(), ()))
    return PAPER_NUMBERS.get(setup.paper, "") == name.upper()


def _near(seen: Decimal, wanted: Decimal) -> bool:
    return abs(seen - wanted) <= CENTIMETRE_TOLERANCE


def _letters(column: int) -> str:
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


PRINTS: tuple[AnyCheckType, ...] = (
    CheckType("S.print_area", N_("打印区域"), AreaOf, print_area),
    CheckType("S.print_titles", N_("打印标题"), TitlesOf, print_titles),
    CheckType("S.page_setup", N_("页面设置"), SetupOf, page_setup),
    CheckType("S.page_margins", N_("页边距"), MarginsOf, margins),
    CheckType("S.page_centred", N_("打印居中方式"), CentredOf, centred),
    CheckType("S.page_edge", N_("页眉和页脚"), EdgeOf, edge),
    CheckType("S.page_break", N_("分页符"), BreakOf, page_break),
    CheckType("S.printed", N_("打印选项"), PrintedOf, printed),
)
