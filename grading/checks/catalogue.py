"""The table of all check types by name. A new type is one function in its family's file and one line in its table."""

from __future__ import annotations

from grading.checks.document import DOCUMENTS
from grading.checks.files import FILES
from grading.checks.programs import PROGRAMS
from grading.checks.sheets import SHEETS
from grading.checks.slides import SLIDES
from grading.checks.types import AnyCheckType
from itembank.base.i18n import _
from itembank.model.checks import CheckCall, Rubric
from itembank.model.codec import ModelError

CHECK_TYPES: dict[str, AnyCheckType] = {
    kind.name: kind for family in (DOCUMENTS, SLIDES, FILES, PROGRAMS, SHEETS) for kind in family
}


def find_check_type(name: str) -> AnyCheckType | None:
    """Find a check type."""
    return CHECK_TYPES.get(name)


def check_rubric(rubric: Rubric) -> list[str]:
    """Return a sentence for every call that names an unknown type or has wrong parameters; empty when all is well."""
    faults: list[str] = []
    for point in rubric.points:
        for call in point.checks:
            fault = _fault(call)
            if fault:
                faults.append(_("得分点“{point}”：{fault}").format(point=point.identifier, fault=fault))
    return faults


def _fault(call: CheckCall) -> str:
    kind = find_check_type(call.type)
    if kind is None:
        return _("不认识的检查项“{name}”。").format(name=call.type)
    try:
        kind.parse(call)
    except ModelError as error:
        return error.message
    return ""
