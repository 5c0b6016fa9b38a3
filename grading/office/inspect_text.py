"""A file's content as lines for people who write rubrics: what is there, and how it effectively looks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from grading.office.model import (
    Block,
    CannotRead,
    Document,
    Paragraph,
    ParagraphFormat,
    Presentation,
    ReadOutcome,
    Run,
    RunFormat,
    Section,
    Shape,
    Sheet,
    Slide,
    Table,
    Workbook,
)
from grading.office.model_format import Baseline, LineRule
from itembank.base.i18n import _

_TEXT_MAX = 120


def lines_of(outcome: ReadOutcome) -> Iterator[str]:
    """Yield the lines that describe what was read."""
    match outcome:
        case CannotRead():
            yield outcome.sentence
        case Document():
            yield from _document(outcome)
        case Workbook():
            for sheet in outcome.sheets:
                yield from _sheet(outcome, sheet)
        case Presentation():
            for slide in outcome.slides:
                yield from _slide(slide)


def _document(document: Document) -> Iterator[str]:
    for number, section in enumerate(document.sections, start=1):
        yield from _section(number, section)
    yield from _blocks(document.blocks, "")
    for note in document.notes:
        yield _("脚注或尾注 {id}：{text}").format(id=note.id, text=_short(note.text))
    for comment in document.comments:
        yield _("批注：{text}（批在“{on}”上）").format(text=_short(comment.text), on=_short(comment.on_text))
    for field in document.fields:
        yield _("域：{field}").format(field=_short(field.instruction))


def _section(number: int, section: Section) -> Iterator[str]:
    yield _("第 {number} 节：纸张 {width} × {height} 厘米，{columns} 栏").format(
        number=number,
        width=_cm(section.page_width_pt),
        height=_cm(section.page_height_pt),
        columns=section.columns.count,
    )
    yield _("  页边距：上 {top} 下 {bottom} 左 {left} 右 {right} 厘米").format(
        top=_cm(section.margin_top_pt),
        bottom=_cm(section.margin_bottom_pt),
        left=_cm(section.margin_left_pt),
        right=_cm(section.margin_right_pt),
    )
    for part in section.headers_footers:
        if part.text and part.shown:
            yield f"  {part.edge.value}/{part.pages.value}: {_short(part.text)}"


def _blocks(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for number, block in enumerate(blocks, start=1):
        if isinstance(block, Paragraph):
            yield from _paragraph(block, f"{indent}[{number}]", indent)
        else:
            yield f"{indent}[{number}] " + _("表格 {rows} 行，样式“{style}”").format(
                rows=len(block.rows), style=block.style
            )
            yield from _table(block, indent + "    ")


def _table(table: Table, indent: str) -> Iterator[str]:
    for row in table.rows:
        for cell in row.cells:
            span = "" if cell.row_span == cell.column_span == 1 else f" {cell.row_span}x{cell.column_span}"
            fill = f" {cell.fill.colour}" if cell.fill.colour else ""
            yield f"{indent}({cell.row + 1},{cell.column + 1}{span}{fill}) {_short(cell.text)}"


def _paragraph(paragraph: Paragraph, mark: str, indent: str) -> Iterator[str]:
    label = paragraph.format.list_mark.label + " " if paragraph.format.list_mark is not None else ""
    yield f"{mark} {paragraph.style} | {paragraph_words(paragraph.format)} | {label}{_short(paragraph.text)}"
    for run in paragraph.runs:
        yield f"{indent}      “{_short(run.text)}” {run_words(run)}"
    for shape in paragraph.shapes:
        yield from _shape(shape, indent + "      ")


def _sheet(book: Workbook, sheet: Sheet) -> Iterator[str]:
    yield _("工作表“{name}”（{state}），{cells} 个单元格").format(
        name=sheet.name, state=sheet.state.value, cells=len(sheet.cells)
    )
    for cell in sheet.cells:
        style = book.styles[cell.style]
        formula = f" ={cell.formula}" if cell.formula else ""
        yield f"  {cell.name}{formula} {_short(cell.value)} [{style.number_format}] {format_words(style.font)}"
    for area in sheet.merges:
        yield _("  合并：{area}").format(area=area.name)
    for rule in sheet.conditional_formats:
        areas = " ".join(area.name for area in rule.areas)
        yield _("  条件格式：{areas} {rule}").format(
            areas=areas, rule=" ".join([rule.kind, rule.operator, *rule.formulas])
        )
    for check in sheet.validations:
        areas = " ".join(area.name for area in check.areas)
        yield _("  数据验证：{areas} {rule}").format(areas=areas, rule=" ".join([check.kind, *check.formulas]))
    for shape in sheet.shapes:
        yield from _shape(shape, "  ")


def _slide(slide: Slide) -> Iterator[str]:
    yield _("第 {number} 张幻灯片：版式“{layout}”，标题“{title}”").format(
        number=slide.number, layout=slide.layout, title=_short(slide.title)
    )
    for shape in slide.shapes:
        yield from _shape(shape, "  ")
    if slide.notes_text:
        yield _("  备注：{text}").format(text=_short(slide.notes_text))
    if slide.transition is not None:
        yield _("  切换：{effect}").format(effect=slide.transition.effect or slide.transition.speed)
    for animation in slide.animations:
        yield _("  动画：对象 {shape}，{category} {preset}，{trigger}").format(
            shape=animation.shape, category=animation.category, preset=animation.preset, trigger=animation.trigger
        )


def _shape(shape: Shape, indent: str) -> Iterator[str]:
    holder = "" if shape.placeholder is None else f" <{shape.placeholder.kind}>"
    size = f" {_cm(shape.width_pt)} × {_cm(shape.height_pt)} cm" if shape.width_pt and shape.height_pt else ""
    yield f"{indent}{shape.kind.value}{holder} “{shape.name}”{size}"
    if shape.chart is not None:
        yield f"{indent}  " + _("图表 {kinds}：“{title}”，{series} 个系列").format(
            kinds="、".join(shape.chart.kinds), title=shape.chart.title, series=len(shape.chart.series)
        )
    if shape.table is not None:
        yield from _table(shape.table, indent + "  ")
    yield from _blocks(shape.blocks, indent + "  ")
    for child in shape.children:
        yield from _shape(child, indent + "  ")


def paragraph_words(form: ParagraphFormat) -> str:
    """Describe a paragraph's format in a few words, what is usual left out."""
    words = [form.alignment.value]
    if form.outline_level is not None:
        words.append(_("大纲 {level} 级").format(level=form.outline_level))
    if form.first_line_chars is not None:
        words.append(_("首行 {chars} 字符").format(chars=form.first_line_chars))
    elif form.first_line_pt:
        words.append(_("首行 {length} 磅").format(length=form.first_line_pt))
    if form.indent_left_pt:
        words.append(_("左缩进 {length} 磅").format(length=form.indent_left_pt))
    if form.space_before_pt or form.space_after_pt:
        words.append(_("段前 {before} 段后 {after} 磅").format(before=form.space_before_pt, after=form.space_after_pt))
    if form.line_rule is not LineRule.MULTIPLE:
        words.append(_("行距 {length} 磅").format(length=form.line_pt))
    elif form.line_multiple != 1:
        words.append(_("{times} 倍行距").format(times=form.line_multiple))
    return " ".join(words)


def run_words(run: Run) -> str:
    """Describe a run: its format, and where it links to."""
    link = f" → {run.link}" if run.link else ""
    return format_words(run.format) + link


def format_words(form: RunFormat) -> str:
    """Describe a run's format in a few words, what is usual left out."""
    fonts = "/".join(dict.fromkeys(name for name in (form.east_asian, form.latin) if name))
    switches = {
        _("加粗"): form.bold,
        _("倾斜"): form.italic,
        _("下划线"): bool(form.underline),
        _("删除线"): form.strike,
        _("上标"): form.baseline is Baseline.SUPERSCRIPT,
        _("下标"): form.baseline is Baseline.SUBSCRIPT,
    }
    words = [fonts, "" if form.size_pt is None else f"{form.size_pt} pt", form.colour]
    return " ".join(word for word in (*words, *(name for name, holds in switches.items() if holds)) if word)


def _short(text: str) -> str:
    plain = text.replace("\n", "⏎").replace("\f", "⏏").replace("\t", "⇥")
    return plain if len(plain) <= _TEXT_MAX else plain[: _TEXT_MAX - 1] + "…"


def _cm(points: Decimal) -> str:
    return f"{points * Decimal('2.54') / 72:.2f}"
