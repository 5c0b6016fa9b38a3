"""The middle of marking: question and reference above, the candidate's answer or files below."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QTextBrowser

from grading.desk.evidence import Evidence, FileView
from grading.desk.pages_view import PagesView
from itembank.base.i18n import _

SIZES_PX = (170, 500)


class EvidenceView(QSplitter):
    """Shows one piece of evidence; pages of documents may come later by `show_pages`."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(Qt.Orientation.Vertical)
        self.question = QTextBrowser()
        self.question.setAccessibleName(_("题目和评分参考"))
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_("考生的作答"))
        self._page_tabs: dict[str, int] = {}
        self.addWidget(self.question)
        self.addWidget(self.tabs)
        self.setSizes(list(SIZES_PX))
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)

    def clear(self, sentence: str = "") -> None:
        """Show a sentence instead of evidence."""
        self.question.setPlainText(sentence)
        self._drop_tabs()

    def show_evidence(self, evidence: Evidence) -> None:
        """Show question, reference and answer."""
        self.question.setHtml(_question_html(evidence))
        self._drop_tabs()
        if evidence.answer:
            self._add_text(_("作答"), evidence.answer, "answer")
        for file in evidence.files:
            self._add_file(file)
        if evidence.listing:
            self._add_text(_("文件夹"), "\n".join(evidence.listing), "code")
        if not self.tabs.count():
            self._add_text(_("作答"), _("（没有作答内容）"), "answer")

    def show_pages(self, path: str, pages: Sequence[bytes]) -> None:
        """Put the pages of a document in front of its lines; nothing when there are none."""
        if not pages or path not in self._page_tabs:
            return
        names = [_("{name} 第 {number} 页").format(name=path, number=n) for n in range(1, len(pages) + 1)]
        area = PagesView(pages, names)
        at = self.tabs.insertTab(self._page_tabs[path], area, _("{name}（页面）").format(name=_short(path)))
        self.tabs.setCurrentIndex(at)

    def _add_file(self, file: FileView) -> None:
        self._page_tabs[file.path] = self.tabs.count()
        if file.is_picture:
            self.tabs.addTab(PagesView([file.data], [file.path]), _short(file.path))
        else:
            words = "\n".join(file.lines) or _("（这种文件不能在这里显示）")
            self._add_text(_("{name}（内容）").format(name=_short(file.path)), words, "code")

    def _add_text(self, title: str, text: str, role: str) -> None:
        browser = QTextBrowser()
        browser.setObjectName(role)
        browser.setPlainText(text)
        browser.setAccessibleName(title)
        self.tabs.addTab(browser, title)

    def _drop_tabs(self) -> None:
        self._page_tabs.clear()
        while self.tabs.count():
            page = self.tabs.widget(0)
            self.tabs.removeTab(0)
            page.deleteLater()


def _question_html(evidence: Evidence) -> str:
    parts = [f"<h3>{escape(evidence.title)}</h3>" if evidence.title else ""]
    parts.append(f"<p>{_lines(evidence.question)}</p>")
    if evidence.reference:
        parts.append(f"<p><b>{escape(_('参考答案'))}</b><br>{_lines(evidence.reference)}</p>")
    if evidence.criteria:
        criteria = "".join(f"<li>{escape(one)}</li>" for one in evidence.criteria)
        parts.append(f"<p><b>{escape(_('评分要点'))}</b></p><ul>{criteria}</ul>")
    return "".join(parts)


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _short(path: str) -> str:
    return path.rsplit("/", 1)[-1]
