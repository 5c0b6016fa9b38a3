"""S.chart: a chart by its kind, its data compared as values, and its titles; not by how its references are written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from grading.checks.finding import CannotJudgeError, Finding, NotThereError, shared
from grading.checks.names import named
from grading.checks.sheets_common import OnSheet, area_of, find_sheet, value_or_kept
from grading.checks.subject import Subject
from grading.checks.words import CHARTS
from grading.office.formulas.calculation import Book, Calculation
from grading.office.formulas.catalogue import FUNCTIONS
from grading.office.formulas.coercion import find_number, number_text
from grading.office.formulas.values import BLANK, ErrorValue, Scalar
from grading.office.model import Area, Chart, Sheet, Workbook, find_area
from grading.office.model_chart import Series
from grading.office.references import MAX_ROW
from itembank.base.i18n import N_, _

POINTS_MAX = 5_000
GROUPINGS = {"clustered": N_("簇状"), "stacked": N_("堆积"), "percentStacked": N_("百分比堆积")}
Numbers = tuple[str, ...]


class ChartOf(OnSheet, frozen=True, kw_only=True):
    """A chart somewhere in the workbook (`on` names the sheet it must be on).

    `type` is "column", "bar", "line", "pie", "scatter", "area", "doughnut", "radar" ...; `data` and
    `categories` are ranges of the sheet `sheet` ("B2:B7"; several by comma); each column of `data`
    is a series, or each row. `grouping` is "clustered", "stacked" or "percentStacked". `title`,
    `x_title`, `y_title` are whole texts. `legend` tells whether
    there is one, `labels` whether values are shown at the points.
    """

    type: str
    data: str = ""
    categories: str = ""
    title: str = ""
    x_title: str = ""
    y_title: str = ""
    legend: bool | None = None
    labels: bool | None = None
    grouping: str = ""
    on: str = ""


@dataclass(frozen=True)
class _Data:
    """The workbook's values behind references."""

    workbook: Workbook
    sheet: Sheet
    calculation: Calculation

    def lines(self, text: str, *, down: bool) -> list[list[Scalar]]:
        """Return the columns (or rows) of ranges, as values."""
        found: list[list[Scalar]] = []
        for part in text.replace("，", ",").split(","):
            area = area_of(part)
            found.extend(self._lines_of(self.sheet, area, down=down))
        return found

    def referenced(self, reference: str) -> list[Scalar] | None:
        """Return the values a series refers to, None where the reference cannot be followed."""
        bare = reference.strip().removeprefix("=").strip("()")
        found: list[Scalar] = []
        for part in bare.split(","):
            name, _mark, place = part.rpartition("!")
            sheet = self.workbook.sheet(name.strip("'").replace("''", "'"))
            area = find_area(place)
            if sheet is None or area is None:
                return None
            for line in self._lines_of(sheet, area, down=area.first_column == area.last_column):
                found.extend(line)
        return found

    def _lines_of(self, sheet: Sheet, area: Area, *, down: bool) -> list[list[Scalar]]:
        last = max((cell.row for cell in sheet.cells), default=1) if area.last_row == MAX_ROW else area.last_row
        rows, columns = range(area.first_row, last + 1), range(area.first_column, area.last_column + 1)
        if len(rows) * len(columns) > POINTS_MAX:
            raise CannotJudgeError(_("图表的数据区域“{text}”太大。").format(text=area.name))
        if down:
            return [[value_or_kept(self.calculation, sheet, row, column) for row in rows] for column in columns]
        return [[value_or_kept(self.calculation, sheet, row, column) for column in columns] for row in rows]


def chart(subject: Subject, file: str, wanted: ChartOf) -> Finding:
    """Look for the chart that comes nearest to what is wanted."""
    workbook = subject.workbook(file)
    sheets = [find_sheet(workbook, wanted.on)] if wanted.on else list(workbook.sheets)
    charts = [one for sheet in sheets for one in sheet.charts()]
    if not charts:
        raise NotThereError(_("没有图表。"))
    sheet = find_sheet(workbook, wanted.sheet)
    data = _Data(workbook, sheet, Calculation(Book.of(workbook, FUNCTIONS)))
    judged = [(one, _faults(one, wanted, data)) for one in charts]
    best, faults = min(judged, key=lambda pair: len(pair[1]))
    sentence = reduce(
        lambda one, other: _("{one}{other}").format(one=one, other=other), faults or [_("图表符合要求。")]
    )
    seen = " / ".join(part for part in (*(named(CHARTS, kind) for kind in best.kinds), best.title) if part)
    return shared(
        Fraction(int(not faults)),
        sentence=sentence,
        observed=seen,
        expected=" / ".join(part for part in (named(CHARTS, wanted.type), wanted.data, wanted.title) if part),
        place=wanted.on or sheet.name,
    )


def _faults(one: Chart, wanted: ChartOf, data: _Data) -> list[str]:
    faults: list[str] = []
    if wanted.type not in one.kinds or len(one.kinds) > 1:
        kinds = "、".join(named(CHARTS, kind) for kind in one.kinds)
        goal = named(CHARTS, wanted.type)
        faults.append(_("图表类型是“{seen}”，要求“{wanted}”。").format(seen=kinds, wanted=goal))
    if wanted.grouping and _grouping(one.grouping) != _grouping(wanted.grouping):
        seen, goal = (named(GROUPINGS, _grouping(name)) for name in (one.grouping, wanted.grouping))
        faults.append(_("图表的子类型是“{seen}”，要求“{wanted}”。").format(seen=seen, wanted=goal))
    if wanted.data and not _is_data(one, wanted.data, data):
        faults.append(_("图表的数据与 {range} 不一致。").format(range=wanted.data))
    if wanted.categories and not _is_categories(one, wanted.categories, data):
        faults.append(_("图表的分类标签与 {range} 不一致。").format(range=wanted.categories))
    if wanted.title and _plain(one.title) != _plain(wanted.title):
        text = _("图表标题是“{seen}”，要求“{wanted}”。") if one.title.strip() else _("图表没有标题，要求“{wanted}”。")
        faults.append(text.format(seen=one.title[:80], wanted=wanted.title))
    for kind, title in (({"category", "date"}, wanted.x_title), ({"value"}, wanted.y_title)):
        titles = [axis.title for axis in one.axes if axis.kind in kind]
        if title and _plain(title) not in {_plain(text) for text in titles}:
            seen = "、".join(text for text in titles if text)
            axis = _("数值轴") if "value" in kind else _("分类轴")
            text = _("{axis}的标题是“{seen}”，要求“{wanted}”。") if seen else _("{axis}没有标题，要求“{wanted}”。")
            faults.append(text.format(axis=axis, seen=seen[:80], wanted=title))
    if wanted.legend is not None and bool(one.legend) != wanted.legend:
        faults.append(_("图例应当显示。") if wanted.legend else _("图例应当不显示。"))
    if wanted.labels is not None and one.data_labels != wanted.labels:
        faults.append(_("数据标签应当显示。") if wanted.labels else _("数据标签应当不显示。"))
    return faults


def _grouping(name: str) -> str:
    """Return how columns stand; files call those side by side by two names, or do not say it."""
    return "clustered" if name in {"", "standard"} else name


def _is_data(one: Chart, text: str, data: _Data) -> bool:
    """Compare the series as a multiset: their order and their headers do not matter, one too many does."""
    seen = Counter(_series_numbers(series, data) for series in one.series)
    return any(seen == Counter(_numbers(line) for line in data.lines(text, down=down)) for down in (True, False))


def _series_numbers(series: Series, data: _Data) -> Numbers:
    values = data.referenced(series.value_reference) if series.value_reference else None
    return _numbers(values if values is not None else [_kept(text) for text in series.values])


def _kept(text: str) -> Scalar:
    number = find_number(text)
    return text if number is None else number


def _numbers(values: list[Scalar]) -> Numbers:
    return tuple(number_text(float(f"{value:.12g}")) for value in values if isinstance(value, float))


def _is_categories(one: Chart, text: str, data: _Data) -> bool:
    wishes = [_texts(line) for line in data.lines(text, down=True)]
    if len(wishes) > 1 and all(len(line) == 1 for line in wishes):
        wishes = [[word for line in wishes for word in line]]
    wish = wishes[0]
    return bool(one.series) and all(_ends_with(_category_texts(series, data), wish) for series in one.series)


def _category_texts(series: Series, data: _Data) -> list[str]:
    values = data.referenced(series.category_reference) if series.category_reference else None
    return _texts(values) if values is not None else [text.strip() for text in series.categories if text.strip()]


def _ends_with(seen: list[str], wish: list[str]) -> bool:
    """Tell whether labels are as wanted; the header of their column may stand before them."""
    return seen == wish or (len(seen) == len(wish) + 1 and seen[1:] == wish)


def _texts(values: list[Scalar]) -> list[str]:
    texts: list[str] = []
    for value in values:
        if isinstance(value, float):
            texts.append(number_text(value))
        elif value is not BLANK and not isinstance(value, ErrorValue):
            texts.append(str(value).strip())
    return [text for text in texts if text]


def _plain(text: str) -> str:
    return "".join(text.split())
