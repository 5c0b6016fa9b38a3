"""The middle of marking: question and reference above, the candidate's answer or files below."""

from __future__ import annotations

from enum import Enum
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QTabWidget, QTextBrowser, QWidget

from grading.desk.evidence import Evidence, FileView
from grading.desk.pages_view import PagesView
from grading.desk.visible import visible
from itembank.base.i18n import _

LEAST_QUESTION_PX, QUESTION_SHARE = 70, 0.42
LEAST_ANSWER_PX = 160
LONGEST_NAME = 24
STYLE = "p, ul, h3 { margin-top: 3px; margin-bottom: 3px; } ul { -qt-list-indent: 1; }"


class Kind(Enum):
    """What a tab shows."""

    ANSWER = "answer"
    PAGES = "pages"
    LINES = "lines"
    FOLDER = "folder"


STAYING = frozenset({Kind.PAGES, Kind.LINES})


class EvidenceView(QSplitter):
    """Shows one piece of evidence. Who likes the lines better than the pages keeps seeing lines."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(Qt.Orientation.Vertical)
        self.question = QTextBrowser()
        self.question.setAccessibleName(_("题目和评分参考"))
        self.question.document().setDefaultStyleSheet(STYLE)
        self.question.setMinimumHeight(LEAST_QUESTION_PX)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("考生的作答"))
        self.tabs.setMinimumHeight(LEAST_ANSWER_PX)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.tabBar().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._kinds: list[Kind] = []
        self._liked: Kind | None = None
        self._is_filling, self._is_moved = False, False
        self.shown: Evidence | None = None
        self.tabs.currentChanged.connect(self._tab_changed)
        self.splitterMoved.connect(self._handle_moved)
        self.addWidget(self.question)
        self.addWidget(self.tabs)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)

    def clear(self, sentence: str = "") -> None:
        """Show a sentence instead of evidence."""
        self.shown = None
        self.question.setPlainText(sentence)
        self._drop_tabs()

    def show_evidence(self, evidence: Evidence, drawn: frozenset[str]) -> dict[str, PagesView]:
        """Show question, reference and answer; returns the views that wait for pages, of the paths in `drawn`."""
        self.shown = evidence
        self._is_filling = True
        self.question.setHtml(_question_html(evidence))
        self._drop_tabs()
        if evidence.answer:
            self._add_text(Kind.ANSWER, _answer_title(evidence.answer), evidence.answer)
        views = {file.path: self._add_pages(file) for file in evidence.files if file.path in drawn}
        for file in evidence.files:
            if not file.is_picture:
                words = "\n".join(file.lines) or _("（这种文件不能在这里显示）")
                self._add_text(Kind.LINES, _("{name}（内容）").format(name=_short(file.path)), words)
        if evidence.listing:
            self._add_text(Kind.FOLDER, _("文件夹"), "\n".join(evidence.listing))
        if not self.tabs.count():
            self._add_text(Kind.ANSWER, _("作答"), _("（没有作答内容）"))
        self.tabs.setCurrentIndex(self._kinds.index(self._liked) if self._liked in self._kinds else 0)
        self._is_filling = False
        self._fit_question()
        return views

    def give_way(self, view: PagesView) -> None:
        """Show the lines of a document whose pages are being looked at and will not come."""
        at = self.tabs.indexOf(view)
        if at >= 0:
            self.tabs.setTabText(at, _("（没有页面）"))
        if self.tabs.currentWidget() is view and Kind.LINES in self._kinds:
            self._is_filling = True
            self.tabs.setCurrentIndex(self._kinds.index(Kind.LINES))
            self._is_filling = False

    def turn(self, step: int) -> None:
        """Go to another tab, round and round."""
        if self.tabs.count():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())
            self.answer_widget().setFocus()

    def answer_widget(self) -> QWidget:
        """Return what scrolls the answer."""
        return self.tabs.currentWidget() if self.tabs.count() else self.question

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the question what it needs, as long as nobody moved the border."""
        super().resizeEvent(event)
        self._fit_question()

    def _fit_question(self) -> None:
        if self._is_moved or self.height() <= 0:
            return
        document = self.question.document()
        document.setTextWidth(self.question.viewport().width())
        wanted = round(document.size().height()) + 2 * self.question.frameWidth() + 12
        high = min(max(wanted, LEAST_QUESTION_PX), round(self.height() * QUESTION_SHARE))
        self.setSizes([high, self.height() - high])

    def _handle_moved(self) -> None:
        self._is_moved = True

    def _tab_changed(self, index: int) -> None:
        if not self._is_filling and 0 <= index < len(self._kinds) and self._kinds[index] in STAYING:
            self._liked = self._kinds[index]

    def _add_pages(self, file: FileView) -> PagesView:
        title = _short(file.path) if file.is_picture else _("{name}（页面）").format(name=_short(file.path))
        waiting = _("正在打开图片……") if file.is_picture else _("正在生成页面……\n可以先看“内容”一栏（Ctrl+Tab）。")
        view = PagesView(title, waiting)
        self._add(Kind.PAGES, title, view)
        return view

    def _add_text(self, kind: Kind, title: str, text: str) -> None:
        browser = QTextBrowser()
        browser.setObjectName("answer" if kind is Kind.ANSWER else "code")
        browser.setPlainText(visible(text))
        browser.setAccessibleName(title)
        self._add(kind, title, browser)

    def _add(self, kind: Kind, title: str, widget: QWidget) -> None:
        self._kinds.append(kind)
        # An ampersand in a file's name is no shortcut.
        self.tabs.addTab(widget, title.replace("&", "&&"))
        self.tabs.setTabToolTip(self.tabs.count() - 1, f"<qt>{escape(title)}</qt>")

    def _drop_tabs(self) -> None:
        filling, self._is_filling = self._is_filling, True
        self._kinds.clear()
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()
        self._is_filling = filling


def _answer_title(answer: str) -> str:
    count = len("".join(answer.split()))
    return _("作答（{count} 字）").format(count=count) if count else _("作答（只有空白）")


def _question_html(evidence: Evidence) -> str:
    parts = [f"<h3>{escape(evidence.title)}</h3>" if evidence.title else ""]
    if evidence.missing:
        missing = _("没有找到文件 {names}。").format(names="、".join(evidence.missing))
        missing += _("下面是文件夹里的其他文件。") if evidence.files else ""
        parts.append(f"<p><b>{_lines(missing)}</b></p>")
    if evidence.criteria:
        criteria = "".join(f"<li>{_lines(one)}</li>" for one in evidence.criteria)
        parts.append(f"<p><b>{escape(_('评分要点'))}</b></p><ul>{criteria}</ul>")
    if evidence.reference:
        parts.append(f"<p><b>{escape(_('参考答案'))}</b><br>{_lines(evidence.reference)}</p>")
    parts.append(f"<p><b>{escape(_('题目'))}</b><br>{_lines(evidence.question)}</p>")
    return "".join(parts)


def _lines(text: str) -> str:
    return escape(visible(text)).replace("\n", "<br>")


def _short(path: str) -> str:
    name = visible(path.rsplit("/", 1)[-1])
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 8]}…{name[-7:]}"
