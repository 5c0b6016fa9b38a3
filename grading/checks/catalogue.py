"""The table of all check types by name. A new type is one function in its family's file and one line in its table."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from grading.checks.document import DOCUMENTS
from grading.checks.files import FILES
from grading.checks.images import IMAGES
from grading.checks.program_limits import PROGRAM_LIMITS
from grading.checks.program_sql import PROGRAM_SQL
from grading.checks.program_tasks import PROGRAM_TASKS
from grading.checks.programs import PROGRAMS
from grading.checks.scratch import SCRATCH
from grading.checks.sheets import SHEETS
from grading.checks.slides import SLIDES
from grading.checks.types import AnyCheckType
from grading.checks.typing import TYPING
from grading.checks.web import WEB
from itembank.base.i18n import N_, _
from itembank.model.checks import CheckCall, Rubric
from itembank.model.codec import ModelError
from itembank.model.wording import fault_of


@dataclass(frozen=True, slots=True)
class Family:
    """The check types of one kind of work; every name begins with the letter."""

    letter: str
    title: str
    types: tuple[AnyCheckType, ...]


FAMILIES: tuple[Family, ...] = (
    Family("W", N_("文字处理"), DOCUMENTS),
    Family("S", N_("电子表格"), SHEETS),
    Family("P", N_("演示文稿"), SLIDES),
    Family("F", N_("文件操作"), FILES),
    Family("H", N_("网页制作"), WEB),
    Family("I", N_("图像处理"), IMAGES),
    Family("Y", N_("程序（Python、SQL）"), PROGRAMS + PROGRAM_TASKS + PROGRAM_LIMITS + PROGRAM_SQL),
    Family("X", N_("Scratch 作品"), SCRATCH),
    Family("T", N_("文字录入"), TYPING),
)
CHECK_TYPES: dict[str, AnyCheckType] = {kind.name: kind for family in FAMILIES for kind in family.types}


def find_check_type(name: str) -> AnyCheckType | None:
    """Find a check type."""
    return CHECK_TYPES.get(name)


@dataclass(frozen=True, slots=True)
class CallFault:
    """What is wrong with a call, by its place: the point and the call in it, both counted from 0."""

    point: int
    call: int
    sentence: str


def faults_of(rubric: Rubric) -> list[CallFault]:
    """Return every call that names an unknown type or has wrong parameters."""
    return [
        CallFault(at, number, fault)
        for at, point in enumerate(rubric.points)
        for number, call in enumerate(point.checks)
        if (fault := _fault(call))
    ]


def check_rubric(rubric: Rubric) -> list[str]:
    """Return a sentence for every call that names an unknown type or has wrong parameters; empty when all is well."""
    return [placed(rubric, fault) for fault in faults_of(rubric)]


def placed(rubric: Rubric, fault: CallFault, line: int = 0) -> str:
    """Return the sentence of a fault with its place, and with the line of the file where it is known."""
    point = rubric.points[fault.point]
    text = _("得分点“{point}”：{fault}")
    if len(point.checks) > 1:
        text = _("得分点“{point}”的第 {n} 项检查：{fault}")
    said = text.format(point=point.identifier, n=fault.call + 1, fault=fault.sentence)
    return _("第 {line} 行，{fault}").format(line=line, fault=said) if line else said


def _fault(call: CheckCall) -> str:
    kind = find_check_type(call.type)
    if kind is None:
        known = {name.casefold(): name for name in CHECK_TYPES}
        near = get_close_matches(call.type.casefold(), known, n=1)
        if near:
            return _("不认识的检查项“{name}”，是不是“{near}”？").format(name=call.type, near=known[near[0]])
        return _("不认识的检查项“{name}”。").format(name=call.type)
    try:
        kind.parse(call)
    except ModelError as error:
        fault = fault_of(error.__cause__) if isinstance(error.__cause__, Exception) else fault_of(error)
        return _("{type} 的参数写得不对：{fault}。").format(type=call.type, fault=fault)
    return ""
