"""S: spreadsheets. The table of the family; what each type looks at stands in the files beside this one."""

from __future__ import annotations

from grading.checks import sheets_cells as cells
from grading.checks import sheets_layout as layout
from grading.checks import sheets_look as look
from grading.checks import sheets_rules as rules
from grading.checks.sheets_book import BOOKS
from grading.checks.sheets_chart import ChartOf, chart
from grading.checks.sheets_common import RangeOf
from grading.checks.sheets_formula import FormulaOf, formula
from grading.checks.sheets_moves import MOVES
from grading.checks.sheets_objects import OBJECTS
from grading.checks.sheets_print import PRINTS
from grading.checks.sheets_sorted import Sorted, is_sorted
from grading.checks.sheets_structure import STRUCTURES
from grading.checks.types import AnyCheckType, CheckType, NoParameters
from itembank.base.i18n import N_

SHEETS: tuple[AnyCheckType, ...] = (
    CheckType("S.opens", N_("电子表格可以打开"), NoParameters, cells.opens),
    CheckType("S.sheet_name", N_("工作表名称"), cells.SheetName, cells.sheet_name),
    CheckType("S.cell_text", N_("单元格的文字"), cells.CellText, cells.cell_text),
    CheckType("S.cell_number", N_("单元格的数值"), cells.CellNumber, cells.cell_number),
    CheckType("S.formula", N_("公式"), FormulaOf, formula),
    CheckType("S.number_format", N_("数字格式"), look.NumberFormat, look.number_format),
    CheckType("S.bold", N_("单元格加粗"), look.Switch, look.bold),
    CheckType("S.italic", N_("单元格倾斜"), look.Switch, look.italic),
    CheckType("S.underline", N_("单元格下划线"), look.Switch, look.underline),
    CheckType("S.font_size", N_("单元格字号"), look.FontSizeOf, look.font_size),
    CheckType("S.font_name", N_("单元格字体"), look.FontNameOf, look.font_name),
    CheckType("S.font_colour", N_("单元格字体颜色"), look.ColourOf, look.font_colour),
    CheckType("S.fill", N_("单元格填充颜色"), look.FillOf, look.fill),
    CheckType("S.alignment", N_("单元格对齐方式"), look.AlignmentOf, look.alignment),
    CheckType("S.wrap", N_("单元格自动换行"), look.Switch, look.wrap),
    CheckType("S.strike", N_("单元格删除线"), look.Switch, look.strike),
    CheckType("S.shrink", N_("缩小字体填充"), look.Switch, look.shrink),
    CheckType("S.rotation", N_("单元格文字方向"), look.RotationOf, look.rotation),
    CheckType("S.indent", N_("单元格缩进"), look.IndentOf, look.indent),
    CheckType("S.merged", N_("合并单元格"), layout.Merged, layout.merged),
    CheckType("S.borders", N_("单元格边框"), layout.BordersOf, layout.borders),
    CheckType("S.column_width", N_("列宽"), layout.ColumnWidth, layout.column_width),
    CheckType("S.row_height", N_("行高"), layout.RowHeight, layout.row_height),
    CheckType("S.sorted", N_("排序"), Sorted, is_sorted),
    CheckType("S.filter_on", N_("自动筛选"), layout.FilterOn, layout.filter_on),
    CheckType("S.freeze", N_("冻结窗格"), layout.Freeze, layout.freeze),
    CheckType("S.conditional_format", N_("条件格式"), rules.ConditionalFormatOf, rules.conditional_format),
    CheckType("S.validation", N_("数据有效性"), rules.ValidationOf, rules.validation),
    CheckType("S.chart", N_("图表"), ChartOf, chart),
    CheckType("S.no_errors", N_("没有错误值"), cells.ErrorsIn, cells.no_errors),
    CheckType("S.data_intact", N_("数据没有被改动"), RangeOf, cells.data_intact),
    *BOOKS,
    *STRUCTURES,
    *MOVES,
    *OBJECTS,
    *PRINTS,
)
