"""Proposals for SQL statements: what the model's statements give, or leave behind, on what was handed out.

Points are earned on databases of their own, made from the handed out one by taking rows away: on that one alone a
typed answer would do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grading.programs.records import ProgramRun, Verdict
from grading.programs.sql import Answer, Base, SqlTask, answers_of, decode, same_rows
from grading.rubric.draft.proposal import Proposal
from itembank.base.i18n import _

if TYPE_CHECKING:
    from grading.programs.tests import Runner
    from grading.rubric.folders import Files

STATEMENTS = ".sql"
DATABASES = frozenset({".db", ".db3", ".sqlite", ".sqlite3"})
SQLITE = b"SQLite format 3\0"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
REMAINDERS = ((3, 0), (3, 1), (3, 2), (2, 0), (2, 1))
"""Which rows are taken away: those whose number leaves this remainder."""

MOST_HIDDEN = 2
DUMP = b"""
import sqlite3
for line in sqlite3.connect("base.db").iterdump():
    print(line)
"""
_MAKES = re.compile(r"\bcreate\s+table\b", re.IGNORECASE)
_ORDERED = re.compile(r"\border\s+by\b", re.IGNORECASE)


def sql_proposals(file: str, starter: Files, model: bytes, judge: Runner | None) -> Iterator[Proposal]:
    """Yield proposals; none without a judge, which alone may run statements."""
    if judge is not None:
        yield from _Draft(file, _base_script(file, starter, judge), decode(model), judge).proposals()


class _Draft:
    """Tries the model's statements on the handed out database and on smaller ones."""

    def __init__(self, file: str, script: str, model: str, judge: Runner) -> None:
        self._file = file
        self._script = script
        self._model = model
        self._judge = judge

    def proposals(self) -> Iterator[Proposal]:
        given = self._answer(self._script, self._model)
        if given is None:
            return
        if given.columns:
            found: dict[str, object] = {"ordered": True} if _ORDERED.search(self._model) else {}
            yield self._proposal(found, _("查询结果正确"))
        then, now = self._tables(""), self._tables(self._model)
        for name in now:
            look = f"SELECT * FROM {_quoted(name)}"  # noqa: S608 - the name is quoted, and it runs in the sandbox
            title = _("表“{name}”的内容正确") if name in then else _("建立表“{name}”，内容正确")
            if name not in then or self._is_changed(look):
                yield self._proposal({"look": look}, title.format(name=name))
        if gone := [name for name in then if name not in now]:
            names = "、".join(gone)
            yield self._proposal({"look": TABLES}, _("删除表“{names}”").format(names=names))

    def _proposal(self, parameters: dict[str, object], title: str) -> Proposal:
        look = str(parameters.get("look", ""))
        hidden = self._hidden(look)
        shown = {"name": _("发放的数据库"), "script": self._script, **({"weight": 0} if hidden else {})}
        others = [
            {"name": _("检查用数据库 {n}").format(n=number), "script": script, "hidden": True}
            for number, script in enumerate(hidden, 1)
        ]
        remark = _("没有找到能区分对错的检查用数据库，照抄结果也能得分：请在 bases 中补上内容不同的数据库。")
        if hidden:
            remark = _("SQL 语句按检查用的数据库得分，它们由发放的数据库删去一些记录得来；请补上空值、并列等情况。")
        given = {"model": self._model, **parameters, "bases": [shown, *others]}
        return Proposal("Y.sql", self._file, given, title, points=4, remark=remark)  # type: ignore[arg-type]  # only texts, numbers and tables are given

    def _hidden(self, look: str) -> list[str]:
        """Return scripts of smaller databases on which the model gives other rows than on the given one."""
        tables = self._tables("")
        known = [self._answer(self._script, self._model, look)]
        found: list[str] = []
        for divisor, remainder in REMAINDERS if tables else ():
            rows = f"WHERE rowid % {divisor} = {remainder}"
            cuts = [f"DELETE FROM {_quoted(name)} {rows};" for name in tables]  # noqa: S608 - as above
            script = "\n".join([self._script.rstrip(), *cuts, ""])
            answer = self._answer(script, self._model, look)
            if answer is None or not answer.rows or any(_is_same(answer, one) for one in known):
                continue
            known.append(answer)
            found.append(script)
        return found[:MOST_HIDDEN]

    def _is_changed(self, look: str) -> bool:
        before, after = self._answer(self._script, "", look), self._answer(self._script, self._model, look)
        return not _is_same(before, after)

    def _tables(self, statements: str) -> list[str]:
        answer = self._answer(self._script, statements, TABLES)
        return [str(row[0]) for row in answer.rows] if answer is not None else []

    def _answer(self, script: str, statements: str, look: str = "") -> Answer | None:
        """Return what statements give on a database, None when they fail."""
        task = SqlTask(model=statements, bases=(Base("", script),), look=look)
        (answer,) = answers_of(self._judge, task, statements)
        return answer if answer.verdict is Verdict.OK and not answer.error else None


def _is_same(one: Answer | None, other: Answer | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_rows(SqlTask(model="", bases=(Base("", ""),), ordered=True), one, other)


def _base_script(file: str, starter: Files, judge: Runner) -> str:
    """Return the script that makes the handed out database: a script beside the task's file, or a database's own."""
    scripts: list[str] = []
    for path, data in starter.items():
        suffix = PurePosixPath(path).suffix.lower()
        if data is None or path == file:
            continue
        if suffix == STATEMENTS and _MAKES.search(text := decode(data)):
            scripts.append(text)
        elif suffix in DATABASES and data.startswith(SQLITE):
            scripts += _dumped(data, judge)
    return "\n".join(scripts)


def _dumped(data: bytes, judge: Runner) -> list[str]:
    """Return the script of a database, read behind the judge's walls; none of a damaged one."""
    run = judge.run(ProgramRun(DUMP, files={"base.db": data}))
    lines = run.stdout.decode("utf-8", "replace").splitlines() if run.verdict is Verdict.OK else []
    return ["\n".join(line for line in lines if line not in {"BEGIN TRANSACTION;", "COMMIT;"})] if lines else []


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
