"""Proposals for workbooks: their sheets and names; each sheet is compared by itself."""

from __future__ import annotations

from collections.abc import Iterator

from grading.office.model import CellStyle, Sheet, Workbook, find_area
from grading.rubric.draft.cells import SheetDraft
from grading.rubric.draft.proposal import Proposal
from itembank.base.i18n import _
from itembank.model.checks import CheckCall

Place = tuple[int, int]


class WorkbookDraft:
    """Compares two workbooks sheet by sheet."""

    def __init__(
        self, file: str, starter: Workbook | None, model: Workbook, sources: dict[str, str] | None = None
    ) -> None:
        """Sheets are paired by name, else by place; `sources` are the handed out pictures by their digests."""
        self.sources = sources or {}
        self._file = file
        self.starter = starter or Workbook(format=model.format)
        self.model = model

    def proposals(self) -> Iterator[Proposal]:
        """Yield proposals: names, contents, looks, things of the sheet."""
        for index, sheet in enumerate(self.model.sheets):
            before = self.starter.sheet(sheet.name)
            named: dict[str, object] = {} if index == 0 else {"sheet": sheet.name}
            if before is None:
                before = self.starter.sheets[index] if index < len(self.starter.sheets) else Sheet(name="")
                title = _("第 {n} 个工作表名为“{name}”").format(n=index + 1, name=sheet.name)
                yield self.make("sheet_name", {"index": index + 1, "name": sheet.name}, title)
                if index and before.name:  # whoever forgot the name still did the rest
                    named = {"sheet": f"#{index + 1}"}
            yield from SheetDraft(self, sheet, before, named).proposals()
        yield from self._book()

    def _book(self) -> Iterator[Proposal]:
        """Yield what belongs to the whole workbook: names, the order of sheets, deleted sheets, protection."""
        known = {one.name.casefold() for one in self.starter.names}
        for one in self.model.names:
            if one.name.casefold() not in known and not one.hidden and not one.name.startswith("_"):
                place = one.refers_to.lstrip("=").rpartition("!")[2].replace("$", "")
                if find_area(place) is not None:
                    title = _("定义名称“{name}”为 {range}").format(name=one.name, range=place)
                    yield self.make("name", {"name": one.name, "range": place}, title)
        then, now = [one.name for one in self.starter.sheets], [one.name for one in self.model.sheets]
        kept = [name for name in now if name in then]
        if kept != [name for name in then if name in now]:
            yield self.make("sheet_order", {"names": kept}, _("工作表的顺序正确"))
        for name in then:
            if name not in now and len(now) < len(then):
                title = _("删除工作表“{name}”").format(name=name)
                yield self.make("sheet_deleted", {"name": name}, title)
        if self.model.structure_protected:
            yield self.make("book_protected", {}, _("保护工作簿结构"))

    def renamed(self, formula: str) -> str:
        """Return a formula with sheets that were renamed by their places, so that it counts under any name."""
        for index, sheet in enumerate(self.model.sheets):
            if self.starter.sheet(sheet.name) is None and index < len(self.starter.sheets):
                for name in (f"'{sheet.name}'!", f"{sheet.name}!"):
                    formula = formula.replace(name, f"'#{index + 1}'!")
        return formula

    def style(self, sheet: Sheet, place: Place, *, in_starter: bool) -> CellStyle:
        """Return how a place looks in the model or in the starter."""
        book = self.starter if in_starter else self.model
        return book.style_of(sheet, *place)

    def make(
        self,
        kind: str,
        parameters: dict[str, object],
        title: str,
        *,
        points: int = 1,
        guards: tuple[CheckCall, ...] = (),
    ) -> Proposal:
        """Return a proposal about this file."""
        return Proposal(
            f"S.{kind}",
            self._file,
            parameters,  # type: ignore[arg-type]  # only texts, numbers and tables are given
            title,
            points=points,
            guards=guards,
        )
