"""The report of a rubric's test: the matrix of cases and points, and a sentence for everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from grading.rubric.mutants.undo import WITHOUT_WAYS
from grading.rubric.selftest import SelfTest
from itembank.base.columns import table_lines
from itembank.base.i18n import N_, _
from itembank.model.certificate import (
    CaseKind,
    CaseResult,
    Surprise,
    case_name,
    is_as_wanted,
    lacks_resave,
    point_lost,
    wanted_in,
)
from itembank.model.checks import CheckPoint
from itembank.model.codec import fraction_text

NOISE_NAMES = {
    "split_runs": N_("文字拆成几段"),
    "attributes": N_("属性换了次序"),
    "zip_order": N_("部件换了次序"),
    "blank_paragraph": N_("末尾多一个空段"),
    "style_names": N_("自动样式换了名字"),
    "selection": N_("光标在别处"),
    "byte_order_mark": N_("加上 BOM"),
    "line_ends": N_("换行符不同"),
    "comments": N_("加上注释"),
    "page_attributes": N_("网页属性换了次序"),
    "page_blanks": N_("网页缩进不同"),
    "written_again": N_("图片重新保存"),
    "keys": N_("作品数据换了次序"),
    "system_files": N_("多出系统文件"),
}


def report_lines(tested: SelfTest) -> Iterator[str]:
    """Yield the lines for people."""
    task = tested.task
    yield _("{task} {title}：{count} 个得分点，共 {total} 分").format(
        task=task.identifier,
        title=task.rubric.title,
        count=len(task.rubric.points),
        total=fraction_text(task.rubric.total()),
    )
    yield from _matrix(tested)
    yield from (f"  ~ {line}" for line in _declared(task.rubric.points))
    yield from (f"  ! {_explained(tested, surprise)}" for surprise in tested.surprises)
    yield from (f"  ! {sentence}" for sentence in (*tested.missing, *tested.differences))
    for point in tested.not_undone:
        yield _("    请在任务的 mutants/{point} 文件夹中放一份少做这一处的答案。").format(point=point)
        yield from (f"    {_(reason)}" for reason in _why_not(task.rubric.points, point))
    yield from (f"  ? {sentence}" for sentence in tested.errors.warnings())
    if is_without_resave(tested):
        yield _("  ? 没有试过用 LibreOffice 另存（本机没有，或没有要求），证书上也这样写明。")
    yield _("  通过。") if tested.passed else _("  没有通过。")


def report_value(tested: SelfTest) -> dict[str, object]:
    """Return the report for programs."""
    certificate = tested.certificate
    return {
        "task": tested.task.identifier,
        "passed": tested.passed,
        "grader": certificate.grader,
        "resaved_with": certificate.resaved_with,
        "points": list(certificate.points),
        "cases": [
            {"kind": case.kind.value, "name": case.name, "shares": [_cell(share) for share in case.shares]}
            for case in certificate.cases
        ],
        "cross_talk": {
            case.name: [name for name, share in certificate.shares(case).items() if share != 1 and name != case.name]
            for case in certificate.cases
            if case.kind is CaseKind.MUTANT
        },
        "near_cross_talk": {
            case.name: [
                name for name, share in certificate.shares(case).items() if share != 1 and name != point_lost(case)
            ]
            for case in certificate.cases
            if case.kind is CaseKind.NEAR
        },
        "faults": [
            {
                "kind": one.kind.value,
                "case": one.case,
                "point": one.point,
                "share": _cell(one.share),
                "wanted": _cell(one.wanted),
                "sentence": _explained(tested, one),
            }
            for one in tested.surprises
        ],
        "missing": tested.missing,
        "unnoticed": list(tested.errors.warnings()),
        "golden": len(tested.golden),
        "golden_faults": list(tested.differences),
    }


def is_without_resave(tested: SelfTest) -> bool:
    """Tell whether the task has office files that were not re-saved."""
    return lacks_resave(tested.certificate, dict.fromkeys(tested.task.model, ""))


def _matrix(tested: SelfTest) -> Iterator[str]:
    points = tested.task.rubric.points
    rows = [["", *(point.identifier for point in points)]]
    for case in tested.certificate.cases:
        marks = [_marked(case, point, share) for point, share in zip(points, case.shares, strict=True)]
        rows.append([shown_case(case), *marks])
    yield from (f"  {line}" for line in table_lines(rows))


def legend() -> str:
    """Say what the signs of the matrix mean."""
    return _("1 满分，0 不得分，? 无法判断；! 与要求不符，~ 评分标准中已声明可以如此。")


def shown_case(case: CaseResult) -> str:
    """Return a case's name for people."""
    name = _(NOISE_NAMES[case.name]) if case.kind is CaseKind.NOISE and case.name in NOISE_NAMES else case.name
    return case_name(case.kind, name)


def _marked(case: CaseResult, point: CheckPoint, share: Fraction | None) -> str:
    mark = "" if is_as_wanted(case, point, share) else "!"
    mark = "~" if wanted_in(case, point) is None else mark
    return _cell(share) + mark


def _cell(share: Fraction | None) -> str:
    return "?" if share is None else fraction_text(share)


def _declared(points: Sequence[CheckPoint]) -> Iterator[str]:
    for point in points:
        if point.falls_with:
            names = _("、").join(point.falls_with)
            yield _("{point} 可随 {names} 一起失分。").format(point=point.identifier, names=names)
        if point.not_resaved:
            yield _("{point} 另存后可能失分：{why}。").format(point=point.identifier, why=point.not_resaved)
        if point.earned_by_others:
            yield _("{point} 别人的文件也可能得分：{why}。").format(point=point.identifier, why=point.earned_by_others)


def _why_not(points: Sequence[CheckPoint], name: str) -> list[str]:
    """Return why a point cannot be undone alone, as far as that is known."""
    kinds = [call.type for point in points if point.identifier == name for call in point.checks]
    return list(dict.fromkeys(WITHOUT_WAYS[kind] for kind in kinds if kind in WITHOUT_WAYS))


def _explained(tested: SelfTest, surprise: Surprise) -> str:
    trial = tested.trial_of(surprise)
    why = next(" ".join(point.sentences[:2]) for point in trial.points if point.identifier == surprise.point)
    return f"{surprise.sentence()}{why}"
