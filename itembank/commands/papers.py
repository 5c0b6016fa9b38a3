"""`itembank assemble` and `itembank forms`: making papers once, and looking at them afterwards."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from itembank.bank.forms import AssemblyRecord, NewForm, StoredForm
from itembank.bank.tested import untested
from itembank.base.canonical import digest
from itembank.base.errors import ExitCode
from itembank.base.files import write_whole
from itembank.base.i18n import _
from itembank.commands.common import (
    add_bank_option,
    add_json_option,
    add_person_option,
    make_folder,
    opened_bank,
    read_file,
    say,
    say_json,
    say_rows,
    say_table,
)


def add_parsers(verbs: Any) -> None:
    """Add both verbs."""
    assemble = verbs.add_parser("assemble", help=_("按蓝图组卷；试卷存入题库，同一次考试不能重抽"))
    assemble.add_argument("blueprint", type=Path, help=_("蓝图（.toml）"))
    assemble.add_argument("--dry-run", action="store_true", help=_("只看能否组成，不存入题库"))
    add_bank_option(assemble)
    add_person_option(assemble, required=False)
    add_json_option(assemble)
    assemble.set_defaults(run=run_assemble)
    forms = verbs.add_parser("forms", help=_("列出已组成的试卷"))
    forms.add_argument("exam", nargs="?", help=_("考试代号；不写时列出全部考试"))
    forms.add_argument("--papers", type=Path, metavar=_("文件夹"), help=_("把试卷（不含答案）写成 JSON 文件，供预览"))
    add_bank_option(forms)
    add_json_option(forms)
    forms.set_defaults(run=run_forms)


def run_assemble(arguments: argparse.Namespace) -> int:
    """Choose, make and store all forms of an exam."""
    from itembank.assembly.assemble import assemble
    from itembank.assembly.blueprint_file import read_blueprint

    data = read_file(arguments.blueprint)
    blueprint = read_blueprint(data)
    with opened_bank(arguments.bank) as bank:
        if not arguments.dry_run:
            bank.forms.refuse_second(blueprint.exam)
        made = assemble(blueprint, [item.content for item in bank.items.usable()])
        if not arguments.dry_run:
            record = AssemblyRecord(
                exam=blueprint.exam,
                seed=blueprint.seed,
                blueprint_sha256=digest(data),
                pool_sha256=made.pool_sha256,
                blueprint=data,
                record=made.record(),
            )
            forms = [NewForm(form.paper, form.key, tuple(item.version() for item in form.items)) for form in made.forms]
            bank.forms.store(record, forms, by=arguments.by)
    if arguments.json:
        say(made.record().decode("utf-8"))
        return ExitCode.OK
    rows = [
        (
            figure.form,
            str(figure.items),
            str(figure.points),
            "" if figure.difficulty is None else f"{float(figure.difficulty):.3f}",
            _("{minutes} 分钟").format(minutes=round(figure.seconds / 60)),
            _("备用") if figure.form == blueprint.backup else "",
        )
        for figure in made.figures
    ]
    say_table((_("试卷"), _("题数"), _("总分"), _("预计难度"), _("预计用时"), ""), rows)
    say(_("难度是预计得分率，数值越大越容易。"))
    if not made.is_proven:
        say(_("没有证明这是唯一最优的选法；试卷以存入题库的为准。"))
    for item in {item.identifier: item for form in made.forms for item in form.items}.values():
        if reasons := untested(item):
            say(_("提醒：操作题 {item} 现在还不能密封：{reason}。").format(item=item.identifier, reason=reasons[0]))
    say(_("没有存入题库。") if arguments.dry_run else _("已存入题库，种子 {seed}。").format(seed=blueprint.seed))
    return ExitCode.OK


def run_forms(arguments: argparse.Namespace) -> int:
    """List exams, or the forms of one."""
    with opened_bank(arguments.bank) as bank:
        if arguments.exam is None:
            exams = bank.forms.assemblies()
            titles = (_("考试"), _("种子"), _("蓝图摘要"), _("组卷时间"))
            rows = [(exam.exam, str(exam.seed), exam.blueprint_sha256[:12], exam.created) for exam in exams]
            if arguments.json:
                say_json([{"exam": exam.exam, "seed": exam.seed, "created": exam.created} for exam in exams])
            else:
                say_table(titles, rows)
            return ExitCode.OK
        forms = bank.forms.of_exam(arguments.exam)
    if arguments.papers is not None:
        _write_papers(make_folder(arguments.papers), forms)
    if arguments.json:
        say_json([_facts(form) for form in forms])
        return ExitCode.OK
    for form in forms:
        paper = form.paper()
        kind = _("（备用卷）") if form.backup else ""
        say(
            _("试卷 {form}{kind}：{title}，{points} 分").format(
                form=form.form, kind=kind, title=paper.title, points=paper.total_points()
            )
        )
        for section in paper.sections:
            say("  " + section.title)
            say_rows([(f"    {e.number}.", e.item.identifier, str(e.points), e.item.title) for e in section.items])
    return ExitCode.OK


def _write_papers(folder: Path, forms: list[StoredForm]) -> None:
    for form in forms:
        write_whole(folder / f"paper-{form.form}.json", form.paper_bytes)


def _facts(form: StoredForm) -> dict[str, object]:
    paper = form.paper()
    return {
        "form": form.form,
        "backup": form.backup,
        "points": str(paper.total_points()),
        "paper_sha256": digest(form.paper_bytes),
        "key_sha256": digest(form.key_bytes),
        "items": [entry.item.identifier for entry in paper.entries()],
    }
